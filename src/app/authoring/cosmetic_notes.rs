//! Differences that no plan acts on, in words.

use crate::diff::Cosmetic;
use crate::plan::Plan;
use crate::schema::Name;

/// What to do where the order matters to code that is not in the schema.
const IN_ORDER: &str = "nothing in the schema reads them by position; to use the file's order, put `-- reconcile: \
keep-order` above the table or run `plan --strategy rebuild`";

/// What is left as it is, though the schema says it otherwise.
pub(crate) fn notes(draft: &crate::draft::Draft) -> Vec<String> {
    let left = draft.diff.cosmetic.iter().filter(|it| !is_rebuilt(&draft.plan, it));
    left.filter_map(words).collect()
}

/// True if the table of a difference is rebuilt for another reason, which settles it too.
fn is_rebuilt(plan: &Plan, difference: &Cosmetic) -> bool {
    let (Cosmetic::ColumnOrder { table, .. }
    | Cosmetic::AddedLast { table, .. }
    | Cosmetic::ConstraintName { table, .. }
    | Cosmetic::Spelling { table, .. }) = difference
    else {
        return false;
    };
    let mut rebuilt = plan.steps.iter().flat_map(|step| step.operation.rebuilt());
    rebuilt.any(|it| it.tables.to.name == *table)
}

fn words(difference: &Cosmetic) -> Option<String> {
    match difference {
        Cosmetic::ColumnOrder { table, .. } => Some(format!(
            "columns of {table} keep their order, which differs from the schema file's: {IN_ORDER}"
        )),
        Cosmetic::AddedLast { table, columns } => {
            let names = Name::list(columns);
            let (what, come) = if columns.len() == 1 {
                ("column", "comes")
            } else {
                ("columns", "come")
            };
            Some(format!(
                "new {what} {names} of {table} {come} last, not where the schema file has {}: {IN_ORDER}",
                if columns.len() == 1 { "it" } else { "them" }
            ))
        }
        Cosmetic::ConstraintName { table, .. } => Some(format!("a constraint of {table} keeps its old name")),
        Cosmetic::Spelling { table, column, wanted } => Some(spelling(table, column.as_ref(), wanted)),
        Cosmetic::NothingToConvert { table, column } => Some(format!(
            "column {table}.{column} is new: `using` converts existing values; to fill a new column write `backfill`"
        )),
        // Directives may stay where they are: that is what makes them safe to keep.
        Cosmetic::SpentDirective { .. } => None,
    }
}

/// What it takes to spell a name otherwise, for those whose code reads the keys of results.
fn spelling(table: &Name, column: Option<&Name>, wanted: &Name) -> String {
    let (what, sql) = match column {
        Some(column) => (
            format!("column {table}.{column} keeps its spelling, as do the keys of results"),
            format!(
                "ALTER TABLE {} RENAME COLUMN {} TO {}",
                table.quoted(),
                column.quoted(),
                wanted.quoted()
            ),
        ),
        // RENAME TO the table's own name fails: there is one of that name already.
        None => (
            format!("table {table} keeps its spelling"),
            "ALTER TABLE … RENAME TO a third name and back".to_owned(),
        ),
    };
    format!(
        "{what}: to SQLite, {wanted} is the same name; to respell it, put {sql} into a migration of your own: `reconcile new NAME`"
    )
}

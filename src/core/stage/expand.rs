//! What of a table's change old code does not notice, and what has to wait.

use std::collections::BTreeSet;

use super::late_names::{LateName, under_old_names};
use super::{Fill, Renamed, Stages, upsert_keys};
use crate::diff::{Clause, ColumnFacet, TableChange};
use crate::schema::{Check, Column, ForeignKey, Name, Schema, Sql, Table, Unique, ddl};
use crate::sql::lexemes;

/// Divides the change of one table.
pub(super) fn table(
    change: &TableChange,
    from: &Schema,
    (renamed, late): (&[Renamed], &[LateName]),
    stages: &mut Stages,
) {
    let wanted = &change.tables.to;
    let live = stages
        .hints
        .renamed_tables
        .get(&wanted.name)
        .filter(|old| from.tables.contains_key(old) && !from.tables.contains_key(&wanted.name))
        .unwrap_or(&wanted.name)
        .clone();
    let Some(mut table) = stages.expand.tables.get(&live).cloned() else {
        return;
    };
    let old: Vec<&Renamed> = renamed.iter().filter(|it| it.table == wanted.name).collect();
    let before = table.clone();
    let fits = |key: &ForeignKey| stages.expand.tables.get(&key.parent).is_some_and(|it| key.fits(it));
    let clauses: Vec<&Clause> = change
        .clauses
        .iter()
        // A key that is defined otherwise holds as it is until the last stage.
        .filter(|clause| match clause {
            Clause::DropForeignKey(old) => !change
                .clauses
                .iter()
                .any(|it| matches!(it, Clause::AddForeignKey(new) if new.columns == old.columns)),
            Clause::AddForeignKey(key) => fits(key),
            Clause::DropUnique(unique) => {
                // Rows of new code have no value there, and NULLs never collide.
                !unique.columns.iter().any(|key| goes_empty(change, &key.name))
                    && !is_defined_otherwise(change, unique)
                    && !is_parent_key(&stages.expand, &live, unique)
            }
            // The last stage converts the values that it lets in, and no others may come before.
            Clause::DropCheck(check) => !is_of_converted(change, check),
            _ => true,
        })
        .collect();
    for clause in clauses {
        apply(clause, wanted, &old, &mut table);
    }
    let is_new = |column: &Column| before.column(&column.name).is_none();
    for column in table.columns.iter_mut().filter(|it| is_new(it)) {
        if let Some(generated) = &mut column.generated {
            let text = under_old_names(generated.expression.text(), &wanted.name, late);
            generated.expression = Sql::expression(&text, &|_| true);
        }
    }
    for check in &mut table.checks {
        unless_new(check, &old);
    }
    upsert_keys::ahead(change, &live, &old, &mut table, &stages.expand);
    for clause in &change.clauses {
        match clause {
            Clause::AddColumn {
                column,
                backfill: Some(value),
            }
            | Clause::ChangeColumn {
                columns: crate::schema::Pair { to: column, .. },
                backfill: Some(value),
                using: None,
                ..
            } => stages.fills.push(Fill {
                table: live.clone(),
                column: column.name.clone(),
                value: under_old_names(value, &wanted.name, late),
                is_behind: None,
                fires: Vec::new(),
                counter: None,
            }),
            Clause::DropColumn(column) if !old.iter().any(|it| it.old == column.name) => {
                stages.old.push(format!("{live}.{}", column.name));
            }
            _ => {}
        }
        if let Clause::ChangeColumn { columns, facets, .. } = clause
            && facets.contains(&ColumnFacet::Default)
        {
            stages.defaults.push((live.clone(), columns.to.clone()));
        }
    }
    let text = ddl::create_table(&table);
    if text != ddl::create_table(&before) || table.indexes.len() != before.indexes.len() {
        table.sql = text;
        stages.expand.tables.insert(live, table);
    }
}

fn apply(clause: &Clause, wanted: &Table, old: &[&Renamed], table: &mut Table) {
    // Constraints on a column that gets another name hold on the old one until it goes.
    let stays = |columns: &[Name]| columns.iter().any(|name| old.iter().any(|it| it.old == *name));
    match clause {
        Clause::AddColumn { column, .. } => {
            let led = old.iter().find(|it| it.new == column.name);
            let follows = led.is_some();
            table.columns.push(Column {
                // Old code gives it no value; its default must not hide that.
                default: column
                    .default
                    .clone()
                    .filter(|_| led.is_none_or(|it| it.default.is_some())),
                not_null: column
                    .not_null
                    .clone()
                    .filter(|_| !follows && column.default.as_ref().is_some_and(|it| !it.is_null())),
                ..column.clone()
            });
        }
        // Types are no longer enforced; ANY would become NUMERIC, which converts.
        Clause::Strict(false) if !table.columns.iter().any(|it| it.has_type("ANY")) => table.strict = false,
        // New code gives it no value.
        Clause::DropColumn(column) => relax(table, &column.name),
        Clause::ChangeColumn { columns, facets, .. }
            if facets.contains(&ColumnFacet::NotNull) && columns.to.not_null.is_none() =>
        {
            relax(table, &columns.to.name);
        }
        Clause::DropUnique(unique) => {
            let names: Vec<Name> = unique.columns.iter().map(|it| it.name.clone()).collect();
            if !stays(&names) {
                table.uniques.retain(|it| it != unique);
            }
        }
        Clause::DropCheck(check) if !old.iter().any(|it| check.expression.mentions(&it.old)) => {
            table.checks.retain(|it| it != check);
        }
        Clause::DropForeignKey(key) if !stays(&key.columns) => {
            table.foreign_keys.retain(|it| it != key);
        }
        Clause::AddForeignKey(key) => {
            let is_new = |name: &Name| !old.iter().any(|it| it.new == *name) && wanted.column(name).is_some();
            let added = key.columns.iter().all(|name| is_new(name) && was_added(table, name));
            if added && key.parent != wanted.name {
                table.foreign_keys.push(key.clone());
            }
        }
        _ => {}
    }
}

/// True for a UNIQUE that stays with another conflict clause, order or collation: as it is until the last stage.
fn is_defined_otherwise(change: &TableChange, unique: &Unique) -> bool {
    let names = |it: &Unique| -> BTreeSet<Name> { it.columns.iter().map(|column| column.name.clone()).collect() };
    let mut clauses = change.clauses.iter();
    clauses.any(|clause| matches!(clause, Clause::AddUnique(new) if names(new) == names(unique)))
}

/// True for a UNIQUE that a foreign key rests on: without it, every write to the child fails.
fn is_parent_key(schema: &Schema, table: &Name, unique: &Unique) -> bool {
    let covers = |key: &ForeignKey| unique.columns.iter().all(|it| key.parent_columns.contains(&it.name));
    let mut children = schema.tables.values().flat_map(|child| &child.foreign_keys);
    children.any(|key| key.parent == *table && key.parent_columns.len() == unique.columns.len() && covers(key))
}

/// True for a CHECK of a column whose values are converted.
fn is_of_converted(change: &TableChange, check: &Check) -> bool {
    let mut columns = change.tables.to.columns.iter().map(|column| &column.name);
    columns.any(|name| change.converts(name) && check.expression.mentions(name))
}

/// True for a column that goes and that new code leaves NULL.
fn goes_empty(change: &TableChange, name: &Name) -> bool {
    change.clauses.iter().any(|clause| match clause {
        Clause::DropColumn(column) => column.name == *name && column.default.as_ref().is_none_or(Sql::is_null),
        _ => false,
    })
}

/// A row of new code stands without the old column's value until the trigger brings it: a CHECK that NULL fails lets it pass.
fn unless_new(check: &mut Check, old: &[&Renamed]) {
    for it in old {
        if check.expression.mentions(&it.old) && minds_null(&check.expression) {
            let (old, new) = (it.old.quoted(), it.new.quoted());
            let text = format!("({old} IS NULL AND {new} IS NOT NULL) OR ({})", check.expression.text());
            check.expression = Sql::expression(&text, &|_| true);
        }
    }
}

/// True unless the expression is NULL as soon as a column is: operators are, and these functions.
fn minds_null(expression: &Sql) -> bool {
    const STRICT: [&str; 10] = [
        "length", "lower", "upper", "abs", "trim", "ltrim", "rtrim", "substr", "round", "instr",
    ];
    let all = lexemes(expression.text());
    let asks = ["IS", "ISNULL", "NOTNULL", "NULL", "CASE", "EXISTS"];
    all.iter().enumerate().any(|(at, it)| {
        let is_call = all.get(at + 1).is_some_and(|next| next.is_mark("("));
        let is_word = it.text.chars().next().is_some_and(char::is_alphabetic);
        let is_operator = ["IN", "AND", "OR", "NOT", "BETWEEN", "LIKE", "GLOB"]
            .iter()
            .any(|word| it.is(word));
        asks.iter().any(|word| it.is(word))
            || (is_call && is_word && !is_operator && !STRICT.iter().any(|name| it.is(name)))
    })
}

/// True for a column that this stage adds: they stand at the end, and clauses come after their columns.
fn was_added(table: &Table, name: &Name) -> bool {
    // A column of the stored text was there before.
    let Ok(crate::schema::Object::Table(before)) = crate::schema::read::object("table", &table.sql) else {
        return false;
    };
    table.column(name).is_some() && before.column(name).is_none()
}

/// Takes NOT NULL off a column that has no default and is in no key.
fn relax(table: &mut Table, name: &Name) {
    let in_key = table.has_in_key(name);
    for column in &mut table.columns {
        if column.name == *name && !in_key && column.default.as_ref().is_none_or(crate::schema::Sql::is_null) {
            column.not_null = None;
        }
    }
}

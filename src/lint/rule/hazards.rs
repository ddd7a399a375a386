//! The hazards of a plan, found by comparing the schema before a file with the one after it.
//!
//! What a plan would say of the same change, with the remedies of a file that is written already. Hazards that a rule here
//! tells better, since it knows the statements, are left out.

use super::At;
use crate::diff;
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::lineage::Value;
use crate::lint::verb::Verb;
use crate::plan::{self, Facts, Gate, Hazard, Options, Question};
use crate::schema::{Name, Pair, Sql};

pub(super) fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let hints = file.lineage.hints(&file.before, &file.after);
    let diff = diff::compare(&file.before, &file.after, &hints);
    if diff.is_empty() {
        return Vec::new();
    }
    let schemas = Pair {
        from: file.before.as_ref(),
        to: file.after.as_ref(),
    };
    let Ok(plan) = plan::build(&diff, schemas, &Facts::default(), &Options::default()) else {
        return Vec::new();
    };
    plan.all_hazards()
        .filter(|it| !is_told(file, it))
        .map(|it| finding(file, it))
        .collect()
}

/// True for a hazard that the statements settle, or that a rule here tells better.
fn is_told(file: &File<'_>, hazard: &Hazard) -> bool {
    let name = &hazard.object.name;
    let line = file.lineage.tables.get(name);
    match hazard.code.0 {
        // A matter of how reconcile itself would write it; and what is left without a parent is told after the file.
        "lost-parent" | "volatile-backfill" => true,
        "rewrites-table" => file.lineage.rebuild_of(name).is_none(),
        // Its rows are in another table now.
        "drop-table" => file.lineage.heir(name).is_some(),
        "possible-rename" => match &hazard.column {
            Some(column) => is_filled(file, name, column),
            None => file.lineage.heir(name).is_some(),
        },
        // The copy makes the values, and its author has thought of NULL; or they come from a column without one.
        "add-not-null" => match line
            .zip(hazard.column.as_ref())
            .map(|(line, column)| line.value(column))
        {
            Some(Value::Expression(_)) => true,
            Some(Value::Column(from)) => is_filled(file, name, &from) || is_required(file, name, &from),
            Some(Value::New) | None => false,
        },
        "add-check" => is_of_new_columns(file, hazard),
        "add-unique" => holds_new_column(file, hazard),
        // A rebuild that takes them along and does not bring them back.
        "drop-index" | "drop-code" => !file
            .statements
            .iter()
            .any(|it| matches!(it.verb, Verb::Drop { .. }) && it.subject.as_ref() == Some(name)),
        _ => false,
    }
}

/// True if the column held no NULL before.
fn is_required(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let origins = file.lineage.tables.get(table).map(|it| &it.sources);
    let mut tables = origins
        .into_iter()
        .flatten()
        .filter_map(|it| file.before.tables.get(it));
    tables.any(|it| {
        it.column(column).is_some_and(|it| it.not_null.is_some())
            || it.rowid_alias().is_some_and(|it| it.name == *column)
    })
}

/// True if a CHECK is about columns alone that come with this file: SQLite tries it when it adds them.
fn is_of_new_columns(file: &File<'_>, hazard: &Hazard) -> bool {
    let Some(Question::Violates { expression }) = hazard.probe.as_ref().map(|it| &it.question) else {
        return false;
    };
    let name = &hazard.object.name;
    let Some((line, table)) = file.lineage.tables.get(name).zip(file.after.tables.get(name)) else {
        return false;
    };
    let expression = Sql::expression(expression, &|_| true);
    let mut used = table.columns.iter().filter(|it| expression.mentions(&it.name));
    used.all(|it| line.value(&it.name) == Value::New && !is_filled(file, name, &it.name))
}

/// True if an UPDATE gives the column values.
fn is_filled(file: &File<'_>, table: &Name, column: &Name) -> bool {
    file.statements.iter().any(|it| {
        it.subject.as_ref() == Some(table)
            && matches!(&it.verb, Verb::Update { columns, .. } if columns.contains(column))
    })
}

/// True if the unique key holds a column that is NULL in every row, since it came with this file. NULLs never clash.
fn holds_new_column(file: &File<'_>, hazard: &Hazard) -> bool {
    let Some(Question::Duplicates { key, .. }) = hazard.probe.as_ref().map(|it| &it.question) else {
        return false;
    };
    let name = &hazard.object.name;
    let Some((line, table)) = file.lineage.tables.get(name).zip(file.after.tables.get(name)) else {
        return false;
    };
    table.columns.iter().any(|column| {
        line.value(&column.name) == Value::New
            && column.default.is_none()
            && column.generated.is_none()
            && !is_filled(file, name, &column.name)
            && key
                .iter()
                .any(|term| Sql::expression(term, &|_| true).mentions(&column.name))
    })
}

fn finding(file: &File<'_>, hazard: &Hazard) -> Finding {
    let severity = match hazard.severity {
        plan::Severity::Note => Severity::Note,
        plan::Severity::Warning | plan::Severity::Danger => Severity::Warning,
    };
    file.finding(
        place(file, hazard),
        hazard.code.0,
        severity,
        hazard.message.clone(),
        remedy(hazard),
    )
}

/// The way out in a file that is written by hand; the planner's own is about directives of the schema.
fn remedy(hazard: &Hazard) -> String {
    let allow = format!("-- reconcile: allow {} because REASON", hazard.code);
    if hazard.severity == plan::Severity::Note {
        return "nothing to do, if that is known".to_owned();
    }
    match (hazard.code.0, hazard.gate) {
        ("drop-column" | "possible-rename", _) => {
            format!("to keep the values use ALTER TABLE … RENAME; if they must go, write above it: {allow}")
        }
        ("required-column", _) => {
            "give it a DEFAULT, or add it without NOT NULL; as it stands the file fails where the table has a row"
                .to_owned()
        }
        (_, Gate::Impossible) => {
            format!(
                "the file fails on rows that break it: correct them in a statement before, or write above it: {allow}"
            )
        }
        _ => format!("if that is meant, write above it: {allow}"),
    }
}

/// The statement that brings the hazard about: the one on the column, else on the object, else the first that names it.
fn place(file: &File<'_>, hazard: &Hazard) -> std::ops::Range<usize> {
    let name = &hazard.object.name;
    let about = || file.statements.iter().filter(|it| is_about(file, it, name));
    let rename = about().find(|it| match &it.verb {
        Verb::RenameTable { to } => to == name,
        Verb::RenameColumn { from, .. } => hazard.message.contains(&format!(".{from} ")),
        _ => false,
    });
    if let Some(statement) = rename.filter(|_| hazard.code.0 == "rename") {
        return statement.name.clone();
    }
    let on_column = hazard
        .column
        .as_ref()
        .and_then(|column| about().find_map(|it| file.word(it, column)));
    let created = || file.statements.get(file.lineage.tables.get(name)?.created?);
    let first = || created().or_else(|| about().next()).map(|it| it.name.clone());
    let naming = || file.statements.iter().find_map(|it| file.word(it, name));
    on_column
        .or_else(first)
        .or_else(naming)
        .unwrap_or_else(|| file.last().range)
}

/// True for a statement that creates, drops or alters the object, or builds the table that takes its place.
fn is_about(file: &File<'_>, statement: &Statement, object: &Name) -> bool {
    let changes = match &statement.verb {
        Verb::Create { .. }
        | Verb::Drop { .. }
        | Verb::AddColumn { .. }
        | Verb::DropColumn { .. }
        | Verb::RenameColumn { .. } => true,
        Verb::RenameTable { to } => to == object,
        _ => false,
    };
    let created = file
        .lineage
        .tables
        .get(object)
        .and_then(|line| file.statements.get(line.created?))
        .is_some_and(|it| it.range == statement.range);
    changes
        && (statement.subject.as_ref() == Some(object) || created || matches!(statement.verb, Verb::RenameTable { .. }))
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::all;

    fn second(text: &str) -> Vec<String> {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);";
        all(&[("1.sql", base), ("2.sql", text)])
    }

    #[test]
    fn a_rebuild_is_one_change() {
        let found = second(
            "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT NOT NULL);\nINSERT INTO n (id, a) SELECT id, a FROM t;\n\
             DROP TABLE t;\nALTER TABLE n RENAME TO t;\n",
        );
        let codes: Vec<&str> = found.iter().filter_map(|it| it.split(' ').nth(2)).collect();
        assert_eq!(codes, ["drop-column", "rewrites-table", "add-not-null"], "{found:#?}");
    }

    #[test]
    fn additions_raise_nothing() {
        let found = second(
            "ALTER TABLE t ADD COLUMN c TEXT;\nCREATE TABLE u (x);\nCREATE INDEX i ON t (a);\nCREATE VIEW v AS SELECT 1;\n",
        );
        assert_eq!(found, [""; 0]);
    }
}

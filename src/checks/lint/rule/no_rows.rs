//! no-rows: a statement changes no row of the target.

use super::{At, Code, RuleKind};
use crate::effects::StatementEffects;
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::measured_effects::Measured;
use crate::schema::Name;
use crate::sql::{Cursor, Verb, Write, lexemes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::NoRows,
    title: "a statement changes no row of the target",
    explanation: "The file was run on a copy of the target's rows, and an UPDATE, a DELETE or an INSERT … SELECT changed none of them. If \
the table has rows, the condition is usually wrong: a value in different letter case, a number that is stored as a \
text, a comparison with NULL.\n\n\
Try the condition in a SELECT on the target. `reconcile apply` checks this on a target that is a file, and on D1 if policy denies the code; generated rows cannot show it.",
    check,
};

/// A statement that changes no row of a table which has some.
pub(in crate::checks::lint) fn changes_no_row(file: &File<'_>, statement: &Statement, table: &Name) -> Finding {
    let message = format!("no row of {table} is changed");
    KIND.at(file, statement, message, remedy())
}

fn remedy() -> String {
    KIND.or_allow("try its condition in a SELECT")
}

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let Measured::OnRows(effects) = file.measured() else {
        return Vec::new();
    };
    let finding = |(statement, done): (&Statement, &StatementEffects)| {
        let subject = statement.subject.as_ref()?;
        let is_write = match &statement.verb {
            Verb::Update { .. } | Verb::Delete { .. } => true,
            Verb::Insert { query, ignore, .. } => query.is_some() || *ignore,
            _ => false,
        };
        let is_idle = is_write && done.tables.is_empty() && done.failure.is_none();
        // A table without rows has none to be changed.
        let has_rows = done.selected.is_none_or(|it| it.rows > 0);
        // What an UPDATE selects may have the values already.
        let is_update = matches!(statement.verb, Verb::Update { .. });
        let is_so_already = is_update && done.selected.is_none_or(|it| it.chosen > 0);
        (is_idle && has_rows).then(|| {
            let mut finding = changes_no_row(file, statement, subject);
            if is_so_already {
                let why = ": the selected rows already have the values, or a trigger prevents it";
                finding.message.push_str(why);
            }
            // A subquery may well find nothing, and a row that is there already is what OR IGNORE is for.
            let is_plain = !matches!(statement.verb, Verb::Insert { .. });
            let sql = file.sql(statement);
            let all = lexemes(sql);
            let asks = Write::read(Cursor::new(sql, &all))
                .and_then(|it| it.condition)
                .is_some_and(|it| it.has("SELECT"));
            if !is_plain || asks || is_so_already {
                finding.severity = Severity::Note;
            }
            finding
        })
    };
    let all = file.statements.iter().zip(&effects.statements);
    all.filter_map(finding).collect()
}

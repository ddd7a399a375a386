//! Statements that abort the batch where rows or values would be lost: a violated NOT NULL, whose column name is the message.
//!
//! CHECK would do as well, but is skipped where `PRAGMA ignore_check_constraints` was left on, and `RAISE` works in
//! triggers only.

use super::{Segment, question, script::literal};
use crate::plan::{Hazard, Question};
use crate::schema::{AGREEMENT, Name, is_invisible};
use crate::sql::limits;

/// Its name is reserved, so no schema can have it.
const ASSERT: &str = "_reconcile_assert";

/// Columns of one assertion table.
const COLUMNS_PER_TABLE: usize = limits::COLUMNS / 2;

/// A condition that must not hold, and what to say if it does.
pub struct Assertion {
    /// Becomes a column name.
    pub message: String,
    /// A SELECT that gives a row NULL when the condition is violated, and no row otherwise.
    pub violated: String,
}

/// Assertions at the head of a script.
pub fn asserted(assertions: &[Assertion], comment: &str) -> Segment {
    Segment {
        comments: vec![comment.to_owned()],
        statements: statements(assertions),
        ..Segment::default()
    }
}

/// Stops where rows or values would be lost that were not there when these drops were reviewed.
pub fn nothing_to_lose<'a>(hazards: impl Iterator<Item = &'a Hazard>) -> Option<Segment> {
    let assertions: Vec<Assertion> = hazards
        .filter_map(|hazard| {
            let probe = hazard.probe.as_ref()?;
            let table = &probe.source.table;
            let (what, found) = match &probe.question {
                Question::Rows => (format!("{table} has rows"), format!("SELECT 1 FROM {}", table.written())),
                Question::HasValue(column) => (format!("{table}.{column} has values"), question(probe).sample),
                _ => return None,
            };
            Some(Assertion {
                message: format!("{what} that nobody agreed to lose"),
                violated: format!(
                    "SELECT NULL\n  WHERE EXISTS ({found})\n  AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = {})",
                    literal(AGREEMENT)
                ),
            })
        })
        .collect();
    let comment = "Stop where something would be lost: nothing was there when this was reviewed.";
    (!assertions.is_empty()).then(|| asserted(&assertions, comment))
}

/// A table per 50 assertions: created, tried, dropped.
pub(super) fn statements(assertions: &[Assertion]) -> Vec<String> {
    let mut statements = Vec::new();
    for chunk in assertions.chunks(COLUMNS_PER_TABLE) {
        let columns: Vec<String> = chunk
            .iter()
            .map(|it| format!("{} INT NOT NULL DEFAULT 0", message(&it.message)))
            .collect();
        statements.push(format!("CREATE TABLE {ASSERT} (\n  {}\n)", columns.join(",\n  ")));
        for assertion in chunk {
            statements.push(format!(
                "INSERT INTO {ASSERT} ({}) {}",
                message(&assertion.message),
                assertion.violated
            ));
        }
        statements.push(format!("DROP TABLE {ASSERT}"));
    }
    statements
}

fn message(text: &str) -> String {
    Name::new(text.replace(is_invisible, " ")).quoted()
}

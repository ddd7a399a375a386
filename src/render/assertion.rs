//! Statements that abort the batch: a violated NOT NULL, whose column name is the message.
//!
//! CHECK would do as well, but is skipped where `PRAGMA ignore_check_constraints` was left on, and `RAISE` works in
//! triggers only. Tables are counted when the batch starts, never at plan time: the file also runs elsewhere, later.

use super::{Segment, question, script::literal};
use crate::plan::{Checked, Hazard, Question, Safeguards};
use crate::schema::{AGREEMENT, Name, Pair, is_invisible};

/// Holds the counts while the migration runs. Its name is reserved, so no schema can have it.
const COUNTS: &str = "\"_reconcile_counts\"";
const ASSERT: &str = "\"_reconcile_assert\"";

/// Rows of one multi-row VALUES: keeps the statement far below D1's 100,000 bytes.
const ROWS_PER_INSERT: usize = 50;
/// Columns of one assertion table: D1 allows 100.
const COLUMNS_PER_TABLE: usize = 50;

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
        step: None,
        comments: vec![comment.to_owned()],
        statements: statements(assertions),
    }
}

/// Stops where rows or values would be lost that were not there when these drops were reviewed.
pub fn nothing_to_lose<'a>(hazards: impl Iterator<Item = &'a Hazard>) -> Option<Segment> {
    let assertions: Vec<Assertion> = hazards
        .filter_map(|hazard| {
            let probe = hazard.probe.as_ref()?;
            let table = &probe.source.table;
            let (what, found) = match &probe.question {
                Question::Rows => (format!("{table} has rows"), format!("SELECT 1 FROM {}", table.quoted())),
                Question::HasValue { column } => (format!("{table}.{column} has values"), question(probe).sample),
                _ => return None,
            };
            Some(Assertion {
                message: format!("{what} that nobody agreed to lose"),
                violated: format!(
                    "SELECT NULL WHERE EXISTS ({found}) AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = {})",
                    literal(AGREEMENT)
                ),
            })
        })
        .collect();
    let comment = "stops here where something would be lost: nothing was there when this was reviewed";
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
        statements.push(format!("CREATE TABLE {ASSERT} ({})", columns.join(", ")));
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

/// Deferred keys, and the counts before anything happens.
pub(super) fn counts(safeguards: &Safeguards) -> Option<Segment> {
    let mut statements = Vec::new();
    if safeguards.deferred {
        statements.push("PRAGMA defer_foreign_keys = on".to_owned());
    }
    let rows = safeguards.counted.iter().map(|pair| {
        format!(
            "('rows', {}, (SELECT count(*) FROM {}))",
            literal(pair.to.as_str()),
            pair.from.quoted()
        )
    });
    let orphans = safeguards.checked.iter().filter_map(|checked| {
        let before = literal(checked.before.as_ref()?.as_str());
        let after = literal(checked.after.as_str());
        Some(format!(
            "('orphans', {after}, (SELECT count(*) FROM pragma_foreign_key_check({before})))"
        ))
    });
    let values: Vec<String> = rows.chain(orphans).collect();
    if !values.is_empty() {
        statements.push(format!(
            "CREATE TABLE {COUNTS} (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL)"
        ));
        for chunk in values.chunks(ROWS_PER_INSERT) {
            statements.push(format!("INSERT INTO {COUNTS} VALUES\n  {}", chunk.join(",\n  ")));
        }
    }
    let comment = if values.is_empty() {
        "foreign keys are checked at the end, when all tables are in place"
    } else {
        "counted now, to be compared at the end"
    };
    let comments = vec![comment.to_owned()];
    (!statements.is_empty()).then_some(Segment {
        step: None,
        comments,
        statements,
    })
}

/// Row counts and foreign keys at the end.
pub(super) fn tail(safeguards: &Safeguards) -> Option<Segment> {
    let mut assertions: Vec<Assertion> = safeguards.counted.iter().map(rows_kept).collect();
    assertions.extend(safeguards.checked.iter().map(keys_clean));
    let mut checks = statements(&assertions);
    if !checks.is_empty() {
        checks.push(format!("DROP TABLE {COUNTS}"));
    }
    if safeguards.deferred {
        // Only after the assertions: this statement also forgets violations that were deferred.
        checks.push("PRAGMA defer_foreign_keys = off".to_owned());
    }
    // The comment promises what the assertions below it hold, and nothing else.
    let comment = match (safeguards.counted.is_empty(), safeguards.checked.is_empty()) {
        (false, false) => "no row is lost and no foreign key is broken, or nothing of this happens",
        (false, true) => "no row is lost, or nothing of this happens",
        (true, false) => "no foreign key is broken, or nothing of this happens",
        (true, true) => "foreign keys are checked at once again",
    };
    let comments = vec![comment.to_owned()];
    (!checks.is_empty()).then_some(Segment {
        step: None,
        comments,
        statements: checks,
    })
}

fn rows_kept(pair: &Pair<Name>) -> Assertion {
    let name = &pair.to;
    Assertion {
        message: format!("{name} lost rows"),
        violated: format!(
            "SELECT NULL WHERE (SELECT count FROM {COUNTS} WHERE what = 'rows' AND name = {}) \
             IS NOT (SELECT count(*) FROM {})",
            literal(name.as_str()),
            name.quoted()
        ),
    }
}

fn keys_clean(checked: &Checked) -> Assertion {
    let name = literal(checked.after.as_str());
    Assertion {
        message: format!("{} has rows without a parent", checked.after),
        violated: format!(
            "SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check({name})) \
             > coalesce((SELECT count FROM {COUNTS} WHERE what = 'orphans' AND name = {name}), 0)"
        ),
    }
}

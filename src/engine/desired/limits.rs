//! D1's limits: what to do about a refusal that is D1's rather than a slip of the pen, and what D1 accepts when a schema
//! is made and fails when it is used.
//!
//! By experiment on the engine; <https://developers.cloudflare.com/d1/platform/limits/> gives some of them.

use std::ops::Range;

use super::source::{SourceFile, Statement};
use super::{Desired, Problem, depth};
use crate::database::are_d1s;
use crate::database::rules::{refused_function, remedy_of};
use crate::schema::{Name, ObjectKind};
use crate::sql::limits::{PATTERN_BYTES, TRIGGER_DEPTH};
use crate::sql::{LongPattern, call_at};

/// Part of SQLite's message, and the remedy.
const REMEDIES: &[(&str, &str)] = &[
    (
        "too many columns in result set",
        "D1 returns at most 100 columns; split the view in two",
    ),
    (
        "too many columns",
        "D1 allows 100 columns in a table; move some into a second table with the same key",
    ),
    (
        "Expression tree is too large",
        "D1 allows expressions 100 deep, and each AND, OR or + is one deeper; write `x IN (…)`, or split the CHECK",
    ),
    (
        "too many terms in compound SELECT",
        "D1 allows 5 terms joined by UNION, EXCEPT or INTERSECT; put the first ones into a view of their own",
    ),
    ("too many arguments", "D1 allows 127 arguments of a function"),
    (
        "at most 64 tables",
        "join fewer tables, or store part of the result in a table",
    ),
    ("variable number", "a schema has no parameters: write the value itself"),
    ("statement too long", "D1 allows 100,000 bytes in a statement"),
    ("not authorized", "D1 refuses this, whatever SQLite itself allows"),
    ("no such module", "D1 has the modules fts5, fts5vocab and rtree only"),
    ("string or blob too big", "D1 allows 2,000,000 bytes in a row"),
];

/// What to do about a refusal, where D1's limits are behind it.
pub(super) fn remedy(message: &str) -> Option<String> {
    if !are_d1s() {
        return None;
    }
    if let Some(remedy) = remedy_of(message) {
        return Some(remedy);
    }
    let (_, help) = REMEDIES.iter().find(|(words, _)| message.contains(words))?;
    Some((*help).to_owned())
}

/// `DELETE … ORDER BY … LIMIT` runs on D1, but in no trigger. <https://www.sqlite.org/lang_delete.html>
pub(super) fn limit_in_trigger(kind: ObjectKind, message: &str) -> Option<String> {
    let stops = ["near \"ORDER\": syntax error", "near \"LIMIT\": syntax error"];
    let is_it = kind == ObjectKind::Trigger && stops.iter().any(|it| message.eq_ignore_ascii_case(it));
    is_it.then(|| {
        "DELETE and UPDATE take ORDER BY and LIMIT outside triggers only: write WHERE rowid IN (SELECT rowid FROM … ORDER BY … LIMIT …)"
            .to_owned()
    })
}

/// Where a statement calls the function that a message says is missing or refused, in bytes of the statement.
pub(super) fn call(sql: &str, message: &str) -> Option<Range<usize>> {
    let function = Name::new(refused_function(message)?);
    call_at(sql, &function)
}

/// What passes until the day it is used.
pub(super) fn warnings(files: &[SourceFile], statements: &[Statement], desired: &Desired) -> Vec<Problem> {
    if !are_d1s() {
        return Vec::new();
    }
    let deep = depth::too_deep(&desired.schema);
    let mut found = Vec::new();
    for statement in statements {
        let Some(file) = files.get(statement.file) else {
            continue;
        };
        let heads = deep
            .iter()
            .filter(|it| statement.object.kind == ObjectKind::Table && it.table == statement.object.name);
        for deep in heads {
            let message = format!(
                "{} {} can trigger {} nested changes, but D1 allows {}: it would fail",
                deep.event.verb(),
                statement.object.name,
                deep.depth,
                TRIGGER_DEPTH
            );
            let help = "shorten the chain of cascades and triggers".to_owned();
            found.push(file.problem(statement.name.clone(), message, Some(help)));
        }
        found.extend(long_patterns(file, statement));
    }
    found
}

fn long_patterns(file: &SourceFile, statement: &Statement) -> Vec<Problem> {
    let text = file.text.get(statement.range.clone()).unwrap_or_default();
    let problem = |pattern: LongPattern| {
        let message = format!(
            "the pattern in {} is longer than the {PATTERN_BYTES} bytes that D1 allows in LIKE and GLOB: every statement that uses it fails",
            statement.object
        );
        let help = "use instr() or substr(), or a search table (FTS5)".to_owned();
        file.problem(statement.within(pattern.start..pattern.end), message, Some(help))
    };
    crate::sql::long_patterns(text).map(problem).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::path::Path;

    use crate::desired::parse_sql;

    fn messages(sql: &str) -> Vec<String> {
        let desired = parse_sql(Path::new("schema.sql"), sql).unwrap();
        desired.warnings.into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn a_long_pattern_is_told_and_a_long_text_is_not() {
        let sql = |pattern: usize| {
            let (pattern, text) = ("x".repeat(pattern), "y".repeat(200));
            format!("CREATE TABLE t (a);\nCREATE VIEW v AS SELECT a FROM t WHERE a LIKE '{pattern}' OR a = '{text}';")
        };
        assert_eq!(messages(&sql(50)), Vec::<String>::new());
        assert!(messages(&sql(51))[0].contains("view v"));
    }
}

//! SQL that is written for another database: by marks that SQLite has no meaning for.

use crate::sql::{Lexeme, TokenKind, lexemes};

/// The database that a statement is written for, with the mark that shows it; none where SQLite may be meant. `now()` and
/// the like show nothing: they are most often slips.
pub(super) fn other_dialect(sql: &str) -> Option<(&'static str, &'static str)> {
    let all = lexemes(sql);
    let is = |at: usize, word: &str| all.get(at).is_some_and(|it| it.is(word));
    let mark = |at: usize, mark: &str| all.get(at).is_some_and(|it| it.is_mark(mark));
    let touches = |at: usize| match (all.get(at), all.get(at + 1)) {
        (Some(one), Some(next)) => one.start + one.text.len() == next.start,
        _ => false,
    };
    (0..all.len()).find_map(|at| {
        // SQLite cuts `::text` into `:`, which is nothing, and the parameter `:text`.
        let is_cast = all.get(at)?.text.starts_with(':')
            && touches(at)
            && all.get(at + 1).is_some_and(|it| it.text.starts_with(':'));
        let postgres = if is_cast || is_cast_of_parameter(all.get(at)?) {
            "`::`"
        } else if is(at, "ILIKE") {
            "`ILIKE`"
        } else if is(at, "DISTINCT") && is(at + 1, "ON") && mark(at + 2, "(") {
            "`DISTINCT ON`"
        } else if is(at, "INTERVAL") && all.get(at + 1).is_some_and(|it| it.kind == TokenKind::String) {
            "`INTERVAL`"
        } else if mark(at, "=") && (is(at + 1, "ANY") || is(at + 1, "ALL")) && mark(at + 2, "(") {
            "`= ANY (…)`"
        } else if is(at, "ON") && is(at + 1, "CONSTRAINT") {
            "`ON CONFLICT ON CONSTRAINT`"
        } else if is(at, "information_schema") || is(at, "pg_catalog") || is(at, "pg_tables") {
            "its catalog"
        } else if is_type(&all, at) {
            "its types"
        } else if is(at, "DUPLICATE") && is(at + 1, "KEY") && is(at + 2, "UPDATE") {
            return Some(("MySQL", "`ON DUPLICATE KEY UPDATE`"));
        } else if is(at, "AUTO_INCREMENT") {
            return Some(("MySQL", "`AUTO_INCREMENT`"));
        } else if is(at, "ENGINE") && mark(at + 1, "=") {
            return Some(("MySQL", "`ENGINE =`"));
        } else {
            return None;
        };
        Some(("PostgreSQL", postgres))
    })
}

/// True for a type of PostgreSQL after a column's name: a column may be called `serial` itself.
fn is_type(all: &[Lexeme<'_>], at: usize) -> bool {
    const TYPES: &[&str] = &["SERIAL", "BIGSERIAL", "TIMESTAMPTZ", "JSONB"];
    let back = |count: usize| at.checked_sub(count).and_then(|it| all.get(it));
    let is_named = all.get(at).is_some_and(|it| TYPES.iter().any(|word| it.is(word)));
    let is_name = back(1).is_some_and(|it| matches!(it.kind, TokenKind::Word | TokenKind::QuotedName));
    is_named && is_name && back(2).is_some_and(|it| it.is_mark("(") || it.is_mark(","))
}

/// `$1::int`: SQLite takes all of it for the name of a parameter.
fn is_cast_of_parameter(lexeme: &Lexeme<'_>) -> bool {
    lexeme.text.starts_with('$') && lexeme.text.contains("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d14_marks_of_other_dialects() {
        for (sql, expected) in [
            ("SELECT id::text FROM t", Some("PostgreSQL")),
            ("SELECT * FROM t WHERE a = $1::int", Some("PostgreSQL")),
            ("SELECT * FROM t WHERE a ILIKE $1", Some("PostgreSQL")),
            ("SELECT DISTINCT ON (a) a, b FROM t", Some("PostgreSQL")),
            ("DELETE FROM t WHERE at < now() - INTERVAL '1 day'", Some("PostgreSQL")),
            ("SELECT * FROM t WHERE id = ANY($1)", Some("PostgreSQL")),
            ("CREATE TABLE t (id BIGSERIAL PRIMARY KEY)", Some("PostgreSQL")),
            ("INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1", Some("MySQL")),
            ("SELECT * FROM t WHERE at > now() AND a = $1", None),
            ("SELECT a, '::', \"ilike\" FROM t WHERE b = ?1 OR c = :name", None),
            (
                "CREATE TABLE t (serial TEXT, jsonb BLOB); SELECT serial, jsonb(serial) FROM t",
                None,
            ),
            ("SELECT DISTINCT a FROM t JOIN u ON (t.a = u.a)", None),
        ] {
            assert_eq!(other_dialect(sql).map(|(name, _)| name), expected, "{sql}");
        }
    }
}

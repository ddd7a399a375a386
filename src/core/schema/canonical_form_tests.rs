//! Forms, and those of earlier versions.
#![allow(clippy::unwrap_used)]
use super::*;

/// Each object has the form that `has_earlier_form` promises, and whether it has another one.
#[test]
fn an_earlier_form_is_another_one_only_where_it_is_said_to_be() {
    for (sql, is_other) in [
        (
            "CREATE TABLE t (a INT DEFAULT 31, b TEXT COLLATE NOCASE, CHECK (a > 1))",
            false,
        ),
        ("CREATE TABLE t (a INT DEFAULT (0x1F + 1))", true),
        ("CREATE TABLE t (a INT CHECK (a > 0x1F))", true),
        ("CREATE TABLE t (a INT, b AS (a + 0x1F))", true),
        ("CREATE TABLE t (a); CREATE INDEX i ON t (a) WHERE a > 1", false),
        ("CREATE TABLE t (a); CREATE INDEX i ON t (a) WHERE a > 0x1F", true),
        ("CREATE TABLE t (a); CREATE INDEX i ON t (a + 0x1F)", true),
        ("CREATE VIEW v AS SELECT 1 AS a", true),
        ("CREATE VIEW v AS SELECT a FROM t", false),
        ("CREATE VIEW v AS SELECT * FROM t", false),
        (
            "CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM t UNION SELECT 1",
            true,
        ),
        (
            "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END",
            false,
        ),
        (
            "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 0x1F; END",
            true,
        ),
        ("CREATE VIRTUAL TABLE f USING fts5 (a)", false),
    ] {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(sql).unwrap();
        let schema = Schema::stored(&connection);
        let (form, earlier) = schema.forms();
        assert_eq!(form, schema.form(), "{sql}");
        assert_eq!(earlier.unwrap_or_else(|| form.clone()), schema.earlier_form(), "{sql}");
        assert_eq!(schema.earlier_form() != form, is_other, "{sql}");
        assert_eq!(schema.has_earlier_form(), is_other, "{sql}");
    }
}

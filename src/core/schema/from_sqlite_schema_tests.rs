//! Rows that read, rows that do not, and the order in which a schema is written again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::super::{Name, ObjectKind, ObjectRef, Schema, SchemaRow, read::ReadError};

fn row(kind: &str, name: &str, sql: &str) -> SchemaRow {
    SchemaRow {
        kind: kind.to_owned(),
        name: name.to_owned(),
        table: String::new(),
        sql: Some(sql.to_owned()),
    }
}

#[test]
fn what_cannot_be_read_is_listed_and_loses_nothing_else() {
    let mut own = row("index", "sqlite_autoindex_t_1", "");
    own.sql = None;
    let reading = Schema::from_rows([
        row("index", "i", "CREATE INDEX i ON gone(a)"),
        row("table", "t", "CREATE TABLE t(a)"),
        row("table", "u", "CREATE TABLE other(a)"),
        row("table", "w", "CREATE TABLE w(a"),
        row("index", "j", "CREATE INDEX j ON w(a)"),
        row("table", "sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
        row("moon", "m", "CREATE MOON m"),
        own,
    ]);
    assert_eq!(
        reading.schema.objects(),
        [ObjectRef::new(ObjectKind::Table, Name::new("t"))]
    );
    let errors: Vec<_> = reading
        .unread
        .iter()
        .map(|(it, error)| (it.name.as_str(), error.to_string()))
        .collect();
    assert_eq!(
        errors,
        [
            ("u", "its CREATE statement names other instead".to_owned()),
            (
                "w",
                "expected a closing parenthesis but found the end at byte 16 of its CREATE statement".to_owned()
            ),
            ("m", "unknown type of object \"moon\"".to_owned()),
            ("i", "its table gone does not exist or could not be read".to_owned()),
            ("j", "its table w does not exist or could not be read".to_owned()),
        ]
    );
    assert_eq!(reading.unread[3].1, ReadError::NoTable(Name::new("gone")));
}

#[test]
fn statements_come_in_an_order_that_runs() {
    let reading = Schema::from_rows([
        row(
            "trigger",
            "r",
            "CREATE TRIGGER r INSTEAD OF INSERT ON a BEGIN SELECT 1; END",
        ),
        row("view", "a", "CREATE VIEW a AS SELECT * FROM \"B\" -- last"),
        row("view", "b", "CREATE VIEW b AS SELECT * FROM c, t"),
        row("view", "c", "CREATE VIEW c AS SELECT 'd'"),
        row("view", "d", "CREATE VIEW d AS SELECT * FROM d2"),
        row("view", "d2", "CREATE VIEW d2 AS SELECT * FROM d"),
        row("index", "i", "CREATE INDEX i ON t(x)"),
        row("table", "f", "CREATE VIRTUAL TABLE f USING fts5(x)"),
        row("table", "t", "CREATE TABLE t(x)"),
    ]);
    assert!(reading.unread.is_empty());
    let names: Vec<_> = reading.schema.objects().iter().map(|it| it.name.to_string()).collect();
    // d and d2 mention each other, c mentions d in a string that could be a name.
    assert_eq!(names, ["t", "f", "i", "d", "c", "b", "a", "d2", "r"]);
    assert_eq!(reading.schema.statements().len(), names.len());
    assert!(
        reading
            .schema
            .to_sql()
            .contains("CREATE VIEW a AS SELECT * FROM \"B\" -- last\n;\n")
    );
    let split = crate::sql::split(&reading.schema.to_sql()).len();
    assert_eq!(split, names.len());
}

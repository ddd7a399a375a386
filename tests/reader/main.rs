//! The reader of CREATE text against two other readers: SQLite itself (its PRAGMAs) and a port of its grammar.
//!
//! The statements are hand-written in `tables.sql` and `dependents.sql`, and made at random by `generate`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod ast;
mod dependents;
mod engine;
mod generate;
mod meaning;
mod robust;

use reconcile::schema::{Object, Schema, SchemaRow, Table, read};
use reconcile::sql::split;
use rusqlite::Connection;

/// The statements of a data file.
fn statements(text: &str) -> Vec<&str> {
    let spans = split(text);
    assert!(spans.iter().all(|it| it.complete));
    spans.into_iter().map(|it| &text[it.range]).collect()
}

/// What SQLite stores, without the shadow tables of virtual tables.
fn stored(connection: &Connection) -> Vec<SchemaRow> {
    let mut rows = connection
        .prepare(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name NOT IN \
             (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid",
        )
        .unwrap();
    let rows = rows.query_map([], |row| {
        Ok(SchemaRow {
            kind: row.get(0)?,
            name: row.get(1)?,
            table: row.get(2)?,
            sql: row.get(3)?,
        })
    });
    rows.unwrap().map(|row| row.unwrap()).collect()
}

/// The whole database, read.
fn schema(connection: &Connection) -> Schema {
    let reading = Schema::from_rows(stored(connection));
    assert!(reading.unread.is_empty(), "{:?}", reading.unread);
    reading.schema
}

/// A new database in which `script` was executed; the script is the test's own, so SQLite must accept it.
fn database(script: &str) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    if let Err(error) = connection.execute_batch(script) {
        panic!("SQLite refuses the test's own statement: {error}\n{script}");
    }
    connection
}

/// Reads the table that `sql` stored and compares it with the engine's and the grammar's reading.
fn check_table(connection: &Connection) {
    let row = stored(connection).into_iter().find(|row| row.kind == "table").unwrap();
    let sql = row.sql.unwrap();
    let table = read_table(&sql);
    assert_eq!(table.name.as_str(), row.name, "{sql}");
    assert_eq!(engine::told(connection, &row.name), engine::read(&table), "{sql}");
    if let Some(told) = ast::told(&sql, &table) {
        ast::compare(told, ast::read(&table), &sql);
    }
    let schema = schema(connection);
    let again = database(&schema.to_sql());
    assert!(self::schema(&again) == schema, "{sql}");
}

fn read_table(sql: &str) -> Table {
    match read::object("table", sql) {
        Ok(Object::Table(table)) => table,
        other => panic!("{other:?}\n{sql}"),
    }
}

#[test]
fn hand_written_tables() {
    let statements = statements(include_str!("tables.sql"));
    assert!(statements.len() > 240);
    let failed = statements
        .iter()
        .filter(|sql| std::panic::catch_unwind(|| check_table(&database(sql))).is_err());
    let failed: Vec<_> = failed.collect();
    assert!(failed.is_empty(), "{} statements failed: {failed:#?}", failed.len());
}

#[test]
fn tables_that_alter_has_rewritten() {
    for script in [
        "CREATE TABLE t(a); ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT '' CHECK (b <> ')')",
        "CREATE TABLE t(a -- last\n); ALTER TABLE t ADD b INT",
        "CREATE TABLE t(a, CHECK (a > 0)); ALTER TABLE t ADD b REFERENCES t(a) ON DELETE CASCADE",
        "CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID; ALTER TABLE t ADD b DEFAULT -1",
        "CREATE TABLE t(a INT) STRICT; ALTER TABLE t ADD \"b c\" ANY COLLATE NOCASE",
        "CREATE TABLE u(a, b AS (a)); ALTER TABLE u RENAME TO \"t \"\"x\"\"\"",
        "CREATE TABLE t(a, b CHECK (t.b > a), UNIQUE (a, b)); ALTER TABLE t RENAME COLUMN b TO \"order\"",
        "CREATE TABLE t(a, b, c CHECK (c > 0)); ALTER TABLE t DROP COLUMN c",
        "CREATE TABLE t(a, b /* c */, c); ALTER TABLE t DROP COLUMN b",
        "CREATE TABLE t AS SELECT 1 AS a, 'x' AS \"b c\", CAST(1 AS REAL) AS d, NULL AS e",
        "CREATE TABLE t(a, CONSTRAINT x CHECK (a)); ALTER TABLE t ADD CONSTRAINT y CHECK (a > 1)",
        "CREATE TABLE t(a); ALTER TABLE t ALTER COLUMN a SET NOT NULL",
    ] {
        check_table(&database(script));
    }
}

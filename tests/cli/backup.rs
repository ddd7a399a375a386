//! `backup`: a copy that makes the same database again.

use rusqlite::Connection;
use snapbox::str;

use crate::Sandbox;

/// Values that a careless dump changes, and a search table.
const ROWS: &str = "\
CREATE TABLE v (id INTEGER PRIMARY KEY AUTOINCREMENT, a, b BLOB, r REAL);
INSERT INTO v VALUES (7, 'it''s; -- \n', x'00ff', 0.1), (9223372036854775807, NULL, 'text', 1e300);
DELETE FROM v WHERE id = 9223372036854775807;
CREATE VIRTUAL TABLE search USING fts5(body);
INSERT INTO search (rowid, body) VALUES (3, 'the quick fox'), (9, 'lazy dogs');
CREATE VIEW w AS SELECT a FROM v -- the end
;
CREATE TRIGGER r AFTER INSERT ON v BEGIN INSERT INTO search (body) VALUES (new.a); END;
";

fn contents(database: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    for query in [
        "SELECT quote(id) || quote(a) || quote(b) || quote(r) FROM v",
        "SELECT rowid || body FROM search WHERE search MATCH 'fox OR lazy' ORDER BY rowid",
        "SELECT seq FROM sqlite_sequence",
        "SELECT type || name FROM sqlite_schema ORDER BY type, name",
    ] {
        let mut statement = database.prepare(query).unwrap();
        let rows = statement
            .query_map([], |row| row.get::<_, rusqlite::types::Value>(0))
            .unwrap();
        found.extend(rows.map(|row| format!("{:?}", row.unwrap())));
    }
    found
}

#[test]
fn as_sql() {
    let sandbox = Sandbox::new();
    sandbox.sql(ROWS);
    sandbox.run(&["backup"]).is(
        0,
        str![[r#"
wrote dev-20231114T221320Z.sql (771 bytes)
to restore it: reconcile restore dev --file dev-20231114T221320Z.sql

"#]],
        str![],
    );
    let again = Connection::open_in_memory().unwrap();
    again.execute_batch(&sandbox.read("dev-20231114T221320Z.sql")).unwrap();
    assert_eq!(contents(&again), contents(&sandbox.open()));
    // The key is the rowid: its value is there once.
    let text = sandbox.read("dev-20231114T221320Z.sql");
    assert!(
        text.contains(r#"INSERT INTO "v" ("id", "a", "b", "r") VALUES (7, "#),
        "{text}"
    );
}

#[test]
fn as_a_database() {
    let sandbox = Sandbox::new();
    sandbox.sql(ROWS);
    let json = sandbox
        .run(&["backup", "--output", "copy.db", "--format", "json"])
        .json();
    assert_eq!((&json["verdict"], &json["form"]), (&"written".into(), &"sqlite".into()));
    let again = Connection::open(sandbox.path("copy.db")).unwrap();
    assert_eq!(contents(&again), contents(&sandbox.open()));
}

#[test]
fn never_overwrites() {
    let sandbox = Sandbox::applied();
    assert_eq!(sandbox.run(&["backup", "-o", "x.sql"]).code, 0);
    let before = sandbox.files();
    sandbox.run(&["backup", "-o", "x.sql"]).is(
        1,
        str![],
        str![[r#"
error: cannot write x.sql: File exists (os error 17)
help: move it away, or work in another folder

"#]],
    );
    assert_eq!(sandbox.run(&["backup", "-o", "dev.db"]).code, 1);
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_target_that_is_not_there() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    sandbox.run(&["backup"]).is(
        1,
        str![],
        str![[r#"
error: cannot open sqlite:dev.db: no such file

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn an_index_that_nothing_makes_again() {
    let sandbox = Sandbox::new();
    sandbox.sql(
        "CREATE VIRTUAL TABLE f USING fts5(body, content=''); INSERT INTO f (rowid, body) VALUES (1, 'the quick fox')",
    );
    sandbox.run(&["backup", "-o", "x.sql"]).is(
        0,
        str![[r#"
wrote x.sql (324 bytes)
the index of f is not in it: the table stores no text (content='') to rebuild it from
a copy of the file has it: reconcile backup dev --output x.db
to restore it: reconcile restore dev --file x.sql

"#]],
        str![],
    );
    let json = sandbox.run(&["backup", "-o", "y.sql", "--format", "json"]).json();
    assert_eq!(json["lost"], serde_json::json!(["f"]));
    assert_eq!(sandbox.run(&["backup", "-o", "x.db"]).code, 0);
    let again = Connection::open(sandbox.path("x.db")).unwrap();
    let found = "SELECT rowid FROM f WHERE f MATCH 'fox'";
    assert_eq!(again.query_row(found, [], |row| row.get(0)), Ok(1));
}

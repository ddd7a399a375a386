//! `new`: an empty migration.

use snapbox::str;

use crate::Sandbox;

#[test]
fn writes_the_next_number() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["new", "fill the titles"]).is(
        0,
        str![[r#"
generated/0002_fill_the_titles.sql

"#]],
        str![[r#"
write the data change into it, check it with `reconcile verify`, run it with `reconcile apply`

"#]],
    );
    snapbox::assert_data_eq!(
        sandbox.read("generated/0002_fill_the_titles.sql"),
        str![[r#"
-- Migration number: 0002
-- fill the titles
-- 2023-11-14T22:13:20Z
--
-- Statements run in one transaction with foreign keys on. End each with a semicolon.

"#]]
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0, "no statement is no error");
    let json = sandbox.run(&["new", "x", "--format", "json"]).json();
    assert_eq!(json["files"], serde_json::json!(["generated/0003_x.sql"]));
}

#[test]
fn a_name_cannot_break_out_of_its_comment_or_folder() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["new", "../../x\nDROP TABLE users;"]).code, 0);
    let names = sandbox.names();
    assert!(names[0].starts_with("generated/0001_"), "{names:?}");
    let text = sandbox.read(&names[0]);
    assert!(text.lines().all(|line| line.starts_with("--")), "{text}");
}

/// The frame of a test finds what it expects, as long as the migration does nothing; and what it does shows.
#[test]
fn the_frame_of_a_test() {
    let sandbox = Sandbox::applied();
    let run = sandbox.run(&["new", "fill the bodies", "--test"]);
    run.is(
        0,
        str![[r#"
generated/0002_fill_the_bodies.sql
tests/migrations/0002/rows.sql

"#]],
        str![[r#"
write the data change into it, check it with `reconcile verify`, run it with `reconcile apply`

"#]],
    );
    let test = sandbox.read("tests/migrations/0002/rows.sql");
    assert_eq!(test.matches("INSERT INTO ").count(), 2, "{test}");
    assert_eq!(test.matches("-- => ").count(), 2, "{test}");
    assert_eq!(sandbox.run(&["verify", "--tests"]).code, 0, "{test}");
    sandbox.write(
        "generated/0002_fill_the_bodies.sql",
        "UPDATE posts SET body = 'filled';\n",
    );
    assert_eq!(sandbox.run(&["verify", "--tests"]).code, 2, "{test}");
    let users = sandbox.run(&["new", "users", "--test", "--table", "users"]);
    assert_eq!(users.code, 0, "{}", users.stderr);
    let test = sandbox.read("tests/migrations/0003/rows.sql");
    assert_eq!(test.matches("INSERT INTO ").count(), 1, "{test}");
    let files = sandbox.files();
    sandbox.run(&["new", "more", "--test", "--table", "usres"]).is(
        1,
        str![""],
        str![[r#"
error: the migrations create no table usres
help: one of: posts, users

"#]],
    );
    assert!(files == sandbox.files(), "nothing is written");
}

/// Rows of every kind, beside those that the migrations make themselves.
#[test]
fn the_frame_of_a_test_over_every_kind_of_table() {
    let sandbox = Sandbox::empty();
    let schema = "CREATE TABLE kinds (code TEXT PRIMARY KEY CHECK (code IN ('a', 'b')), note TEXT) WITHOUT ROWID;\n\
         CREATE TABLE things (id INTEGER PRIMARY KEY, kind TEXT NOT NULL REFERENCES kinds (code), parent INTEGER REFERENCES things (id), big INTEGER, raw BLOB, half REAL, low TEXT GENERATED ALWAYS AS (lower(kind)));\n\
         CREATE TABLE loose (a, b TEXT);\n\
         CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);\n\
         CREATE TRIGGER logged AFTER INSERT ON things BEGIN INSERT INTO log (what) VALUES (NEW.kind); END;\n";
    sandbox.write("schema/schema.sql", schema);
    let text = format!("{schema}INSERT INTO kinds VALUES ('a', NULL);\n");
    sandbox.write("generated/0001_first.sql", &text);
    let run = sandbox.run(&["new", "more", "--test"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let test = sandbox.read("tests/migrations/0002/rows.sql");
    let run = sandbox.run(&["verify", "--tests"]);
    assert!(
        run.stdout.contains("ends at the schema, 1 test OK"),
        "{}{test}",
        run.stdout
    );
}

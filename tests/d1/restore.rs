//! `restore --file` into D1: in batches, which a lost answer or a stop does not run twice.

use reconcile::database::{Database as _, Value};
use serde_json::json;

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, tests};

tests![
    a_backup_of_d1_takes_the_place_of_what_is_there,
    a_restore_that_was_stopped_continues,
    a_file_is_loaded_into_d1,
];

/// Tables that refer to each other and to themselves, more rows than one batch takes, and what a careless copy changes.
fn filled(remote: &Remote) {
    let statements = [
        "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, boss INTEGER NOT NULL \
         REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED, big INTEGER, b BLOB)",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
         INSERT INTO people SELECT i, 'é;''' || i, 1201 - i, 9007199254740993 + i, randomblob(9) FROM n",
        "CREATE TABLE log (what TEXT PRIMARY KEY, who REFERENCES people (id) ON DELETE RESTRICT) WITHOUT ROWID",
        "INSERT INTO log SELECT 'x' || id, id FROM people WHERE id < 50",
        "CREATE VIRTUAL TABLE search USING fts5 (body)",
        "INSERT INTO search VALUES ('the quick fox')",
        "CREATE VIEW v AS SELECT name FROM people",
        "CREATE TRIGGER t AFTER INSERT ON log BEGIN\n  INSERT INTO search VALUES (CASE new.what WHEN 'a' THEN 'b' END);\nEND",
        "CREATE INDEX i ON people (lower(name))",
    ];
    remote.load(&statements.map(str::to_owned));
}

/// All rows, exactly.
fn contents(remote: &Remote) -> Vec<String> {
    let mut database = remote.open();
    let texts = [
        "SELECT group_concat(id || name || boss || quote(big) || hex(b), ';') FROM (SELECT * FROM people ORDER BY id)",
        "SELECT group_concat(what || who, ';') FROM log",
        "SELECT group_concat(rowid || body, ';') FROM search WHERE search MATCH 'fox'",
        "SELECT group_concat(name || seq, ';') FROM sqlite_sequence",
        "SELECT group_concat(type || name, ';') FROM (SELECT * FROM sqlite_schema WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY name)",
    ];
    let one = |sql: &&str| {
        let rows = database.query(sql).unwrap();
        rows.scalar().map(Value::to_sql).unwrap_or_default()
    };
    texts.iter().map(one).collect()
}

fn a_backup_of_d1_takes_the_place_of_what_is_there(server: &'static Server) {
    let (remote, other) = (server.database(), server.database());
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    filled(&remote);
    let before = contents(&remote);
    let backup = run(&["backup", "d1:DB", "--output", "x.sql"]);
    assert_eq!(backup.code, Some(0), "{}", backup.text);
    assert!(
        backup.text.contains("reconcile restore d1:DB --file x.sql"),
        "{}",
        backup.text
    );
    // Into an empty one without a question.
    let target = format!("d1:{}", other.name);
    let restored = run(&["restore", &target, "--file", "x.sql"]);
    assert_eq!(restored.code, Some(0), "{}", restored.text);
    assert!(restored.text.contains("3 of 3 batches"), "{}", restored.text);
    assert_eq!(contents(&other), before);
    // Over what is there only with a word, and the bookmark brings it back.
    let more = ["DELETE FROM log", "CREATE TABLE own (a REFERENCES people (id))"];
    other.load(&more.map(str::to_owned));
    let changed = contents(&other);
    let asked = run(&["restore", &target, "--file", "x.sql"]);
    assert_eq!(asked.code, Some(3), "{}", asked.text);
    assert_eq!(contents(&other), changed);
    let again = run(&["restore", &target, "--file", "x.sql", "--yes", "--format", "json", "-q"]);
    assert_eq!(again.code, Some(0), "{}", again.text);
    assert_eq!(contents(&other), before);
    let json: serde_json::Value = serde_json::from_str(&again.text).unwrap();
    assert_eq!(json["batches"], 3);
    let undone = run(&["restore", &target, json["undo"].as_str().unwrap(), "--yes"]);
    assert_eq!(undone.code, Some(0), "{}", undone.text);
    assert_eq!(contents(&other), changed);
    // A backup that is not whole changes nothing.
    let text = std::fs::read_to_string(project.root().join("x.sql")).unwrap();
    project.write(
        "short.sql",
        text.split_at(text.len() / 3)
            .0
            .trim_end_matches(|it: char| !it.is_ascii()),
    );
    let refused = run(&["restore", &target, "--file", "short.sql", "--yes"]);
    assert_eq!(refused.code, Some(1), "{}", refused.text);
    assert_eq!(contents(&other), changed);
}

fn a_restore_that_was_stopped_continues(server: &'static Server) {
    let (remote, other) = (server.database(), server.database());
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    filled(&remote);
    let before = contents(&remote);
    assert_eq!(run(&["backup", "d1:DB", "--output", "x.sql"]).code, Some(0));
    let target = format!("d1:{}", other.name);
    // The answer to the second batch is lost, which is found out; the third fails as often as it is sent.
    let drop = |when: &str, skip: u32, times: u32| json!({"match": "/query", "kind": "drop", "when": when, "skip": skip, "times": times});
    other.faults(&[drop("after", 1, 1), drop("before", 1, 9)]);
    let stopped = run(&["restore", &target, "--file", "x.sql"]);
    assert_eq!(stopped.code, Some(1), "{}", stopped.text);
    other.no_faults();
    let resumed = run(&["restore", &target, "--file", "x.sql"]);
    assert_eq!(resumed.code, Some(0), "{}", resumed.text);
    assert!(!resumed.text.contains("1 of 3"), "{}", resumed.text);
    assert_eq!(contents(&other), before);
}

fn a_file_is_loaded_into_d1(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    let table = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n";
    project.write("schema/users.sql", table);
    project.migration("0001_first.sql", table);
    assert_eq!(run(&["apply", "sqlite:a.db"]).code, Some(0));
    let file = rusqlite::Connection::open(project.root().join("a.db")).unwrap();
    file.execute_batch("INSERT INTO users VALUES (9007199254740993, 'a'), (2, NULL)")
        .unwrap();
    drop(file);
    let restored = run(&["restore", "d1:DB", "--file", "a.db"]);
    assert_eq!(restored.code, Some(0), "{}", restored.text);
    let status = run(&["status", "d1:DB"]);
    assert!(!status.text.contains("pending"), "{}", status.text);
    assert_eq!(run(&["drift", "d1:DB"]).code, Some(0));
    let exact = remote.open().query("SELECT cast(max(id) AS text) FROM users").unwrap();
    assert_eq!(exact.scalar(), Some(&Value::Text("9007199254740993".to_owned())));
    let local = run(&["restore", "d1-local:DB", "--file", "a.db"]);
    assert_eq!(local.code, Some(0), "{}", local.text);
    let question = "SELECT count(*) AS rows FROM users";
    let rows = project.wrangler(&["d1", "execute", "DB", "--local", "--json", "--command", question]);
    assert!(rows.contains("\"rows\": 2"), "{rows}");
}

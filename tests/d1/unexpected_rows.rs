//! What remote D1 says of rows, before a file by hand runs and after it.

use reconcile::database::{Database as _, Value};

use crate::commands::{Ran, reconcile};
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, batch, tests};

tests![
    what_pending_files_do_is_told_with_figures_of_the_target,
    rows_that_a_copy_loses_are_told_with_the_way_back,
    a_trigger_that_no_migration_makes_is_told,
    reads_of_another_order_are_told,
    what_was_expected_is_no_surprise,
];

const FIRST: &str = "\
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, kind TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, body TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
";

/// Three users, the first with two posts; the second file is pending.
fn pending(server: &'static Server, second: &str) -> (Remote, Project) {
    let remote = server.database();
    let project = Project::of(&remote);
    project.migration("0001_first.sql", FIRST);
    let ran = reconcile(&project, server, TOKEN, &["apply", "d1:DB", "--yes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    remote.load(&batch(&[
        "INSERT INTO users VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'a rather long address of somebody', 'x')",
        "INSERT INTO posts VALUES (1, 1, 'p'), (2, 1, 'q')",
    ]));
    project.migration("0002_second.sql", second);
    (remote, project)
}

fn run(server: &'static Server, project: &Project, arguments: &[&str]) -> Ran {
    reconcile(project, server, TOKEN, arguments)
}

fn count(remote: &Remote, sql: &str) -> Option<i64> {
    remote.open().query(sql).ok()?.scalar().and_then(Value::as_i64)
}

fn what_pending_files_do_is_told_with_figures_of_the_target(server: &'static Server) {
    let (_, project) = pending(
        server,
        "CREATE TABLE n (id INTEGER PRIMARY KEY, email TEXT, kind TEXT);\nINSERT INTO n SELECT * FROM users;\nDROP TABLE users;\nALTER TABLE n RENAME TO users;\n",
    );
    for command in [&["apply", "d1:DB", "--dry-run"][..], &["status", "d1:DB"]] {
        let ran = run(server, &project, command);
        let told = ["rows-lost", "rows of posts are deleted", "posts has 2 rows"];
        assert!(told.iter().all(|it| ran.text.contains(it)), "{command:?}: {}", ran.text);
    }
}

fn rows_that_a_copy_loses_are_told_with_the_way_back(server: &'static Server) {
    let (remote, project) = pending(
        server,
        "CREATE TABLE n (id INTEGER PRIMARY KEY, what TEXT);\nINSERT INTO n SELECT id, what FROM log WHERE hex(what) NOT LIKE '736F%';\nDROP TABLE log;\nALTER TABLE n RENAME TO log;\n",
    );
    remote.load(&batch(&[
        "INSERT INTO log VALUES (1, 'short'), (2, 'so long that the copy leaves it out')",
    ]));
    let ran = run(server, &project, &["apply", "d1:DB", "--yes", "--allow", "all"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    let told = "unexpected: log: 2 → 1 rows, but none should have been deleted";
    assert!(ran.text.contains(told), "{}", ran.text);
    let words: Vec<&str> = ran.text.split_whitespace().collect();
    let at = words
        .windows(4)
        .position(|it| it == ["undo", "it:", "reconcile", "restore"])
        .unwrap();
    let back = run(
        server,
        &project,
        &["restore", "d1:DB", words[at + 5].trim_matches('\''), "--yes"],
    );
    assert_eq!(back.code, Some(0), "{}", back.text);
    assert_eq!(count(&remote, "SELECT count(*) FROM log"), Some(2));
}

fn a_trigger_that_no_migration_makes_is_told(server: &'static Server) {
    let (remote, project) = pending(server, "UPDATE users SET kind = 'z' WHERE kind = 'x';\n");
    remote.load(&batch(&[
        "CREATE TRIGGER by_hand AFTER UPDATE ON users BEGIN INSERT INTO log (what) VALUES ('one'); INSERT INTO log (what) VALUES ('two'); END",
    ]));
    let ran = run(server, &project, &["apply", "d1:DB", "--yes", "--allow", "all"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    let told = "unexpected: line 1: 6 rows were changed, but users has 3: something else also writes";
    assert!(ran.text.contains(told), "{}", ran.text);
    assert!(ran.text.contains("undo it: reconcile restore"), "{}", ran.text);
}

fn reads_of_another_order_are_told(server: &'static Server) {
    let second = "UPDATE users SET kind = (SELECT count(*) FROM log WHERE log.what = users.email);\n";
    let (remote, project) = pending(server, second);
    let many = "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 409)";
    remote.load(&batch(&[
        &format!("{many} INSERT INTO users SELECT i, 'mail ' || i, 'x' FROM n"),
        &format!("{many} INSERT INTO log SELECT i, 'mail ' || i FROM n"),
    ]));
    let ran = run(server, &project, &["apply", "d1:DB", "--yes", "--allow", "all"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    let told = "an index is missing";
    assert!(ran.text.contains(told), "{}", ran.text);
}

fn what_was_expected_is_no_surprise(server: &'static Server) {
    for second in [
        "UPDATE users SET kind = 'z' WHERE kind = 'x';\nDELETE FROM users WHERE id = 2;\n",
        "DELETE FROM users;\n",
        "INSERT INTO users (id, email) VALUES (9, 'n');\nINSERT OR REPLACE INTO users SELECT id, email, 'r' FROM users;\n",
        "-- a comment;\nINSERT INTO log (what) SELECT email FROM users;\n-- the end",
        "ALTER TABLE log RENAME TO entries;\nINSERT INTO entries (what) VALUES ('e');\n",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, what TEXT NOT NULL);\nINSERT INTO n SELECT * FROM log;\nDROP TABLE log;\nALTER TABLE n RENAME TO log;\nINSERT INTO log VALUES (1, 'w');\n",
        "CREATE TRIGGER t AFTER UPDATE ON users BEGIN INSERT INTO log (what) VALUES (new.id); END;\nUPDATE users SET kind = 'k';\n",
        "CREATE INDEX i ON users (kind, email);\nALTER TABLE users ADD COLUMN more TEXT DEFAULT 'm';\n",
        "SELECT * FROM users;\nUPDATE users SET id = id + 10 WHERE id > 1;\n",
    ] {
        let (_, project) = pending(server, second);
        let ran = run(server, &project, &["apply", "d1:DB", "--yes", "--allow", "all"]);
        assert_eq!(ran.code, Some(0), "{second}{}", ran.text);
        assert!(!ran.text.contains("not expected"), "{second}{}", ran.text);
    }
}

//! The way back on remote D1, and what stands before a change of a protected target.

use reconcile::database::{Database as _, Value};

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, batch, tests};

tests![
    restore_goes_before_the_newest_migration_and_back_again,
    restore_asks_first,
    backup_makes_the_same_database_search_tables_included,
    backup_leaves_no_half_file,
    a_protected_target_needs_a_word,
    baseline_adopts_what_execute_file_made,
];

const FIRST: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n";

/// A database with one migration applied by reconcile and two rows.
fn applied(server: &'static Server) -> (Remote, Project) {
    let remote = server.database();
    let project = Project::of(&remote);
    project.write("schema/users.sql", FIRST);
    project.migration("0001_first.sql", FIRST);
    let ran = reconcile(&project, server, TOKEN, &["apply", "d1:DB", "--yes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    remote
        .open()
        .run(&batch(&["insert into users values (1, 'a'), (2, NULL)"]))
        .unwrap();
    (remote, project)
}

fn count(remote: &Remote, sql: &str) -> Option<i64> {
    remote.open().query(sql).ok()?.scalar().and_then(Value::as_i64)
}

fn restore_goes_before_the_newest_migration_and_back_again(server: &'static Server) {
    let (remote, project) = applied(server);
    project.migration("0002_oops.sql", "DELETE FROM users;\n");
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    assert_eq!(run(&["apply", "d1:DB", "--yes"]).code, Some(0));
    assert_eq!(count(&remote, "select count(*) from users"), Some(0));
    let restored = run(&["restore", "d1:DB", "--yes"]);
    assert_eq!(restored.code, Some(0), "{}", restored.text);
    assert!(restored.text.contains("0002_oops.sql"), "{}", restored.text);
    assert_eq!(
        count(&remote, "select count(*) from users"),
        Some(2),
        "the rows are back"
    );
    let status = run(&["status", "d1:DB"]);
    assert!(status.text.contains("0002_oops.sql"), "pending again: {}", status.text);
    // The line that it printed first undoes it.
    let words: Vec<&str> = restored.text.split_whitespace().collect();
    let at = words
        .windows(2)
        .position(|pair| pair == ["reconcile", "restore"])
        .unwrap();
    let back = run(&["restore", "d1:DB", words[at + 3], "--yes"]);
    assert_eq!(back.code, Some(0), "{}", back.text);
    assert_eq!(
        count(&remote, "select count(*) from users"),
        Some(0),
        "as before the restore"
    );
}

fn restore_asks_first(server: &'static Server) {
    let (remote, project) = applied(server);
    let ran = reconcile(&project, server, TOKEN, &["restore", "d1:DB"]);
    assert_eq!(ran.code, Some(3), "{}", ran.text);
    assert!(
        ran.text.contains("everything written since would be lost"),
        "{}",
        ran.text
    );
    assert_eq!(count(&remote, "select count(*) from users"), Some(2));
}

fn backup_makes_the_same_database_search_tables_included(server: &'static Server) {
    let (remote, project) = applied(server);
    let search = [
        "create virtual table notes using fts5(body)",
        "insert into notes values ('the way back')",
    ];
    for (name, more) in [("plain.sql", &[][..]), ("search.sql", &search)] {
        if !more.is_empty() {
            remote.open().run(&batch(more)).unwrap();
        }
        let ran = reconcile(&project, server, TOKEN, &["backup", "d1:DB", "--output", name]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.text);
        let sql = std::fs::read_to_string(project.root().join(name)).unwrap();
        let copy = rusqlite::Connection::open_in_memory().unwrap();
        copy.execute_batch(&sql).unwrap();
        let users: i64 = copy
            .query_row("select count(*) from users", [], |row| row.get(0))
            .unwrap();
        assert_eq!(users, 2, "{name}");
        if !more.is_empty() {
            let found: String = copy
                .query_row("select body from notes where notes match 'back'", [], |row| row.get(0))
                .unwrap();
            assert_eq!(found, "the way back");
        }
    }
    let again = reconcile(&project, server, TOKEN, &["backup", "d1:DB", "--output", "plain.sql"]);
    assert_eq!(again.code, Some(1), "never overwritten: {}", again.text);
}

fn backup_leaves_no_half_file(server: &'static Server) {
    let (remote, project) = applied(server);
    let gone = serde_json::json!({"kind": "status", "status": 403, "code": 10000, "message": "Authentication error"});
    remote.faults(&[gone.clone(), gone.clone(), gone.clone(), gone]);
    let ran = reconcile(&project, server, TOKEN, &["backup", "d1:DB", "--output", "half.sql"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text);
    assert!(!project.root().join("half.sql").exists());
}

fn a_protected_target_needs_a_word(server: &'static Server) {
    let (remote, project) = applied(server);
    project.write(
        "reconcile.yaml",
        "databases:\n  app:\n    migrations: migrations\n    targets:\n      production:\n        at: d1:DB\n        protected: true\n",
    );
    project.migration("0002_more.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY);\n");
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    let refused = run(&["apply", "production"]);
    assert_eq!(refused.code, Some(3), "{}", refused.text);
    assert!(refused.text.contains("pass --yes"), "{}", refused.text);
    assert_eq!(count(&remote, "select count(*) from more"), None, "nothing was changed");
    let applied = run(&["apply", "production", "--yes"]);
    assert_eq!(applied.code, Some(0), "{}", applied.text);
    assert_eq!(count(&remote, "select count(*) from more"), Some(0));
}

fn baseline_adopts_what_execute_file_made(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    project.write("schema/users.sql", FIRST);
    project.migration("0001_first.sql", FIRST);
    project.wrangler(&[
        "d1",
        "execute",
        "DB",
        "--remote",
        "--file",
        "migrations/0001_first.sql",
        "--yes",
    ]);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    let adopted = run(&["baseline", "d1:DB", "--yes"]);
    assert_eq!(adopted.code, Some(0), "{}", adopted.text);
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--remote"]);
    assert!(list.contains("No migrations to apply"), "{list}");
    let status = run(&["status", "d1:DB"]);
    assert_eq!(status.code, Some(0), "{}", status.text);
}

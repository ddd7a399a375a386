//! Applied files that were renamed, moved and merged: `baseline` on D1, remote and local, and wrangler afterwards.

use reconcile::database::Database;
use reconcile::ledger::{self, WRANGLER_TABLE};
use serde_json::json;

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![
    b5_renamed_and_merged_files_remotely,
    b5_renamed_and_merged_files_locally,
    b5_a_ledger_that_wrangler_wrote_moves_on_remotely
];

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n";
const POSTS: &str = "CREATE TABLE posts (id INTEGER PRIMARY KEY, u INT REFERENCES users(id));\n";

fn names(database: &mut dyn Database) -> Vec<String> {
    let ledger = ledger::read(database, WRANGLER_TABLE).unwrap();
    ledger.entries.into_iter().map(|entry| entry.name).collect()
}

fn remove(project: &Project, name: &str) {
    std::fs::remove_file(project.root().join("migrations").join(name)).unwrap();
}

/// From two files to one with another number, to one that holds both; wrangler has nothing to do after each.
fn rename_and_merge(project: &Project, server: &Server, place: [&str; 2], database: &mut dyn Database) {
    let [target, flag] = place;
    let settle = || {
        let refused = reconcile(project, server, TOKEN, &["apply", target, "--yes"]);
        assert_eq!(refused.code, Some(3), "{}", refused.text);
        assert!(refused.text.contains("reconcile baseline"), "{}", refused.text);
        let baseline = reconcile(project, server, TOKEN, &["baseline", target, "--yes"]);
        assert_eq!(baseline.code, Some(0), "{}", baseline.text);
        let list = project.wrangler(&["d1", "migrations", "list", "DB", flag]);
        assert!(list.contains("No migrations to apply"), "{list}");
        let apply = reconcile(project, server, TOKEN, &["apply", target, "--yes"]);
        assert_eq!(apply.code, Some(0), "{}", apply.text);
    };
    project.write("schema/all.sql", &format!("{USERS}{POSTS}"));
    project.migration("0001_users.sql", USERS);
    project.migration("0002_posts.sql", POSTS);
    project.wrangler(&["d1", "migrations", "apply", "DB", flag]);
    remove(project, "0002_posts.sql");
    project.migration("0003_posts.sql", POSTS);
    settle();
    assert_eq!(names(database), ["0001_users.sql", "0003_posts.sql"]);
    remove(project, "0001_users.sql");
    remove(project, "0003_posts.sql");
    project.migration("0001_all.sql", &format!("{USERS}{POSTS}"));
    settle();
    assert_eq!(names(database), ["0001_all.sql"]);
}

fn b5_renamed_and_merged_files_remotely(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    rename_and_merge(&project, server, ["d1:DB", "--remote"], &mut remote.open());
}

fn b5_renamed_and_merged_files_locally(server: &'static Server) {
    let project = Project::with(server, json!({"binding": "DB", "database_name": "local"}));
    let mut database = project.open_local();
    rename_and_merge(&project, server, ["d1-local:DB", "--local"], &mut database);
}

/// The guard fails on D1 as it does in SQLite: nothing is rewritten once somebody else applied something.
fn b5_a_ledger_that_wrangler_wrote_moves_on_remotely(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    project.migration("0001_users.sql", USERS);
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    let old = ledger::read(&mut remote.open(), WRANGLER_TABLE).unwrap();
    let rewrite = ledger::Rewrite {
        renamed: vec![("0001_users.sql".to_owned(), "0001_people.sql".to_owned())],
        removed: Vec::new(),
        added: Vec::new(),
        ledger: old.clone(),
    };
    let batch = rewrite.statements(&old, &project.read(None), &ledger::Provenance::default());
    project.migration("0002_posts.sql", POSTS);
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    let error = remote.open().run(&batch).unwrap_err().to_string();
    assert!(error.contains("NOT NULL constraint failed"), "{error}");
    assert_eq!(names(&mut remote.open()), ["0001_users.sql", "0002_posts.sql"]);
}

//! Drift and verification with sealed migrations, on SQLite files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod project;

use project::Project;
use reconcile::drift::{self, Drift, Wanted};
use reconcile::introspect;
use reconcile::schema::Hints;

const USERS: &str = "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);";
const POSTS: &str = "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id));";

fn judge(project: &Project) -> Drift {
    let live = introspect::read(&mut project.open()).unwrap();
    drift::check(
        &live,
        &project.ledger(),
        &project.folder(),
        None,
        &reconcile::introspect::Ownership::default(),
    )
}

fn verified(project: &Project) -> Vec<String> {
    let (schema, hints) = (project.schema(), Hints::default());
    let wanted = Wanted {
        schema: &schema,
        hints: &hints,
    };
    let findings = drift::verify(
        &project.folder(),
        Some(wanted),
        &reconcile::introspect::Ownership::default(),
    );
    findings.iter().map(|it| format!("{}: {it}", it.code)).collect()
}

fn grown() -> Project {
    let project = Project::new();
    project.plan("users", USERS);
    project.apply().unwrap();
    project.plan("posts", POSTS);
    project.apply().unwrap();
    project
}

#[test]
fn a_chain_of_sealed_migrations_is_in_sync_and_verified() {
    let project = grown();
    assert_eq!(judge(&project), Drift::InSync);
    assert_eq!(verified(&project), [""; 0]);
}

#[test]
fn a_sealed_migration_that_is_pending() {
    let project = grown();
    project.plan("no posts", USERS);
    let Drift::Pending(pending) = judge(&project) else {
        panic!()
    };
    assert_eq!(pending.files, ["0003_no_posts.sql"]);
}

#[test]
fn a_database_that_was_there_before_the_folder() {
    let project = Project::new();
    project.run(&["CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT)"]);
    project.plan("posts", POSTS);
    let Drift::Pending(pending) = judge(&project) else {
        panic!()
    };
    assert_eq!(pending.files, ["0001_posts.sql"], "made for it");
    project.apply().unwrap();
    assert_eq!(judge(&project), Drift::InSync, "what was recorded needs no replay");
    project.run(&["DROP TABLE posts"]);
    let Drift::Drifted(drifted) = judge(&project) else {
        panic!()
    };
    assert_eq!(drifted.changes, []);
    assert!(drifted.unexplained.unwrap().contains("cannot be replayed"));
    assert_eq!(verified(&project).len(), 1);
    assert!(verified(&project)[0].starts_with("other-start: 0001_posts.sql: was made for a database that already had"));
}

#[test]
fn an_edited_file_is_found_by_its_seal_and_by_its_effect() {
    let project = grown();
    let folder = project.folder();
    let text = &folder.migrations()[0].text;
    project.write("0001_users.sql", &text.replace("name TEXT", "name TEXT, mail TEXT"));
    let seals: Vec<String> = project.folder().findings().iter().map(ToString::to_string).collect();
    assert_eq!(
        seals,
        ["0001_users.sql: edited since it was proven: the seal does not match the text"]
    );
    let found = verified(&project);
    assert_eq!(
        found[0],
        "other-start: 0002_posts.sql: does not start from the schema that the files before it end at"
    );
    assert!(
        found[1].starts_with("other-result: 0002_posts.sql: does not end at the reviewed schema"),
        "{found:?}"
    );
    assert!(found[2].starts_with("not-desired: "), "{found:?}");
}

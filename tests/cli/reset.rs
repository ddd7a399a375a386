//! `reset`: a local target made new, what it asks and refuses, and that a mistake costs no row.

use std::fs;

use snapbox::str;

use crate::Sandbox;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "seeds/common/01_users.sql",
        "INSERT OR IGNORE INTO users VALUES (7, 'g@example.org');\n",
    );
    sandbox
}

fn copies(sandbox: &Sandbox) -> Vec<String> {
    let names = fs::read_dir(sandbox.path("")).unwrap();
    let mut names: Vec<String> = names
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .filter(|it| it.ends_with(".bak"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_local_target_is_made_new_and_copied_first() {
    let sandbox = sandbox();
    sandbox.sql("CREATE TABLE by_hand (x); CREATE VIEW v AS SELECT * FROM by_hand; CREATE TABLE _cf_METADATA (k)");
    sandbox.run(&["reset"]).is(
        3,
        str![],
        str![[r#"
refused: all rows of dev would be replaced by those of the seeds, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 2);
    sandbox.run(&["reset", "--yes"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): new from 1 migration and 1 seed file (1 row)
as it was before: dev.db.20231114T221320Z.bak

"#]],
        str![[r#"
copied to dev.db.20231114T221320Z.bak
1/1 0001_first_schema.sql
1/1 common/01_users.sql

"#]],
    );
    assert_eq!(sandbox.count("SELECT id FROM users"), 7);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name IN ('by_hand', 'v')"),
        0
    );
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name = '_cf_METADATA'"),
        1
    );
    assert_eq!(copies(&sandbox), ["dev.db.20231114T221320Z.bak"]);
    assert_eq!(
        sandbox.count_in("dev.db.20231114T221320Z.bak", "SELECT count(*) FROM users"),
        2
    );
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    assert_eq!(sandbox.run(&["history"]).code, 0);
    // The clock stands still here: a copy is never overwritten, and without one nothing is done.
    sandbox.run(&["reset", "--yes"]).is(
        1,
        str![],
        str![[r#"
error: cannot copy the database to dev.db.20231114T221320Z.bak: there is such a file
help: move it away; nothing was changed

"#]],
    );
    fs::remove_file(sandbox.path("dev.db.20231114T221320Z.bak")).unwrap();
    let json = sandbox.run(&["reset", "--yes", "--format", "json"]).json();
    assert_eq!(json["verdict"], "reset");
    assert_eq!(json["migrations"][0], "0001_first_schema.sql");
    assert_eq!(json["seeds"][0]["rows"], 1);
}

#[test]
fn a_target_that_is_not_there_is_made_without_a_question() {
    let sandbox = sandbox();
    fs::remove_file(sandbox.path("dev.db")).unwrap();
    sandbox.run(&["reset"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): new from 1 migration and 1 seed file (1 row)

"#]],
        str![[r#"
1/1 0001_first_schema.sql
1/1 common/01_users.sql

"#]],
    );
    assert_eq!(copies(&sandbox), Vec::<String>::new());
    assert_eq!(sandbox.count("SELECT id FROM users"), 7);
}

#[test]
fn a_mistake_in_migrations_or_seeds_costs_no_row() {
    let sandbox = sandbox();
    sandbox.write("seeds/dev/01_bad.sql", "INSERT OR IGNORE INTO nowhere VALUES (1);\n");
    sandbox.run(&["reset", "--yes"]).is(
        1,
        str![],
        str![[r#"
error: seeds/dev/01_bad.sql:1: no such table: nowhere
help: nothing of this file was kept; correct it and seed again

"#]],
    );
    fs::remove_file(sandbox.path("seeds/dev/01_bad.sql")).unwrap();
    sandbox.write("generated/0002_bad.sql", "CREATE TABLE users (id);\n");
    assert_eq!(sandbox.run(&["reset", "--yes"]).code, 1);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 2);
    assert_eq!(copies(&sandbox), Vec::<String>::new());
}

#[test]
fn a_remote_target_is_refused_always() {
    let sandbox = sandbox();
    sandbox.run(&["reset", "d1:api", "--yes"]).is(
        3,
        str![],
        str![[r#"
refused: d1:api is a remote database, and only a file on this machine is made new
help: name a local target, or restore an earlier state of it with `reconcile restore`

"#]],
    );
}

#[test]
fn what_other_programs_own_stays() {
    let sandbox = sandbox();
    let config = sandbox.read("reconcile.yaml");
    sandbox.write(
        "reconcile.yaml",
        &config.replace("  app:\n", "  app:\n    ignore: [\"ext_*\"]\n"),
    );
    sandbox
        .sql("CREATE TABLE ext_jobs (user REFERENCES users (id) ON DELETE RESTRICT); INSERT INTO ext_jobs VALUES (1)");
    assert_eq!(sandbox.run(&["reset", "--yes"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM ext_jobs"), 1);
}

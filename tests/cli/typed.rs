//! What is said to type next is about the same target and folders.

use std::process::Command;

use snapbox::str;

use crate::Sandbox;
use crate::sandbox::Run;

/// The command behind the last `reconcile` of an output, run by a shell as a person would paste it.
fn pasted(sandbox: &Sandbox, output: &str) -> Run {
    let line = output.trim_end().rsplit("reconcile ").next().unwrap();
    let program = sandbox.command(&[]).get_program().to_owned();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("\"$0\" {}", line.lines().next().unwrap())])
        .arg(program)
        .current_dir(sandbox.path(""))
        .env("HOME", sandbox.path(""))
        .env("GITHUB_ACTOR", "octocat");
    Run::of(&mut shell)
}

#[test]
fn flags_are_said_again() {
    let sandbox = Sandbox::empty();
    sandbox.write("my schema/s.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY);\n");
    let flags = ["sqlite:my d.db", "--schema", "my schema", "--migrations", "m"];
    let run = |words: &[&str]| sandbox.run(&[words, &flags].concat());
    run(&["status"]).is(
        0,
        str![[r#"
sqlite:my d.db: no migrations
sqlite:my d.db has no ledger yet: no migration was ever applied to it
there are no migrations in m

to write the first one: reconcile plan 'sqlite:my d.db' --schema 'my schema' --migrations m

"#]],
        str![],
    );
    run(&["drift"]).is(
        1,
        str![[r#"
sqlite:my d.db: cannot be read: there is no such file
check its path; a new database is created by: reconcile apply 'sqlite:my d.db' --schema 'my schema' --migrations m

"#]],
        str![],
    );
    let planned = run(&["plan"]);
    planned.is(
        0,
        str![[r#"
sqlite:my d.db: 1 change, wrote m/0001_first_schema.sql

  + table t  1 column

Proven: it produces the desired schema, and a second plan is empty

review the migration, then: reconcile apply 'sqlite:my d.db' --schema 'my schema' --migrations m

"#]],
        str![],
    );
    run(&["status"]).is(
        0,
        str![[r#"
sqlite:my d.db: 0 of 1 applied, 1 pending
sqlite:my d.db has no ledger yet: no migration was ever applied to it

migration              state    applied  by
0001_first_schema.sql  pending

1 migration is pending: reconcile apply 'sqlite:my d.db' --schema 'my schema' --migrations m

"#]],
        str![],
    );
    let applied = pasted(&sandbox, &planned.stdout);
    assert_eq!(
        (applied.code, applied.stdout.as_str()),
        (
            0,
            "sqlite:my d.db: applied 1 migration in # ms\n  0001_first_schema.sql  # ms\n"
        )
    );
    run(&["status"]).is(
        0,
        str![[r#"
sqlite:my d.db: 1 of 1 applied

migration              state    applied           by
0001_first_schema.sql  applied  NOW  octocat

all applied; to compare the schema itself, run `reconcile drift 'sqlite:my d.db' --schema 'my schema' --migrations m`

"#]],
        str![],
    );
    let database = rusqlite::Connection::open(sandbox.path("my d.db")).unwrap();
    database.execute_batch("INSERT INTO t VALUES (1)").unwrap();
    sandbox.write("my schema/s.sql", "CREATE TABLE u (id INTEGER PRIMARY KEY, x);\n");
    let refused = run(&["plan"]);
    refused.is(
        3,
        str![[r#"
sqlite:my d.db: 2 changes refused, nothing written: drop-all, drop-table

  + table u  2 columns
  - table t    1 row lost

error[drop-table]: table t is dropped with all its rows; 1 row
  fix: if it was renamed, write `-- reconcile: renamed-from t` above the new table; otherwise pass --allow drop-table
error[drop-all]: table t, the only one of the database, is dropped
  fix: check --schema and the target; to keep the tables, put them into the schema: `reconcile inspect TARGET` prints them; to drop them, pass --allow drop-all
warning[breaks-app]: the deployed code fails until its new version is live: t is dropped

to allow that: reconcile plan 'sqlite:my d.db' --schema 'my schema' --migrations m --allow drop-all,drop-table

"#]],
        str![],
    );
    assert_eq!(pasted(&sandbox, &refused.stdout).code, 0);
}

#[test]
fn a_target_that_is_not_the_default() {
    let sandbox = Sandbox::applied();
    std::fs::copy(sandbox.path("dev.db"), sandbox.path("live.db")).unwrap();
    sandbox.edit("body TEXT", "title TEXT");
    let refused = sandbox.run(&["plan", "live"]);
    assert_eq!(
        refused.stdout.lines().last(),
        Some("to allow that: reconcile plan live --allow drop-column,possible-rename"),
    );
    // What is the default needs no name, and what was allowed stays so.
    let refused = sandbox.run(&["plan", "--allow", "drop-column"]);
    assert_eq!(
        refused.stdout.lines().last(),
        Some("to allow that: reconcile plan --allow drop-column,possible-rename"),
    );
}

#[test]
fn errors_and_findings_name_them_too() {
    let sandbox = Sandbox::empty();
    sandbox.write("s.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY);\n");
    sandbox.write("m/0001_a.sql", "CREATE TABLE u (x);\n");
    let flags = ["--schema", "s.sql", "--migrations", "m", "--target", "sqlite:d.db"];
    let run = |words: &[&str]| sandbox.run(&[words, &flags].concat());
    run(&["verify"]).is(
        2,
        str![[r#"
m: 1 migration, 2 errors
error[not-desired]: the desired schema differs from what the migrations create: table t is added
  fix: run `reconcile plan sqlite:d.db --schema s.sql --migrations m`
error[not-desired]: the desired schema differs from what the migrations create: table u is only in the migrations (by hand in 0001_a.sql)
  fix: put that into the schema with `reconcile verify --write-schema --schema s.sql --migrations m`; to undo it instead, run `reconcile plan sqlite:d.db --schema s.sql --migrations m`

"#]],
        str![],
    );
    run(&["new", "x"]).is(0, str![[r#"
m/0002_x.sql

"#]], str![[r#"
write the data change into it, check it with `reconcile verify --schema s.sql --migrations m`, run it with `reconcile apply sqlite:d.db --schema s.sql --migrations m`

"#]]);
    std::fs::remove_file(sandbox.path("m/0002_x.sql")).unwrap();
    run(&["baseline"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:d.db does not exist, so nothing was ever applied to it
help: create it from the migrations: reconcile apply sqlite:d.db --schema s.sql --migrations m

"#]],
    );
    run(&["revert"]).is(
        3,
        str![[r#"
sqlite:d.db: 1 change refused, nothing written: drop-table
assumes 0001_a.sql, which is pending

  - table u

error[drop-table]: table u is dropped with all its rows
  fix: if it was renamed, write `-- reconcile: renamed-from u` above the new table; otherwise pass --allow drop-table
warning[breaks-app]: the deployed code fails until its new version is live: u is dropped

to allow that: reconcile revert --target sqlite:d.db --schema s.sql --migrations m --allow drop-table

"#]],
        str![],
    );
}

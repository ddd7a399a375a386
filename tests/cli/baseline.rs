//! `baseline`: databases that were made another way.

use snapbox::str;

use crate::Sandbox;

/// Two migrations, and a database on which both were run by hand.
fn by_hand() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE a (x, y);\n");
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write("generated/0002_y.sql", "ALTER TABLE a ADD COLUMN y;\n");
    sandbox.sql("CREATE TABLE a (x); ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2)");
    sandbox
}

#[test]
fn marks_what_is_there() {
    let sandbox = by_hand();
    let before = sandbox.files();
    sandbox.run(&["baseline", "--dry-run"]).is(
        0,
        str![[r#"
would mark as applied: 0001_a.sql
would mark as applied: 0002_y.sql

"#]],
        str![],
    );
    assert_eq!(sandbox.files(), before);
    sandbox.run(&["baseline"]).is(
        0,
        str![[r#"
marked as applied: 0001_a.sql
marked as applied: 0002_y.sql
to see its state: reconcile status dev

"#]],
        str![],
    );
    sandbox.run(&["baseline"]).is(
        0,
        str![[r#"
sqlite:dev.db: all are already marked as applied

"#]],
        str![],
    );
    for command in ["apply", "drift", "status"] {
        assert_eq!(sandbox.run(&[command]).code, 0, "{command}");
    }
    assert_eq!(
        sandbox.run(&["plan"]).stdout,
        "dev (sqlite:dev.db): in sync with the schema\n"
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM a"), 1);
    assert_eq!(sandbox.count("SELECT count(*) FROM d1_migrations"), 2);
}

#[test]
fn up_to_a_number() {
    let sandbox = by_hand();
    sandbox.sql("ALTER TABLE a DROP COLUMN y");
    sandbox.run(&["baseline"]).is(3, str![[r#"
sqlite:dev.db is not what these files create:
    differs   table a: column y is missing in the database
nothing was marked
stop at an earlier file with `--to NUMBER`, or first bring the database in line: reconcile plan dev --undo-drift
`--force` marks them anyway; `drift` will then report the difference, and migrations made for the other schema will be refused

"#]], str![]);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name = 'd1_migrations'"),
        0
    );
    assert_eq!(sandbox.run(&["baseline", "--to", "1"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    sandbox.run(&["baseline", "--to", "7"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 7 in generated
help: there are 0001_a.sql, 0002_y.sql; a number is enough

"#]],
    );
}

#[test]
fn another_schema_is_refused_unless_forced() {
    let sandbox = by_hand();
    sandbox.sql("CREATE TABLE b (x)");
    let run = sandbox.run(&["baseline", "--format", "json"]);
    assert_eq!((run.code, run.json()["verdict"].as_str()), (3, Some("refused")));
    sandbox.run(&["baseline", "--force"]).is(
        0,
        str![[r#"
sqlite:dev.db is not what these files create:
    differs   table b is only in the database
marked as applied: 0001_a.sql
marked as applied: 0002_y.sql
to see its state: reconcile status dev

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["drift"]).code, 2, "as was told");
}

#[test]
fn a_folder_that_does_not_replay() {
    let sandbox = by_hand();
    sandbox.write("generated/0003_bad.sql", "INSERT INTO nowhere VALUES (1);\n");
    sandbox.run(&["baseline"]).is(3, str![[r#"
sqlite:dev.db is not what these files create:
    differs   the files cannot be replayed on an empty database: 0003_bad.sql:1: no such table: nowhere
nothing was marked
stop at an earlier file with `--to NUMBER`, or first bring the database in line: reconcile plan dev --undo-drift
`--force` marks them anyway; `drift` will then report the difference, and migrations made for the other schema will be refused

"#]], str![]);
}

#[test]
fn nothing_to_mark_and_nowhere_to_mark_it() {
    let sandbox = Sandbox::new();
    sandbox.run(&["baseline"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:dev.db does not exist, so nothing was ever applied to it
help: create it from the migrations: reconcile apply dev

"#]],
    );
    sandbox.sql("CREATE TABLE a (x)");
    sandbox.run(&["baseline"]).is(
        1,
        str![],
        str![[r#"
error: there are no migrations in generated
help: name their folder with --migrations

"#]],
    );
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x);\n");
    std::fs::copy(sandbox.path("dev.db"), sandbox.path("live.db")).unwrap();
    sandbox.run(&["baseline", "live"]).is(
        3,
        str![],
        str![[r#"
refused: live is protected, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert_eq!(sandbox.run(&["baseline", "live", "--yes"]).code, 0);
}

#[test]
fn whoever_meets_it_is_told_of_it() {
    let sandbox = by_hand();
    let before = sandbox.files();
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 0 of 2 applied, 2 pending
sqlite:dev.db has no ledger yet: no migration was ever applied to it
sqlite:dev.db already has table a, which 0001_a.sql creates

migration   state    applied  by
0001_a.sql  pending
0002_y.sql  pending

to mark what was run by hand as applied: reconcile baseline dev

"#]],
        str![],
    );
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema
note: sqlite:dev.db already has table a, which 0001_a.sql creates; to mark what was run by hand as applied: reconcile baseline dev

"#]],
        str![],
    );
    for words in [
        &["plan", "--expand-contract"] as &[&str],
        &["purge"],
        &["revert"],
        &["apply", "--dry-run"],
    ] {
        sandbox.run(words).is(
            3,
            str![],
            str![[r#"
refused: sqlite:dev.db already has table a, which 0001_a.sql creates, but the ledger does not record it
help: to mark what was run by hand as applied: reconcile baseline dev

"#]],
        );
    }
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
1/2 0001_a.sql
refused: 0001_a.sql:1: table a already exists
the migration was rolled back; sqlite:dev.db already has table a, which 0001_a.sql creates
help: to mark what was run by hand as applied: reconcile baseline dev

"#]],
    );
    sandbox.run(&["drift"]).is(1, str![[r#"
dev (sqlite:dev.db): cannot tell: the ledger is empty but the database is not, so its migrations are unknown; record them with `reconcile baseline`

"#]], str![]);
    assert_eq!(sandbox.files().len(), before.len());
    assert_eq!(sandbox.run(&["baseline"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
}

#[test]
fn up_to_where_it_was_run() {
    let sandbox = by_hand();
    sandbox.write("generated/0003_b.sql", "CREATE TABLE b (x); CREATE TABLE c (x);\n");
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 0 of 3 applied, 3 pending
sqlite:dev.db has no ledger yet: no migration was ever applied to it
sqlite:dev.db already has table a, which 0001_a.sql creates

migration   state    applied  by
0001_a.sql  pending
0002_y.sql  pending
0003_b.sql  pending

to mark what was run by hand as applied: reconcile baseline dev --to 0002

"#]],
        str![],
    );
    sandbox.sql("ALTER TABLE a DROP COLUMN y");
    let next = || sandbox.run(&["status"]).stdout.lines().last().unwrap().to_owned();
    assert_eq!(
        next(),
        "to mark what was run by hand as applied: reconcile baseline dev --to 0001"
    );
    // It is what no files make: baseline says in what.
    sandbox.sql("CREATE TABLE b (other)");
    assert_eq!(
        next(),
        "if the migrations were run by hand, mark them as applied, or see what differs: reconcile baseline dev; to bring the database in line: reconcile plan dev --undo-drift"
    );
    assert_eq!(sandbox.run(&["baseline"]).code, 3);
}

#[test]
fn what_runs_all_the_same_is_a_note() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE a (x);\n");
    sandbox.write("generated/0001_a.sql", "CREATE TABLE IF NOT EXISTS a (x);\n");
    sandbox.sql("CREATE TABLE a (x)");
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 0 of 1 applied, 1 pending
sqlite:dev.db has no ledger yet: no migration was ever applied to it
sqlite:dev.db already has table a, which 0001_a.sql creates

migration   state    applied  by
0001_a.sql  pending

to mark what was run by hand as applied: reconcile baseline dev

"#]],
        str![],
    );
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0001_a.sql is applied
assumes 0001_a.sql, which is pending
note: sqlite:dev.db already has table a, which 0001_a.sql creates; to mark what was run by hand as applied: reconcile baseline dev

review the migration, then: reconcile apply dev

"#]], str![]);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
}

#[test]
fn a_sealed_migration_on_a_database_that_was_made_by_hand() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.sql(crate::sandbox::SCHEMA);
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 0 of 1 applied, 1 pending
sqlite:dev.db has no ledger yet: no migration was ever applied to it
sqlite:dev.db already has table posts and 1 more, which 0001_first_schema.sql creates

migration              state    applied  by
0001_first_schema.sql  pending

to mark what was run by hand as applied: reconcile baseline dev

"#]],
        str![],
    );
    sandbox.run(&["apply"]).is(3, str![], str![[r#"
refused: sqlite:dev.db already has table posts and 1 more, which 0001_first_schema.sql creates, but the ledger does not record it
help: to mark what was run by hand as applied: reconcile baseline dev

"#]]);
}

#[test]
fn a_migration_that_fails_for_another_reason() {
    let sandbox = Sandbox::new();
    sandbox.write("generated/0001_a.sql", "INSERT INTO nowhere VALUES (1);\n");
    sandbox.sql("CREATE TABLE a (x)");
    sandbox.run(&["apply"]).is(
        1,
        str![],
        str![[r#"
1/1 0001_a.sql
error: 0001_a.sql:1: no such table: nowhere
the migration was rolled back

"#]],
    );
    let status = sandbox.run(&["status"]).stdout;
    assert!(!status.contains("baseline"), "{status}");
}

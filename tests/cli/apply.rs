//! `apply`: what runs, and what is refused.

use snapbox::str;

use crate::Sandbox;
use crate::sandbox::Run;

#[test]
fn applies_once() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.run(&["apply", "--dry-run"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): would apply 1 migration
  0001_first_schema.sql: 2 statements

"#]],
        str![],
    );
    assert!(!sandbox.path("dev.db").exists(), "--dry-run makes no file");
    sandbox.run(&["apply"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 1 migration in # ms
  0001_first_schema.sql  # ms

"#]],
        str![[r#"
1/1 0001_first_schema.sql

"#]],
    );
    sandbox.run(&["apply"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to apply

"#]],
        str![],
    );
    sandbox.run(&["apply", "--dry-run"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to apply

"#]],
        str![],
    );
}

#[test]
fn nothing_to_apply_makes_no_file() {
    let sandbox = Sandbox::new();
    sandbox.run(&["apply"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to apply

"#]],
        str![],
    );
    assert!(!sandbox.path("dev.db").exists());
}

#[test]
fn one_json_document() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    let json = sandbox.run(&["apply", "--format", "json", "--dry-run"]).json();
    assert_eq!(json["verdict"], "pending");
    let json = sandbox.run(&["apply", "--format", "json"]).json();
    assert_eq!(json["verdict"], "applied");
    assert_eq!(json["migrations"][0]["name"], "0001_first_schema.sql");
    assert_eq!(sandbox.run(&["apply", "--format", "json"]).json()["verdict"], "in-sync");
}

#[test]
fn an_edited_migration_is_refused() {
    let sandbox = Sandbox::applied();
    let name = "generated/0001_first_schema.sql";
    sandbox.write(name, &(sandbox.read(name) + "-- an afterthought\n"));
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
refused: 0001_first_schema.sql was edited after it was applied (checksum 6ea1f88b2d2f then, 923049b44fc2 now)
help: restore the file from Git and put the change into a new migration

"#]],
    );
    sandbox.run(&["apply", "--dry-run"]).is(
        3,
        str![],
        str![[r#"
refused: 0001_first_schema.sql was edited after it was applied (checksum 6ea1f88b2d2f then, 923049b44fc2 now)
help: restore the file from Git and put the change into a new migration

"#]],
    );
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 3);
    assert!(
        !sandbox.run(&["apply", "-q"]).stderr.is_empty(),
        "a refusal is never silent"
    );
}

#[test]
fn a_missing_migration_is_refused() {
    let sandbox = Sandbox::applied();
    std::fs::remove_file(sandbox.path("generated/0001_first_schema.sql")).unwrap();
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
refused: 0001_first_schema.sql is applied, but missing from the folder
help: restore the file from Git, or check out the branch that has it

"#]],
    );
}

#[test]
fn a_gap_is_refused() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0003_late.sql", "CREATE TABLE late (a);\n");
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
refused: number 2 is missing before 0003_late.sql
help: add the missing file to the folder, or allow the gap with `--out-of-order 0003_late.sql`

"#]],
    );
    assert_eq!(sandbox.run(&["apply", "--out-of-order", "3"]).code, 0);
}

#[test]
fn out_of_order_is_refused_until_accepted() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_b.sql", "CREATE TABLE b (a);\n");
    sandbox.write("generated/0003_c.sql", "CREATE TABLE c (a);\n");
    sandbox.write("keep", &sandbox.read("generated/0002_b.sql"));
    assert_eq!(sandbox.run(&["apply", "--dry-run"]).code, 0);
    std::fs::remove_file(sandbox.path("generated/0002_b.sql")).unwrap();
    assert_eq!(sandbox.run(&["apply", "--out-of-order", "0003_c.sql"]).code, 0);
    sandbox.write("generated/0002_b.sql", &sandbox.read("keep"));
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
refused: 0002_b.sql is out of order: 0003_c.sql, which runs after it, is already applied
help: give it the next number, or allow it with `--out-of-order 0002_b.sql`

"#]],
    );
    sandbox.run(&["apply", "--out-of-order", "0002_b.sql"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 1 migration in # ms
  0002_b.sql  # ms

"#]],
        str![[r#"
1/1 0002_b.sql

"#]],
    );
}

#[test]
fn a_schema_that_nobody_reviewed_is_refused() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.sql("ALTER TABLE users ADD COLUMN by_hand TEXT");
    sandbox.run(&["apply"]).is(3, str![], str![[r#"
refused: 0002_add_title_to_posts.sql: the live schema is not the reviewed one (made for d4909a5689ac, found 5115a7f182cb)
  table users differs from the review
help: see what was changed by hand with `reconcile drift` and undo it with `reconcile plan --undo-drift`; if nothing was, or to keep the change, put it into the schema and run `reconcile plan --redo 0002`

"#]]);
    assert_eq!(sandbox.count("SELECT count(*) FROM d1_migrations"), 1);
}

#[test]
fn a_failing_statement_is_named_and_leaves_nothing() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "generated/0002_bad.sql",
        "-- fill\nCREATE TABLE extra (a);\n\nINSERT INTO nowhere VALUES (1);\n",
    );
    sandbox.run(&["apply"]).is(
        1,
        str![],
        str![[r#"
1/1 0002_bad.sql
error: 0002_bad.sql:4: no such table: nowhere
the migration was rolled back

"#]],
    );
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"),
        0
    );
}

#[test]
fn a_protected_target_needs_a_word() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.run(&["apply", "live"]).is(
        3,
        str![],
        str![[r#"
refused: live is protected, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert!(!sandbox.path("live.db").exists());
    assert_eq!(sandbox.run(&["apply", "live", "--dry-run"]).code, 0, "looking is free");
    sandbox.run(&["apply", "live", "--yes"]).is(
        0,
        str![[r#"
live (sqlite:live.db): applied 1 migration in # ms
  0001_first_schema.sql  # ms

"#]],
        str![[r#"
1/1 0001_first_schema.sql

"#]],
    );
}

#[test]
fn a_locked_target_is_named() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    let other = sandbox.open();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    sandbox.run(&["apply"]).is(
        1,
        str![],
        str![[r#"
1/1 0002_add_title_to_posts.sql
error: 0002_add_title_to_posts.sql was not applied: sqlite:dev.db is in use by another process (waited # ms)

"#]],
    );
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(sandbox.run(&["apply"]).code, 0);
}

#[test]
#[cfg(unix)]
fn a_database_that_cannot_be_written_to() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_b.sql", "CREATE TABLE b (a);\n");
    let permit =
        |mode| std::fs::set_permissions(sandbox.path("dev.db"), std::fs::Permissions::from_mode(mode)).unwrap();
    permit(0o444);
    if std::fs::OpenOptions::new()
        .write(true)
        .open(sandbox.path("dev.db"))
        .is_err()
    {
        sandbox.run(&["apply"]).is(1, str![], str![]);
        assert_eq!(sandbox.run(&["status"]).code, 0);
    }
    permit(0o644);
}

#[test]
fn who_applied_it_comes_from_the_environment() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    let run = Run::of(
        sandbox
            .command(&["apply"])
            .env("GITHUB_ACTOR", "mona")
            .env("CI", "true"),
    );
    assert_eq!(run.code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM _reconcile_ledger WHERE applied_by = 'mona' AND environment = 'ci'"),
        1
    );
}

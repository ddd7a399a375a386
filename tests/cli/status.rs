//! `status`: where each migration stands.

use snapbox::str;

use crate::Sandbox;

#[test]
fn nothing_yet() {
    let sandbox = Sandbox::new();
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): no migrations
sqlite:dev.db has no ledger yet: no migration was ever applied to it
there are no migrations in generated

to write the first one: reconcile plan dev

"#]],
        str![],
    );
    assert!(!sandbox.path("dev.db").exists());
}

#[test]
fn pending_then_applied() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 0 of 1 applied, 1 pending
sqlite:dev.db has no ledger yet: no migration was ever applied to it

migration              state    applied  by
0001_first_schema.sql  pending

1 migration is pending: reconcile apply dev

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 1 of 1 applied

migration              state    applied           by
0001_first_schema.sql  applied  NOW  octocat

all applied; to compare the schema itself, run `reconcile drift dev`

"#]],
        str![],
    );
    let json = sandbox.run(&["status", "--format", "json"]).json();
    assert_eq!(json["verdict"], "in-sync");
    assert_eq!(json["migrations"][0]["state"], "applied");
}

#[test]
fn everything_that_can_be_wrong_with_a_folder() {
    let sandbox = Sandbox::new();
    for (name, text) in [
        ("0001_a", "CREATE TABLE a (x);"),
        ("0002_b", "CREATE TABLE b (x);"),
        ("0004_d", "CREATE TABLE d (x);"),
    ] {
        sandbox.write(&format!("generated/{name}.sql"), &format!("{text}\n"));
    }
    assert_eq!(sandbox.run(&["apply", "--out-of-order", "4"]).code, 0);
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x, y);\n");
    sandbox.write("generated/0003_c.sql", "CREATE TABLE c (x);\n");
    sandbox.write("generated/0006_f.sql", "CREATE TABLE f (x);\n");
    std::fs::remove_file(sandbox.path("generated/0002_b.sql")).unwrap();
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 1 of 5 applied, 1 edited, 1 missing, 1 out-of-order, 1 after-gap
0002_b.sql is applied, but missing from the folder, and the existing files do not create the live schema: table a: column y is missing in the database, table b is only in the database, table c is missing in the database
0001_a.sql was edited after it was applied (checksum 7d862b9d7b68 then, a7cb04fb34a6 now)
help: restore the file from Git and put the change into a new migration

migration   state         applied           by
0001_a.sql  edited        NOW  octocat
0002_b.sql  missing       NOW  octocat
0003_c.sql  out-of-order
0004_d.sql  applied       NOW  octocat
0006_f.sql  after-gap

restore them from Git; if files were merged before this database was up to date, apply the old ones first, from the earlier commit, then: reconcile baseline dev

"#]],
        str![],
    );
    assert_eq!(
        sandbox.run(&["status", "--format", "json"]).json()["verdict"],
        "blocked"
    );
}

#[test]
fn what_wrangler_applied_is_applied() {
    let sandbox = Sandbox::new();
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.sql(
        "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, \
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);\
         INSERT INTO d1_migrations (name, applied_at) VALUES ('0001_a.sql', '2026-01-02 03:04:05'); CREATE TABLE a (x)",
    );
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 0 of 1 applied, 1 applied-by-wrangler

migration   state                applied           by
0001_a.sql  applied-by-wrangler  NOW

all applied; to compare the schema itself, run `reconcile drift dev`

"#]],
        str![],
    );
}

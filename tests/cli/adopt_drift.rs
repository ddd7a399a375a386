//! `drift --adopt` and `drift --undo`: what was changed by hand becomes part of schema, folder and ledger, or is undone.

use snapbox::str;

use crate::sandbox::{Run, Sandbox};

/// As a person writes it.
const COMMENTED: &str = "\
-- Everyone who can log in.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL -- checked by the app
);

/* What they write. */
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
";

/// Both targets at the first migration.
fn two_targets() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", crate::sandbox::CONFIG);
    sandbox.write("schema/schema.sql", COMMENTED);
    for arguments in [&["plan"][..], &["apply"], &["apply", "live", "--yes"]] {
        assert_eq!(sandbox.run(arguments).code, 0, "{arguments:?}");
    }
    sandbox
}

#[track_caller]
fn ok(run: Run) -> String {
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.stdout
}

/// Both targets, the folder and the schema agree.
#[track_caller]
fn in_sync(sandbox: &Sandbox) {
    ok(sandbox.run(&["apply", "live", "--yes"]));
    for target in ["dev", "live"] {
        assert_eq!(
            ok(sandbox.run(&["drift", target])),
            format!("{target} (sqlite:{target}.db): no drift: it matches its ledger and the schema\n")
        );
        ok(sandbox.run(&["plan", target, "--check"]));
    }
    ok(sandbox.run(&["verify"]));
}

#[test]
fn adopted_with_comments_kept() {
    let sandbox = two_targets();
    sandbox.sql("ALTER TABLE users ADD COLUMN vip INTEGER; CREATE INDEX hot ON posts (user_id)");
    sandbox.run(&["drift", "--adopt"]).is(0, str![[r#"
dev (sqlite:dev.db): 2 changes, wrote generated/0002_add_vip_to_users_and_1_more.sql
    by hand   users: column vip is only in the database (last touched by 0001_first_schema.sql)
              index hot is only in the database

  + users.vip           INTEGER
  + index hot on posts

--- schema/schema.sql
+++ schema/schema.sql
@@ -1,7 +1,8 @@
 -- Everyone who can log in.
 CREATE TABLE users (
   id INTEGER PRIMARY KEY,
-  email TEXT NOT NULL -- checked by the app
+  email TEXT NOT NULL, -- checked by the app
+  vip INTEGER
 );
 
 /* What they write. */
@@ -10,3 +11,5 @@
   user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
   body TEXT
 );
+
+CREATE INDEX hot ON posts (user_id);

Proven on generated rows: 11 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

changed schema/schema.sql
marked 0002_add_vip_to_users_and_1_more.sql as applied on dev
review and commit both; `reconcile apply` brings the change to the other targets

"#]], str![]);
    let expected = COMMENTED.replace(
        "email TEXT NOT NULL -- checked by the app",
        "email TEXT NOT NULL, -- checked by the app\n  vip INTEGER",
    );
    assert_eq!(
        sandbox.read("schema/schema.sql"),
        format!("{expected}\nCREATE INDEX hot ON posts (user_id);\n")
    );
    in_sync(&sandbox);
}

#[test]
fn adopted_beside_what_the_schema_has_already() {
    let sandbox = two_targets();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    sandbox.sql("ALTER TABLE users ADD COLUMN vip INTEGER; CREATE VIEW v AS SELECT id FROM users");
    ok(sandbox.run(&["drift", "--adopt"]));
    assert!(sandbox.read("schema/schema.sql").contains("title TEXT"));
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): it matches its ledger, with 1 difference from the schema
  - posts: column title is missing in the database

--- schema: table posts
+++ database
@@ -2,6 +2,5 @@
   id INTEGER PRIMARY KEY,
   user_id INTEGER NOT NULL,
   body TEXT,
-  title TEXT,
   FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
 );

write the migration: reconcile plan dev

"#]],
        str![],
    );
    ok(sandbox.run(&["plan"]));
    ok(sandbox.run(&["apply"]));
    in_sync(&sandbox);
}

#[test]
fn a_table_that_both_changed_is_refused() {
    let sandbox = two_targets();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    sandbox.sql("ALTER TABLE posts ADD COLUMN other TEXT");
    let before = sandbox.files();
    sandbox.run(&["drift", "--adopt"]).is(
        3,
        str![],
        str![[r#"
refused: table posts was changed by hand and in the schema files, each in another way; nothing was written
help: make the schema files say what both changes are to come to, then: reconcile plan dev

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn with_a_pending_migration_it_is_refused() {
    let sandbox = two_targets();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    ok(sandbox.run(&["plan"]));
    sandbox.sql("CREATE INDEX hot ON users (email)");
    let before = sandbox.files();
    sandbox.run(&["drift", "--adopt"]).is(3, str![], str![[r#"
refused: 0002_add_title_to_posts.sql is pending, and was not made for the change; nothing was written
help: undo the change with reconcile drift dev --undo, apply what is pending, and make it again; or put it into the schema, then: reconcile plan dev

"#]]);
    assert_eq!(sandbox.files(), before);
    assert!(!sandbox.run(&["drift"]).stdout.contains("--adopt"));
}

#[test]
fn what_loses_rows_elsewhere_asks_there() {
    let sandbox = two_targets();
    sandbox.sql_in(
        "live.db",
        "INSERT INTO users VALUES (1, 'a'); INSERT INTO posts VALUES (1, 1, 'text')",
    );
    sandbox.sql("ALTER TABLE posts DROP COLUMN body");
    ok(sandbox.run(&["drift", "--adopt"]));
    assert_eq!(
        sandbox.read("schema/schema.sql"),
        COMMENTED.replace(" ON DELETE CASCADE,\n  body TEXT", " ON DELETE CASCADE")
    );
    assert_eq!(sandbox.run(&["apply", "live", "--yes"]).code, 3);
    ok(sandbox.run(&["apply", "live", "--yes", "--allow", "drop-column"]));
    in_sync(&sandbox);
}

#[test]
fn schema_files_that_are_not_sql_are_refused() {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", crate::sandbox::CONFIG);
    sandbox.write(
        "schema/schema.yaml",
        "tables:\n  users:\n    columns:\n      id: INTEGER PRIMARY KEY\n",
    );
    ok(sandbox.run(&["plan"]));
    ok(sandbox.run(&["apply"]));
    sandbox.sql("CREATE VIEW v AS SELECT 1 AS one");
    let before = sandbox.files();
    sandbox.run(&["drift", "--adopt"]).is(
        3,
        str![],
        str![[r#"
refused: the schema files cannot be changed in place; nothing was written
help: put the change into them by hand (reconcile drift dev shows it), then: reconcile plan dev

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn nothing_to_adopt_or_undo() {
    let sandbox = two_targets();
    sandbox.run(&["drift", "--adopt"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing was changed by hand

"#]],
        str![],
    );
    sandbox.run(&["drift", "--undo"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing was changed by hand

"#]],
        str![],
    );
    sandbox.run(&["drift", "--yes"]).is(
        1,
        str![],
        str![[r#"
error: --yes does nothing without --adopt or --undo
help: add one of them: --adopt keeps what was changed by hand, --undo undoes it

"#]],
    );
}

#[test]
fn a_dry_run_writes_nothing_and_a_protected_target_asks() {
    let sandbox = two_targets();
    sandbox.sql("CREATE INDEX hot ON users (email)");
    sandbox.sql_in("live.db", "CREATE INDEX hot ON users (email)");
    let before = sandbox.files();
    let shown = ok(sandbox.run(&["drift", "--adopt", "--dry-run"]));
    assert!(shown.contains("+CREATE INDEX hot ON users (email);"), "{shown}");
    assert_eq!(sandbox.run(&["drift", "live", "--adopt"]).code, 3);
    assert_eq!(sandbox.files(), before);
    ok(sandbox.run(&["drift", "live", "--adopt", "--yes", "--name", "hot"]));
    // The same change was made on the other target, too: there it is the pending migration.
    sandbox.run(&["drift", "dev"]).is(2, str![[r#"
dev (sqlite:dev.db): changed by hand: 1 difference from its ledger
  + index hot is only in the database

--- ledger: index hot
+++ database
@@ -0,0 +1 @@
+CREATE INDEX hot ON users (email);

    pending   0002_hot.sql
sqlite:dev.db already has the schema that 0002_hot.sql creates; to mark it as applied there: reconcile baseline dev --to 0002

"#]], str![]);
    ok(sandbox.run(&["baseline", "dev", "--to", "0002"]));
    in_sync(&sandbox);
}

#[test]
fn undone() {
    let sandbox = two_targets();
    sandbox.sql("ALTER TABLE users ADD COLUMN vip INTEGER");
    let before = sandbox.read("schema/schema.sql");
    sandbox.run(&["drift", "--undo"]).is(0, str![[r#"
dev (sqlite:dev.db): 1 change, wrote generated/drift/0001_dev.sql
    by hand   users: column vip is only in the database (last touched by 0001_first_schema.sql)

  - users.vip

warning[breaks-app]: the deployed code fails until its new version is live: users.vip is dropped
checked, no row violates: drop-column

Proven on generated rows: 11 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

review it, then run it on that target only: reconcile apply dev --file generated/drift/0001_dev.sql

"#]], str![]);
    ok(sandbox.run(&["apply", "--file", "generated/drift/0001_dev.sql"]));
    assert_eq!(sandbox.read("schema/schema.sql"), before);
    in_sync(&sandbox);
}

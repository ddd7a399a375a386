//! The next migration, which undoes one.

use snapbox::str;

use crate::sandbox::Sandbox;

/// The usual project, with a change planned and applied.
fn after(from: &str, to: &str, allow: &[&str]) -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.edit(from, to);
    let arguments: Vec<&str> = ["plan"].iter().chain(allow).copied().collect();
    let plan = sandbox.run(&arguments);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox
}

/// Reverts, applies, and puts the schema file back: all is as it was.
fn is_back(sandbox: &Sandbox, from: &str, to: &str) {
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.edit(from, to);
    let plan = sandbox.run(&["plan", "--check"]);
    assert_eq!(plan.code, 0, "{}", plan.stdout);
    let verify = sandbox.run(&["verify"]);
    assert_eq!(verify.code, 0, "{}", verify.stdout);
}

#[test]
fn of_a_rename_keeps_the_values() {
    let (old, new) = (
        "  email TEXT NOT NULL",
        "  mail TEXT NOT NULL -- reconcile: renamed-from email",
    );
    let sandbox = after(old, new, &[]);
    sandbox.run(&["revert"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 1 change, wrote generated/0003_revert_0002_rename_users_email_to_mail.sql

  ~ users.mail  renamed to email

warning[rename]: statements that still use column users.mail fail
warning[breaks-app]: the deployed code fails until its new version is live: users.mail is renamed

--- schema/schema.sql
+++ schema/schema.sql
@@ -1,6 +1,6 @@
 CREATE TABLE users (
   id INTEGER PRIMARY KEY,
-  mail TEXT NOT NULL -- reconcile: renamed-from email
+  email TEXT NOT NULL
 );
 CREATE TABLE posts (
   id INTEGER PRIMARY KEY,

Proven on a copy of your rows: 3 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

change the schema files as the diff shows, or the next plan will redo the change; to have it done: reconcile revert 0002 --write-schema --target dev
review the migration, then: reconcile apply dev

"#]],
        str![],
    );
    is_back(&sandbox, new, old);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE email LIKE '%@example.org'"),
        2
    );
}

#[test]
fn of_a_constraint_is_a_rebuild_that_keeps_all_rows() {
    let (old, new) = ("email TEXT NOT NULL", "email TEXT NOT NULL CHECK (email <> '')");
    let sandbox = after(old, new, &[]);
    let run = sandbox.run(&["revert", "--name", "no_check"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("generated/0003_no_check.sql"), "{}", run.stdout);
    is_back(&sandbox, new, old);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users JOIN posts ON user_id = users.id"),
        1
    );
}

#[test]
fn of_what_was_added_loses_rows_and_is_refused_until_allowed() {
    let (old, new) = ("  body TEXT\n);", "  body TEXT\n);\nCREATE TABLE tags (name TEXT);");
    let sandbox = after(old, new, &[]);
    sandbox.sql("INSERT INTO tags VALUES ('a'), ('b')");
    let before = sandbox.files();
    sandbox.run(&["revert"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): 1 change refused, nothing written: drop-table

  - table tags    2 rows lost

error[drop-table]: table tags is dropped with all its rows; 2 rows
  fix: if it was renamed, write `-- reconcile: renamed-from tags` above the new table; otherwise pass --allow drop-table
warning[breaks-app]: the deployed code fails until its new version is live: tags is dropped

to allow that: reconcile revert --allow drop-table

"#]],
        str![],
    );
    assert_eq!(sandbox.files(), before);
    assert_eq!(sandbox.run(&["revert", "--allow", "drop-table"]).code, 0);
    is_back(&sandbox, new, old);
}

#[test]
fn of_a_drop_says_what_does_not_come_back() {
    let (old, new) = ("ON DELETE CASCADE,\n  body TEXT\n", "ON DELETE CASCADE\n");
    let sandbox = after(old, new, &["--allow", "drop-column"]);
    sandbox.run(&["revert", "--dry-run", "-q"]).is(
        0,
        str![[r#"
--- schema/schema.sql
+++ schema/schema.sql
@@ -4,5 +4,6 @@
 );
 CREATE TABLE posts (
   id INTEGER PRIMARY KEY,
-  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE
+  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
+  body TEXT
 );

-- Migration 0003: revert 0002 drop body from posts
-- Purpose: undo 0002_drop_body_from_posts.sql
--   posts: column body is added
-- Undo: exact · no row rewritten · fits one D1 call
--   column posts.body is restored without its values: restore them from a bookmark (`reconcile restore`) or an earlier
--     backup
-- Proof: 1 statement ran on 3 rows of 2 tables; 9 checks hold
-- reconcile 0.1.0 at 2023-11-14T22:13:20Z, schema b8a91b79fc8f033d -> d4909a5689acafad
-- Seal sha256:b2417452cece3e80705ab7e004769092

-- 1/1  add column posts.body
ALTER TABLE posts ADD COLUMN body TEXT;

"#]],
        str![],
    );
    assert!(
        !sandbox
            .path("generated/0003_revert_0002_drop_body_from_posts.sql")
            .exists()
    );
    assert_eq!(sandbox.run(&["revert"]).code, 0);
    is_back(&sandbox, new, old);
}

#[test]
fn of_a_revert_does_it_again() {
    let (old, new) = ("email TEXT NOT NULL", "email TEXT NOT NULL CHECK (email <> '')");
    let sandbox = after(old, new, &[]);
    assert_eq!(sandbox.run(&["revert"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    // The schema is what it was after the first migration, so that this one can be undone too.
    sandbox.run(&["revert", "1", "--dry-run"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): 2 changes refused, nothing written: drop-table

  - table posts    1 row lost
  - table users    2 rows lost

error[drop-table]: table posts is dropped with all its rows; 1 row
  fix: if it was renamed, write `-- reconcile: renamed-from posts` above the new table; otherwise pass --allow drop-table
error[drop-table]: table users is dropped with all its rows; 2 rows
  fix: if it was renamed, write `-- reconcile: renamed-from users` above the new table; otherwise pass --allow drop-table
warning[breaks-app]: the deployed code fails until its new version is live: posts is dropped, users is dropped

to allow that: reconcile revert 1 --allow drop-table

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["revert"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn of_one_that_others_built_on_names_them() {
    let (old, new) = ("email TEXT NOT NULL", "email TEXT NOT NULL CHECK (email <> '')");
    let sandbox = after(old, new, &[]);
    sandbox.run(&["revert", "0001"]).is(
        1,
        str![],
        str![[r#"
error: cannot revert 0001_first_schema.sql: later migrations changed the schema: 0002_change_users.sql
help: revert them by number, newest first; or edit the schema and plan

"#]],
    );
    sandbox.run(&["revert", "7"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 7 in generated
help: there are 0001_first_schema.sql, 0002_change_users.sql; a number is enough

"#]],
    );
}

#[test]
fn of_a_change_of_rows_by_hand_says_so() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "generated/0002_by_hand.sql",
        "UPDATE users SET email = lower(email);\nCREATE INDEX users_email ON users (email);\n",
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.run(&["revert"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 1 change, wrote generated/0003_revert_0002_by_hand.sql

  - index users_email on users

note: 0002_by_hand.sql changed rows by hand, which is not undone: write that yourself, or restore a backup

Proven on a copy of your rows: 3 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

review the migration, then: reconcile apply dev

"#]],
        str![],
    );
}

#[test]
fn of_nothing() {
    Sandbox::new().run(&["revert"]).is(
        1,
        str![],
        str![[r#"
error: there are no migrations in generated
help: name their folder with --migrations

"#]],
    );
}

/// `rollbacks: true`: each migration that `plan` writes has its down file beside it, which is none of the migrations.
#[test]
fn down_files_stand_beside_the_migrations() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    rollbacks: true\n    targets:\n      dev: sqlite:dev.db\n",
    );
    sandbox.edit(
        "  email TEXT NOT NULL",
        "  mail TEXT NOT NULL, -- reconcile: renamed-from email\n  phone TEXT",
    );
    let plan = sandbox.run(&["plan"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert!(
        plan.stdout
            .contains("its down file is generated/rollbacks/0002_rollback.sql"),
        "{}",
        plan.stdout
    );
    let down = sandbox.read("generated/rollbacks/0002_rollback.sql");
    assert!(
        down.contains("DELETE FROM d1_migrations WHERE name = '0002_rename_users_email_to_mail_and_1_more.sql'"),
        "{down}"
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    let emails = sandbox.count("SELECT count(*) FROM users WHERE mail IS NOT NULL");
    // As a person runs it, and the ledger after it.
    sandbox.sql(&down);
    sandbox.sql("DELETE FROM d1_migrations WHERE name LIKE '0002%'");
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE email IS NOT NULL"),
        emails
    );
    assert_eq!(
        sandbox.count("SELECT count(*) FROM pragma_table_info('users') WHERE name = 'phone'"),
        0
    );
    let status = sandbox.run(&["status"]);
    assert!(status.stdout.contains("1 migration is pending"), "{}", status.stdout);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    // On request, for one that is there.
    sandbox
        .run(&["revert", "--down", "1", "--allow", "all", "--dry-run", "-q"])
        .is(1, str![""], str![[r#"
error: cannot revert 0001_first_schema.sql: later migrations changed the schema: 0002_rename_users_email_to_mail_and_1_more.sql
help: revert them by number, newest first; or edit the schema and plan

"#]]);
    sandbox.run(&["revert", "--down", "2", "--allow", "all", "-q"]).is(
        0,
        str![[r#"
--- schema/schema.sql
+++ schema/schema.sql
@@ -1,7 +1,6 @@
 CREATE TABLE users (
   id INTEGER PRIMARY KEY,
-  mail TEXT NOT NULL, -- reconcile: renamed-from email
-  phone TEXT
+  email TEXT NOT NULL
 );
 CREATE TABLE posts (
   id INTEGER PRIMARY KEY,

"#]],
        str![""],
    );
}

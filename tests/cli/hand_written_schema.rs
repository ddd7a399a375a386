//! Migrations that make by hand what the schema files do not say: where it is, and how the schema files come to say it.

use snapbox::str;

use crate::Sandbox;

/// A table and a column by hand in a pending file.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "generated/0002_tags.sql",
        "CREATE TABLE tags (id INTEGER PRIMARY KEY, word TEXT);\n",
    );
    sandbox
}

#[test]
fn drift_and_verify_say_where_it_is_and_what_puts_it_into_the_schema() {
    let sandbox = sandbox();
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): no drift, 1 pending migration, and then 1 difference from the schema
  + table tags is only in the migrations (by hand in 0002_tags.sql)

--- schema: table tags
+++ migrations
@@ -0,0 +1,4 @@
+CREATE TABLE tags (
+  id INTEGER PRIMARY KEY,
+  word TEXT
+);

    pending   0002_tags.sql
apply what is pending: reconcile apply dev
table tags comes from 0002_tags.sql, written by hand; to put that into the schema: reconcile verify --write-schema
to undo it with the next migration: reconcile plan dev

"#]],
        str![],
    );
    sandbox.run(&["verify"]).is(2, str![[r#"
generated: 2 migrations, 1 error
error[not-desired]: the desired schema differs from what the migrations create: table tags is only in the migrations (by hand in 0002_tags.sql)
  fix: put that into the schema with `reconcile verify --write-schema`; to undo it instead, run `reconcile plan`

"#]], str![]);
    let json = sandbox.run(&["drift", "--format", "json"]).json();
    assert_eq!(json["differences"][0]["last_touched"], "0002_tags.sql");
    // Applied, it is in the database.
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): it matches its ledger, with 1 difference from the schema
  + table tags is only in the database (by hand in 0002_tags.sql)

--- schema: table tags
+++ database
@@ -0,0 +1,4 @@
+CREATE TABLE tags (
+  id INTEGER PRIMARY KEY,
+  word TEXT
+);

table tags comes from 0002_tags.sql, written by hand; to put that into the schema: reconcile verify --write-schema
to undo it with the next migration: reconcile plan dev

"#]],
        str![],
    );
}

#[test]
fn verify_puts_it_into_the_schema_beside_what_is_new_there() {
    let sandbox = sandbox();
    sandbox.write(
        "generated/0003_more.sql",
        "ALTER TABLE users ADD COLUMN hand TEXT;\nCREATE INDEX by_word ON tags (word);\n",
    );
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    sandbox.run(&["verify", "--write-schema"]).is(
        0,
        str![[r#"
schema/schema.sql

"#]],
        str![],
    );
    snapbox::assert_data_eq!(
        sandbox.read("schema/schema.sql"),
        str![[r#"
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  hand TEXT
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT,
  title TEXT
);

CREATE TABLE tags (id INTEGER PRIMARY KEY, word TEXT);

CREATE INDEX by_word ON tags (word);

"#]]
    );
    sandbox.run(&["verify", "--write-schema"]).is(
        0,
        str![],
        str![[r#"
nothing to write into the schema files

"#]],
    );
    // What is left is what the schema files added.
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): 1 change, wrote generated/0004_add_title_to_posts.sql
assumes 2 pending migrations, 0002_tags.sql to 0003_more.sql

  + posts.title  TEXT

Proven on generated rows: 11 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

review the migration, then: reconcile apply dev

"#]], str![]);
}

#[test]
fn what_the_schema_files_changed_themselves_stays_theirs() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_hand.sql", "ALTER TABLE users ADD COLUMN hand TEXT;\n");
    sandbox.edit("email TEXT NOT NULL", "email TEXT NOT NULL,\n  nick TEXT");
    let before = sandbox.read("schema/schema.sql");
    sandbox.run(&["verify"]).is(2, str![[r#"
generated: 2 migrations, 1 error
error[not-desired]: the desired schema differs from what the migrations create: table users: column nick is added; column hand is no longer in the schema
  fix: run `reconcile plan`

"#]], str![]);
    sandbox.run(&["verify", "--write-schema"]).is(
        0,
        str![],
        str![[r#"
nothing to write into the schema files

"#]],
    );
    assert_eq!(sandbox.read("schema/schema.sql"), before);
}

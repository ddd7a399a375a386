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
error[not-desired]: the desired schema differs from what the migrations create: table users: column nick is added; column hand is no longer in the schema (last touched by 0002_hand.sql)
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

#[test]
fn a_plan_asks_before_it_drops_an_empty_table_that_was_made_by_hand() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.run(&["plan"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): 1 change refused, nothing written: drop-table

  - table tags

error[drop-table]: table tags is dropped with all its rows; it has no rows
  fix: if it was renamed, write `-- reconcile: renamed-from tags` above the new table; otherwise pass --allow drop-table
warning[breaks-app]: the deployed code fails until its new version is live: tags is dropped
note: table tags comes from 0002_tags.sql, written by hand; to put that into the schema: reconcile verify --write-schema

to allow that: reconcile plan --allow drop-table

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["plan", "--allow", "drop-table"]).code, 0);
    // What the schema files said before is theirs to drop.
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
}

#[test]
fn a_plan_says_what_apply_will_refuse() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0003_c.sql", "CREATE TABLE c (x INTEGER);\n");
    assert_eq!(sandbox.run(&["apply", "--out-of-order", "0003"]).code, 0);
    sandbox.write("generated/0002_b.sql", "CREATE TABLE b (x INTEGER);\n");
    let first = sandbox.read("generated/0001_first_schema.sql");
    sandbox.write("generated/0001_first_schema.sql", &(first.clone() + "-- edited\n"));
    sandbox.edit(
        "CREATE TABLE users",
        "CREATE TABLE b (x INTEGER);\nCREATE TABLE c (x INTEGER);\nCREATE TABLE users",
    );
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0002_b.sql is applied
assumes 0002_b.sql, which is pending
note: `apply` will refuse: 0001_first_schema.sql was edited after it was applied (checksum 6ea1f88b2d2f then, 8afd09b62e19 now); restore the file from Git and put the change into a new migration
note: `apply` will refuse: 0002_b.sql is out of order: 0003_c.sql, which runs after it, is already applied; give it the next number, or allow it with `--out-of-order 0002_b.sql`

review the migration, then: reconcile apply dev

"#]], str![]);
    std::fs::remove_file(sandbox.path("generated/0001_first_schema.sql")).unwrap();
    std::fs::remove_file(sandbox.path("generated/0002_b.sql")).unwrap();
    sandbox.edit("CREATE TABLE b (x INTEGER);\n", "");
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): in sync with the schema
note: `apply` will refuse: 0001_first_schema.sql is applied, but missing from generated; restore what is missing from Git, or check out the branch that has it

"#]], str![]);
}

#[test]
fn a_plan_begins_no_folder_for_a_target_whose_migrations_are_elsewhere() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    let config = sandbox.read("reconcile.yaml");
    sandbox.write(
        "reconcile.yaml",
        &config.replace("    targets:", "    migrations: migratoins\n    targets:"),
    );
    let before = sandbox.files();
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: cannot plan: migratoins has no migrations, yet 0001_first_schema.sql is applied to sqlite:dev.db
help: name the folder that has them: `migrations` in reconcile.yaml, or --migrations FOLDER

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

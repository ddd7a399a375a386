//! `drift`: 0 in sync, 2 for a difference, 1 where it cannot be told.

use snapbox::str;

use crate::Sandbox;

#[test]
fn in_sync() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): no drift: it matches its ledger and the schema

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["drift", "--format", "json"]).json()["verdict"], "in-sync");
}

#[test]
fn a_change_by_hand() {
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE users ADD COLUMN by_hand TEXT; CREATE INDEX hand ON posts (user_id)");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): changed by hand: 2 differences from its ledger
  + users: column by_hand is only in the database (last touched by 0001_first_schema.sql)
  + index hand is only in the database

--- ledger: table users
+++ database
@@ -1,4 +1,5 @@
 CREATE TABLE users (
   id INTEGER PRIMARY KEY,
-  email TEXT NOT NULL
+  email TEXT NOT NULL,
+  by_hand TEXT
 );
--- ledger: index hand
+++ database
@@ -0,0 +1 @@
+CREATE INDEX hand ON posts (user_id);

to undo the changes made by hand on sqlite:dev.db: reconcile drift dev --undo
to keep them: reconcile drift dev --adopt

"#]],
        str![],
    );
    sandbox.run(&["drift", "--format", "markdown"]).is(
        2,
        str![[r#"
### dev (sqlite:dev.db): changed by hand: 2 differences from its ledger

- *drifted* users: column by\_hand is only in the database (last touched by 0001\_first\_schema.sql)
- *drifted* index hand is only in the database

```diff
--- ledger: table users
+++ database
@@ -1,4 +1,5 @@
 CREATE TABLE users (
   id INTEGER PRIMARY KEY,
-  email TEXT NOT NULL
+  email TEXT NOT NULL,
+  by_hand TEXT
 );
--- ledger: index hand
+++ database
@@ -0,0 +1 @@
+CREATE INDEX hand ON posts (user_id);
```

to undo the changes made by hand on sqlite:dev.db: reconcile drift dev --undo

to keep them: reconcile drift dev --adopt


"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["drift", "--format", "json"]).json()["verdict"], "drifted");
}

#[test]
fn a_schema_that_moved_on() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
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
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): no drift, 1 pending migration
    pending   0002_add_title_to_posts.sql
apply what is pending: reconcile apply dev

"#]],
        str![],
    );
}

#[test]
fn what_cannot_be_told() {
    let sandbox = Sandbox::new();
    sandbox.write("generated/0001_by_hand.sql", "CREATE TABLE a (x);\n");
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    std::fs::remove_file(sandbox.path("generated/0001_by_hand.sql")).unwrap();
    sandbox.run(&["drift"]).is(
        1,
        str![[r#"
dev (sqlite:dev.db): cannot tell: 0001_by_hand.sql is applied, but missing from the folder

"#]],
        str![],
    );
}

#[test]
fn told_from_the_side_of_the_database() {
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE posts DROP COLUMN body; CREATE VIEW v AS SELECT 1 AS x");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): changed by hand: 2 differences from its ledger
  - posts: column body is missing in the database (last touched by 0001_first_schema.sql)
  + view v is only in the database

--- ledger: table posts
+++ database
@@ -1,6 +1,5 @@
 CREATE TABLE posts (
   id INTEGER PRIMARY KEY,
   user_id INTEGER NOT NULL,
-  body TEXT,
   FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
 );
--- ledger: view v
+++ database
@@ -0,0 +1 @@
+CREATE VIEW v AS SELECT 1 AS x;

to undo the changes made by hand on sqlite:dev.db: reconcile drift dev --undo
to keep them: reconcile drift dev --adopt

"#]],
        str![],
    );
    sandbox.sql("ALTER TABLE posts ADD COLUMN body TEXT; DROP VIEW v");
    sandbox.edit("email TEXT NOT NULL", "email TEXT");
    sandbox.edit("body TEXT", "title TEXT");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): it matches its ledger, with 2 differences from the schema
  ~ posts: column title is missing in the database; column body is only in the database
  ~ users: column email is NOT NULL only in the database

--- schema: table posts
+++ database
@@ -1,6 +1,6 @@
 CREATE TABLE posts (
   id INTEGER PRIMARY KEY,
   user_id INTEGER NOT NULL,
-  title TEXT,
+  body TEXT,
   FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
 );
--- schema: table users
+++ database
@@ -1,4 +1,4 @@
 CREATE TABLE users (
   id INTEGER PRIMARY KEY,
-  email TEXT
+  email TEXT NOT NULL
 );

write the migration: reconcile plan dev

"#]],
        str![],
    );
}

#[test]
fn one_annotation_for_each_difference() {
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE users ADD COLUMN by_hand TEXT; CREATE INDEX hand ON posts (user_id); DROP TABLE posts");
    sandbox.run(&["drift", "--format", "github"]).is(
        2,
        str![[r#"
sqlite:dev.db: changed by hand: 2 differences from its ledger
::warning file=schema/schema.sql,line=1,title=drifted::users: column by_hand is only in the database (last touched by 0001_first_schema.sql)
::warning file=schema/schema.sql,line=5,title=drifted::table posts is missing in the database (last touched by 0001_first_schema.sql)

  --- ledger: table users
  +++ database
  @@ -1,4 +1,5 @@
   CREATE TABLE users (
     id INTEGER PRIMARY KEY,
  -  email TEXT NOT NULL
  +  email TEXT NOT NULL,
  +  by_hand TEXT
   );
  --- ledger: table posts
  +++ database
  @@ -1,6 +0,0 @@
  -CREATE TABLE posts (
  -  id INTEGER PRIMARY KEY,
  -  user_id INTEGER NOT NULL,
  -  body TEXT,
  -  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  -);

to undo the changes made by hand on sqlite:dev.db: reconcile drift dev --undo
to keep them: reconcile drift dev --adopt

"#]],
        str![],
    );
    let json = sandbox.run(&["drift", "--format", "json"]).json();
    let first = &json["differences"][1];
    assert_eq!(
        (&first["from"], &first["file"], &first["line"]),
        (&"drifted".into(), &"schema/schema.sql".into(), &5.into())
    );
}

#[test]
fn what_cannot_be_read_is_never_clean() {
    let sandbox = Sandbox::applied();
    std::fs::remove_file(sandbox.path("dev.db")).unwrap();
    sandbox.run(&["drift"]).is(
        1,
        str![[r#"
dev (sqlite:dev.db): cannot be read: there is no such file
check its path; a new database is created by: reconcile apply dev

"#]],
        str![],
    );
    sandbox.write("dev.db", &"no database ".repeat(500));
    sandbox.run(&["drift"]).is(
        1,
        str![[r#"
dev (sqlite:dev.db): cannot be read: the file is not an SQLite database

"#]],
        str![],
    );
    let run = sandbox.run(&["drift", "--format", "json"]);
    let json = run.json();
    assert_eq!((run.code, &json["verdict"]), (1, &"unreachable".into()));
    assert_eq!(json["reason"], "the file is not an SQLite database");
}

#[test]
fn a_locked_database_is_no_alarm() {
    let sandbox = Sandbox::applied();
    sandbox.sql("CREATE INDEX hand ON users (email)");
    let other = sandbox.open();
    other.execute_batch("BEGIN EXCLUSIVE; DROP INDEX hand").unwrap();
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): not compared: sqlite:dev.db is in use by another process (waited # ms)

"#]],
        str![],
    );
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn a_checkout_that_is_behind_the_database() {
    let sandbox = Sandbox::applied();
    let before = sandbox.read("schema/schema.sql");
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    std::fs::remove_file(sandbox.path("generated/0002_add_title_to_posts.sql")).unwrap();
    sandbox.write("schema/schema.sql", &before);
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): it matches its ledger, with 1 difference from the schema
  + posts: column title is only in the database

--- schema: table posts
+++ database
@@ -2,5 +2,6 @@
   id INTEGER PRIMARY KEY,
   user_id INTEGER NOT NULL,
   body TEXT,
+  title TEXT,
   FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
 );

update the checkout: 0002_add_title_to_posts.sql is applied, but missing from generated

"#]],
        str![],
    );
    let json = sandbox.run(&["drift", "--format", "json"]).json();
    assert_eq!(json["missing"][0], "0002_add_title_to_posts.sql");
}

#[test]
fn long_differences_are_shown_on_request() {
    let sandbox = Sandbox::applied();
    let columns: Vec<String> = (0..50).map(|at| format!("c{at} INTEGER")).collect();
    sandbox.sql(&format!("CREATE TABLE wide ({})", columns.join(", ")));
    let brief = sandbox.run(&["drift"]).stdout;
    assert!(
        brief.contains("lines of DDL differ; -v shows them") && !brief.contains("c49"),
        "{brief}"
    );
    let full = sandbox.run(&["drift", "-v"]).stdout;
    assert!(full.contains("+  c49 INTEGER"), "{full}");
    let json = sandbox.run(&["drift", "--format", "json"]).json();
    let diff = json["differences"][0]["diff"].as_str().unwrap();
    assert!(
        diff.starts_with("--- ledger: table wide\n+++ database\n@@ -0,0 +1,52 @@\n+CREATE TABLE wide ("),
        "{diff}"
    );
}

#[test]
fn wranglers_own_file_is_no_missing_one_before_it_is_made() {
    let sandbox = Sandbox::empty();
    sandbox.write("migrations/0001_a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
    sandbox.write(
        "wrangler.json",
        r#"{"name": "w", "d1_databases": [{"binding": "DB", "database_name": "shop", "database_id": "8f3c1d2e-0000-4000-8000-000000000000"}]}"#,
    );
    assert_eq!(sandbox.run(&["init"]).code, 0);
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
local (d1-local:DB): no drift, 1 pending migration
    pending   0001_a.sql
apply what is pending: reconcile apply local

"#]],
        str![],
    );
}

#[test]
fn an_added_column_without_values_is_undone_on_its_target() {
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE users ADD COLUMN hand TEXT");
    let undo = sandbox.run(&["drift", "--undo"]);
    assert_eq!(undo.code, 0, "{}", undo.stdout);
    // A value is a loss.
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE users ADD COLUMN hand TEXT; UPDATE users SET hand = 'x' WHERE id = 1");
    assert_eq!(sandbox.run(&["drift", "--undo"]).code, 3);
}

//! The layout of schema files.

use snapbox::str;

use crate::Sandbox;

#[test]
fn files_are_laid_out_and_stay_so() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "schema/schema.sql",
        "-- who\r\nCREATE TABLE users(id INTEGER PRIMARY KEY, -- the key\r\n email TEXT) ;CREATE INDEX mails ON users (email)",
    );
    sandbox.write("schema/more.yaml", "tables:\n    posts: {columns: {id: integer}}\n");
    sandbox.run(&["fmt", "--check"]).is(
        2,
        str![[r#"
would be laid out: schema/schema.sql
--- schema/schema.sql
+++ reconcile fmt
@@ -1,3 +1,6 @@
--- who
-CREATE TABLE users(id INTEGER PRIMARY KEY, -- the key
- email TEXT) ;CREATE INDEX mails ON users (email)
\ No newline at end of file
+-- who
+CREATE TABLE users(
+  id INTEGER PRIMARY KEY, -- the key
+  email TEXT
+);
+CREATE INDEX mails ON users (email);

"#]],
        str![""],
    );
    assert!(
        sandbox.read("schema/schema.sql").contains('\r'),
        "--check writes nothing"
    );
    sandbox.run(&["fmt"]).is(
        0,
        str![[r#"
laid out: schema/schema.sql

"#]],
        str![""],
    );
    assert_eq!(
        sandbox.read("schema/schema.sql"),
        "-- who\nCREATE TABLE users(\n  id INTEGER PRIMARY KEY, -- the key\n  email TEXT\n);\nCREATE INDEX mails ON users (email);\n"
    );
    sandbox.run(&["fmt"]).is(
        0,
        str![[r#"
1 file: laid out already

"#]],
        str![""],
    );
    sandbox.run(&["fmt", "--check", "--format", "json"]).is(
        0,
        str![[r#"
{
  "version": 1,
  "target": "schema",
  "verdict": "in-sync",
  "files": 1,
  "changed": [],
  "diff": ""
}

"#]],
        str![""],
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let sandbox = Sandbox::new();
    sandbox.run(&["fmt", "schema/user.sql"]).is(
        1,
        str![""],
        str![[r#"
error: cannot read schema/user.sql: No such file or directory (os error 2)
help: name the schema file or folder with --schema; `reconcile init` writes the first one

"#]],
    );
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    sandbox.write("shared.sql", "CREATE TABLE t(a,b)");
    std::fs::remove_file(sandbox.path("schema/schema.sql")).unwrap();
    std::os::unix::fs::symlink("../shared.sql", sandbox.path("schema/schema.sql")).unwrap();
    std::fs::set_permissions(sandbox.path("shared.sql"), std::fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(sandbox.run(&["fmt"]).code, 0);
    assert!(
        std::fs::symlink_metadata(sandbox.path("schema/schema.sql"))
            .unwrap()
            .is_symlink()
    );
    let mode = std::fs::metadata(sandbox.path("shared.sql"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(sandbox.read("shared.sql"), "CREATE TABLE t(\n  a,\n  b\n);\n");
}

#[test]
fn what_init_writes_is_laid_out() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "migrations/0001_a.sql",
        "CREATE TABLE u (id INTEGER PRIMARY KEY, e TEXT);\nCREATE INDEX i ON u (e);\nCREATE VIEW v AS SELECT e FROM u;\n",
    );
    sandbox.write("migrations/0002_b.sql", "ALTER TABLE u ADD COLUMN f TEXT; -- why\n");
    assert_eq!(sandbox.run(&["init"]).code, 0);
    assert_eq!(
        sandbox.run(&["fmt", "--check"]).code,
        0,
        "{}",
        sandbox.read("schema/schema.sql")
    );
}

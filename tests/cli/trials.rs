//! The user's own tests of migrations.

use snapbox::str;

use crate::sandbox::Sandbox;

/// A project whose second migration renames a column, with a test of it.
fn renamed(expected: &str) -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.edit(
        "  email TEXT NOT NULL",
        "  mail TEXT NOT NULL -- reconcile: renamed-from email",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    let test = format!(
        "INSERT INTO users (id, email) VALUES (1, 'a@example.org');\n-- reconcile: migrate\nSELECT mail FROM users;\n-- => {expected}\n"
    );
    sandbox.write("tests/migrations/0002/mail.sql", &test);
    sandbox
}

#[test]
fn pass() {
    renamed("'a@example.org'").run(&["verify", "--tests"]).is(
        0,
        str![[r#"
generated: 2 migrations OK: numbers in order, unmodified, replay ends at the schema, 1 test OK

"#]],
        str![],
    );
}

#[test]
fn rows_that_a_change_returns() {
    let sandbox = Sandbox::empty();
    let table = "CREATE TABLE u(id INTEGER PRIMARY KEY);\n";
    sandbox.write("schema/s.sql", table);
    sandbox.write("migrations/0001_a.sql", table);
    sandbox.write(
        "tests/migrations/0001/a.sql",
        "-- reconcile: migrate\nINSERT INTO u VALUES (3) RETURNING id;\n-- => 3\nDELETE FROM u RETURNING id;\n-- => 4\n",
    );
    sandbox.run(&["verify", "--tests"]).is(
        2,
        str![[r#"
migrations: 1 migration, 1 error; replay ends at the schema
error[test]: tests/migrations/0001/a.sql:5: expected (4), found (3)
  fix: correct the migration, or what the test expects

"#]],
        str![],
    );
}

#[test]
fn fail_with_file_line_and_both_rows() {
    let sandbox = renamed("'b@example.org'");
    sandbox.run(&["verify", "--tests"]).is(
        2,
        str![[r#"
generated: 2 migrations, 1 error; replay ends at the schema
error[test]: tests/migrations/0002/mail.sql:4: expected ('b@example.org'), found ('a@example.org')
  fix: correct the migration, or what the test expects

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["verify"]).code, 0, "only on request");
    let json = sandbox.run(&["verify", "--tests", "--format", "json"]).json();
    assert_eq!((&json["verdict"], &json["tests"]), (&"findings".into(), &1.into()));
}

#[test]
fn of_a_migration_that_is_not_there() {
    let sandbox = renamed("'a@example.org'");
    sandbox.write(
        "tests/migrations/0009/late.sql",
        "-- reconcile: migrate\nSELECT 1;\n-- => 1\n",
    );
    sandbox.run(&["verify", "--tests"]).is(
        2,
        str![[r#"
generated: 2 migrations, 1 error; replay ends at the schema
error[test]: tests/migrations/0009: there is no migration 0009
  fix: correct the migration, or what the test expects

"#]],
        str![],
    );
}

#[test]
fn that_are_not_there() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["verify", "--tests"]).is(
        1,
        str![],
        str![[r#"
error: cannot read tests/migrations: No such file or directory (os error 2)
help: check the path and its permissions

"#]],
    );
    std::fs::create_dir_all(sandbox.path("mine")).unwrap();
    sandbox.run(&["verify", "--tests", "mine"]).is(
        1,
        str![],
        str![[r#"
error: there is no test in mine
help: write one: FOLDER/0007/name.sql, see docs/changing-data.md

"#]],
    );
}

/// The trial copies the tables that the file concerns; a counter of another table has no place there.
#[test]
fn a_pending_file_beside_a_table_with_autoincrement() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "migrations/0001_u.sql",
        "CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT, e TEXT);\nCREATE TABLE v (id INTEGER PRIMARY KEY);\n",
    );
    assert_eq!(sandbox.run(&["init"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO u (e) VALUES ('a'), ('b'); INSERT INTO v VALUES (1)");
    for (file, text) in [
        ("0002_table.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n"),
        ("0003_rows.sql", "UPDATE v SET id = id + 1;\n"),
        ("0004_counted.sql", "INSERT INTO u (e) VALUES ('c');\n"),
        ("0005_question.sql", "SELECT 1;\n"),
    ] {
        sandbox.write(&format!("migrations/{file}"), text);
        for command in ["status", "plan --check", "preflight", "apply"] {
            let run = sandbox.run(&command.split(' ').collect::<Vec<_>>());
            assert!(
                !run.stderr.contains("no such table"),
                "{file} {command}: {}",
                run.stderr
            );
            let may_find = command.starts_with('p');
            assert!(may_find || run.code == 0, "{file} {command}: {}", run.stderr);
        }
    }
    assert_eq!(sandbox.count("SELECT seq FROM sqlite_sequence WHERE name = 'u'"), 3);
}

//! What a file by hand did to rows and was not expected to do is told after it ran.

use crate::Sandbox;

/// A table with two rows; the second file is pending.
fn sandbox(second: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    migrations: migrations\n    targets:\n      dev: sqlite:dev.db\n    default: dev\n",
    );
    sandbox.write(
        "migrations/0001_first.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, kind TEXT);\nCREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);\n",
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO users VALUES (1, 'x'), (2, 'y')");
    sandbox.write("migrations/0002_second.sql", second);
    sandbox
}

/// The copy of the rows has the trigger, too, so only the statement's own figure can tell.
#[test]
fn a_trigger_that_no_migration_makes_is_told() {
    let sandbox = sandbox("UPDATE users SET kind = 'z';\n");
    sandbox.sql("CREATE TRIGGER by_hand AFTER UPDATE ON users BEGIN INSERT INTO log (what) VALUES ('one'); END");
    let run = sandbox.run(&["apply", "--allow", "all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = "unexpected: line 1: 4 rows were changed, but users has 2: something else also writes";
    assert!(run.stdout.contains(told), "{}{}", run.stdout, run.stderr);
    assert!(
        !run.stdout.contains("restore"),
        "a file has no bookmark: {}",
        run.stdout
    );
}

#[test]
fn what_was_expected_is_no_surprise() {
    for second in [
        "UPDATE users SET kind = 'z' WHERE kind = 'x';\nDELETE FROM users WHERE id = 2;\n",
        "DELETE FROM users WHERE random() % 2;\n",
        "INSERT INTO users (kind) SELECT kind FROM users;\n",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, kind TEXT NOT NULL);\nINSERT INTO n SELECT * FROM users;\nDROP TABLE users;\nALTER TABLE n RENAME TO users;\n",
    ] {
        let run = sandbox(second).run(&["apply", "--allow", "all", "--format", "json"]);
        assert_eq!(run.code, 0, "{second}{}", run.stderr);
        assert_eq!(
            run.json()["migrations"][0].get("surprises"),
            None,
            "{second}{}",
            run.stdout
        );
    }
}

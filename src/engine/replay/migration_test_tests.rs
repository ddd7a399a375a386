//! Tests of migrations' tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::migration::Migration;

fn folder() -> Folder {
    let migration = |name: &str, sql: &str| Migration::parse(name, sql);
    Folder::of(
        "generated",
        [
            migration("0001_a.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);"),
            migration("0002_b.sql", "ALTER TABLE users RENAME COLUMN mail TO email;"),
        ],
    )
}

/// Line and words of what a test finds.
fn found(text: &str) -> Vec<(usize, String)> {
    let deviations = match Trial::parse(text) {
        Ok(trial) => trial
            .run(&folder(), 1, &crate::introspect::Ownership::default())
            .unwrap(),
        Err(deviation) => vec![deviation],
    };
    deviations.into_iter().map(|it| (it.line, it.message)).collect()
}

const SEED: &str = "INSERT INTO users VALUES (1, 'a;b'), (2, NULL);\n-- reconcile: migrate\n";

#[test]
fn what_is_expected_is_found() {
    let text = format!(
        "{SEED}SELECT id, email FROM users ORDER BY id;\n-- => 1, 'a;b'\n-- a word between\n-- => 2, NULL\n\
         SELECT 1 FROM users WHERE email = 'nobody';\n\
         INSERT INTO users (mail) VALUES ('x');\n-- => error: no column named mail\n\
         DELETE FROM users;\nSELECT count(*) FROM users;\n-- => 0\n"
    );
    assert_eq!(found(&text), []);
}

#[test]
fn rows_of_statements_that_change_something() {
    let text = format!(
        "{SEED}INSERT INTO users VALUES (3, 'c') RETURNING id, email || '!';\n-- => 3, 'c!'\n\
         WITH new (id) AS (VALUES (4)) REPLACE INTO users (id) SELECT id FROM new RETURNING id;\n-- => 4\n\
         UPDATE users SET email = 'none' WHERE email IS NULL RETURNING id;\n-- => 2\n-- => 4\n\
         DELETE FROM users WHERE id = 9 RETURNING id;\n\
         DELETE FROM users WHERE id = 4 RETURNING id;\n\
         WITH a AS (SELECT 3 AS id) DELETE FROM users WHERE id IN (SELECT id FROM a) RETURNING id;\n\
         INSERT INTO users (id) VALUES (1) RETURNING id;\n-- => error: UNIQUE constraint failed\n\
         SELECT count(*) FROM users;\n-- => 2\n"
    );
    assert_eq!(found(&text), []);
}

#[test]
fn what_is_not_is_told_with_its_line() {
    let cases = [
        (
            "SELECT id FROM users ORDER BY id;\n-- => 1\n-- => 3\n",
            5,
            "expected (3), found (2)",
        ),
        (
            "SELECT id FROM users ORDER BY id;\n-- => 1\n",
            3,
            "expected 1 rows, found also (2)",
        ),
        (
            "SELECT id FROM users WHERE id = 1;\n-- => 1\n-- => 2\n",
            5,
            "expected (2), found no more rows",
        ),
        ("SELECT '1';\n-- => 1\n", 4, "expected (1), found ('1')"),
        ("SELECT mail FROM users;\n", 3, "this fails: no such column: mail"),
        (
            "DELETE FROM users;\n-- => error: no\n",
            4,
            "expected the error `no`, but it succeeds",
        ),
        ("SELECT 1;\n-- => ,\n", 4, "not a row of SQL literals"),
        ("-- nothing\n", 3, "nothing is checked"),
        (
            "DELETE FROM users RETURNING id;\n-- => 1\n",
            3,
            "expected 1 rows, found also (2)",
        ),
        (
            "DELETE FROM users WHERE id = 1 RETURNING id;\n-- => 2\n",
            4,
            "expected (2), found (1)",
        ),
        (
            "DELETE FROM users;\n-- => 1\n",
            4,
            "expected (1), found no more rows; a statement gives rows when it is RETURNING them",
        ),
    ];
    for (after, line, words) in cases {
        let found = found(&format!("{SEED}{after}"));
        assert_eq!(found.len(), 1, "{after}");
        assert_eq!(found[0].0, line, "{after}: {found:?}");
        assert!(found[0].1.contains(words), "{after}: {found:?}");
    }
}

#[test]
fn rows_that_do_not_fit_and_a_mark_that_is_missing_are_told() {
    let seed = found("INSERT INTO users (email) VALUES (1);\n-- reconcile: migrate\nSELECT 1;\n");
    assert!(seed[0].1.contains("fails before the migration"), "{seed:?}");
    assert!(found("SELECT 1;\n")[0].1.contains("is missing"));
}

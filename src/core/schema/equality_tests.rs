//! Pairs of schemas that behave the same, and pairs that do not. SQLite must accept all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use rusqlite::Connection;

use super::super::Schema;

/// Executes the script, which may use tables `p` and `q`, and reads what SQLite stored.
fn schema(script: &str) -> Schema {
    let connection = Connection::open_in_memory().unwrap();
    let parents =
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a, b, UNIQUE (a, b)); CREATE TABLE q (x, y, PRIMARY KEY (x, y));";
    connection.execute_batch(parents).unwrap();
    if let Err(error) = connection.execute_batch(script) {
        panic!("SQLite refuses the test's own {script:?}: {error}");
    }
    Schema::stored(&connection)
}

fn same(pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        let (a, b) = (schema(left), schema(right));
        assert_eq!(a.canonical(), b.canonical(), "\n{left}\n{right}");
        assert!(a == b && a.fingerprint() == b.fingerprint(), "\n{left}\n{right}");
    }
}

fn different(pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        let (a, b) = (schema(left), schema(right));
        assert!(a != b, "\n{left}\n{right}\n{}", a.canonical());
        assert_ne!(a.fingerprint(), b.fingerprint(), "\n{left}\n{right}");
    }
}

/// Compares columns and constraints of a table `t`.
fn same_tables(pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        same(&[(&format!("CREATE TABLE t {left}"), &format!("CREATE TABLE t {right}"))]);
    }
}

fn different_tables(pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        different(&[(&format!("CREATE TABLE t {left}"), &format!("CREATE TABLE t {right}"))]);
    }
}

#[test]
fn spelling_of_tables() {
    same(&[
        (
            "CREATE TABLE t(a, b)",
            "create table if not exists main.\"T\" ( [A] , `b` -- c\n)",
        ),
        (
            "CREATE TABLE t(a, b)",
            "CREATE TABLE u(b, a); ALTER TABLE u RENAME TO t",
        ),
        ("CREATE TABLE t(a, b)", "CREATE TABLE t(a); ALTER TABLE t ADD COLUMN b"),
        ("CREATE TABLE 't'(a INT)", "CREATE TABLE t(a INT)"),
        (
            "CREATE TABLE t(a TEXT)",
            "CREATE TABLE t AS SELECT CAST(1 AS TEXT) AS a",
        ),
    ]);
    same_tables(&[
        ("(a VARCHAR(10))", "(a varchar ( 10 ))"),
        ("(a UNSIGNED BIG INT)", "(a unsigned\n big  int)"),
        ("(a \"TEXT\")", "(a text)"),
        (
            "(a INT PRIMARY KEY) STRICT, WITHOUT ROWID",
            "(a INT PRIMARY KEY) WITHOUT ROWID, STRICT",
        ),
    ]);
}

#[test]
fn what_is_the_default_may_be_left_out() {
    same_tables(&[
        ("(a NULL)", "(a)"),
        ("(a NOT NULL ON CONFLICT ABORT)", "(a NOT NULL)"),
        ("(a COLLATE BINARY)", "(a)"),
        ("(a COLLATE nocase COLLATE \"binary\")", "(a)"),
        ("(a DEFAULT NULL)", "(a)"),
        ("(a DEFAULT (NULL))", "(a)"),
        ("(a DEFAULT 1 DEFAULT NULL)", "(a)"),
        ("(a DEFAULT 1 NOT NULL DEFAULT 2)", "(a NOT NULL DEFAULT 2)"),
        ("(a INT PRIMARY KEY ASC)", "(a INT PRIMARY KEY)"),
        ("(a AS (1) VIRTUAL, b)", "(a GENERATED ALWAYS AS (1), b)"),
        ("(a TEXT AS (1), b)", "(a TEXT GENERATED ALWAYS AS (1), b)"),
        (
            "(a VARCHAR(9) AS (1), b)",
            "(a VARCHAR(9) GENERATED ALWAYS AS ((1)), b)",
        ),
        (
            "(a REFERENCES p(id) ON DELETE NO ACTION ON UPDATE NO ACTION MATCH FULL NOT DEFERRABLE INITIALLY DEFERRED)",
            "(a REFERENCES p(id))",
        ),
        (
            "(a REFERENCES p(id) DEFERRABLE INITIALLY IMMEDIATE)",
            "(a REFERENCES p(id) DEFERRABLE)",
        ),
        ("(a REFERENCES p(id) DEFERRABLE)", "(a REFERENCES p(id))"),
        (
            "(a REFERENCES p(id) ON DELETE CASCADE ON DELETE SET NULL)",
            "(a REFERENCES p(id) ON DELETE SET NULL)",
        ),
        ("(a REFERENCES p(id) ON INSERT CASCADE)", "(a REFERENCES p(id))"),
    ]);
}

#[test]
fn constraints_of_columns_and_of_tables_are_one() {
    same_tables(&[
        ("(a INT PRIMARY KEY)", "(a INT, PRIMARY KEY (a))"),
        ("(a INTEGER PRIMARY KEY)", "(a INTEGER, PRIMARY KEY (\"A\" DESC))"),
        (
            "(a INTEGER PRIMARY KEY AUTOINCREMENT)",
            "(a INTEGER, PRIMARY KEY (a AUTOINCREMENT))",
        ),
        ("(a UNIQUE)", "(a, CONSTRAINT u UNIQUE ('a'))"),
        (
            "(a CHECK (a > 0))",
            "(a, CONSTRAINT c CHECK ((a > 0)) ON CONFLICT IGNORE)",
        ),
        ("(a REFERENCES p(id))", "(a, FOREIGN KEY (a) REFERENCES \"p\" (id))"),
        (
            "(a, b, CHECK (a) CHECK (b) UNIQUE (a))",
            "(b, a, UNIQUE (a), CHECK (b), CONSTRAINT x CHECK (a))",
        ),
        ("(a CONSTRAINT x CONSTRAINT y UNIQUE CONSTRAINT z)", "(a UNIQUE)"),
        ("(a, CONSTRAINT x)", "(a)"),
        (
            "(a, b, FOREIGN KEY (a, b) REFERENCES p (a, b))",
            "(a, b, FOREIGN KEY (b, a) REFERENCES p (b, a))",
        ),
        (
            "(a REFERENCES p DEFERRABLE INITIALLY DEFERRED, b)",
            "(a REFERENCES p, b DEFERRABLE INITIALLY DEFERRED)",
        ),
    ]);
}

#[test]
fn implied_facts_may_be_written() {
    same_tables(&[
        ("(a INTEGER PRIMARY KEY NOT NULL)", "(a INTEGER PRIMARY KEY)"),
        (
            "(a TEXT PRIMARY KEY) WITHOUT ROWID",
            "(a TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
        ),
        (
            "(a INTEGER PRIMARY KEY) WITHOUT ROWID",
            "(a INTEGER NOT NULL PRIMARY KEY) WITHOUT ROWID",
        ),
        ("(a TEXT PRIMARY KEY) STRICT", "(a TEXT PRIMARY KEY NOT NULL) STRICT"),
        (
            "(a INTEGER PRIMARY KEY) STRICT",
            "(a INTEGER PRIMARY KEY NOT NULL) STRICT",
        ),
        ("(a REFERENCES p)", "(a REFERENCES p(id))"),
        (
            "(a, b, FOREIGN KEY (a, b) REFERENCES q)",
            "(a, b, FOREIGN KEY (a, b) REFERENCES q (x, y))",
        ),
        ("(a REFERENCES p REFERENCES p(id))", "(a REFERENCES p)"),
        (
            "(a COLLATE NOCASE UNIQUE)",
            "(a COLLATE NOCASE, UNIQUE (a COLLATE nocase))",
        ),
        ("(a UNIQUE COLLATE NOCASE)", "(a COLLATE NOCASE UNIQUE)"),
        ("(a, UNIQUE (a COLLATE BINARY))", "(a UNIQUE)"),
        ("(a UNIQUE, UNIQUE (a))", "(a UNIQUE)"),
        (
            "(a UNIQUE ON CONFLICT IGNORE, UNIQUE (a))",
            "(a UNIQUE ON CONFLICT IGNORE)",
        ),
        ("(a TEXT PRIMARY KEY UNIQUE)", "(a TEXT PRIMARY KEY)"),
        (
            "(a TEXT PRIMARY KEY, UNIQUE (a) ON CONFLICT FAIL)",
            "(a TEXT PRIMARY KEY ON CONFLICT FAIL)",
        ),
        ("(a, CHECK (a > 0), CHECK (A>0))", "(a CHECK (a > 0))"),
        (
            "(a, b, PRIMARY KEY (a, b, a)) WITHOUT ROWID",
            "(a, b, PRIMARY KEY (a, b)) WITHOUT ROWID",
        ),
    ]);
}

#[test]
fn defaults_have_many_spellings() {
    same_tables(&[
        ("(a DEFAULT 5)", "(a DEFAULT (5))"),
        ("(a DEFAULT +5)", "(a DEFAULT 5)"),
        ("(a DEFAULT - 5)", "(a DEFAULT (-5))"),
        ("(a DEFAULT 0x10)", "(a DEFAULT 16)"),
        ("(a DEFAULT TRUE)", "(a DEFAULT 1)"),
        ("(a DEFAULT (FALSE))", "(a DEFAULT 0)"),
        ("(a DEFAULT hello)", "(a DEFAULT 'hello')"),
        ("(a DEFAULT \"hello\")", "(a DEFAULT 'hello')"),
        ("(a DEFAULT [hello])", "(a DEFAULT 'hello')"),
        ("(a DEFAULT key)", "(a DEFAULT 'key')"),
        ("(a DEFAULT CURRENT_TIMESTAMP)", "(a DEFAULT (current_timestamp))"),
        ("(a DEFAULT (DateTime('now')))", "(a DEFAULT ( datetime( 'now' ) ))"),
    ]);
    different_tables(&[
        ("(a DEFAULT 5)", "(a DEFAULT '5')"),
        ("(a DEFAULT 5)", "(a DEFAULT 5.0)"),
        ("(a DEFAULT 0x10)", "(a DEFAULT x'10')"),
        ("(a DEFAULT Hello)", "(a DEFAULT hello)"),
        ("(a DEFAULT '')", "(a)"),
        ("(a DEFAULT 'NULL')", "(a DEFAULT NULL)"),
        ("(a DEFAULT \"current_time\")", "(a DEFAULT current_time)"),
        ("(a DEFAULT \"true\")", "(a DEFAULT true)"),
        ("(a DEFAULT 'a b')", "(a DEFAULT 'a  b')"),
    ]);
}

#[test]
fn tables_that_behave_differently() {
    different_tables(&[
        ("(a INT)", "(a INTEGER)"),
        ("(a INT PRIMARY KEY)", "(a INTEGER PRIMARY KEY)"),
        ("(a INTEGER PRIMARY KEY DESC)", "(a INTEGER PRIMARY KEY)"),
        ("(a INTEGER PRIMARY KEY DESC)", "(a INTEGER, PRIMARY KEY (a DESC))"),
        ("(a INTEGER PRIMARY KEY AUTOINCREMENT)", "(a INTEGER PRIMARY KEY)"),
        ("(a VARCHAR(10))", "(a VARCHAR(11))"),
        ("(a LONG TEXT)", "(a LONGTEXT)"),
        ("(a TEXT)", "(a)"),
        ("(a)", "(b)"),
        ("(a)", "(a, b)"),
        ("(a INTEGER PRIMARY KEY UNIQUE)", "(a INTEGER PRIMARY KEY)"),
        ("(a NOT NULL)", "(a)"),
        ("(a NOT NULL ON CONFLICT IGNORE)", "(a NOT NULL)"),
        ("(a TEXT PRIMARY KEY NOT NULL)", "(a TEXT PRIMARY KEY)"),
        ("(a COLLATE NOCASE)", "(a)"),
        (
            "(a COLLATE NOCASE, UNIQUE (a COLLATE BINARY))",
            "(a COLLATE NOCASE UNIQUE)",
        ),
        ("(a UNIQUE)", "(a PRIMARY KEY)"),
        ("(a UNIQUE ON CONFLICT REPLACE)", "(a UNIQUE)"),
        ("(a, b, UNIQUE (a, b))", "(a, b, UNIQUE (b, a))"),
        ("(a, b, UNIQUE (a, b))", "(a UNIQUE, b UNIQUE)"),
        ("(a, UNIQUE (a DESC))", "(a UNIQUE)"),
        ("(a CHECK (a > 0))", "(a CHECK (a >= 0))"),
        ("(a CHECK (a > 0))", "(a)"),
        ("(a CHECK (a <> \"Hello\"))", "(a CHECK (a <> \"hello\"))"),
        ("(a CHECK (a <> 'a'))", "(a CHECK (a <> a))"),
        ("(a CHECK (a IN ('x', 'y')))", "(a CHECK (a IN ('x', 'Y')))"),
        ("(a REFERENCES p)", "(a)"),
        ("(a REFERENCES p)", "(a REFERENCES q)"),
        ("(a REFERENCES p(id))", "(a REFERENCES p(a))"),
        ("(a REFERENCES p ON DELETE CASCADE)", "(a REFERENCES p)"),
        (
            "(a REFERENCES p ON DELETE CASCADE)",
            "(a REFERENCES p ON UPDATE CASCADE)",
        ),
        ("(a REFERENCES p DEFERRABLE INITIALLY DEFERRED)", "(a REFERENCES p)"),
        (
            "(a, b, FOREIGN KEY (a, b) REFERENCES q(x, y))",
            "(a, b, FOREIGN KEY (a, b) REFERENCES q(y, x))",
        ),
        ("(a, b AS (a))", "(a, b AS (a) STORED)"),
        ("(a, b AS (a))", "(a, b AS (a + 1))"),
        ("(a, b AS (a))", "(a, b)"),
        ("(a INT) STRICT", "(a INT)"),
        ("(a PRIMARY KEY) WITHOUT ROWID", "(a PRIMARY KEY)"),
    ]);
}

#[path = "equality_dependents_tests.rs"]
mod dependents;

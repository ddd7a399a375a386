//! Scripts that are right, and scripts that lose something.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::database::{Database, Scratch, Value};
use crate::diff;
use crate::introspect;
use crate::plan::{self, Facts, Options};
use crate::reference::Reference;
use crate::render::{Script, Segment};
use crate::schema::{Hints, Pair, Schema};

fn schema(sql: &str) -> Schema {
    let mut scratch = Scratch::new().unwrap();
    for span in crate::sql::split(sql) {
        scratch.execute(&sql[span.range]).unwrap();
    }
    introspect::read(&mut scratch).unwrap().schema
}

/// Proves a script of ours instead of the planner's.
fn judge(before: &str, after: &str, statements: &[&str]) -> Result<Proven, Disproof> {
    let (from, desired) = (schema(before), schema(after));
    let hints = Hints::default();
    let diff = diff::compare(&from, &desired, &hints);
    let plan = plan::build(
        &diff,
        Pair {
            from: &from,
            to: &desired,
        },
        &Facts::default(),
        &Options::default(),
    )
    .unwrap();
    let statements = statements.iter().map(|statement| (*statement).to_owned()).collect();
    let script = Script {
        segments: vec![Segment {
            statements,
            ..Segment::default()
        }],
    };
    prove(&Claim {
        settle: &[],
        reference: Reference::default(),
        plan: &plan,
        script: &script,
        from: &from,
        desired: &desired,
        hints: &hints,
        rows: Rows::Made,
    })
}

fn failed(outcome: Result<Proven, Disproof>) -> Vec<&'static str> {
    outcome
        .err()
        .map(|it| it.failures.iter().map(|failure| failure.check).collect())
        .unwrap_or_default()
}

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user INTEGER REFERENCES users (id) ON DELETE CASCADE);";
const WANTED: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, UNIQUE (name));
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user INTEGER REFERENCES users (id) ON DELETE CASCADE);";

#[test]
fn a_plain_addition_is_proven_with_evidence_of_every_check() {
    let after = "CREATE TABLE t (a TEXT, b INTEGER)";
    let proven = judge(
        "CREATE TABLE t (a TEXT)",
        after,
        &["ALTER TABLE t ADD COLUMN b INTEGER"],
    )
    .unwrap();
    let names: Vec<_> = proven.evidence().iter().map(|evidence| evidence.check).collect();
    assert_eq!(
        names,
        [
            "runs",
            "schema",
            "settled",
            "rows",
            "values",
            "rowids",
            "foreign-keys",
            "leftovers",
            "splitter",
            "length"
        ]
    );
    assert!(
        proven.evidence()[0].detail.contains("5 made rows of 1 table"),
        "{:?}",
        proven.evidence()[0]
    );
}

#[test]
fn the_textbook_rebuild_that_deletes_the_children_is_disproven() {
    let outcome = judge(
        USERS,
        WANTED,
        &[
            "CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, UNIQUE (name))",
            "INSERT INTO n SELECT * FROM users",
            "DROP TABLE users",
            "ALTER TABLE n RENAME TO users",
        ],
    );
    let checks = failed(outcome);
    assert!(checks.contains(&"rows"), "{checks:?}");
    assert!(checks.contains(&"rowids"), "the sequence is lost too: {checks:?}");
}

#[test]
fn a_lost_value_a_lost_row_and_a_leftover_are_each_seen() {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)";
    let after = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b)";
    let add = "ALTER TABLE t ADD COLUMN b";
    assert_eq!(
        failed(judge(table, after, &[add, "UPDATE t SET a = lower(a)"])),
        ["values"]
    );
    assert!(failed(judge(table, after, &[add, "DELETE FROM t WHERE id = 1"])).contains(&"rows"));
    assert!(failed(judge(table, after, &[add, "CREATE TABLE left_here (a)"])).contains(&"leftovers"));
    assert!(failed(judge(table, after, &[add, "PRAGMA legacy_alter_table = ON"])).contains(&"leftovers"));
    assert_eq!(failed(judge(table, after, &[])), ["schema", "settled"]);
}

#[test]
fn a_rebuild_that_numbers_rowids_anew_is_disproven() {
    let outcome = judge(
        "CREATE TABLE t (a TEXT)",
        "CREATE TABLE t (a TEXT, CHECK (length(a) < 9999))",
        &[
            "CREATE TABLE n (a TEXT, CHECK (length(a) < 9999))",
            "INSERT INTO n SELECT * FROM t",
            "DROP TABLE t",
            "ALTER TABLE n RENAME TO t",
        ],
    );
    assert!(failed(outcome).contains(&"rowids"));
}

#[test]
fn a_failure_is_a_ready_test_case() {
    let after = "CREATE TABLE t (a TEXT, b)";
    let disproof = judge("CREATE TABLE t (a TEXT)", after, &["ALTER TABLE nothing ADD COLUMN b"]).unwrap_err();
    let names: Vec<_> = disproof.files().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["before.sql", "rows.sql", "after.sql", "migration.sql"]);
    assert!(
        disproof
            .to_string()
            .contains("runs: statement 1 (ALTER TABLE nothing ADD COLUMN b)"),
        "{disproof}"
    );
    assert!(disproof.case().contains("INSERT OR ABORT INTO \"t\""));
}

#[test]
fn a_statement_that_d1_finds_too_long_is_disproven() {
    let long = format!("ALTER TABLE t ADD COLUMN b /* {} */", "x".repeat(100_000));
    assert!(!failed(judge("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT, b)", &[&long])).is_empty());
}

#[test]
fn only_a_bug_is_called_one() {
    let (before, after) = ("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT, b)");
    let cause = |statement: &str| {
        let disproof = judge(before, after, &["ALTER TABLE t ADD COLUMN b", statement]).unwrap_err();
        assert_eq!(
            disproof.to_string().contains("bug in reconcile"),
            disproof.cause == Cause::Bug
        );
        disproof.cause
    };
    assert_eq!(cause("UPDATE t SET b = json_extract(a, '$.x')"), Cause::MadeRows);
    let terms = "SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6";
    assert_eq!(cause(&format!("UPDATE t SET b = ({terms})")), Cause::Limit);
    assert_eq!(cause("UPDATE nothing SET b = 1"), Cause::Bug);
    assert_eq!(cause("DELETE FROM t"), Cause::Bug);
}

#[test]
fn a_difference_is_told_in_words() {
    let disproof = judge(
        "CREATE TABLE t (a TEXT)",
        "CREATE TABLE t (a TEXT, b INT)",
        &["SELECT 1"],
    )
    .unwrap_err();
    assert!(
        disproof
            .to_string()
            .contains("table t still differs: column b is added"),
        "{disproof}"
    );
}

#[test]
fn what_quick_check_says_of_a_sound_table_is_no_failure() {
    let table =
        |more: &str| format!("CREATE TABLE t (v ANY AS (id), id INTEGER PRIMARY KEY, a BLOB DEFAULT ''{more}) STRICT");
    let mut scratch = Scratch::new().unwrap();
    scratch.execute(&table("")).unwrap();
    scratch.execute("INSERT INTO t (a) VALUES (x'33')").unwrap();
    let said = scratch.query("PRAGMA quick_check(t)").unwrap();
    assert_eq!(said.scalar().and_then(Value::as_str), Some("non-BLOB value in t.a"));
    let proven = judge(&table(""), &table(", n INT"), &["ALTER TABLE t ADD COLUMN n INT"]);
    assert_eq!(failed(proven), Vec::<&str>::new());
}

#[test]
fn a_row_that_a_check_does_not_take_is_seen() {
    let table = |more: &str| format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a INT CHECK (a < 1000000){more})");
    let unchecked = [
        "ALTER TABLE t ADD COLUMN n INT",
        "PRAGMA ignore_check_constraints = on",
        "UPDATE t SET a = 1000001",
        "PRAGMA ignore_check_constraints = off",
    ];
    assert!(failed(judge(&table(""), &table(", n INT"), &unchecked)).contains(&"foreign-keys"));
}

//! A scratch database refuses what D1 refuses, and takes what D1 takes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use super::*;

/// Each refused by D1: tried on workerd.
const REFUSED: &[&str] = &[
    "PRAGMA user_version",
    "PRAGMA writable_schema = on",
    "PRAGMA journal_mode",
    "PRAGMA integrity_check",
    "PRAGMA schema_version",
    "PRAGMA application_id = 1",
    "PRAGMA compile_options",
    "PRAGMA database_list",
    "SELECT sqlite_version()",
    "SELECT unistr('a')",
    "SELECT sqlite_source_id()",
    "BEGIN",
    "COMMIT",
    "SAVEPOINT a",
    "ATTACH ':memory:' AS x",
    "VACUUM",
    "CREATE TEMP TABLE t (a)",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE TABLE _cf_x (a)",
    "CREATE TABLE _CF_x (a)",
    "UPDATE sqlite_schema SET sql = ''",
    "CREATE VIRTUAL TABLE f USING fts4(a)",
    "ALTER TABLE p ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE p ALTER COLUMN b DROP NOT NULL",
    "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0)",
    "ALTER TABLE p DROP CONSTRAINT c",
    "SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6",
    "SELECT ?101",
    "SELECT 'a' LIKE '123456789012345678901234567890123456789012345678901'",
];

/// Each accepted by D1.
const ACCEPTED: &[&str] = &[
    "PRAGMA foreign_keys = off",
    "PRAGMA defer_foreign_keys = on",
    "PRAGMA table_list",
    "PRAGMA quick_check",
    "SELECT * FROM pragma_table_xinfo('p')",
    "SELECT * FROM pragma_foreign_key_check",
    "PRAGMA optimize",
    "ANALYZE",
    "CREATE VIRTUAL TABLE f USING fts5(a)",
    "CREATE VIRTUAL TABLE r USING rtree(id, x1, x2)",
    "REINDEX",
    "CREATE TABLE s (a INT) STRICT",
    "CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE q AS SELECT 1 AS x",
    "ALTER TABLE p ADD COLUMN z",
    "ALTER TABLE p RENAME COLUMN a TO y",
    "ALTER TABLE p DROP COLUMN a",
    "ALTER TABLE p RENAME TO n",
    "EXPLAIN QUERY PLAN SELECT 1",
    "SELECT pow(2, 3) + sqrt(4) + pi()",
    "CREATE TABLE d (a DEFAULT \"hello\")",
];

fn scratch() -> Scratch {
    let mut scratch = Scratch::new().unwrap();
    scratch
        .execute("CREATE TABLE p (a, b TEXT NOT NULL, CONSTRAINT c CHECK (b > 0))")
        .unwrap();
    scratch
}

#[test]
fn refuses_what_d1_refuses() {
    for sql in REFUSED {
        let refused = scratch().query(sql).is_err();
        assert!(refused, "{sql}");
    }
}

#[test]
fn accepts_what_d1_accepts() {
    for sql in ACCEPTED {
        let result = scratch().run(&[(*sql).to_owned()]);
        assert!(result.is_ok(), "{sql}: {result:?}");
    }
}

#[test]
fn a_nul_byte_ends_no_statement() {
    let sql = "CREATE TABLE z (a); \0 CREATE TABLE y (a)";
    let mut scratch = scratch();
    for failed in [
        scratch.execute(sql).unwrap_err(),
        scratch.query(sql).unwrap_err(),
        scratch.run(&[sql.to_owned()]).unwrap_err(),
    ] {
        assert!(
            matches!(&failed, Error::Statement { offset: Some(20), .. }),
            "{failed:?}"
        );
    }
}

#[test]
fn foreign_keys_stay_on_inside_a_batch() {
    let mut scratch = scratch();
    let batch = ["PRAGMA foreign_keys = off", "CREATE TABLE c (x REFERENCES p(a))"].map(str::to_owned);
    scratch.run(&batch).unwrap();
    assert_eq!(
        scratch.query("PRAGMA foreign_keys").unwrap().scalar(),
        Some(&super::super::Value::Integer(1))
    );
}

#[test]
fn goes_on_past_what_fails() {
    let mut scratch = scratch();
    let batch = [
        "CREATE TABLE x (a UNIQUE ON CONFLICT ROLLBACK)",
        "INSERT INTO nope VALUES (1)",
        "INSERT INTO x VALUES (1), (1)",
        "CREATE TABLE y (p REFERENCES x(a) DEFERRABLE INITIALLY DEFERRED)",
        "BEGIN",
    ]
    .map(str::to_owned);
    let mut seen = Vec::new();
    let failures = scratch.run_each(&batch, &mut |_, index| seen.push(index)).unwrap();
    assert_eq!(seen, [0, 1, 2, 3, 4]);
    let at = |error: &Error| {
        matches!(
            error,
            Error::Statement {
                index: Some(1 | 2 | 4),
                ..
            }
        )
    };
    assert!(failures.len() == 3 && failures.iter().all(at), "{failures:?}");
    let batch = [
        "CREATE TABLE p (a PRIMARY KEY)",
        "CREATE TABLE c (p REFERENCES p(a))",
        "PRAGMA defer_foreign_keys = on",
        "INSERT INTO c VALUES (1)",
    ];
    let failures = Scratch::new()
        .unwrap()
        .run_each(&batch.map(str::to_owned), &mut |_, _| {})
        .unwrap();
    assert_eq!(failures.len(), 1, "found at the end: {failures:?}");
}

#[test]
fn a_failed_batch_leaves_nothing() {
    let mut scratch = scratch();
    let batch = [
        "CREATE TABLE x (a)",
        "INSERT INTO x VALUES (1)",
        "INSERT INTO nope VALUES (1)",
    ]
    .map(str::to_owned);
    let error = scratch.run(&batch).unwrap_err();
    assert!(matches!(error, Error::Statement { index: Some(2), .. }), "{error:?}");
    assert!(scratch.query("SELECT * FROM x").is_err());
}

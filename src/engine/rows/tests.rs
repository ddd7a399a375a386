//! Schemas that are hard to fill.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::database::{Database, Scratch, Value};
use crate::introspect;
use crate::schema::Name;

fn filled(statements: &[&str]) -> (Scratch, Filled) {
    let mut scratch = Scratch::new().unwrap();
    for statement in statements {
        scratch.execute(statement).unwrap();
    }
    let schema = introspect::read(&mut scratch).unwrap().schema;
    let filled = fill(&mut scratch, &schema, &everything(&schema), &Fit::default()).unwrap();
    (scratch, filled)
}

/// Fills and expects rows in every table, and keys that hold.
fn full(statements: &[&str]) -> Scratch {
    let (mut scratch, filled) = filled(statements);
    assert!(filled.unfilled.is_empty(), "{:?}", filled.unfilled);
    assert!(filled.tables.values().all(|rows| *rows > 0));
    assert_eq!(
        scratch.query("PRAGMA foreign_key_check").unwrap().rows,
        Vec::<Vec<Value>>::new()
    );
    assert_eq!(number(&mut scratch, "PRAGMA foreign_keys"), 1);
    scratch
}

fn number(scratch: &mut Scratch, sql: &str) -> i64 {
    scratch.query(sql).unwrap().scalar().and_then(Value::as_i64).unwrap()
}

#[test]
fn every_parent_has_children_and_some_child_has_no_parent() {
    let mut scratch = full(&[
        "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE)",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE)",
    ]);
    assert_eq!(
        number(
            &mut scratch,
            "SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM posts WHERE user_id NOT NULL)"
        ),
        0
    );
    assert!(number(&mut scratch, "SELECT count(*) FROM posts WHERE user_id IS NULL") > 0);
}

#[test]
fn checks_are_satisfied_by_their_own_literals() {
    full(&["CREATE TABLE t (id INTEGER PRIMARY KEY, \
            state TEXT NOT NULL CHECK (state IN ('open', 'it''s closed')), \
            code TEXT NOT NULL UNIQUE CHECK (length(code) = 6 AND code GLOB '[A-Z][0-9]*'), \
            size INTEGER CHECK (size BETWEEN 100 AND 120), \
            ratio REAL NOT NULL CHECK (ratio > 0.5 AND ratio < 0.75), \
            mail TEXT NOT NULL CHECK (mail LIKE '%_@_%.__%'), \
            day TEXT NOT NULL CHECK (date(day) IS day), \
            data TEXT NOT NULL CHECK (json_valid(data)), \
            flag NOT NULL CHECK (flag IN (0, 1)))"]);
}

#[test]
fn checks_over_several_columns_and_parents_are_satisfied_together() {
    full(&[
        "CREATE TABLE a (id INTEGER PRIMARY KEY)",
        "CREATE TABLE b (id INTEGER PRIMARY KEY)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, \
            kind TEXT NOT NULL, a_id INTEGER REFERENCES a (id), b_id INTEGER REFERENCES b (id), \
            CHECK ((kind = 'a' AND a_id IS NOT NULL AND b_id IS NULL) OR (kind = 'b' AND a_id IS NULL AND b_id IS NOT NULL)))",
        "CREATE TABLE edges (low INTEGER NOT NULL REFERENCES a (id), high INTEGER NOT NULL REFERENCES a (id), \
            PRIMARY KEY (low, high), CHECK (low < high)) WITHOUT ROWID",
    ]);
}

#[test]
fn cycles_and_self_references_are_closed() {
    let mut scratch = full(&[
        "CREATE TABLE person (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES person (id), team INTEGER NOT NULL REFERENCES team (id))",
        "CREATE TABLE team (id INTEGER PRIMARY KEY, lead INTEGER REFERENCES person (id))",
        "CREATE TABLE root (id TEXT PRIMARY KEY, parent TEXT NOT NULL REFERENCES root (id))",
        "CREATE TABLE x (id INTEGER PRIMARY KEY, y INTEGER NOT NULL REFERENCES y (id))",
        "CREATE TABLE y (id INTEGER PRIMARY KEY, x INTEGER NOT NULL REFERENCES x (id))",
    ]);
    assert!(number(&mut scratch, "SELECT count(*) FROM team WHERE lead IS NOT NULL") > 0);
    assert!(number(&mut scratch, "SELECT count(*) FROM person WHERE boss IS NOT NULL") > 0);
}

#[test]
fn composite_and_overlapping_keys_agree() {
    full(&[
        "CREATE TABLE org (id INTEGER PRIMARY KEY)",
        "CREATE TABLE member (org_id INTEGER NOT NULL REFERENCES org (id), name TEXT NOT NULL, PRIMARY KEY (org_id, name))",
        "CREATE TABLE task (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL REFERENCES org (id), owner TEXT NOT NULL, \
            FOREIGN KEY (org_id, owner) REFERENCES member (org_id, name))",
    ]);
}

#[test]
fn strict_generated_and_odd_names_are_filled() {
    full(&[
        "CREATE TABLE \"we\"\"ird t\" (\"a b\" INT PRIMARY KEY NOT NULL, \"select\" ANY, b BLOB NOT NULL, r REAL, \
            up TEXT GENERATED ALWAYS AS (upper(b)) STORED) STRICT",
        "CREATE UNIQUE INDEX odd ON \"we\"\"ird t\" (lower(\"select\"))",
        "CREATE TABLE rowids (rowid TEXT, v NUMERIC, UNIQUE (rowid, v))",
        "CREATE TABLE all_hidden (rowid, oid, _rowid_)",
        "CREATE VIRTUAL TABLE search USING fts5(title, body)",
        "CREATE VIRTUAL TABLE box USING rtree(id, low, high)",
    ]);
}

#[test]
fn sequences_run_ahead_of_the_rows() {
    let mut scratch = full(&["CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v)"]);
    assert!(
        number(&mut scratch, "SELECT seq FROM sqlite_sequence WHERE name = 't'")
            > number(&mut scratch, "SELECT max(id) FROM t")
    );
}

#[test]
fn rows_are_hostile_where_they_may_be() {
    let mut scratch = full(&["CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d INTEGER, e BLOB)"]);
    let rows = scratch.query("SELECT a, b, c, d, e FROM t").unwrap().rows;
    let values: Vec<&Value> = rows.iter().flatten().collect();
    let texts = || values.iter().filter_map(|value| value.as_str());
    assert!(values.contains(&&Value::Null));
    assert!(texts().any(|text| text.contains('\'')), "no quote");
    assert!(texts().any(|text| !text.is_ascii()), "no text beyond ASCII");
    assert!(texts().any(|text| text.contains('\n')), "no line break");
    assert!(values.iter().any(|value| matches!(value, Value::Blob(_))), "no blob");
}

#[test]
fn a_table_that_cannot_have_a_row_is_named_with_the_reason() {
    let (_, filled) = filled(&[
        "CREATE TABLE never (a INTEGER CHECK (0))",
        "CREATE TABLE lost (a INTEGER REFERENCES nowhere (id))",
        "CREATE TABLE below (a INTEGER NOT NULL REFERENCES never (a))",
    ]);
    let reason = |name: &str| filled.unfilled.get(&Name::new(name)).cloned().unwrap_or_default();
    assert!(reason("never").contains("CHECK"), "{}", reason("never"));
    assert!(reason("lost").contains("nowhere"), "{}", reason("lost"));
    assert!(reason("below").contains("never"), "{}", reason("below"));
}

#[test]
fn the_same_schema_gets_the_same_rows() {
    let statements = ["CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b NUMERIC CHECK (b > 3))"];
    assert_eq!(filled(&statements).1.statements, filled(&statements).1.statements);
}

#[test]
fn real_rows_are_copied_with_their_rowids_and_sequences() {
    let mut scratch = full(&[
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)",
        "CREATE TABLE u (v TEXT)",
    ]);
    let schema = introspect::read(&mut scratch).unwrap().schema;
    let Copied::All(source) = SourceRows::copy(&mut scratch, &schema, &everything(&schema), 100).unwrap() else {
        panic!("few rows")
    };
    let mut copy = Scratch::new().unwrap();
    for statement in schema.statements() {
        copy.execute(&statement).unwrap();
    }
    source.load(&mut copy, &schema).unwrap();
    for question in [
        "SELECT * FROM t",
        "SELECT rowid, * FROM u",
        "SELECT * FROM sqlite_sequence",
    ] {
        assert_eq!(copy.query(question).unwrap(), scratch.query(question).unwrap());
    }
    assert!(matches!(
        SourceRows::copy(&mut scratch, &schema, &everything(&schema), 3).unwrap(),
        Copied::TooMany
    ));
}

//! What a table tells about its keys.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::super::{Affinity, Name, Object, Schema, Table, read};

fn table(script: &[&str]) -> Table {
    let mut schema = Schema::default();
    let Ok(Object::Table(table)) = read::object("table", script[0]) else {
        panic!("{script:?}");
    };
    let name = table.name.clone();
    schema.insert(Object::Table(table)).unwrap();
    for index in &script[1..] {
        let index = schema.read_index(index).unwrap();
        schema.insert(Object::Index(index)).unwrap();
    }
    schema.tables[&name].clone()
}

fn names(names: &[&str]) -> Vec<Name> {
    names.iter().copied().map(Name::from).collect()
}

#[test]
fn what_a_foreign_key_may_reference() {
    let table = table(&[
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c COLLATE NOCASE, d, e, UNIQUE (a, b), UNIQUE (c), UNIQUE (d COLLATE RTRIM))",
        "CREATE UNIQUE INDEX whole ON t(e)",
        "CREATE UNIQUE INDEX part ON t(b) WHERE a > 0",
        "CREATE UNIQUE INDEX other ON t(a COLLATE NOCASE)",
        "CREATE UNIQUE INDEX computed ON t(lower(b))",
        "CREATE INDEX plain ON t(a, id)",
    ]);
    for key in [&["ID"] as &[_], &["a", "b"], &["B", "A"], &["c"], &["e"]] {
        assert!(table.is_key_unique(&names(key)), "{key:?}");
    }
    for key in [
        &["a"] as &[_],
        &["b"],
        &["d"],
        &["a", "id"],
        &["a", "b", "c"],
        &["nope"],
        &[],
    ] {
        assert!(!table.is_key_unique(&names(key)), "{key:?}");
    }
}

#[test]
fn which_columns_can_be_looked_up() {
    let table = table(&[
        "CREATE TABLE t(a, b, c, d, PRIMARY KEY (a, b))",
        "CREATE INDEX i ON t(c, d, a)",
        "CREATE INDEX part ON t(d) WHERE a > 0",
    ]);
    for key in [&["a"] as &[_], &["b", "a"], &["c"], &["d", "c"]] {
        assert!(table.has_index_on(&names(key)), "{key:?}");
    }
    for key in [&["b"] as &[_], &["d"], &["c", "a"]] {
        assert!(!table.has_index_on(&names(key)), "{key:?}");
    }
}

#[test]
fn how_the_rowid_is_reached() {
    let rowid = |sql: &str| table(&[sql]).rowid_name().map(|it| it.to_string());
    assert_eq!(rowid("CREATE TABLE t(id INTEGER PRIMARY KEY)").unwrap(), "id");
    assert_eq!(rowid("CREATE TABLE t(id INTEGER PRIMARY KEY DESC)").unwrap(), "rowid");
    assert_eq!(rowid("CREATE TABLE t(RowId TEXT, _rowid_ TEXT)").unwrap(), "oid");
    assert_eq!(rowid("CREATE TABLE t(rowid, _rowid_, oid)"), None);
    assert_eq!(rowid("CREATE TABLE t(id INTEGER PRIMARY KEY) WITHOUT ROWID"), None);
}

#[test]
fn affinities_follow_strict() {
    let any = Name::new("a");
    assert_eq!(
        table(&["CREATE TABLE t(a ANY)"]).affinity(&any),
        Some(Affinity::Numeric)
    );
    assert_eq!(
        table(&["CREATE TABLE t(a ANY) STRICT"]).affinity(&any),
        Some(Affinity::Blob)
    );
    assert_eq!(table(&["CREATE TABLE t(a ANY) STRICT"]).affinity(&Name::new("b")), None);
}

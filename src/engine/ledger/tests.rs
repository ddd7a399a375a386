//! The ledger on a real database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::database::{self, Database, Scratch, Value};
use crate::migration::Migration;

fn migration() -> Migration {
    Migration::parse("0001_it's.sql", "CREATE TABLE t(a);\n")
}

fn apply(scratch: &mut Scratch, table: &str, migration: &Migration) -> database::Result<()> {
    let provenance = Provenance {
        applied_by: Some("ann".to_owned()),
        environment: None,
        git_commit: Some("abc".to_owned()),
        version: Some("0.1.0".to_owned()),
        ..Provenance::default()
    };
    let note = Note::of(migration, table, &provenance, Some("b1"));
    let mut batch = note.opening();
    batch.extend(migration.statements().into_iter().map(|it| it.1));
    batch.extend(note.closing());
    scratch.run(&batch).map(drop)
}

fn tables(scratch: &mut Scratch) -> i64 {
    let count = scratch
        .query("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
        .unwrap();
    count.scalar().and_then(Value::as_i64).unwrap()
}

#[test]
fn reading_a_database_without_ledger_finds_nothing_and_makes_nothing() {
    let mut scratch = Scratch::new().unwrap();
    assert_eq!(
        read(&mut scratch, WRANGLER_TABLE).unwrap(),
        Ledger::empty(WRANGLER_TABLE)
    );
    assert_eq!(tables(&mut scratch), 0);
}

#[test]
fn reads_back_what_was_noted() {
    let mut scratch = Scratch::new().unwrap();
    apply(&mut scratch, "my \"migs\"", &migration()).unwrap();
    let ledger = read(&mut scratch, "my \"migs\"").unwrap();
    let entry = ledger.get("0001_it's.sql").unwrap();
    let record = entry.record.as_ref().unwrap();
    assert!(ledger.exists && entry.id == 1 && entry.applied_at.len() == 19);
    assert_eq!(record.checksum, migration().checksum);
    assert!(record.duration_ms.unwrap() < 60_000, "{record:?}");
    assert_eq!(record.provenance.applied_by.as_deref(), Some("ann"));
    assert_eq!(
        (record.provenance.environment.as_deref(), record.bookmark.as_deref()),
        (None, Some("b1"))
    );
    assert_eq!(record.fingerprints, None);
    assert!(
        record.applied_at.ends_with('Z') && record.applied_at.len() == 24,
        "{}",
        record.applied_at
    );
    assert_eq!(
        read(&mut scratch, WRANGLER_TABLE).unwrap(),
        Ledger::empty(WRANGLER_TABLE),
        "another folder's ledger"
    );
}

#[test]
fn what_wrangler_applied_has_no_record() {
    let mut scratch = Scratch::new().unwrap();
    let note = Note::of(&migration(), WRANGLER_TABLE, &Provenance::default(), None).record();
    scratch.run(&[note[0].clone(), note[2].clone()]).unwrap();
    let ledger = read(&mut scratch, "D1_Migrations").unwrap();
    assert_eq!(ledger.entries.len(), 1);
    assert_eq!(ledger.entries[0].record, None);
}

#[test]
fn a_second_apply_of_the_same_file_fails_before_it_changes_anything() {
    let mut scratch = Scratch::new().unwrap();
    apply(&mut scratch, WRANGLER_TABLE, &migration()).unwrap();
    let error = apply(&mut scratch, WRANGLER_TABLE, &migration()).unwrap_err();
    let database::Error::Statement { index, message, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(
        (index, message.as_str()),
        (Some(2), "UNIQUE constraint failed: d1_migrations.name")
    );
}

#[test]
fn the_ledger_gives_last_insert_rowid_no_value() {
    let mut scratch = Scratch::new().unwrap();
    let text = "CREATE TABLE t (a); INSERT INTO t SELECT last_insert_rowid();";
    apply(&mut scratch, WRANGLER_TABLE, &Migration::parse("1.sql", text)).unwrap();
    let found = scratch.query("SELECT a FROM t").unwrap();
    assert_eq!(found.scalar().and_then(Value::as_i64), Some(0));
}

#[test]
fn a_failing_migration_leaves_no_ledger() {
    let mut scratch = Scratch::new().unwrap();
    assert!(
        apply(
            &mut scratch,
            WRANGLER_TABLE,
            &Migration::parse("1.sql", "CREATE TABLE t(a); SELECT nope;")
        )
        .is_err()
    );
    assert_eq!(tables(&mut scratch), 0);
}

#[test]
fn a_migration_cannot_take_the_ledger_away() {
    let mut scratch = Scratch::new().unwrap();
    apply(&mut scratch, WRANGLER_TABLE, &migration()).unwrap();
    for text in ["DROP TABLE d1_migrations;", "DROP TABLE _reconcile_ledger;"] {
        assert!(
            apply(&mut scratch, WRANGLER_TABLE, &Migration::parse("2.sql", text)).is_err(),
            "{text}"
        );
    }
    assert_eq!(read(&mut scratch, WRANGLER_TABLE).unwrap().entries.len(), 1);
}

#[test]
fn a_stale_row_of_ours_is_replaced() {
    let mut scratch = Scratch::new().unwrap();
    apply(&mut scratch, WRANGLER_TABLE, &migration()).unwrap();
    scratch
        .run(&["DELETE FROM d1_migrations".to_owned(), "DROP TABLE t".to_owned()])
        .unwrap();
    assert!(read(&mut scratch, WRANGLER_TABLE).unwrap().entries.is_empty());
    apply(&mut scratch, WRANGLER_TABLE, &migration()).unwrap();
    assert!(
        read(&mut scratch, WRANGLER_TABLE)
            .unwrap()
            .last()
            .unwrap()
            .record
            .is_some()
    );
}

#[test]
fn some_other_table_of_that_name_is_told_apart() {
    let mut scratch = Scratch::new().unwrap();
    scratch.execute("CREATE TABLE d1_migrations(version INT)").unwrap();
    let error = read(&mut scratch, WRANGLER_TABLE).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("table d1_migrations is not a ledger: no such column: id"),
        "{error}"
    );
}

/// A database whose first question comes just before another process makes the ledger.
struct JustBefore(Scratch, u8);

impl Database for JustBefore {
    fn label(&self) -> String {
        self.0.label()
    }

    fn query_all(&mut self, queries: &[String]) -> database::Result<Vec<database::Rows>> {
        let answer = self.0.query_all(queries);
        self.1 += 1;
        if self.1 == 1 {
            apply(&mut self.0, WRANGLER_TABLE, &migration())?;
        }
        answer
    }

    fn run(&mut self, batch: &[String]) -> database::Result<database::Summary> {
        self.0.run(batch)
    }
}

#[test]
fn a_ledger_made_while_it_is_looked_for_is_read() {
    let mut database = JustBefore(Scratch::new().unwrap(), 0);
    let ledger = read(&mut database, WRANGLER_TABLE).unwrap();
    assert!(ledger.get("0001_it's.sql").unwrap().record.is_some());
}

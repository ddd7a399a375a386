//! Drift and verification on scratch, with files that others wrote. Sealed files: `tests/drift.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::apply;
use crate::database::{Database, Scratch};
use crate::introspect;
use crate::ledger::{self, WRANGLER_TABLE};
use crate::migration::{Folder, Migration};
use crate::sql::split;

const FIRST: (&str, &str) = ("0001_a.sql", "CREATE TABLE t(a);\nCREATE INDEX i ON t(a);\n");
const SECOND: (&str, &str) = ("0002_b.sql", "CREATE TABLE u(a);\n");

fn folder(files: &[(&str, &str)]) -> Folder {
    Folder::of(
        "migrations",
        files.iter().map(|(name, text)| Migration::parse(*name, text)),
    )
}

fn schema(sql: &str) -> Schema {
    let mut scratch = Scratch::new().unwrap();
    for span in split(sql) {
        scratch.execute(&sql[span.range]).unwrap();
    }
    introspect::read(&mut scratch).unwrap().schema
}

/// A target on which `applied` ran, and then `by_hand`.
fn target(applied: &[(&str, &str)], by_hand: &[&str]) -> Scratch {
    let mut scratch = Scratch::new().unwrap();
    apply::run(&mut scratch, &folder(applied), &apply::Options::default(), &mut ()).unwrap();
    for statement in by_hand {
        scratch.execute(statement).unwrap();
    }
    scratch
}

fn judge(target: &mut Scratch, files: &[(&str, &str)], desired: Option<&str>) -> Drift {
    let live = introspect::read(target).unwrap();
    let ledger = ledger::read(target, WRANGLER_TABLE).unwrap();
    let (schema, hints) = (desired.map(schema), Hints::default());
    let wanted = schema.as_ref().map(|schema| Wanted { schema, hints: &hints });
    check(
        &live,
        &ledger,
        &folder(files),
        wanted,
        &introspect::Ownership::default(),
    )
}

#[test]
fn in_sync_with_ledger_and_desired() {
    let mut target = target(&[FIRST], &[]);
    assert_eq!(judge(&mut target, &[FIRST], None), Drift::InSync);
    assert_eq!(
        judge(
            &mut target,
            &[FIRST],
            Some("create table T (A); create index I on T([a])")
        ),
        Drift::InSync
    );
}

#[test]
fn pending_files_and_changes() {
    let mut target = target(&[FIRST], &[]);
    let Drift::Pending(pending) = judge(&mut target, &[FIRST, SECOND], Some(FIRST.1)) else {
        panic!()
    };
    assert_eq!(
        (pending.files, pending.changes.len()),
        (vec!["0002_b.sql".to_owned()], 1),
        "table u, which 0002_b.sql makes, is not in the schema"
    );
    let both = format!("{}{}", FIRST.1, SECOND.1);
    let Drift::Pending(pending) = judge(&mut target, &[FIRST, SECOND], Some(&both)) else {
        panic!()
    };
    assert_eq!((pending.files.len(), pending.changes.len()), (1, 0));
    let broken = ("0002_b.sql", "DROP TABLE nope;\n");
    let Drift::Pending(pending) = judge(&mut target, &[FIRST, broken], Some(&both)) else {
        panic!()
    };
    assert_eq!(pending.unknown.as_deref(), Some("0002_b.sql:1: no such table: nope"));
    let Drift::Pending(pending) = judge(&mut target, &[FIRST], Some("CREATE TABLE t(a)")) else {
        panic!()
    };
    assert_eq!(
        (pending.files.len(), pending.changes[0].describe()),
        (0, "index i is no longer in the schema".to_owned())
    );
}

#[test]
fn a_change_by_hand_names_the_migration_that_touched_the_object_last() {
    let mut target = target(
        &[FIRST, SECOND],
        &[
            "ALTER TABLE t ADD COLUMN b",
            "DROP TABLE u",
            "CREATE VIEW v AS SELECT 1 AS x",
        ],
    );
    let Drift::Drifted(drifted) = judge(&mut target, &[FIRST, SECOND], None) else {
        panic!()
    };
    let told: Vec<_> = drifted
        .changes
        .iter()
        .map(|it| {
            format!(
                "{}: {} ({})",
                it.object,
                it.change.describe(),
                it.last_touched.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert!(
        told.contains(&"table t: column b is added (0001_a.sql)".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"table u: table u is no longer in the schema (0002_b.sql)".to_owned()),
        "{told:?}"
    );
    assert!(told.contains(&"view v: view v is added (-)".to_owned()), "{told:?}");
    assert_eq!((told.len(), drifted.is_desired, drifted.unexplained), (3, false, None));
}

#[test]
fn a_desired_change_made_by_hand_is_drift_all_the_same() {
    let mut target = target(&[FIRST], &["DROP INDEX i"]);
    let Drift::Drifted(drifted) = judge(&mut target, &[FIRST, SECOND], Some("CREATE TABLE t(a)")) else {
        panic!()
    };
    assert!(drifted.is_desired);
    assert_eq!(drifted.pending, ["0002_b.sql"]);
}

#[test]
fn replays_in_the_order_of_the_ledger() {
    let late = ("0000_z.sql", "ALTER TABLE t ADD COLUMN b;");
    let mut target = target(&[FIRST], &[]);
    let options = apply::Options {
        out_of_order: ["0000_z.sql".to_owned()].into(),
        ..apply::Options::default()
    };
    apply::run(&mut target, &folder(&[FIRST, late]), &options, &mut ()).unwrap();
    assert_eq!(judge(&mut target, &[late, FIRST], None), Drift::InSync);
}

#[test]
fn what_cannot_be_told_is_unknown() {
    let reason = |drift| match drift {
        Drift::Unknown(reason) => reason,
        other => panic!("{other:?}"),
    };
    let mut edited = target(&[FIRST], &["DROP INDEX i"]);
    assert_eq!(
        reason(judge(&mut edited, &[("0001_a.sql", "SELECT 1;")], None)),
        "0001_a.sql was edited after it was applied"
    );
    assert_eq!(
        reason(judge(&mut edited, &[], None)),
        "0001_a.sql is applied, but missing from the folder"
    );
    let mut adopted = Scratch::new().unwrap();
    adopted.execute("CREATE TABLE t(a)").unwrap();
    assert!(reason(judge(&mut adopted, &[FIRST], None)).starts_with("the ledger is empty but the database is not"));
    let alter = ("0001_a.sql", "ALTER TABLE t ADD COLUMN b;");
    apply::run(&mut adopted, &folder(&[alter]), &apply::Options::default(), &mut ()).unwrap();
    assert!(reason(judge(&mut adopted, &[alter], None)).contains("0001_a.sql:1: no such table: t"));
}

#[test]
fn without_ledger_and_folder_only_desired_counts() {
    let mut target = Scratch::new().unwrap();
    assert_eq!(judge(&mut target, &[], None), Drift::InSync);
    assert!(matches!(judge(&mut target, &[FIRST], None), Drift::Pending(_)));
    target.execute("CREATE TABLE t(a)").unwrap();
    assert_eq!(judge(&mut target, &[], Some("CREATE TABLE t(a)")), Drift::InSync);
    assert!(matches!(
        judge(&mut target, &[], Some("CREATE TABLE t(a, b)")),
        Drift::Pending(_)
    ));
    assert_eq!(
        target.query("SELECT count(*) FROM sqlite_schema").unwrap().rows.len(),
        1
    );
}

fn verified(files: &[(&str, &str)], desired: Option<&str>) -> Vec<String> {
    let (schema, hints) = (desired.map(schema), Hints::default());
    let wanted = schema.as_ref().map(|schema| Wanted { schema, hints: &hints });
    let findings = verify(&folder(files), wanted, &introspect::Ownership::default());
    findings.iter().map(|it| format!("{}: {it}", it.code)).collect()
}

#[test]
fn a_folder_that_holds_together() {
    assert_eq!(
        verified(
            &[FIRST, SECOND],
            Some("CREATE TABLE t(a); CREATE INDEX i ON t(a); CREATE TABLE u(a)")
        ),
        [""; 0]
    );
    assert_eq!(verified(&[], None), [""; 0]);
}

#[test]
fn a_folder_that_does_not() {
    assert_eq!(
        verified(
            &[FIRST, ("0002_b.sql", "-- x\nCREATE TABLE v(a);\n\nDROP TABLE nope;\n")],
            Some("")
        ),
        ["replay: 0002_b.sql:4: no such table: nope"]
    );
    assert_eq!(
        verified(
            &[FIRST],
            Some("CREATE TABLE t(a, b); CREATE INDEX i ON t(a); CREATE TABLE u(a)")
        ),
        [
            "not-desired: the desired schema differs from what the migrations create: table t: column b is added (last touched by 0001_a.sql)",
            "not-desired: the desired schema differs from what the migrations create: table u is added",
        ]
    );
}

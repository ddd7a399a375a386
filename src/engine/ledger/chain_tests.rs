//! A history as transactions write it, and what is found where somebody changed it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::database::{Database, Scratch};
use crate::migration::{Folder, Migration};

fn migration(name: &str) -> Migration {
    let number = name.get(..1).unwrap();
    let text = format!(
        "-- reconcile: allow needless-index because it's \"fun\" – really\nCREATE TABLE t{number} (a); \
         INSERT INTO t{number} VALUES (1), (2), (3); UPDATE t{number} SET a = 4 WHERE a > 1;"
    );
    Migration::parse(name, &text)
}

fn who() -> Provenance {
    Provenance {
        applied_by: Some("jörg".to_owned()),
        environment: Some("production".to_owned()),
        git_commit: Some("abc".to_owned()),
        git_dirty: Some(true),
        version: Some("0.1.0".to_owned()),
        because: Some("it's time".to_owned()),
        reference: Some("T-1".to_owned()),
        allowed: vec!["drop-table".to_owned()],
        ..Provenance::default()
    }
}

fn apply(scratch: &mut Scratch, name: &str) {
    let migration = migration(name);
    let who = who();
    let note = Note::of(&migration, WRANGLER_TABLE, &who, Some("b1"));
    let mut batch = note.opening();
    batch.extend(migration.statements().into_iter().map(|it| it.1));
    batch.extend(note.closing());
    scratch.run(&batch).unwrap();
}

fn three() -> Scratch {
    let mut scratch = Scratch::new().unwrap();
    for name in ["1_a.sql", "2_b.sql", "3_c.sql"] {
        apply(&mut scratch, name);
    }
    scratch
}

fn verified(scratch: &mut Scratch) -> Verified {
    let history = read_history(scratch).unwrap();
    verify(&history, &read(scratch, WRANGLER_TABLE).unwrap())
}

fn found(sql: &str) -> Vec<String> {
    let mut scratch = three();
    scratch.execute(sql).unwrap();
    let findings = verified(&mut scratch).findings.into_iter();
    findings
        .map(|it| {
            let row = it.row.map(|row| format!(" {row}")).unwrap_or_default();
            format!("{}{row} {} {}", it.table, it.name.unwrap_or_default(), it.kind.word())
        })
        .collect()
}

#[test]
fn what_transactions_write_holds() {
    let mut scratch = three();
    assert_eq!(verified(&mut scratch), Verified::default());
    let history = read_history(&mut scratch).unwrap();
    assert_eq!(history.iter().map(|it| it.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(
        history.iter().map(|it| it.rows_changed).collect::<Vec<_>>(),
        [Some(5); 3]
    );
    assert!(
        history
            .iter()
            .all(|it| it.duration_ms.is_some() && it.event == "applied")
    );
    assert_eq!(
        history[1].record.replace(migration("2_b.sql").checksum.as_str(), "…"),
        "{\"by\":\"jörg\",\"environment\":\"production\",\"commit\":\"abc\",\"dirty\":true,\"version\":\"0.1.0\",\
         \"because\":\"it's time\",\"reference\":\"T-1\",\"checksum\":\"…\",\"bookmark\":\"b1\",\"allowed\":[\
         {\"code\":\"needless-index\",\"reason\":\"it's \\\"fun\\\" – really\",\"in\":\"file\"},\
         {\"code\":\"drop-table\",\"reason\":\"it's time\",\"in\":\"flag\"}]}"
    );
}

#[test]
fn a_row_that_was_changed_is_named() {
    let own = "UPDATE _reconcile_history SET";
    assert_eq!(
        found(&format!("{own} record = replace(record, 'jörg', 'ann') WHERE seq = 2")),
        [
            "_reconcile_history 2 2_b.sql altered",
            "_reconcile_ledger 2_b.sql altered"
        ]
    );
    assert_eq!(
        found(&format!("{own} at = '2020-01-01T00:00:00.000Z' WHERE seq = 3")),
        ["_reconcile_history 3 3_c.sql altered"]
    );
    assert_eq!(
        found(&format!("{own} rows_changed = 1 WHERE seq = 1")),
        ["_reconcile_history 1 1_a.sql altered"]
    );
    assert_eq!(
        found("UPDATE _reconcile_ledger SET checksum = 'ab' WHERE name = '1_a.sql'"),
        ["_reconcile_ledger 1_a.sql altered"]
    );
    assert_eq!(
        found("UPDATE _reconcile_ledger SET applied_by = 'ann' WHERE name = '3_c.sql'"),
        ["_reconcile_ledger 3_c.sql altered"]
    );
}

#[test]
fn a_row_that_was_removed_is_named() {
    assert_eq!(
        found("DELETE FROM _reconcile_history WHERE seq = 2"),
        ["_reconcile_history 2  removed", "_reconcile_ledger 2_b.sql inserted"]
    );
    assert_eq!(
        found("DELETE FROM _reconcile_history WHERE seq = 3"),
        ["_reconcile_ledger 3_c.sql inserted"]
    );
    assert_eq!(
        found("DELETE FROM d1_migrations WHERE id = 2"),
        ["d1_migrations 2_b.sql removed"]
    );
    assert_eq!(
        found("DELETE FROM _reconcile_ledger WHERE name = '2_b.sql'"),
        ["_reconcile_ledger 2_b.sql removed"]
    );
}

#[test]
fn a_row_that_was_inserted_is_named() {
    let copied = "INSERT INTO _reconcile_history SELECT 4, ledger, event, '4_d.sql', at, duration_ms, rows_changed, record, digest";
    assert_eq!(
        found(&format!("{copied}, hash FROM _reconcile_history WHERE seq = 1")),
        ["_reconcile_history 4 4_d.sql inserted", "d1_migrations 4_d.sql removed"]
    );
    assert_eq!(
        found(&format!("{copied}, NULL FROM _reconcile_history WHERE seq = 1"))[0],
        "_reconcile_history 4 4_d.sql inserted"
    );
    assert_eq!(
        found(
            "INSERT INTO d1_migrations (name) VALUES ('4_d.sql'); INSERT INTO _reconcile_ledger (ledger, name, checksum, \
             applied_at) VALUES ('d1_migrations', '4_d.sql', 'ab', '2999-01-01T00:00:00.000Z')"
        ),
        ["_reconcile_ledger 4_d.sql inserted"]
    );
}

#[test]
fn a_row_without_hash_is_not_given_one_by_the_next_migration() {
    let mut scratch = three();
    scratch
        .execute("INSERT INTO _reconcile_history VALUES (4, 'd1_migrations', 'approved', '1_a.sql', 'x', 1, 1, '{}', 'x', NULL)")
        .unwrap();
    apply(&mut scratch, "5_e.sql");
    let findings = verified(&mut scratch).findings;
    assert_eq!((findings.len(), findings[0].row), (1, Some(4)), "{findings:?}");
}

#[test]
fn what_an_earlier_version_noted_is_not_chained_and_holds() {
    let mut scratch = Scratch::new().unwrap();
    let (old, who) = (migration("1_a.sql"), who());
    scratch
        .run(&Note::of(&old, WRANGLER_TABLE, &who, None).record())
        .unwrap();
    apply(&mut scratch, "2_b.sql");
    let verified = verified(&mut scratch);
    assert_eq!(
        (verified.findings, verified.unchained),
        (vec![], vec!["1_a.sql".to_owned()])
    );
}

#[test]
fn marked_and_renamed_files_are_in_the_history() {
    let mut scratch = Scratch::new().unwrap();
    let (first, second, who) = (migration("1_a.sql"), migration("2_b.sql"), who());
    let mut batch = Note::of(&first, WRANGLER_TABLE, &who, None).record();
    batch.extend(Note::of(&second, WRANGLER_TABLE, &who, None).record());
    let events = Event::marked(&[&first, &second], WRANGLER_TABLE, &who).into_iter();
    batch.extend(events.flat_map(|it| it.statements()));
    scratch.run(&batch).unwrap();
    let old = read(&mut scratch, WRANGLER_TABLE).unwrap();
    let mut new = old.clone();
    new.entries[1].name = "2_x.sql".to_owned();
    let rewrite = Rewrite {
        renamed: vec![("2_b.sql".to_owned(), "2_x.sql".to_owned())],
        removed: vec![],
        added: vec![],
        ledger: new,
    };
    scratch
        .run(&rewrite.statements(&old, &Folder::of("m", []), &who))
        .unwrap();
    assert_eq!(verified(&mut scratch), Verified::default());
    let events = read_history(&mut scratch).unwrap().into_iter().map(|it| it.event);
    assert_eq!(events.collect::<Vec<_>>(), ["marked", "renamed"]);
    scratch
        .execute("UPDATE _reconcile_ledger SET checksum = 'ab' WHERE name = '2_x.sql'")
        .unwrap();
    assert_eq!(verified(&mut scratch).findings.len(), 1);
}

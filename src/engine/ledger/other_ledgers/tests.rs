//! Each tool's ledger, made by its own statements, against a folder.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::database::Scratch;
use crate::migration::{Folder, JournalEntry, Migration};

const A: &str = "CREATE TABLE a (x);\n";
const B: &str = "CREATE TABLE b (x);\n";

fn sha(text: &str) -> String {
    crate::migration::Checksum::of(text).as_str().to_owned()
}

/// `name applied-at duration edited` of each file, then what does not fit.
fn read_from(sql: &str, files: &[&str], journal: &[JournalEntry]) -> Vec<String> {
    let mut scratch = Scratch::new().unwrap();
    scratch.execute(sql).unwrap();
    let texts = [A, B, "CREATE TABLE c (x);\n"];
    let files = files
        .iter()
        .zip(texts)
        .map(|(name, text)| Migration::parse(*name, text));
    let folder = Folder::of("m", files);
    let there: Vec<&str> = tables()
        .into_iter()
        .filter(|it| sql.contains(&format!(" {it} ")))
        .collect();
    let ledgers = read(&mut scratch, &there).unwrap();
    let mut said = Vec::new();
    for it in imports(&ledgers, &folder, journal) {
        for file in &it.files {
            let edited = if file.edited.is_some() { " edited" } else { "" };
            let at = file.applied_at.as_deref().unwrap_or("-");
            let took = file.duration_ms.map(|it| format!(" {it} ms")).unwrap_or_default();
            said.push(format!("{}: {} {at}{took}{edited}", it.tool, file.file_name));
        }
        said.extend(it.without_file.iter().map(|name| format!("no file: {name}")));
        said.extend(
            it.unfinished
                .iter()
                .map(|(name, why)| format!("unfinished: {name}: {why}")),
        );
        said.extend(it.is_unreadable.then(|| "unreadable".to_owned()));
    }
    said
}

#[test]
fn drizzle() {
    let entry = |name: &str, when| JournalEntry {
        file_name: name.to_owned(),
        when,
    };
    let journal = [
        entry("0000_a.sql", 1_714_564_800_000),
        entry("0001_b.sql", 1_714_564_801_000),
    ];
    let sql = format!(
        "CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);
        INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('{}', 1714564800000), ('{}', 1714564801000), ('{}', 5)",
        sha(A),
        sha("another text"),
        sha("lost")
    );
    assert_eq!(
        read_from(&sql, &["0000_a.sql", "0001_b.sql"], &journal),
        [
            "drizzle: 0000_a.sql 2024-05-01T12:00:00.000Z",
            "drizzle: 0001_b.sql 2024-05-01T12:00:01.000Z edited",
            &format!("no file: hash {}", &sha("lost")[..12])
        ]
    );
}

#[test]
fn prisma_with_an_attempt_that_was_rolled_back_and_one_that_did_not_end() {
    let sql = format!(
        "CREATE TABLE _prisma_migrations (id TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, finished_at DATETIME,
            migration_name TEXT NOT NULL, logs TEXT, rolled_back_at DATETIME, started_at DATETIME NOT NULL DEFAULT current_timestamp,
            applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0);
        INSERT INTO _prisma_migrations VALUES ('2', '{a}', 1714564800000, '1_a', NULL, NULL, 1714564800000, 1),
            ('1', '{a}', NULL, '1_a', 'failed', 1714564700000, 1714564600000, 0),
            ('3', '{b}', NULL, '2_b', 'failed', NULL, 1714564800000, 0)",
        a = sha(&A.replace('\n', "\r\n")),
        b = sha(B)
    );
    assert_eq!(
        read_from(&sql, &["1_a/migration.sql", "2_b/migration.sql"], &[]),
        [
            "Prisma: 1_a/migration.sql 2024-05-01T12:00:00.000Z",
            "unfinished: 2_b: it began 2024-05-01T12:00:00.000Z and did not end"
        ]
    );
}

#[test]
fn kysely_and_a_renamed_ledger_of_wrangler() {
    let sql = "CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL);
        INSERT INTO kysely_migration VALUES ('0001_a', '2024-05-01T12:00:00.000Z')";
    assert_eq!(
        read_from(sql, &["0001_a.sql", "0002_b.sql"], &[]),
        ["Kysely: 0001_a.sql 2024-05-01T12:00:00.000Z"]
    );
    let sql = "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied_at TIMESTAMP);
        INSERT INTO d1_migrations VALUES (1, '0001_a.sql', '2024-05-01 12:00:00')";
    assert_eq!(
        read_from(sql, &["0001_a.sql"], &[]),
        ["wrangler: 0001_a.sql 2024-05-01T12:00:00.000Z"]
    );
}

#[test]
fn sqlx_with_a_migration_that_failed() {
    let sum: String = <sha2::Sha384 as sha2::Digest>::digest(A)
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    let sql = format!(
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
            installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL,
            execution_time BIGINT NOT NULL);
        INSERT INTO _sqlx_migrations VALUES (20240501, 'a', '2024-05-01 12:00:00', 1, x'{sum}', 2000000),
            (20240502, 'b', '2024-05-01 12:00:00', 0, x'00', -1)"
    );
    assert_eq!(
        read_from(&sql, &["20240501_a.up.sql", "20240502_b.up.sql"], &[]),
        [
            "sqlx: 20240501_a.up.sql 2024-05-01T12:00:00.000Z 2 ms",
            "unfinished: 20240502 b: it is recorded as failed"
        ]
    );
}

#[test]
fn refinery_has_its_own_checksum() {
    let bytes = [b"a\xff".as_slice(), &1_u32.to_le_bytes(), A.as_bytes(), b"\xff"].concat();
    let sql = format!(
        "CREATE TABLE refinery_schema_history (version INT4 PRIMARY KEY, name VARCHAR(255), applied_on VARCHAR(255),
            checksum VARCHAR(255));
        INSERT INTO refinery_schema_history VALUES (1, 'a', '2024-05-01T12:00:00.5Z', '{}'),
            (2, 'b', '2024-05-01T12:00:01Z', '7')",
        sip_hash::sip_hash_1_3(&bytes)
    );
    assert_eq!(
        read_from(&sql, &["V1__a.sql", "V2__b.sql"], &[]),
        [
            "refinery: V1__a.sql 2024-05-01T12:00:00.500Z",
            "refinery: V2__b.sql 2024-05-01T12:00:01.000Z edited"
        ]
    );
}

#[test]
fn goose_with_a_migration_that_was_undone() {
    let sql = "CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL,
            is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));
        INSERT INTO goose_db_version (version_id, is_applied, tstamp) VALUES (0, 1, NULL), (1, 1, '2024-05-01 12:00:00'),
            (2, 1, NULL), (2, 0, NULL), (9, 1, NULL)";
    assert_eq!(
        read_from(sql, &["00001_a.sql", "00002_b.sql"], &[]),
        ["goose: 00001_a.sql 2024-05-01T12:00:00.000Z", "no file: version 9"]
    );
}

#[test]
fn dbmate_and_golang_migrate_share_a_name() {
    let sql = "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
        INSERT INTO schema_migrations VALUES ('20240101000000')";
    assert_eq!(
        read_from(sql, &["20240101000000_a.sql", "20240102000000_b.sql"], &[]),
        ["dbmate: 20240101000000_a.sql -"]
    );
    let sql =
        "CREATE TABLE schema_migrations (version uint64, dirty bool); INSERT INTO schema_migrations VALUES (3, 1)";
    assert_eq!(
        read_from(sql, &["1_a.up.sql", "2_b.up.sql", "3_c.up.sql"], &[]),
        [
            "golang-migrate: 1_a.up.sql -",
            "golang-migrate: 2_b.up.sql -",
            "unfinished: version 3: it is marked as dirty: it failed on the way"
        ]
    );
}

#[test]
fn tables_of_ones_own() {
    let sql = format!(
        "CREATE TABLE _migrations (version TEXT PRIMARY KEY, name TEXT, applied_at TEXT, checksum TEXT);
        INSERT INTO _migrations VALUES ('001', 'a', '1714564800', '{}'), ('002', 'b', '2024-05-01 12:00:00', 'ffffffffff')",
        &sha(A.trim())[..16]
    );
    assert_eq!(
        read_from(&sql, &["001_a.sql", "002_b.sql"], &[]),
        [
            "hand-written: 001_a.sql 2024-05-01T12:00:00.000Z",
            "hand-written: 002_b.sql 2024-05-01T12:00:00.000Z edited"
        ]
    );
    let sql = "CREATE TABLE _migrations (filename TEXT PRIMARY KEY, applied_at INTEGER, checksum TEXT, execution_time_ms INTEGER);
        INSERT INTO _migrations VALUES ('migrations/001_a.sql', 1714564800000, 'b1946ac92492d2347c6235b4d2611184', 7)";
    assert_eq!(
        read_from(sql, &["001_a.sql", "002_b.sql"], &[]),
        ["hand-written: 001_a.sql 2024-05-01T12:00:00.000Z 7 ms", "unreadable"],
        "MD5: who knows"
    );
}

#[test]
fn two_ledgers_and_one_of_something_else() {
    let sql = "CREATE TABLE kysely_migration (name TEXT, timestamp TEXT); INSERT INTO kysely_migration VALUES ('0001_a', '');
        CREATE TABLE _migrations (filename TEXT, applied_at TEXT); INSERT INTO _migrations VALUES ('0001_a.sql', ''), ('0002_b.sql', '');
        CREATE TABLE schema_version (version TEXT, note TEXT); INSERT INTO schema_version VALUES ('7', '')";
    assert_eq!(
        read_from(sql, &["0001_a.sql", "0002_b.sql"], &[]),
        [
            "hand-written: 0001_a.sql -",
            "hand-written: 0002_b.sql -",
            "Kysely: 0001_a.sql -"
        ]
    );
}

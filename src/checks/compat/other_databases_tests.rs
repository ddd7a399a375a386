//! What is none of this database's SQL, what is not read, and what D1 always refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::PathBuf;

use super::tests::side;
use super::*;
use crate::schema::Pair;

const SCHEMA: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";

/// `KIND FILE:LINE:COLUMN MESSAGE` for what breaks, then `left …` for what is not checked.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let sources = files.iter().map(|(path, text)| Source {
        path: PathBuf::from(path),
        text: (*text).to_owned(),
    });
    let both = || Pair {
        from: side(SCHEMA),
        to: side(SCHEMA),
    };
    let judgement = judge(&find(sources.collect(), &[]), &mut both());
    let breaks = judgement
        .breaks
        .iter()
        .map(|it| format!("{:?} {} {}", it.kind, it.place, it.message));
    let left = judgement
        .unchecked
        .iter()
        .map(|it| format!("left {} {}", it.place, it.reason));
    breaks.chain(left).collect()
}

#[test]
fn d14_sql_for_another_database_is_left_out_and_said() {
    let driver = (
        "src/pg.ts",
        "import postgres from 'postgres'; export const sql = postgres(URL);",
    );
    let report = "import { sql } from './pg';\nconst rows = sql`SELECT id, created FROM invoices WHERE at > now()`;";
    assert_eq!(
        found(&[driver, ("src/report.ts", report)]),
        ["left src/report.ts:2:14 it queries PostgreSQL, which the file accesses through postgres"]
    );
    let mixed = "import { sql } from './pg'; sql`SELECT 1 FROM invoices`;\nenv.DB.prepare('SELECT nope FROM users');";
    assert_eq!(
        found(&[driver, ("src/both.ts", mixed)]),
        [
            "Broken src/both.ts:2:24 no such column: nope",
            "left src/both.ts:1:29 it queries PostgreSQL, which the file accesses through postgres"
        ]
    );
}

#[test]
fn d14_sql_that_shows_its_dialect() {
    assert_eq!(
        found(&[(
            "a.ts",
            "d.prepare('SELECT id::text FROM invoices');\nd.prepare('SELECT now() FROM users');"
        )]),
        [
            "Broken a.ts:2:19 D1 has no function now: write CURRENT_TIMESTAMP for a text, or unixepoch() for a number",
            "left a.ts:1:12 it is written for PostgreSQL: `::`"
        ]
    );
    let dump = "CREATE TABLE t (id BIGSERIAL PRIMARY KEY);\nCREATE FUNCTION f() RETURNS trigger AS $$ BEGIN; END $$ LANGUAGE plpgsql;";
    assert_eq!(
        found(&[("db/schema.sql", dump)]),
        ["left db/schema.sql:1:1 it is written for PostgreSQL: its types"]
    );
}

#[test]
fn d14_query_builders_are_said_not_to_be_read() {
    let file = |path: &'static str| {
        (
            path,
            "import { drizzle } from 'drizzle-orm/d1'; db.select().from(users);",
        )
    };
    assert_eq!(
        found(&[file("a.ts"), file("b.ts"), ("c.ts", "import { Kysely } from 'kysely';")]),
        [
            "left a.ts:1:1 drizzle-orm builds its SQL at run time: what 2 files ask it for is not checked",
            "left c.ts:1:1 kysely builds its SQL at run time: what this file asks it for is not checked"
        ]
    );
    let types = ("t.ts", "import type { Kysely } from 'kysely';");
    let other = (
        "p.ts",
        "import { pgTable } from 'drizzle-orm/pg-core'; import { eq } from 'drizzle-orm';",
    );
    assert_eq!(found(&[types, other]), [""; 0]);
}

#[test]
fn d14_text_that_is_no_sql() {
    let text = "export const metadata = { title: 'Create Next App', hint: 'Drop files here', more: 'Alter ego' };\n\
        export const cta = 'Update profile'; export const sql = 'DROP TABLE gone';";
    assert_eq!(
        found(&[("layout.tsx", text)]),
        ["left layout.tsx:2:58 it changes the schema itself; use the schema files for that"]
    );
}

#[test]
fn d14_what_d1_always_refuses() {
    let text = "db.prepare('BEGIN');\ndb.exec('SAVEPOINT a');\ndb.prepare('PRAGMA journal_mode = WAL');\n\
        db.exec(\"ATTACH 'x.db' AS x\");\ndb.exec('VACUUM');\ndb.prepare('PRAGMA table_list');\n/x/.exec('end');\n";
    assert_eq!(
        found(&[("a.ts", text)]),
        [
            "Broken a.ts:1:13 D1 refuses BEGIN: pass the statements to batch(), which is one transaction",
            "Broken a.ts:2:10 D1 refuses SAVEPOINT: pass the statements to batch(), which is one transaction",
            "Broken a.ts:3:13 D1 refuses PRAGMA journal_mode",
            "Broken a.ts:4:10 D1 refuses ATTACH: it has one database",
            "Broken a.ts:5:10 D1 refuses VACUUM: it takes care of free pages itself",
        ]
    );
    let own = format!("import Database from 'better-sqlite3';\n{text}");
    assert_eq!(found(&[("local.ts", &own)]), [""; 0], "a SQLite of its own takes them");
    let long = "x".repeat(51);
    let like = format!("db.prepare(\"SELECT id FROM users WHERE name LIKE '{long}'\")");
    assert_eq!(
        found(&[("a.ts", &like)]),
        ["Broken a.ts:1:50 D1 allows LIKE patterns of at most 50 bytes, but this one has 51"]
    );
    assert_eq!(found(&[("a.ts", &like.replace(&long, &"x".repeat(50)))]), [""; 0]);
}

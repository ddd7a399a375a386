//! After each statement, the schema that is read by parts is the one that is read as a whole.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::path::Path;

use rusqlite::Connection;

use super::*;
use crate::database::{Mode, Scratch, SqliteFile};
use crate::introspect::{ObjectPattern, read_beside};

/// Reads one database in both ways.
struct Both {
    reread: Reread,
    ownership: Ownership,
}

impl Both {
    fn of(ownership: Ownership) -> Self {
        let reread = Reread::default();
        Self { reread, ownership }
    }

    fn agree(&mut self, database: &mut dyn Database, after: &str) {
        let found = self.reread.read(database, &self.ownership).unwrap();
        let whole = read_beside(database, &self.ownership).unwrap().schema;
        assert_eq!(format!("{found:#?}"), format!("{whole:#?}"), "{after}");
        assert_eq!(found.canonical(), whole.canonical(), "{after}");
        let recorded = whole.fingerprint();
        assert!(found.fingerprint().is_recorded_as(&recorded), "{after}");
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY)",
    "CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p, x TEXT)",
    "CREATE VIEW v AS SELECT id, \"name\" FROM p",
    "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE)",
    "CREATE INDEX i ON p (a COLLATE NOCASE)",
    "ALTER TABLE p ADD COLUMN name TEXT",
    "CREATE VIEW w AS SELECT \"name\" AS n, \"more\" FROM v",
    "CREATE TRIGGER r AFTER INSERT ON c BEGIN UPDATE p SET name = \"other\" WHERE id = new.p; END",
    "ALTER TABLE p ADD COLUMN other TEXT",
    "ALTER TABLE p RENAME COLUMN name TO title",
    "ALTER TABLE p RENAME TO q",
    "CREATE VIRTUAL TABLE f USING fts5 (title, content = q)",
    "CREATE TRIGGER s AFTER UPDATE ON q BEGIN INSERT INTO f (rowid, title) VALUES (new.id, new.title); END",
    "DROP TRIGGER r",
    "DROP VIEW v",
    "CREATE TABLE n (code TEXT PRIMARY KEY, id INTEGER)",
    "CREATE VIEW v AS SELECT id, \"name\", \"more\" FROM n",
    "INSERT INTO n (code) VALUES ('x')",
    "DROP TABLE f",
    "DROP TABLE q",
    "ALTER TABLE n RENAME TO q",
    "ALTER TABLE q ADD COLUMN more TEXT",
    "CREATE UNIQUE INDEX u ON q (id)",
    "DROP INDEX u",
    "DROP TABLE c",
    "DROP VIEW w",
];

#[test]
fn each_kind_of_statement() {
    let mut scratch = Scratch::new().unwrap();
    let mut both = Both::of(Ownership::default());
    for sql in STATEMENTS {
        scratch.execute(sql).unwrap();
        both.agree(&mut scratch, sql);
    }
}

/// The statements of every golden case, one after another, on its schema.
#[test]
fn the_cases() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let folders = |path: &Path| {
        let mut found: Vec<_> = std::fs::read_dir(path).unwrap().map(|it| it.unwrap().path()).collect();
        found.retain(|it| it.is_dir());
        found.sort();
        found
    };
    let mut count = 0;
    for case in folders(&cases).iter().flat_map(|it| folders(it)) {
        let mut scratch = Scratch::new().unwrap();
        let mut both = Both::of(Ownership::default());
        for file in ["before.sql", "migration.sql"] {
            let Ok(text) = std::fs::read_to_string(case.join(file)) else {
                continue;
            };
            count += 1;
            for span in crate::sql::split(&text) {
                let statement = &text[span.range];
                // One that this engine refuses changes nothing.
                let _ = scratch.execute(statement);
                both.agree(&mut scratch, &format!("{}: {statement}", case.display()));
            }
        }
    }
    assert!(count > 100, "{count}");
}

/// Statements at random, of which some fail.
#[test]
fn at_random() {
    let ownership = Ownership::default().ignoring([ObjectPattern::parse("ext_*").unwrap()]);
    for seed in 0..40 {
        let mut dice = Dice(seed + 1);
        let mut scratch = Scratch::new().unwrap();
        let mut both = Both::of(ownership.clone());
        let mut log = Vec::new();
        for _ in 0..40 {
            let sql = dice.statement();
            if scratch.execute(&sql).is_ok() {
                log.push(sql);
            }
            if dice.roll(3) > 0 {
                both.agree(&mut scratch, &log.join(";\n"));
            }
        }
    }
}

struct Dice(u64);

impl Dice {
    /// A number below `most`.
    fn roll(&mut self, most: usize) -> usize {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn name(&mut self) -> &'static str {
        ["a", "b", "c", "d", "ext_e", "a_data", "d1_migrations"][self.roll(7)]
    }

    fn column(&mut self) -> &'static str {
        ["id", "x", "y", "z", "\"more\""][self.roll(5)]
    }

    fn statement(&mut self) -> String {
        let (table, other, column, new) = (self.name(), self.name(), self.column(), self.column());
        match self.roll(16) {
            0 | 1 => format!(
                "CREATE TABLE {table} (id INTEGER PRIMARY KEY, {column} TEXT COLLATE NOCASE, p REFERENCES {other})"
            ),
            2 => format!("CREATE TABLE {table} (x TEXT PRIMARY KEY, y UNIQUE, z AS (x || y)) WITHOUT ROWID"),
            3 => format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY AUTOINCREMENT, z DEFAULT \"x\")"),
            4 => format!("ALTER TABLE {table} RENAME TO {other}"),
            5 => format!("ALTER TABLE {table} RENAME COLUMN {column} TO {new}"),
            6 => format!("ALTER TABLE {table} ADD COLUMN {column} INTEGER REFERENCES {other}"),
            7 => format!("ALTER TABLE {table} DROP COLUMN {column}"),
            8 => format!("CREATE INDEX i_{other} ON {table} ({column} COLLATE NOCASE) WHERE \"{new}\" IS NOT NULL"),
            9 => format!("CREATE VIEW v_{other} AS SELECT {column}, \"{new}\" FROM {table}"),
            10 => {
                format!("CREATE VIEW w_{other} (one) AS SELECT * FROM v_{table} UNION SELECT \"{column}\" FROM {other}")
            }
            11 => format!(
                "CREATE TRIGGER r_{other} AFTER INSERT ON {table} BEGIN UPDATE {other} SET {column} = \"{new}\"; END"
            ),
            12 => format!("CREATE VIRTUAL TABLE {table} USING fts5 ({column}, content = '{other}')"),
            13 => format!("DROP TABLE {table}"),
            14 => format!("DROP VIEW {}_{other}", ["v", "w"][self.roll(2)]),
            _ => format!("DROP {}_{other}", ["INDEX i", "TRIGGER r"][self.roll(2)]),
        }
    }
}

/// What only another program does to a file.
#[test]
fn what_another_program_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE a (id INTEGER PRIMARY KEY, x); CREATE VIEW v AS SELECT \"x\", \"y\" FROM a")
        .unwrap();
    let mut file = SqliteFile::open(&path, Mode::Existing).unwrap();
    let mut both = Both::of(Ownership::default());
    both.agree(&mut file, "at the start");
    for sql in [
        "PRAGMA writable_schema = on; UPDATE sqlite_schema SET sql = 'CREATE TABLE a (id INTEGER PRIMARY KEY, x, y)' \
         WHERE name = 'a'; PRAGMA writable_schema = reset",
        "CREATE TEMP TABLE a (other); CREATE TEMP VIEW t AS SELECT 1",
        "ATTACH ':memory:' AS beside; CREATE TABLE beside.b (id); DETACH beside",
        "CREATE TABLE _cf_KV (key TEXT PRIMARY KEY); CREATE TABLE s (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE VIRTUAL TABLE f USING fts5 (title)",
        "CREATE TABLE f_more (id); CREATE VIRTUAL TABLE g USING fts4 (title)",
        "DROP TABLE f; VACUUM",
        "DROP TABLE s; DROP TABLE main.a; VACUUM",
        "CREATE TABLE main.a (y)",
    ] {
        other.execute_batch(sql).unwrap();
        both.agree(&mut file, sql);
    }
}

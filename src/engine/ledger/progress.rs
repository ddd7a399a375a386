//! How far an online rebuild is: one row for each, in a table that only databases have where one was begun.

use super::record::text;
use super::{Error, Ledger};
use crate::database::{Database, Rows, Value};
use crate::migration::{Checksum, Migration};

/// The table; it is not there where no online rebuild was ever begun.
pub const PROGRESS_TABLE: &str = "_reconcile_progress";

/// An online rebuild that is not at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The recorded name of its file.
    pub name: String,
    /// Of the file as it was when it began.
    pub checksum: Checksum,
    /// The part that is next, from 0.
    pub part: usize,
    /// The key of the last row that this part is done with, as SQL literals.
    pub last: Option<Vec<String>>,
    /// The part that puts the new table into place.
    pub switch: usize,
    /// Rows that this part is done with.
    pub done: u64,
    /// Rows of the table when it began.
    pub total: u64,
    /// When it began, RFC 3339 in UTC.
    pub started_at: String,
    /// When the last call ended.
    pub updated_at: String,
    /// The statements that take it back.
    pub undo: Vec<String>,
}

const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// Reads all that belong to wrangler's table.
///
/// # Errors
/// Those of the database.
pub fn progress(database: &mut dyn Database, table: &str) -> Result<Vec<Progress>, Error> {
    let is_there = format!("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{PROGRESS_TABLE}'");
    if database.query(&is_there)?.count().unwrap_or_default() == 0 {
        return Ok(Vec::new());
    }
    let query = format!(
        "SELECT name, checksum, part, last, done, total, started_at, updated_at, undo, switch FROM {PROGRESS_TABLE} WHERE ledger = {} \
         ORDER BY name",
        text(Some(&Ledger::key(table)))
    );
    Ok(rows(&database.query(&query)?))
}

fn rows(rows: &Rows) -> Vec<Progress> {
    let read = |row: &Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::as_str).map(str::to_owned);
        let number = |at: usize| {
            row.get(at)
                .and_then(Value::as_i64)
                .and_then(|it| u64::try_from(it).ok())
        };
        let list = |at: usize| text(at).and_then(|it| serde_json::from_str::<Vec<String>>(&it).ok());
        Some(Progress {
            name: text(0)?,
            checksum: Checksum::from_hex(text(1)?),
            part: usize::try_from(number(2)?).ok()?,
            last: list(3),
            done: number(4)?,
            total: number(5)?,
            started_at: text(6)?,
            updated_at: text(7)?,
            undo: list(8).unwrap_or_default(),
            switch: usize::try_from(number(9)?).ok()?,
        })
    };
    rows.rows.iter().filter_map(read).collect()
}

impl Progress {
    /// Of a file that begins now.
    pub fn new(migration: &Migration, total: u64, switch: usize, undo: Vec<String>) -> Self {
        Self {
            name: migration.file_name.clone(),
            checksum: migration.checksum.clone(),
            part: 0,
            last: None,
            done: 0,
            total,
            started_at: String::new(),
            updated_at: String::new(),
            switch,
            undo,
        }
    }

    /// True once the new table is in place, and only indexes get their names back.
    pub fn is_switched(&self) -> bool {
        self.part > self.switch
    }

    /// What it does now: `copying 400000 of 1000000 rows`.
    pub fn phase(&self) -> String {
        let Self {
            done, total, switch, ..
        } = self;
        let rows = format!("{} of {total} rows", done.min(total));
        match self.part {
            1 => format!("copying, {rows}"),
            part if part < *switch => format!("copying what was written meanwhile and comparing, {rows}"),
            part if part == *switch => "all rows copied, the switch is next".to_owned(),
            _ => "the new table is in place, its indexes get their names back".to_owned(),
        }
    }

    /// The statement that makes the table where it is missing.
    pub fn create() -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {PROGRESS_TABLE} (ledger TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, \
                 part INTEGER NOT NULL, switch INTEGER NOT NULL, last TEXT, done INTEGER NOT NULL, total INTEGER NOT NULL, started_at TEXT NOT NULL, \
                 updated_at TEXT NOT NULL, undo TEXT NOT NULL, PRIMARY KEY (ledger, name)) WITHOUT ROWID"
        )
    }

    /// Expressions for the rows of the table, and for the milliseconds since it began, before [`Progress::end`].
    pub fn figures(&self, table: &str) -> [String; 2] {
        let of = |value: &str| format!("(SELECT {value} FROM {PROGRESS_TABLE} WHERE {})", self.row(table));
        [
            of("total"),
            of("CAST(round((julianday('now') - julianday(started_at)) * 86400000) AS INTEGER)"),
        ]
    }

    /// The statements that note the beginning, in the transaction of the first part. They fail where it has begun already.
    pub fn begin(&self, table: &str) -> [String; 2] {
        let undo = serde_json::to_string(&self.undo).unwrap_or_default();
        [
            Self::create(),
            format!(
                "INSERT INTO {PROGRESS_TABLE} (ledger, name, checksum, part, switch, done, total, started_at, updated_at, undo) \
                 VALUES ({}, {}, {}, 0, {}, 0, {}, {NOW}, {NOW}, {})",
                text(Some(&Ledger::key(table))),
                text(Some(&self.name)),
                text(Some(self.checksum.as_str())),
                self.switch,
                self.total,
                text(Some(&undo))
            ),
        ]
    }

    /// Fails where the row is not this one: another run has gone on. What is no JSON is an error of SQLite.
    /// <https://www.sqlite.org/json1.html#jmini>
    pub fn assertion(&self, table: &str) -> String {
        format!(
            "SELECT json('another run goes on with it') WHERE NOT EXISTS (SELECT 1 FROM {PROGRESS_TABLE} WHERE {} \
             AND part = {} AND last IS {})",
            self.row(table),
            self.part,
            self.last_text()
        )
    }

    /// The statement that notes where it is, in the transaction that got it there.
    pub fn update(&self, table: &str) -> String {
        format!(
            "UPDATE {PROGRESS_TABLE} SET part = {}, last = {}, done = {}, updated_at = {NOW} WHERE {}",
            self.part,
            self.last_text(),
            self.done,
            self.row(table)
        )
    }

    /// The statement that ends it.
    pub fn end(&self, table: &str) -> String {
        format!("DELETE FROM {PROGRESS_TABLE} WHERE {}", self.row(table))
    }

    fn last_text(&self) -> String {
        let last = self.last.as_ref().and_then(|it| serde_json::to_string(it).ok());
        text(last.as_deref())
    }

    fn row(&self, table: &str) -> String {
        let ledger = text(Some(&Ledger::key(table)));
        format!("ledger = {ledger} AND name = {}", text(Some(&self.name)))
    }
}

//! The rows of `_reconcile_history`, read.

use serde_json::Value as Json;

use super::history::query;
use super::{Approval, Error, HISTORY_TABLE, Ledger};
use crate::database::{Database, Rows, Value};
use crate::migration::Checksum;

/// One row, as it is in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// Its number.
    pub seq: i64,
    /// Wrangler's table that it is about.
    pub ledger: String,
    /// What happened: `applied`, `marked`, `renamed`, `approved`, `undone`, `measured`, `seeded`.
    pub event: String,
    /// The file that it is about.
    pub name: String,
    /// When, by the database's clock.
    pub at: String,
    /// How long it took.
    pub duration_ms: Option<i64>,
    /// Rows inserted, updated and deleted.
    pub rows_changed: Option<i64>,
    /// Everything else, as JSON.
    pub record: String,
    /// Over the record.
    pub digest: String,
    /// Over the row before, and this one.
    pub hash: Option<String>,
}

impl HistoryRow {
    /// A text of its record.
    pub fn text(&self, key: &str) -> Option<String> {
        self.json().get(key)?.as_str().map(str::to_owned)
    }

    /// Its record; null where that is no JSON.
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.record).unwrap_or_default()
    }
}

/// All rows in their order; none where nothing was ever written. Never writes.
///
/// # Errors
/// Those of the database.
pub fn read_history(database: &mut dyn Database) -> Result<Vec<HistoryRow>, Error> {
    let there = format!("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND lower(name) = '{HISTORY_TABLE}'");
    let is_there = database.query(&there)?.scalar().and_then(Value::as_i64) != Some(0);
    match is_there {
        true => Ok(rows(&database.query(&query())?)),
        false => Ok(Vec::new()),
    }
}

fn rows(rows: &Rows) -> Vec<HistoryRow> {
    let position = |column: &str| rows.columns.iter().position(|it| it.eq_ignore_ascii_case(column));
    let read = |row: &Vec<Value>| {
        let value = |column: &str| row.get(position(column)?);
        let integer = |column: &str| value(column).and_then(Value::as_i64);
        let text = |column: &str| value(column).and_then(Value::as_str).map(str::to_owned);
        HistoryRow {
            seq: integer("seq").unwrap_or_default(),
            ledger: text("ledger").unwrap_or_default(),
            event: text("event").unwrap_or_default(),
            name: text("name").unwrap_or_default(),
            at: text("at").unwrap_or_default(),
            duration_ms: integer("duration_ms"),
            rows_changed: integer("rows_changed"),
            record: text("record").unwrap_or_default(),
            digest: text("digest").unwrap_or_default(),
            hash: text("hash"),
        }
    };
    rows.rows.iter().map(read).collect()
}

/// The approvals that the history of a ledger has.
pub fn approvals(history: &[HistoryRow], table: &str) -> Vec<Approval> {
    let key = Ledger::key(table);
    let of_ledger = history.iter().filter(|it| it.ledger == key && it.event == "approved");
    let read = |row: &HistoryRow| {
        Some(Approval {
            name: row.name.clone(),
            checksum: Checksum::from_hex(row.text("checksum")?),
            by: row.text("by")?,
            at: row.at.clone(),
        })
    };
    of_ledger.filter_map(read).collect()
}

//! Ledgers that other tools keep in the same database: read once, when ours is empty, and then taken over.
//!
//! A format is a file, and one line in `FORMATS`: the tables and columns by which it is known, and how its rows are read.
//! Their tables are never written to.

mod by_file_name;
mod by_version;
mod checksum_formula;
mod dbmate;
mod drizzle;
mod golang_migrate;
mod goose;
mod import;
mod kysely;
mod prisma;
mod refinery;
mod sip_hash;
mod sqlx;
mod table_row;
#[cfg(test)]
mod tests;
mod time_stamp;
mod wrangler;

pub use import::{Import, Imported, imports};

use checksum_formula::Formula;
use table_row::TableRow;

use super::Error;
use crate::database::Database;
use crate::schema::Name;

/// How one tool keeps its ledger.
struct Format {
    /// The tool, as a person calls it.
    tool: &'static str,
    /// Names that its table may have.
    tables: &'static [&'static str],
    /// Columns that it has, each by one of these names.
    columns: &'static [&'static [&'static str]],
    /// How it makes the checksum of a file.
    formula: Formula,
    /// What a row says; none of a row that says nothing.
    read: fn(&TableRow<'_>) -> Option<OtherEntry>,
}

/// Those with more columns first: a table is read by the first format that it fits.
const FORMATS: &[&Format] = &[
    &drizzle::FORMAT,
    &prisma::FORMAT,
    &kysely::FORMAT,
    &sqlx::FORMAT,
    &refinery::FORMAT,
    &goose::FORMAT,
    &golang_migrate::FORMAT,
    &wrangler::FORMAT,
    &by_version::FORMAT,
    &by_file_name::FORMAT,
    &dbmate::FORMAT,
];

/// A migration, as another tool recorded it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OtherEntry {
    /// What it is called there, for people.
    label: String,
    /// Names that its file may have, without folder and ending.
    names: Vec<String>,
    /// The number of its file.
    number: Option<u64>,
    /// Files with lower numbers are applied, too, though they have no row.
    with_earlier: bool,
    /// When drizzle's journal says that its file was made.
    made_at: Option<i64>,
    /// When it was applied: RFC 3339 in UTC with milliseconds.
    applied_at: Option<String>,
    duration_ms: Option<u64>,
    checksum: Option<String>,
    /// Why it does not count: it began and did not end. One that was rolled back has no entry.
    unfinished: Option<String>,
    /// It was undone: what an earlier row says of it no longer holds.
    is_undone: bool,
}

impl OtherEntry {
    /// Of a table that holds the name of a file and when it was applied, and nothing else.
    fn named(row: &TableRow<'_>, applied_at: &str) -> Option<Self> {
        let name = row.text(&["name"])?;
        Some(Self {
            label: name.clone(),
            names: vec![name],
            applied_at: row.time(&[applied_at]),
            ..Self::default()
        })
    }
}

/// The ledger of another tool.
pub struct OtherLedger {
    format: &'static Format,
    /// Its table.
    pub table: String,
    entries: Vec<OtherEntry>,
}

impl OtherLedger {
    /// The tool.
    pub fn tool(&self) -> &'static str {
        self.format.tool
    }
}

/// The tables that may be ledgers, for whoever can tell which are there.
pub fn tables() -> Vec<&'static str> {
    let mut tables: Vec<&str> = FORMATS.iter().flat_map(|it| it.tables).copied().collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// Reads these tables of a database; one that is no ledger is left out.
///
/// # Errors
/// Those of the database.
pub fn read(database: &mut dyn Database, tables: &[&str]) -> Result<Vec<OtherLedger>, Error> {
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let query = |table: &&str| format!("SELECT * FROM {} ORDER BY 1", Name::new(*table).quoted());
    let queries: Vec<String> = tables.iter().map(query).collect();
    let results = database.query_all(&queries)?;
    let mut found = Vec::new();
    for (table, rows) in tables.iter().zip(results) {
        let has = |names: &[&str]| {
            names
                .iter()
                .any(|name| rows.columns.iter().any(|it| it.eq_ignore_ascii_case(name)))
        };
        let fits = |it: &&&Format| it.tables.contains(table) && it.columns.iter().all(|names| has(names));
        let Some(format) = FORMATS.iter().find(fits) else {
            continue;
        };
        let row = |values| TableRow::new(&rows.columns, values);
        let mut entries: Vec<OtherEntry> = Vec::new();
        for entry in rows.rows.iter().filter_map(|it| (format.read)(&row(it))) {
            // The last word on a file counts.
            entries.retain(|it| it.label != entry.label || entry.unfinished.is_some() && it.unfinished.is_none());
            let is_known = entries.iter().any(|it| it.label == entry.label);
            if !entry.is_undone && !is_known {
                entries.push(entry);
            }
        }
        if !entries.is_empty() {
            found.push(OtherLedger {
                format,
                table: (*table).to_owned(),
                entries,
            });
        }
    }
    Ok(found)
}

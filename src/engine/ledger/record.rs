//! The statements that note a migration in the ledger, for the transaction that runs it.

use super::{Event, Ledger, OWN_TABLE, Provenance};
use crate::database::Value;
use crate::migration::{Checksum, Migration};
use crate::schema::{Fingerprint, Name, Pair};

/// Why migrations exist, as `plan --because` and `--ref` said.
const REASONS: &str = "_reconcile_reasons";

/// What is noted of one migration.
#[derive(Debug, Clone)]
pub struct Note<'a> {
    /// Name of wrangler's table.
    pub table: &'a str,
    /// The recorded name.
    pub name: &'a str,
    /// Of the file.
    pub checksum: &'a Checksum,
    /// Schema it was made for, where known.
    pub from: Option<&'a Fingerprint>,
    /// Schema it is to leave, where known.
    pub to: Option<&'a Fingerprint>,
    /// Who, from where, with what.
    pub provenance: &'a Provenance,
    /// Where to go back to.
    pub bookmark: Option<&'a str>,
    /// Why, where the file's header says so.
    pub because: Option<&'a str>,
    /// The issue or ticket that asked for it.
    pub reference: Option<&'a str>,
    /// Rows changed and milliseconds, as SQL.
    measured: Option<(String, String)>,
    /// When another tool applied it, and how many milliseconds that took.
    earlier: Option<(&'a str, Option<u64>)>,
    event: Event,
}

impl<'a> Note<'a> {
    /// What is noted of a file when it is applied.
    pub fn of(migration: &'a Migration, table: &'a str, provenance: &'a Provenance, bookmark: Option<&'a str>) -> Self {
        let header = migration.sealed_header();
        let fingerprints = header.map(|it| &it.fingerprints);
        let review = header.map(|it| &it.review);
        Self {
            table,
            name: &migration.file_name,
            checksum: &migration.checksum,
            from: fingerprints.map(|it| &it.from),
            to: fingerprints.map(|it| &it.to),
            provenance,
            bookmark,
            because: review.and_then(|it| it.because.as_deref()),
            reference: review.and_then(|it| it.reference.as_deref()),
            measured: None,
            earlier: None,
            event: Event::applied(
                migration,
                table,
                fingerprints.map(|it| Pair {
                    from: &it.from,
                    to: &it.to,
                }),
                provenance,
                bookmark,
            ),
        }
    }

    /// The same, of a migration that ran in several transactions: so many rows, in so many milliseconds.
    #[must_use]
    pub fn measured(self, rows: u64, milliseconds: u64) -> Self {
        self.measured_by(rows.to_string(), milliseconds.to_string())
    }

    /// The same, where these expressions say so.
    #[must_use]
    pub fn measured_by(self, rows: String, milliseconds: String) -> Self {
        Self {
            measured: Some((rows, milliseconds)),
            ..self
        }
    }

    /// The same, of a migration that another tool applied: when, in RFC 3339, and how many milliseconds it took.
    #[must_use]
    pub fn applied_earlier(self, at: &'a str, milliseconds: Option<u64>) -> Self {
        Self {
            earlier: Some((at, milliseconds)),
            ..self
        }
    }

    /// Statements to run before the migration's own. Where wrangler's table has the name already, its UNIQUE ends a second
    /// apply of the same file at once, before that has changed anything. None of them gives `last_insert_rowid()` a value:
    /// an INSERT of no row, and one into a table WITHOUT ROWID. <https://www.sqlite.org/c3ref/last_insert_rowid.html>
    pub fn opening(&self) -> Vec<String> {
        let [wranglers, own] = tables(self.table);
        let (table, name) = (Name::new(self.table).quoted(), text(Some(self.name)));
        let mut statements = vec![
            wranglers,
            own,
            format!("INSERT INTO {table} (name) SELECT name FROM {table} WHERE name = {name}"),
            self.own_row(),
        ];
        statements.extend(self.reason());
        // Last, so that the rows that it counts from here on are the migration's.
        statements.extend(self.event.opening());
        statements
    }

    /// Statements to run after the migration's own: wrangler's row, as wrangler puts it last, how long it took, and the end of
    /// the history's row. They fail, and the whole batch with them, if the migration took one of the ledger's tables away.
    pub fn closing(&self) -> Vec<String> {
        let duration = match &self.measured {
            Some((_, duration)) => duration.clone(),
            None => "CAST(round((julianday('now') - julianday(applied_at)) * 86400000) AS INTEGER)".to_owned(),
        };
        let mut statements = vec![
            self.wranglers_row(),
            format!(
                "UPDATE {} SET duration_ms = {duration} WHERE ledger = {} AND name = (SELECT name FROM {} WHERE name = {})",
                OWN_TABLE,
                text(Some(&Ledger::key(self.table))),
                Name::new(self.table).quoted(),
                text(Some(self.name)),
            ),
        ];
        // The history's own row, and these two.
        statements.extend(Event::end(3, self.measured.clone()));
        statements
    }

    /// Statements that note a migration which is not run. What happened is for [`Event::marked`] to add, once for all of them.
    pub fn record(&self) -> Vec<String> {
        let mut statements = tables(self.table).to_vec();
        statements.extend([self.wranglers_row(), self.own_row()]);
        statements.extend(self.reason());
        statements
    }

    /// In a table of its own, which only databases have where something was said.
    fn reason(&self) -> Vec<String> {
        if self.because.is_none() && self.reference.is_none() {
            return Vec::new();
        }
        vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {REASONS} (ledger TEXT NOT NULL, name TEXT NOT NULL, because TEXT, reference TEXT, \
                 PRIMARY KEY (ledger, name)) WITHOUT ROWID"
            ),
            format!(
                "INSERT OR REPLACE INTO {REASONS} (ledger, name, because, reference) VALUES ({}, {}, {}, {})",
                text(Some(&Ledger::key(self.table))),
                text(Some(self.name)),
                text(self.because),
                text(self.reference)
            ),
        ]
    }

    fn wranglers_row(&self) -> String {
        let (table, name) = (Name::new(self.table).quoted(), text(Some(self.name)));
        match self.earlier {
            // As CURRENT_TIMESTAMP writes it.
            Some((at, _)) => format!(
                "INSERT INTO {table} (name, applied_at) VALUES ({name}, strftime('%Y-%m-%d %H:%M:%S', {}))",
                text(Some(at))
            ),
            None => format!("INSERT INTO {table} (name) VALUES ({name})"),
        }
    }

    /// A row that a deleted entry of wrangler's table left behind is replaced.
    pub(super) fn own_row(&self) -> String {
        let Provenance {
            applied_by,
            environment,
            git_commit,
            version,
            ..
        } = self.provenance;
        let at = self.earlier.map_or("now", |it| it.0);
        let mut values = vec![
            text(Some(&Ledger::key(self.table))),
            text(Some(self.name)),
            text(Some(self.checksum.as_str())),
            format!("strftime('%Y-%m-%dT%H:%M:%fZ', {})", text(Some(at))),
            text(applied_by.as_deref()),
            text(environment.as_deref()),
            text(git_commit.as_deref()),
            text(version.as_deref()),
            text(self.from.map(Fingerprint::as_str)),
            text(self.to.map(Fingerprint::as_str)),
            text(self.bookmark),
        ];
        let duration = self.earlier.and_then(|it| it.1);
        values.extend(duration.map(|it| it.to_string()));
        let last = if duration.is_some() { ", duration_ms" } else { "" };
        format!(
            "INSERT OR REPLACE INTO {OWN_TABLE} (ledger, name, checksum, applied_at, applied_by, environment, git_commit, \
             version, from_fingerprint, to_fingerprint, bookmark{last}) VALUES ({})",
            values.join(", ")
        )
    }
}

/// The statements that create both tables where they are missing.
pub fn tables(table: &str) -> [String; 2] {
    [create_wranglers(table), create_own()]
}

/// Wrangler's own statement (4.164, `getCreateMigrationsTableQuery`), white space included, so that either tool's
/// table is the other's.
fn create_wranglers(table: &str) -> String {
    format!(
        "CREATE TABLE IF NOT EXISTS {}(\n\t\tid         INTEGER PRIMARY KEY AUTOINCREMENT,\n\t\tname       TEXT UNIQUE,\n\
         \t\tapplied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL\n)",
        Name::new(table).quoted()
    )
}

/// `ledger` is wrangler's table: one database can hold the ledgers of several folders.
fn create_own() -> String {
    format!(
        "CREATE TABLE IF NOT EXISTS {OWN_TABLE} (ledger TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, \
         applied_at TEXT NOT NULL, duration_ms INTEGER, applied_by TEXT, environment TEXT, git_commit TEXT, version TEXT, \
         from_fingerprint TEXT, to_fingerprint TEXT, bookmark TEXT, PRIMARY KEY (ledger, name)) WITHOUT ROWID"
    )
}

pub(super) fn text(text: Option<&str>) -> String {
    text.map_or(Value::Null, |it| Value::Text(it.to_owned())).to_sql()
}

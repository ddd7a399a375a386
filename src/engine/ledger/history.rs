//! Statements that add an event to `_reconcile_history`: a table that only grows, each row with a hash over itself and the
//! row before it.
//!
//! What is known before the transaction is JSON in `record`, and `digest` is our own SHA-256 over it. When it happened, how
//! long it took and how many rows changed is known to the database alone. So `hash` is computed there, over the hash of the
//! row before, these figures and the digest: no row has to be read first, and every figure is covered.

use serde_json::{Value as Json, json};

use super::record::text;
use super::sha256_sql::sha256;
use super::{Approval, HISTORY_TABLE, Ledger, Provenance};
use crate::database::Database;
use crate::migration::{Checksum, Loss, Migration};
use crate::schema::{Fingerprint, Name, Pair, directives};
use crate::sql::{TokenKind, tokens};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// A migration ran.
    Applied,
    /// Migrations were marked as applied, and not run.
    Marked,
    /// Recorded names were replaced by those that the files have.
    Renamed,
    /// A migration was approved.
    Approved,
    /// A file that is no migration ran: it undid what was done by hand.
    Undone,
    /// D1 said how many rows the migrations of a run read and wrote.
    Measured,
    /// A seed file ran.
    Seeded,
    /// An online rebuild was taken back before its switch.
    Aborted,
}

impl EventKind {
    /// As the table has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Marked => "marked",
            Self::Renamed => "renamed",
            Self::Approved => "approved",
            Self::Undone => "undone",
            Self::Measured => "measured",
            Self::Seeded => "seeded",
            Self::Aborted => "aborted",
        }
    }
}

/// One event, for the transaction that it is about.
#[derive(Debug, Clone)]
pub struct Event {
    /// Wrangler's table, as SQLite compares it.
    ledger: String,
    kind: EventKind,
    name: String,
    record: String,
}

impl Event {
    /// An event about a file; `more` is what else there is to say, as a JSON object.
    pub fn new(kind: EventKind, table: &str, name: &str, provenance: &Provenance, more: Json) -> Self {
        let mut record = of_provenance(provenance);
        if let (Json::Object(record), Json::Object(more)) = (&mut record, more) {
            record.extend(more);
            record.retain(|_, value| !is_nothing(value));
        }
        Self {
            ledger: Ledger::key(table),
            kind,
            name: name.to_owned(),
            record: record.to_string(),
        }
    }

    /// Migrations are marked as applied; one event for as many as one statement holds.
    pub fn marked(migrations: &[&Migration], table: &str, provenance: &Provenance) -> Vec<Self> {
        let events = migrations.chunks(MOST_FILES).map(|files| {
            let name = files.last().map_or("", |it| &it.file_name);
            Self::new(
                EventKind::Marked,
                table,
                name,
                provenance,
                json!({ "files": listed(files) }),
            )
        });
        events.collect()
    }

    /// As [`Event::marked`], of what this table of another tool records.
    pub fn imported(migrations: &[&Migration], table: &str, provenance: &Provenance, from: &str) -> Vec<Self> {
        let events = migrations.chunks(MOST_FILES).map(|files| {
            let name = files.last().map_or("", |it| &it.file_name);
            let more = json!({ "files": listed(files), "imported_from": from });
            Self::new(EventKind::Marked, table, name, provenance, more)
        });
        events.collect()
    }

    /// The ledger gets the names that the files have.
    pub(super) fn renamed(
        renamed: &[(String, String)],
        removed: &[String],
        added: &[&Migration],
        table: &str,
        provenance: &Provenance,
    ) -> Self {
        let pair = |it: &(String, String)| json!({ "from": it.0, "to": it.1 });
        let name = renamed.last().map(|it| it.1.as_str());
        let name = name.or_else(|| added.last().map(|it| it.file_name.as_str()));
        let more = json!({
            "renamed": renamed.iter().map(pair).collect::<Vec<_>>(),
            "removed": removed,
            "files": listed(added),
        });
        let name = name.or_else(|| removed.last().map(String::as_str)).unwrap_or_default();
        Self::new(EventKind::Renamed, table, name, provenance, more)
    }

    /// A file that is no migration runs.
    pub fn undone(file: &Migration, table: &str, provenance: &Provenance, bookmark: Option<&str>) -> Self {
        let fingerprints = file.sealed_header().map(|it| &it.fingerprints);
        let more = json!({
            "checksum": file.checksum.as_str(),
            "from": fingerprints.map(|it| it.from.as_str()),
            "to": fingerprints.map(|it| it.to.as_str()),
            "bookmark": bookmark,
            "allowed": allowed(file, provenance),
        });
        let name = file.file_name.rsplit(['/', '\\']).next().unwrap_or(&file.file_name);
        Self::new(EventKind::Undone, table, name, provenance, more)
    }

    /// A seed file runs.
    pub fn seeded(
        name: &str,
        checksum: &Checksum,
        table: &str,
        provenance: &Provenance,
        bookmark: Option<&str>,
    ) -> Self {
        let more = json!({ "checksum": checksum.as_str(), "bookmark": bookmark });
        Self::new(EventKind::Seeded, table, name, provenance, more)
    }

    /// A migration is applied.
    pub(super) fn applied(
        migration: &Migration,
        table: &str,
        fingerprints: Option<Pair<&Fingerprint>>,
        provenance: &Provenance,
        bookmark: Option<&str>,
    ) -> Self {
        let header = migration.header.as_ref().map(|it| &it.review);
        let approvals = provenance.approvals.iter().filter(|it| it.name == migration.file_name);
        let approval = |it: &Approval| json!({ "by": it.by, "at": it.at });
        let more = json!({
            "checksum": migration.checksum.as_str(),
            "from": fingerprints.as_ref().map(|it| it.from.as_str()),
            "to": fingerprints.as_ref().map(|it| it.to.as_str()),
            "bookmark": bookmark,
            "purpose": header.and_then(|it| it.because.as_deref()),
            "purpose_reference": header.and_then(|it| it.reference.as_deref()),
            "estimate": migration.sealed_header().and_then(|it| it.review.cost),
            "allowed": allowed(migration, provenance),
            "approvals": approvals.map(approval).collect::<Vec<_>>(),
        });
        Self::new(EventKind::Applied, table, &migration.file_name, provenance, more)
    }

    /// Makes the table where it is missing, and begins the row. None gives `last_insert_rowid()` a value.
    pub fn opening(&self) -> Vec<String> {
        vec![create(), self.row()]
    }

    /// Ends the row of a file that is no entry of the ledger.
    pub fn closing(&self) -> Vec<String> {
        // The row itself.
        Self::end(1, None)
    }

    /// Ends the row that a transaction began; `own` is how many rows of the ledger it changed since. Where a migration ran in
    /// several transactions, its figures are given.
    pub(super) fn end(own: usize, measured: Option<(String, String)>) -> Vec<String> {
        let (rows, duration) = match measured {
            Some(measured) => measured,
            None => (
                format!("total_changes() - rows_changed - {own}"),
                "CAST(round((julianday('now') - julianday(at)) * 86400000) AS INTEGER)".to_owned(),
            ),
        };
        let last = last();
        vec![
            format!("UPDATE {HISTORY_TABLE} SET rows_changed = {rows}, duration_ms = {duration} WHERE {last}"),
            chain(),
        ]
    }

    /// All statements of an event that is not a migration's.
    pub fn statements(&self) -> Vec<String> {
        let last = last();
        let mut statements = self.opening();
        statements.push(format!("UPDATE {HISTORY_TABLE} SET rows_changed = NULL WHERE {last}"));
        statements.push(chain());
        statements
    }

    fn row(&self) -> String {
        let record = &self.record;
        let digest = digest(&self.ledger, self.kind.word(), &self.name, record);
        format!(
            "INSERT INTO {HISTORY_TABLE} (seq, ledger, event, name, at, rows_changed, record, digest) \
             SELECT coalesce(max(seq), 0) + 1, {}, '{}', {}, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), total_changes(), {}, \
             '{digest}' FROM {HISTORY_TABLE}",
            text(Some(&self.ledger)),
            self.kind.word(),
            text(Some(&self.name)),
            text(Some(record)),
        )
    }
}

/// Files that one event names: D1 takes statements of 100,000 bytes.
const MOST_FILES: usize = 300;

fn listed(files: &[&Migration]) -> Vec<Json> {
    let row = |it: &&Migration| json!({ "name": it.file_name, "checksum": it.checksum.as_str() });
    files.iter().map(row).collect()
}

/// The digest of what is known of a row before its transaction.
pub(super) fn digest(ledger: &str, event: &str, name: &str, record: &str) -> Checksum {
    Checksum::of(&format!("{ledger}\n{event}\n{name}\n{record}"))
}

/// What the hash of a row covers: as [`chain`] has it in SQL.
pub(super) fn covered(previous: &str, seq: i64, at: &str, figures: [Option<i64>; 2], digest: &str) -> String {
    let [duration, rows] = figures.map(|it| it.map(|it| it.to_string()).unwrap_or_default());
    format!("{previous}|{seq}|{at}|{duration}|{rows}|{digest}")
}

/// The statement that ends a transaction: the same for every migration.
pub fn chain() -> String {
    chain_by(sha256)
}

/// The statements of a batch as this database runs them best: one with a function for SHA-256 need not compute it in SQL.
pub fn suited(database: &dyn Database, mut batch: Vec<String>) -> Vec<String> {
    if let Some(function) = database.sha256() {
        let sql = chain();
        let own = batch.iter_mut().filter(|it| **it == sql);
        own.for_each(|it| *it = chain_by(|text| format!("{function}({text})")));
    }
    batch
}

fn chain_by(sha256: impl Fn(&str) -> String) -> String {
    let own = HISTORY_TABLE;
    let previous = format!(
        "coalesce((SELECT hash FROM {own} AS earlier WHERE earlier.seq < {own}.seq ORDER BY earlier.seq DESC LIMIT 1), '')"
    );
    let covered = format!(
        "{previous} || '|' || seq || '|' || at || '|' || coalesce(duration_ms, '') || '|' || coalesce(rows_changed, '') || \
         '|' || digest"
    );
    format!("UPDATE {own} SET hash = ({}) WHERE {}", sha256(&covered), last())
}

/// The row that this transaction began.
fn last() -> String {
    format!("seq = (SELECT max(seq) FROM {HISTORY_TABLE})")
}

fn create() -> String {
    format!(
        "CREATE TABLE IF NOT EXISTS {HISTORY_TABLE} (seq INTEGER NOT NULL PRIMARY KEY, ledger TEXT NOT NULL, \
         event TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, duration_ms INTEGER, rows_changed INTEGER, \
         record TEXT NOT NULL, digest TEXT NOT NULL, hash TEXT) WITHOUT ROWID"
    )
}

fn of_provenance(provenance: &Provenance) -> Json {
    json!({
        "by": provenance.applied_by,
        "environment": provenance.environment,
        "commit": provenance.git_commit,
        "dirty": provenance.git_dirty,
        "version": provenance.version,
        "because": provenance.because,
        "reference": provenance.reference,
        "skipped_promotion": provenance.skipped_promotion,
    })
}

fn is_nothing(value: &Json) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// What was allowed: when it was planned, in the file itself, and by flags of the run.
fn allowed(migration: &Migration, provenance: &Provenance) -> Vec<Json> {
    let review = migration.header.as_ref().map(|it| &it.review);
    let losses = review
        .and_then(|it| it.consent.as_ref())
        .map(|it| it.allowed.as_slice());
    let planned = losses
        .unwrap_or_default()
        .iter()
        .map(|it: &Loss| json!({ "code": it.code.name(), "of": it.subject, "in": "plan" }));
    let directives = in_comments(&migration.text)
        .into_iter()
        .map(|(code, reason)| json!({ "code": code, "reason": reason, "in": "file" }));
    let flags = provenance.allowed.iter().map(|it| match &provenance.because {
        Some(reason) => json!({ "code": it, "reason": reason, "in": "flag" }),
        None => json!({ "code": it, "in": "flag" }),
    });
    planned.chain(directives).chain(flags).collect()
}

/// `-- reconcile: allow CODE because REASON`, with both.
fn in_comments(sql: &str) -> Vec<(String, String)> {
    let all = tokens(sql);
    let comments = all.iter().filter(|it| it.kind == TokenKind::LineComment);
    let allows = comments
        .flat_map(|it| directives(it.text(sql)))
        .filter(|it| it.verb == "allow");
    let read = |rest: &str| {
        let (code, rest) = rest.split_once(char::is_whitespace)?;
        let reason = rest.trim().strip_prefix("because")?.trim();
        Some((code.to_owned(), reason.to_owned()))
    };
    allows.filter_map(|it| read(it.rest)).collect()
}

/// The query for all rows, in their order.
pub(super) fn query() -> String {
    // `*`: a later version may have added columns.
    format!("SELECT * FROM {} ORDER BY seq", Name::new(HISTORY_TABLE).quoted())
}

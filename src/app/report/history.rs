//! What happened to a database, or to those of a fleet.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value};

use super::counted::{counted, rows_written};
use super::{Block, Document, Screen, Tone};
use crate::plan::Cost;

/// The result of `history`.
///
/// target: The target, or the fleet.
/// verdict: `intact`, `altered`, `unchained` where no row has a hash, `empty`, or `failed` where a database was not read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HistoryReport {
    /// Events, oldest first, as far as they were asked for.
    pub events: Vec<HistoryEvent>,
    /// Rows that are not as they were written.
    pub findings: Vec<HistoryFinding>,
    /// Databases that could not be read, each with the reason.
    pub unread: Vec<String>,
    /// Hash of the newest row of a single database.
    pub hash: Option<String>,
    /// Whether it is about the databases of a fleet.
    #[serde(skip)]
    pub fleet: bool,
}

/// One event.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HistoryEvent {
    /// The database of the fleet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Its number; none for what the history does not have.
    pub row: Option<u64>,
    /// `applied`, `marked`, `renamed`, `approved`, `undone`, `measured`, `seeded`, `aborted`.
    pub event: String,
    /// The file.
    pub name: String,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub by: Option<String>,
    /// Where.
    pub environment: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// The ticket.
    pub reference: Option<String>,
    /// The Git commit.
    pub commit: Option<String>,
    /// How long it took.
    pub duration_ms: Option<u64>,
    /// Rows inserted, updated and deleted.
    pub rows_changed: Option<u64>,
    /// Rows that D1 read, where the target is measured.
    pub rows_read: Option<u64>,
    /// Rows that D1 wrote, index entries included.
    pub rows_written: Option<u64>,
    /// What the header of the file says that it would read and write.
    pub estimate: Option<Cost>,
    /// Everything that was noted, as it is in the table: checksum, fingerprints, bookmark, what was allowed, approvals.
    pub record: Map<String, Value>,
    /// Over this row and the one before.
    pub hash: Option<String>,
}

/// A row that is not as it was written.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryFinding {
    /// The database of the fleet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// `altered`, `removed` or `inserted`.
    pub kind: String,
    /// The table.
    pub table: String,
    /// Its number in the history.
    pub row: Option<u64>,
    /// The file that it is about.
    pub name: Option<String>,
    /// How that shows.
    pub reason: String,
}

impl HistoryFinding {
    /// `altered: _reconcile_history row 2 (0002_b.sql): its digest is another one`
    fn line(&self) -> String {
        let database = self.database.as_ref().map(|it| format!("{it}: ")).unwrap_or_default();
        let row = self.row.map(|it| format!(" row {it}")).unwrap_or_default();
        let name = self.name.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
        format!("{database}{}: {}{row}{name}: {}", self.kind, self.table, self.reason)
    }
}

impl HistoryEvent {
    /// Why and for which ticket.
    fn why(&self) -> String {
        let both = [self.because.as_deref(), self.reference.as_deref()];
        both.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What was written, beside what was estimated.
    fn rows(&self) -> String {
        let written = self.rows_written.map(|it| rows_written(it, self.estimate));
        written.unwrap_or_default()
    }

    fn cells(&self, database: bool) -> Vec<String> {
        let database = database.then(|| self.database.clone().unwrap_or_default());
        let row = self.row.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let minute = self.at.get(..16).unwrap_or(&self.at).replace('T', " ");
        let or_nothing = |it: &Option<String>| it.clone().unwrap_or_default();
        let rest = [
            row,
            minute,
            self.event.clone(),
            self.name.clone(),
            or_nothing(&self.by),
            or_nothing(&self.environment),
            self.why(),
        ];
        database.into_iter().chain(rest).collect()
    }
}

const COLUMNS: [&str; 7] = ["row", "when (UTC)", "event", "migration", "by", "environment", "why"];

impl Document<HistoryReport> {
    /// RFC 4180, with a header.
    pub fn csv(&self) -> String {
        let mut text = "database,row,event,name,at,by,environment,because,reference,commit,dirty,version,duration_ms,\
                        rows_changed,rows_read,rows_written,estimated_rows_read,estimated_rows_written,checksum,bookmark,hash\r\n"
            .to_owned();
        for it in &self.events {
            let noted = |key: &str| match it.record.get(key) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            };
            let number = |it: Option<u64>| it.map(|it| it.to_string()).unwrap_or_default();
            let or_nothing = |it: &Option<String>| it.clone().unwrap_or_default();
            let cells = [
                it.database.clone().unwrap_or_else(|| self.target.clone()),
                number(it.row),
                it.event.clone(),
                it.name.clone(),
                it.at.clone(),
                or_nothing(&it.by),
                or_nothing(&it.environment),
                or_nothing(&it.because),
                or_nothing(&it.reference),
                or_nothing(&it.commit),
                noted("dirty"),
                noted("version"),
                number(it.duration_ms),
                number(it.rows_changed),
                number(it.rows_read),
                number(it.rows_written),
                number(it.estimate.map(|it| it.rows_read)),
                number(it.estimate.map(|it| it.rows_written)),
                noted("checksum"),
                noted("bookmark"),
                or_nothing(&it.hash),
            ];
            let _ = write!(text, "{}\r\n", cells.map(|it| quoted(&it)).join(","));
        }
        text
    }

    /// A section of the migration log: title, the newest hash for the next run to compare, and a table.
    pub fn log_section(&self, title: &str) -> String {
        let newest = self.events.iter().rev().find_map(|it| it.row.zip(it.hash.as_ref()));
        let mark = newest.map(|(row, hash)| format!("<!-- history: {row} {hash} -->\n\n"));
        let mut text = format!("## {title}\n\n{}", mark.unwrap_or_default());
        let row = |cells: &[String]| {
            let cells: Vec<String> = cells
                .iter()
                .map(|it| it.replace('\\', "\\\\").replace('|', "\\|").replace(['\r', '\n'], " "))
                .collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let titles = COLUMNS.map(str::to_owned);
        text.push_str(&row(&titles));
        text.push_str(&row(&titles.map(|_| "---".to_owned())));
        for event in &self.events {
            text.push_str(&row(&event.cells(false)));
        }
        text
    }
}

fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

impl Screen for Document<HistoryReport> {
    fn blocks(&self) -> Vec<Block> {
        let events = counted(self.events.len(), "event");
        let (tone, line) = match self.verdict {
            "empty" => (Tone::Plain, "nothing was ever applied".to_owned()),
            "altered" => (Tone::Bad, format!("altered: {}", counted(self.findings.len(), "row"))),
            "failed" => (
                Tone::Bad,
                format!("{} not read", counted(self.unread.len(), "database")),
            ),
            "unchained" => (
                Tone::Warning,
                format!("{events}, none with a hash: an earlier version or wrangler noted them"),
            ),
            _ => (Tone::Good, format!("intact: {events}")),
        };
        let mut blocks = vec![Block::Verdict(tone, self.target.clone(), line)];
        blocks.extend(self.findings.iter().map(|it| Block::Line(Tone::Bad, it.line())));
        blocks.extend(self.unread.iter().map(|it| Block::Line(Tone::Bad, it.clone())));
        if !self.events.is_empty() {
            let database = self.fleet.then_some("database");
            let mut columns: Vec<&str> = database.into_iter().chain(COLUMNS).collect();
            let mut rows: Vec<Vec<String>> = self.events.iter().map(|it| it.cells(self.fleet)).collect();
            // Before why, which is the longest; only where something was counted.
            if self.events.iter().any(|it| it.rows_written.is_some()) {
                let place = columns.len().saturating_sub(1);
                columns.insert(place, "rows on D1");
                let cells = rows.iter_mut().zip(&self.events);
                cells.for_each(|(row, event)| row.insert(place, event.rows()));
            }
            blocks.push(Block::Table(columns, rows));
        }
        let hash = self.hash.iter().map(|it| Block::Line(Tone::Dim, it.clone()));
        blocks.extend(hash.map(|it| Block::Fold("newest hash", vec![it])));
        blocks.extend(self.next_lines());
        blocks
    }
}

//! `history`: who ran what on a target, when and why; and whether anybody changed that afterwards.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use crate::config;
use crate::error::Error;
use crate::ledger::{self, ChainFinding, Entry, HistoryRow};
use crate::migration::order;
use crate::plan::Cost;
use crate::report::{Document, HistoryEvent, HistoryFinding, HistoryReport};
use crate::session::Session;

/// Which events are asked for; all of these hold.
#[derive(Debug, Clone, Default)]
pub struct HistoryRequest {
    /// From this date or time on, in UTC.
    pub since: Option<String>,
    /// Before this date or time, in UTC.
    pub until: Option<String>,
    /// Of this migration, by number or name.
    pub migration: Option<String>,
    /// By whoever has this in the name.
    pub by: Option<String>,
    /// `applied`, `approved` and so on.
    pub event: Option<String>,
}

impl HistoryRequest {
    fn takes(&self, event: &HistoryEvent) -> bool {
        let at = event.at.as_str();
        let is_called = |name: &String| {
            let number = order::number_text(&event.name);
            *name == event.name
                || number == Some(name.as_str())
                || number.is_some_and(|it| it.parse::<u64>().ok().is_some_and(|it| name.parse() == Ok(it)))
        };
        let is_by = |person: &String| {
            let by = event.by.as_deref().unwrap_or_default().to_lowercase();
            by.contains(&person.to_lowercase())
        };
        self.since.as_deref().is_none_or(|it| at >= it)
            && self.until.as_deref().is_none_or(|it| at < it)
            && self.migration.as_ref().is_none_or(is_called)
            && self.by.as_ref().is_none_or(is_by)
            && self.event.as_ref().is_none_or(|it| *it == event.event)
    }
}

/// Reads the history of a target, and verifies it.
///
/// # Errors
/// Those of the target and its ledger.
pub fn history(session: &Session<'_>, request: &HistoryRequest) -> Result<Document<HistoryReport>, Error> {
    let ledger = session.ledger()?;
    let rows = ledger::read_history(&mut *session.database()?)?;
    let verified = ledger::verify(&rows, ledger);
    let key = ledger.table.to_lowercase();
    let own = rows.iter().filter(|it| it.ledger.to_lowercase() == key);
    let mut events: Vec<HistoryEvent> = own.map(of_row).collect();
    let outside = ledger.entries.iter().filter(|it| verified.unchained.contains(&it.name));
    events.extend(outside.map(of_entry));
    own_measures(&mut events);
    // What came before the history has no number.
    events.sort_by(|a, b| a.at.cmp(&b.at).then(a.row.cmp(&b.row)));
    let verdict = match (verified.findings.is_empty(), rows.is_empty(), events.is_empty()) {
        (false, ..) => "altered",
        (true, _, true) => "empty",
        (true, true, false) => "unchained",
        (true, false, false) => "intact",
    };
    events.retain(|it| request.takes(it));
    let found = HistoryReport {
        hash: rows.last().and_then(|it| it.hash.clone()),
        findings: verified.findings.into_iter().map(finding).collect(),
        events,
        ..HistoryReport::default()
    };
    Ok(Document::new(session.label(), verdict, found))
}

/// Gives the figures of a measured run to the migrations that it applied.
fn own_measures(events: &mut [HistoryEvent]) {
    for position in 0..events.len() {
        let (before, rest) = events.split_at_mut(position);
        let files = rest
            .first()
            .filter(|it| it.event == "measured")
            .and_then(|it| it.record.get("files"));
        for file in files.and_then(Value::as_array).into_iter().flatten() {
            let is_it = |it: &&mut HistoryEvent| it.event == "applied" && file["name"] == it.name;
            if let Some(applied) = before.iter_mut().rfind(is_it) {
                applied.rows_read = file["rows_read"].as_u64();
                applied.rows_written = file["rows_written"].as_u64();
            }
        }
    }
}

fn of_row(row: &HistoryRow) -> HistoryEvent {
    let unsigned = |it: Option<i64>| it.and_then(|it| u64::try_from(it).ok());
    HistoryEvent {
        database: None,
        row: u64::try_from(row.seq).ok(),
        event: row.event.clone(),
        name: row.name.clone(),
        at: row.at.clone(),
        by: row.text("by"),
        environment: row.text("environment"),
        because: row.text("because").or_else(|| row.text("purpose")),
        reference: row.text("reference").or_else(|| row.text("purpose_reference")),
        commit: row.text("commit"),
        duration_ms: unsigned(row.duration_ms),
        rows_changed: unsigned(row.rows_changed),
        rows_read: None,
        rows_written: None,
        estimate: row.json().get("estimate").and_then(estimate),
        record: match row.json() {
            Value::Object(record) => record,
            _ => Map::new(),
        },
        hash: row.hash.clone(),
    }
}

fn estimate(record: &Value) -> Option<Cost> {
    Some(Cost {
        rows_read: record.get("rows_read")?.as_u64()?,
        rows_written: record.get("rows_written")?.as_u64()?,
    })
}

/// What an earlier version noted, or wrangler.
fn of_entry(entry: &Entry) -> HistoryEvent {
    let record = entry.record.as_ref();
    let provenance = record.map(|it| &it.provenance);
    HistoryEvent {
        event: "applied".to_owned(),
        name: entry.name.clone(),
        at: record.map_or_else(|| entry.applied_at.replacen(' ', "T", 1), |it| it.applied_at.clone()),
        by: provenance.and_then(|it| it.applied_by.clone()),
        environment: provenance.and_then(|it| it.environment.clone()),
        commit: provenance.and_then(|it| it.git_commit.clone()),
        duration_ms: record.and_then(|it| it.duration_ms),
        ..HistoryEvent::default()
    }
}

fn finding(found: ChainFinding) -> HistoryFinding {
    HistoryFinding {
        database: None,
        kind: found.kind.word().to_owned(),
        table: found.table,
        row: found.row.and_then(|it| u64::try_from(it).ok()),
        name: found.name.filter(|it| !it.is_empty()),
        reason: found.reason,
    }
}

/// The line of a section by which the next run recognises the row that was the newest.
const MARK: &str = "<!-- history: ";

/// Writes the section of a target in a migration log. Where the log has a row that the history does not have any more, that
/// is a finding, and the log stays as it is. All events are needed, whichever were asked for.
///
/// # Errors
/// A file that cannot be read or written.
pub fn write_log(report: &mut Document<HistoryReport>, title: &str, path: &Path) -> Result<bool, Error> {
    let old = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(config::Error::Read {
                path: path.to_path_buf(),
                message: error.to_string(),
            }
            .into());
        }
    };
    let (head, mut sections) = sections(&old);
    if let Some((row, hash)) = sections.get(title).and_then(|it| mark(it)) {
        let found = report.events.iter().find(|it| it.row == Some(row)).cloned();
        if found
            .as_ref()
            .is_none_or(|it| it.hash.as_deref() != Some(hash.as_str()))
        {
            report.verdict = "altered";
            report.findings.push(HistoryFinding {
                database: None,
                kind: if found.is_some() { "altered" } else { "removed" }.to_owned(),
                table: ledger::HISTORY_TABLE.to_owned(),
                row: Some(row),
                name: found.map(|it| it.name.clone()),
                reason: format!(
                    "{} has it with the hash {}; it was changed since, or the database was restored to an earlier state",
                    path.display(),
                    hash.get(..12).unwrap_or(&hash)
                ),
            });
            return Ok(false);
        }
    }
    if !report.findings.is_empty() {
        return Ok(false);
    }
    sections.insert(title.to_owned(), report.log_section(title));
    let head = match head.trim_end() {
        "" => "# Migration log\n\nWritten by `reconcile history --log`.",
        head => head,
    };
    let sections: Vec<&str> = sections.values().map(|it| it.trim_end()).collect();
    let text = format!("{head}\n\n{}\n", sections.join("\n\n"));
    if text != old {
        std::fs::write(path, text).map_err(|error| config::Error::Write {
            path: path.to_path_buf(),
            message: error.to_string(),
        })?;
    }
    Ok(true)
}

/// What comes before the first section, and the sections by title.
fn sections(text: &str) -> (String, BTreeMap<String, String>) {
    let mut parts = text.split("\n## ");
    let head = parts.next().unwrap_or_default().to_owned();
    let section = |it: &str| {
        let title = it.lines().next().unwrap_or_default().to_owned();
        (title, format!("## {it}"))
    };
    (head, parts.map(section).collect())
}

fn mark(section: &str) -> Option<(u64, String)> {
    let line = section.lines().find_map(|it| it.strip_prefix(MARK))?;
    let (row, hash) = line.strip_suffix(" -->")?.split_once(' ')?;
    Some((row.parse().ok()?, hash.to_owned()))
}

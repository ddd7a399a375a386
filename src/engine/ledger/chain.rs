//! Whether a history is what was written, and whether the ledger's tables agree with it. What does not is named.
//!
//! A hash says nothing against somebody who computes all later ones as well, nor against a history that was cut off at its
//! end: a log that is kept elsewhere, with the last hash in it, does.

use std::collections::BTreeMap;

use super::history::{covered, digest};
use super::{HistoryRow, Ledger, Record};
use crate::migration::Checksum;

/// What a history came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// What is not as it was written.
    pub findings: Vec<ChainFinding>,
    /// Applied migrations that the history does not have: noted by an earlier version, or by wrangler.
    pub unchained: Vec<String>,
}

/// A row that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFinding {
    /// What was done to it.
    pub kind: ChainFindingKind,
    /// The table.
    pub table: String,
    /// Its number in the history; none in the other tables.
    pub row: Option<i64>,
    /// The file that it is about, where that is known.
    pub name: Option<String>,
    /// How that shows.
    pub reason: String,
}

/// What was done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChainFindingKind {
    /// Its content is another one.
    Altered,
    /// It is not there any more.
    Removed,
    /// Nobody who keeps the history wrote it.
    Inserted,
}

impl ChainFindingKind {
    /// As reports have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Removed => "removed",
            Self::Inserted => "inserted",
        }
    }
}

/// Holds all rows of the history to their hashes, and a ledger to the rows about it.
pub fn verify(history: &[HistoryRow], ledger: &Ledger) -> Verified {
    let mut verified = Verified {
        findings: hashes(history),
        unchained: Vec::new(),
    };
    tables(history, ledger, &mut verified);
    verified
}

fn hashes(history: &[HistoryRow]) -> Vec<ChainFinding> {
    let mut findings = Vec::new();
    let mut before: (i64, &str) = (0, "");
    for row in history {
        let finding = |kind, reason: &str| ChainFinding {
            kind,
            table: super::HISTORY_TABLE.to_owned(),
            row: Some(row.seq),
            name: Some(row.name.clone()),
            reason: reason.to_owned(),
        };
        let follows = |previous: &str| {
            let figures = [row.duration_ms, row.rows_changed];
            let covered = covered(previous, row.seq, &row.at, figures, &row.digest);
            row.hash.as_deref() == Some(Checksum::of(&covered).as_str())
        };
        let is_digest = digest(&row.ledger, &row.event, &row.name, &row.record).as_str() == row.digest;
        let is_gap = row.seq != before.0 + 1;
        if is_gap {
            let missing = (before.0 + 1)..row.seq;
            findings.extend(missing.map(|seq| ChainFinding {
                kind: ChainFindingKind::Removed,
                table: super::HISTORY_TABLE.to_owned(),
                row: Some(seq),
                name: None,
                reason: format!("it is missing before row {}", row.seq),
            }));
        }
        let is_chained = follows(before.1);
        match (is_digest, is_chained) {
            (true, true) => {}
            // The row before is gone, and this one still has its hash.
            (true, false) if is_gap && row.hash.is_some() => {}
            (_, false) if row.hash.is_none() => {
                findings.push(finding(ChainFindingKind::Inserted, "it has no hash"));
            }
            (false, true) => findings.push(finding(
                ChainFindingKind::Altered,
                "its content does not fit its digest",
            )),
            (false, false) => findings.push(finding(
                ChainFindingKind::Inserted,
                "neither its digest nor its hash fit",
            )),
            (true, false) => findings.push(finding(
                ChainFindingKind::Altered,
                "its hash fits neither its times and figures nor the row before",
            )),
        }
        before = (row.seq, row.hash.as_deref().unwrap_or_default());
    }
    findings
}

/// What the history says of a migration.
struct Expected<'a> {
    checksum: String,
    /// The row that applied it; none where it was only marked.
    applied: Option<&'a HistoryRow>,
}

fn tables(history: &[HistoryRow], ledger: &Ledger, verified: &mut Verified) {
    let key = Ledger::key(&ledger.table);
    let of_ledger: Vec<&HistoryRow> = history.iter().filter(|it| it.ledger == key).collect();
    let expected = expected(&of_ledger);
    let began = of_ledger.first().map(|it| it.at.as_str());
    let own = || super::OWN_TABLE.to_owned();
    let finding = |kind, table: String, name: &str, reason: &str| ChainFinding {
        kind,
        table,
        row: None,
        name: Some(name.to_owned()),
        reason: reason.to_owned(),
    };
    for entry in &ledger.entries {
        let found = match (expected.get(&entry.name), &entry.record) {
            (Some(expected), Some(record)) => differs(expected, record).map(|column| {
                finding(
                    ChainFindingKind::Altered,
                    own(),
                    &entry.name,
                    &format!("{column} is not what the history has"),
                )
            }),
            (Some(_), None) => Some(finding(
                ChainFindingKind::Removed,
                own(),
                &entry.name,
                "the history has it",
            )),
            (None, Some(record)) if began.is_some_and(|began| record.applied_at.as_str() > began) => Some(finding(
                ChainFindingKind::Inserted,
                own(),
                &entry.name,
                "the history does not have it, and began before it",
            )),
            (None, _) => {
                verified.unchained.push(entry.name.clone());
                None
            }
        };
        verified.findings.extend(found);
    }
    for name in expected.keys() {
        if ledger.get(name).is_none() {
            let table = ledger.table.clone();
            let reason = "the history has it as applied";
            verified
                .findings
                .push(finding(ChainFindingKind::Removed, table, name, reason));
        }
    }
}

/// The first column of our row that is not what the history noted.
fn differs(expected: &Expected<'_>, record: &Record) -> Option<&'static str> {
    if record.checksum.as_str() != expected.checksum {
        return Some("checksum");
    }
    let row = expected.applied?;
    let provenance = &record.provenance;
    let fingerprints = record.fingerprints.as_ref();
    let columns = [
        ("applied_by", row.text("by"), provenance.applied_by.clone()),
        ("environment", row.text("environment"), provenance.environment.clone()),
        ("git_commit", row.text("commit"), provenance.git_commit.clone()),
        ("version", row.text("version"), provenance.version.clone()),
        ("bookmark", row.text("bookmark"), record.bookmark.clone()),
        (
            "from_fingerprint",
            row.text("from"),
            fingerprints.map(|it| it.from.as_str().to_owned()),
        ),
        (
            "to_fingerprint",
            row.text("to"),
            fingerprints.map(|it| it.to.as_str().to_owned()),
        ),
    ];
    columns.into_iter().find(|it| it.1 != it.2).map(|it| it.0)
}

/// What is applied by the history, by name.
fn expected<'a>(history: &[&'a HistoryRow]) -> BTreeMap<String, Expected<'a>> {
    let mut expected: BTreeMap<String, Expected<'a>> = BTreeMap::new();
    for row in history {
        let json = row.json();
        let pairs = |key: &str, from: &str, to: &str| -> Vec<(String, String)> {
            let items = json.get(key).and_then(|it| it.as_array()).cloned().unwrap_or_default();
            let text = |item: &serde_json::Value, key: &str| item.get(key)?.as_str().map(str::to_owned);
            items
                .iter()
                .filter_map(|it| Some((text(it, from)?, text(it, to)?)))
                .collect()
        };
        match row.event.as_str() {
            "applied" => {
                let checksum = row.text("checksum").unwrap_or_default();
                let applied = Some(*row);
                expected.insert(row.name.clone(), Expected { checksum, applied });
            }
            "marked" | "renamed" => {
                let removed = json
                    .get("removed")
                    .and_then(|it| it.as_array())
                    .cloned()
                    .unwrap_or_default();
                for name in removed.iter().filter_map(|it| it.as_str()) {
                    expected.remove(name);
                }
                let taken: Vec<_> = pairs("renamed", "from", "to")
                    .into_iter()
                    .map(|(from, to)| (expected.remove(&from), to))
                    .collect();
                expected.extend(taken.into_iter().filter_map(|(old, to)| Some((to, old?))));
                for (name, checksum) in pairs("files", "name", "checksum") {
                    expected.insert(
                        name,
                        Expected {
                            checksum,
                            applied: None,
                        },
                    );
                }
            }
            _ => {}
        }
    }
    expected
}

//! What `status` found.

use serde::Serialize;

use super::apply::number_of;
use super::{Block, Check, Document, EditedRow, EffectsRow, Finding, Review, Screen, Tone};

/// The result of `status`.
///
/// target: The target.
/// verdict: `in-sync`, `pending`, `drifted`, `blocked` or `unknown`.
#[derive(Debug, Clone, Serialize)]
pub struct StatusReport {
    /// Every migration that the folder or the ledger holds.
    pub migrations: Vec<StatusRow>,
    /// What is wrong, or worth knowing.
    pub findings: Vec<String>,
    /// What each pending file does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectsRow>,
    /// Pending migrations that were edited after they were proven; `findings` has them too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edited: Vec<EditedRow>,
    /// Online rebuilds that have begun; `findings` has them too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rebuilds: Vec<RebuildRow>,
}

/// A table that is rebuilt while the application writes.
#[derive(Debug, Clone, Serialize)]
pub struct RebuildRow {
    /// The recorded name of its file.
    pub name: String,
    /// Rows that are copied, or compared, so far.
    pub done: u64,
    /// Rows of the table when it began.
    pub total: u64,
    /// The new table is in place.
    pub switched: bool,
    /// When it began, RFC 3339 in UTC.
    pub started_at: String,
    /// When its last call ended.
    pub updated_at: String,
}

/// One migration.
#[derive(Debug, Clone, Serialize)]
pub struct StatusRow {
    /// Its recorded name.
    pub name: String,
    /// `applied`, `pending`, `edited`, `missing`, …
    pub state: String,
    /// The name under which it was applied, if its file was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_as: Option<String>,
    /// When it was applied.
    pub applied_at: Option<String>,
    /// By whom.
    pub applied_by: Option<String>,
    /// Its duration in milliseconds.
    pub duration_ms: Option<u64>,
}

impl Document<StatusReport> {
    /// `12 of 14 applied, 1 pending, 1 edited`
    fn counted(&self) -> String {
        if self.migrations.is_empty() {
            return "no migrations".to_owned();
        }
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for row in &self.migrations {
            match counts.iter_mut().find(|it| it.0 == row.state) {
                Some(found) => found.1 += 1,
                None => counts.push((&row.state, 1)),
            }
        }
        let applied = counts.iter().find(|it| it.0 == "applied").map_or(0, |it| it.1);
        let others = counts.iter().filter(|it| it.0 != "applied");
        let others: String = others.map(|(state, count)| format!(", {count} {state}")).collect();
        format!("{applied} of {} applied{others}", self.migrations.len())
    }

    /// The newest rows, and those that are not simply applied; the rest in one.
    fn brief(&self) -> Vec<Vec<String>> {
        let old = self.migrations.iter().take_while(|it| it.state == "applied").count();
        let old = old.saturating_sub(NEWEST);
        let hidden = self.migrations.get(..old).filter(|it| it.len() > 1).unwrap_or_default();
        let mut rows = Vec::new();
        if let [first, .., last] = hidden {
            rows.push(vec![
                format!("{} to {}", number_of(&first.name), number_of(&last.name)),
                "applied".to_owned(),
                last.applied_at
                    .as_deref()
                    .map(minute)
                    .map_or_else(String::new, |it| format!("until {it}")),
                String::new(),
            ]);
        }
        rows.extend(self.migrations.iter().skip(hidden.len()).map(|it| {
            vec![
                it.name.clone(),
                it.state.clone(),
                it.applied_at.as_deref().map(minute).unwrap_or_default(),
                it.applied_by.as_deref().map(person).unwrap_or_default(),
            ]
        }));
        rows
    }

    fn full(&self) -> Vec<Vec<String>> {
        let or_dash = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let row = |it: &StatusRow| {
            vec![
                it.name.clone(),
                it.state.clone(),
                or_dash(it.applied_at.clone()),
                or_dash(it.applied_by.clone()),
                or_dash(it.duration_ms.map(|it| format!("{it} ms"))),
            ]
        };
        self.migrations.iter().map(row).collect()
    }
}

/// How many of the applied ones are shown one by one.
const NEWEST: usize = 3;

/// `2026-11-28 15:04` of a time stamp.
fn minute(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}

/// The part of an e-mail address that names the person.
fn person(address: &str) -> String {
    address.split('@').next().unwrap_or(address).to_owned()
}

impl Screen for Document<StatusReport> {
    fn blocks(&self) -> Vec<Block> {
        let tone = match self.verdict {
            "in-sync" => Tone::Good,
            "pending" => Tone::Plain,
            _ => Tone::Warning,
        };
        let mut blocks = vec![Block::Verdict(tone, self.target.clone(), self.counted())];
        blocks.extend(self.findings.iter().map(|it| Block::Line(tone, it.clone())));
        if !self.migrations.is_empty() {
            let brief = Block::Table(vec!["migration", "state", "applied", "by"], self.brief());
            let full = Block::Table(vec!["migration", "state", "applied", "by", "took"], self.full());
            blocks.extend([
                Block::Space,
                Block::Brief(vec![brief]),
                Block::Fold("all migrations", vec![full]),
            ]);
        }
        for it in self.effects.iter().filter(|it| it.is_told()) {
            blocks.extend([
                Block::Space,
                Block::Line(Tone::Plain, format!("{}: {}", it.file, it.size())),
            ]);
            blocks.push(Block::Facts(it.facts()));
        }
        if !self.next.is_empty() {
            blocks.push(Block::Space);
        }
        blocks.extend(self.next_lines());
        blocks
    }

    fn review(&self) -> Option<Review> {
        let check = |row: &StatusRow| match row.state.as_str() {
            "applied" => Check::of(row.name.clone(), Vec::new()),
            state @ ("pending" | "held") => Check::skipped(row.name.clone(), state),
            state => {
                let finding = Finding::new("status", "warning", format!("{} is {state}", row.name));
                Check::of(row.name.clone(), vec![finding])
            }
        };
        let severity = match self.verdict {
            "in-sync" | "pending" => "note",
            "unknown" => "error",
            _ => "warning",
        };
        let findings = self
            .findings
            .iter()
            .map(|it| Finding::new("status", severity, it.clone()));
        let mut checks: Vec<Check> = self.migrations.iter().map(check).collect();
        checks.push(Check::of("the target is as its ledger says", findings.collect()));
        self.reviewed("status", checks)
    }
}

//! What `status` and `drift` found.

use serde::Serialize;

use super::apply::number_of;
use super::counted::counted;
use super::{Block, Difference, Document, EditedRow, EffectsRow, Screen, Tone};
use crate::diff::Mark;

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
}

/// The result of `drift`.
///
/// target: The target.
/// verdict: `in-sync`; `pending`, which is no drift; `changes` if the schema has what no migration makes yet; `drifted`; or
/// `unknown`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DriftReport {
    /// Differences from what the ledger says, as sentences.
    pub changes: Vec<String>,
    /// Differences from the desired schema, once the pending migrations are applied, as sentences.
    pub desired: Vec<String>,
    /// The same differences, each with its object and place.
    pub differences: Vec<DifferenceRow>,
    /// Pending migrations.
    pub pending: Vec<String>,
    /// Why the verdict is `unknown`, or why the desired schema could not be compared.
    pub reason: Option<String>,
}

/// One difference.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceRow {
    /// `drifted`: from what the ledger says; `schema`: from the desired schema.
    pub from: &'static str,
    /// As `table users`.
    pub object: String,
    /// `+` if only the database has it, `-` if the database lacks it, `~` if it differs.
    pub mark: Mark,
    /// What differs, one sentence.
    pub message: String,
    /// The schema file that defines the object, or the migration that last touched it.
    pub file: Option<String>,
    /// Line in it, from 1.
    pub line: Option<usize>,
}

impl Document<DriftReport> {
    /// The differences of one kind: `sentences`, with the places of those that have one.
    fn placed(&self, from: &'static str, tone: Tone, sentences: &[String]) -> Block {
        let mut places = self.differences.iter().filter(|it| it.from == from);
        let plain = |sentence: &String| Difference {
            label: from,
            tone,
            message: sentence.clone(),
            mark: None,
            place: None,
        };
        let difference = |sentence: &String| {
            let row = places.next();
            Difference {
                mark: row.map(|it| it.mark),
                place: row.and_then(|it| it.file.clone().zip(it.line)),
                ..plain(sentence)
            }
        };
        Block::Differences(sentences.iter().map(difference).collect())
    }
}

impl Document<DriftReport> {
    fn verdict_line(&self) -> Block {
        let pending = || counted(self.pending.len(), "pending migration");
        let (tone, line) = match self.verdict {
            "in-sync" => (Tone::Good, "no drift: it matches its ledger and the schema".to_owned()),
            "pending" => (Tone::Good, format!("no drift, {}", pending())),
            "unknown" => (
                Tone::Bad,
                format!("cannot tell: {}", self.reason.clone().unwrap_or_default()),
            ),
            "drifted" => {
                let count = self.changes.len();
                (
                    Tone::Warning,
                    format!("changed by hand: {} from its ledger", counted(count, "difference")),
                )
            }
            _ => {
                let count = counted(self.desired.len(), "difference");
                let line = match self.pending.is_empty() {
                    true => format!("it matches its ledger, with {count} from the schema"),
                    false => format!("no drift, {}, and then {count} from the schema", pending()),
                };
                (Tone::Plain, line)
            }
        };
        Block::Verdict(tone, self.target.clone(), line)
    }
}

impl Screen for Document<DriftReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.verdict_line()];
        if !self.changes.is_empty() {
            blocks.push(self.placed("drifted", Tone::Warning, &self.changes));
        }
        if !self.desired.is_empty() {
            blocks.push(self.placed("schema", Tone::Plain, &self.desired));
        }
        if !self.pending.is_empty() {
            let pending = self.pending.iter().map(|it| ("pending", Tone::Plain, it.clone()));
            blocks.push(Block::Facts(pending.collect()));
        }
        if let (Some(reason), "pending") = (&self.reason, self.verdict) {
            let line = format!("it is unknown whether it will then be in sync: {reason}");
            blocks.push(Block::Line(Tone::Warning, line));
        }
        blocks.extend(self.next_lines());
        blocks
    }
}

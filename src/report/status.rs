//! What `status` and `drift` found.

use serde::Serialize;

use super::{Block, Difference, EditedRow, EffectsRow, Report, Tone, to_json};

/// The result of `status`.
#[derive(Debug, Clone, Serialize)]
pub struct StatusReport {
    /// Of this shape.
    pub version: u8,
    /// The target.
    pub target: String,
    /// `in-sync`, `pending`, `drifted`, `blocked` or `unknown`.
    pub verdict: &'static str,
    /// Every migration that the folder or the ledger holds.
    pub migrations: Vec<StatusRow>,
    /// What is wrong, or worth knowing.
    pub findings: Vec<String>,
    /// What each pending file does that may run next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectsRow>,
    /// Pending migrations that were edited after they were proven; `findings` tells them, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edited: Vec<EditedRow>,
    /// What to type next.
    #[serde(skip)]
    pub next: Vec<String>,
}

/// One migration.
#[derive(Debug, Clone, Serialize)]
pub struct StatusRow {
    /// Its recorded name.
    pub name: String,
    /// `applied`, `pending`, `edited`, `missing`, …
    pub state: String,
    /// The name under which it was applied, where its file has another one now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_as: Option<String>,
    /// When it was applied.
    pub applied_at: Option<String>,
    /// By whom.
    pub applied_by: Option<String>,
    /// How long it took.
    pub duration_ms: Option<u64>,
}

impl Report for StatusReport {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.migrations.is_empty() {
            let rows = self.migrations.iter().map(|it| {
                let or_dash = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
                vec![
                    it.name.clone(),
                    it.state.clone(),
                    or_dash(it.applied_at.clone()),
                    or_dash(it.applied_by.clone()),
                    or_dash(it.duration_ms.map(|it| format!("{it} ms"))),
                ]
            });
            blocks.push(Block::Table(
                vec!["migration", "state", "applied at", "by", "took"],
                rows.collect(),
            ));
            blocks.push(Block::Space);
        }
        for it in self.effects.iter().filter(|it| it.is_told()) {
            blocks.push(Block::Line(Tone::Plain, format!("{}: {}", it.file, it.size())));
            blocks.push(Block::Facts(it.facts()));
        }
        let tone = if matches!(self.verdict, "in-sync" | "pending") {
            Tone::Plain
        } else {
            Tone::Warning
        };
        blocks.extend(self.findings.iter().map(|it| Block::Line(tone, it.clone())));
        blocks.extend(self.next.iter().map(|it| Block::Line(Tone::Plain, it.clone())));
        blocks
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        to_json(self)
    }
}

/// The result of `drift`.
#[derive(Debug, Clone, Serialize)]
pub struct DriftReport {
    /// Of this shape.
    pub version: u8,
    /// The target.
    pub target: String,
    /// `in-sync`; `pending`, which is no drift; `changes` where the schema wants what no migration makes yet; `drifted` or
    /// `unknown`.
    pub verdict: &'static str,
    /// Sentences: what differs from what the ledger says.
    pub changes: Vec<String>,
    /// Sentences: what differs from the desired schema, once the pending migrations are applied.
    pub desired: Vec<String>,
    /// The same differences, each with its object and the place that says otherwise.
    pub differences: Vec<DifferenceRow>,
    /// Migrations that are written and not applied.
    pub pending: Vec<String>,
    /// Why the verdict is unknown, or why nothing can be said of the desired schema.
    pub reason: Option<String>,
    /// What to type next.
    #[serde(skip)]
    pub next: Vec<String>,
}

/// One difference.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceRow {
    /// `drifted`: from what the ledger says; `schema`: from the desired schema.
    pub from: &'static str,
    /// As `table users`.
    pub object: String,
    /// What differs, one sentence.
    pub message: String,
    /// The schema file that defines the object, or the migration that last touched it.
    pub file: Option<String>,
    /// Line in it, from 1.
    pub line: Option<usize>,
}

impl DriftReport {
    /// The differences of one kind: `sentences`, with the places of those that have one.
    fn placed(&self, from: &'static str, tone: Tone, sentences: &[String]) -> Block {
        let mut places = self.differences.iter().filter(|it| it.from == from);
        let difference = |sentence: &String| Difference {
            label: from,
            tone,
            message: sentence.clone(),
            place: places.next().and_then(|it| it.file.clone().zip(it.line)),
        };
        Block::Differences(sentences.iter().map(difference).collect())
    }
}

impl Report for DriftReport {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        match self.verdict {
            "in-sync" => {
                let line = format!("{} is what its ledger and the schema say", self.target);
                blocks.push(Block::Line(Tone::Good, line));
            }
            "unknown" => {
                let reason = self.reason.clone().unwrap_or_default();
                blocks.push(Block::Line(
                    Tone::Bad,
                    format!("{}: cannot tell: {reason}", self.target),
                ));
            }
            "pending" => {
                let line = format!("{} is what its ledger says", self.target);
                blocks.push(Block::Line(Tone::Good, line));
            }
            _ => {}
        }
        if !self.changes.is_empty() {
            let line = format!("{} is not what its ledger says:", self.target);
            blocks.push(Block::Line(Tone::Warning, line));
            blocks.push(self.placed("drifted", Tone::Warning, &self.changes));
        }
        if !self.pending.is_empty() {
            blocks.push(Block::Line(Tone::Plain, format!("{} waits for:", self.target)));
            blocks.push(Block::Facts(
                self.pending
                    .iter()
                    .map(|it| ("pending", Tone::Plain, it.clone()))
                    .collect(),
            ));
        }
        if let (Some(reason), "pending") = (&self.reason, self.verdict) {
            let line = format!("whether it will be in sync then cannot be told: {reason}");
            blocks.push(Block::Line(Tone::Warning, line));
        }
        if !self.desired.is_empty() {
            let line = match self.pending.is_empty() {
                true => format!("{} differs from the schema:", self.target),
                false => format!("{} still differs from the schema then:", self.target),
            };
            blocks.push(Block::Line(Tone::Plain, line));
            blocks.push(self.placed("schema", Tone::Plain, &self.desired));
        }
        blocks.extend(self.next.iter().map(|it| Block::Line(Tone::Plain, it.clone())));
        blocks
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        to_json(self)
    }
}

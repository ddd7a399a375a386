//! What `apply` did, or would do.

use serde::Serialize;

use super::counted::{counted, rows_written};
use super::{Block, Document, EffectsRow, Screen, Tone};
use crate::plan::Cost;

/// The result of `apply`.
///
/// target: The target.
/// verdict: `in-sync`, `applied`, `pending` or `refused` (for `--dry-run`), or `failed`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ApplyReport {
    /// The migrations that ran, in order; with `--dry-run` those that would run.
    pub migrations: Vec<AppliedRow>,
    /// Migrations that wait for `--release`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HeldRow>,
    /// Those of them that were edited after they were proven.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edited: Vec<EditedRow>,
    /// With `--dry-run`: what each file does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectsRow>,
    /// With `--dry-run`: why `apply` would refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<RefusedRow>,
    /// Numbers that are missing or used twice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// With `--abort`: the files whose online rebuilds were taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aborted: Vec<String>,
}

/// Why `apply` would refuse.
#[derive(Debug, Clone, Serialize)]
pub struct RefusedRow {
    /// The file, and what is wrong with it.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A migration whose text is not what was proven.
#[derive(Debug, Clone, Serialize)]
pub struct EditedRow {
    /// Its recorded name.
    pub name: String,
    /// What is wrong, one sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// A migration that waits for more than its turn.
#[derive(Debug, Clone, Serialize)]
pub struct HeldRow {
    /// Its recorded name.
    pub name: String,
    /// The condition, as its directive says.
    pub until: String,
    /// Later migrations, which wait too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub behind: Vec<String>,
}

/// One migration that was applied, or would be.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AppliedRow {
    /// Its recorded name.
    pub name: String,
    /// Its duration in milliseconds.
    pub duration_ms: Option<u64>,
    /// The Time Travel bookmark from before it; null on SQLite files.
    pub bookmark: Option<String>,
    /// Rows that it changed, if it ran in batches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// The number of batches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batches: Option<u64>,
    /// Rows that it read, as D1 counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_read: Option<u64>,
    /// Rows that it wrote, index entries included, as D1 counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_written: Option<u64>,
    /// What its header says that it would read and write, where D1 counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Cost>,
    /// Effects on rows that were not expected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub surprises: Vec<String>,
    /// The command that takes it back.
    #[serde(skip)]
    pub undo: Option<String>,
}

impl AppliedRow {
    /// One that is not applied yet.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

impl ApplyReport {
    /// Of one migration.
    pub fn of(row: AppliedRow) -> Self {
        Self {
            migrations: vec![row],
            ..Self::default()
        }
    }
}

impl Document<ApplyReport> {
    fn verdict_line(&self) -> Block {
        let would = matches!(self.verdict, "pending" | "refused");
        let all = counted(self.migrations.len(), "migration");
        let took: u64 = self.migrations.iter().filter_map(|it| it.duration_ms).sum();
        let (tone, line) = match (self.migrations.is_empty(), would) {
            _ if !self.aborted.is_empty() => {
                let files = self.aborted.join(", ");
                (Tone::Good, format!("took back {files}: the table is as it was"))
            }
            (true, _) if self.held.is_empty() => (Tone::Good, "nothing to apply".to_owned()),
            (true, _) => (Tone::Plain, "nothing to apply yet".to_owned()),
            (false, true) if self.refused.is_some() => (Tone::Bad, format!("would refuse to apply {all}")),
            (false, true) => (Tone::Plain, format!("would apply {all}")),
            (false, false) => (Tone::Good, format!("applied {all} in {took} ms")),
        };
        Block::Verdict(tone, self.target.clone(), line)
    }

    /// One line per migration, with what is not expected of it below.
    fn applied(&self, row: &AppliedRow) -> Vec<Block> {
        if let Some(effects) = self.effects.iter().find(|it| it.file == row.name) {
            let line = format!("  {}: {}", row.name, effects.size());
            return vec![Block::Line(Tone::Plain, line), Block::Facts(effects.facts())];
        }
        let batches = row.rows.zip(row.batches);
        let figures = [
            batches.map(|(rows, batches)| format!("{} in {}", counted(rows, "row"), counted(batches, "batch"))),
            row.rows_written.map(|it| rows_written(it, row.estimate)),
            row.duration_ms.map(|it| format!("{it} ms")),
        ];
        let figures: String = figures.iter().flatten().map(|it| format!("  {it}")).collect();
        let mut lines = vec![Block::Line(Tone::Plain, format!("  {}{figures}", row.name))];
        let unexpected = row.surprises.iter().map(|it| format!("  unexpected: {it}"));
        lines.extend(unexpected.map(|it| Block::Line(Tone::Warning, it)));
        let undo = row.undo.iter().filter(|_| !row.surprises.is_empty());
        lines.extend(undo.map(|it| Block::Line(Tone::Plain, format!("  to undo it: {it}"))));
        lines
    }

    fn waiting(&self) -> impl Iterator<Item = Block> {
        self.held.iter().flat_map(|row| {
            let line = format!(
                "{} is held until {}; then run: apply --release {}",
                row.name,
                row.until,
                number_of(&row.name)
            );
            let behind = row.behind.iter().map(|it| format!("{it} waits for it"));
            let lines = [line].into_iter().chain(behind);
            lines.map(|it| Block::Line(Tone::Warning, it))
        })
    }
}

impl Screen for Document<ApplyReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.verdict_line()];
        blocks.extend(self.migrations.iter().flat_map(|it| self.applied(it)));
        blocks.extend(self.waiting());
        let notes = self.notes.iter().map(|it| format!("note: {it}"));
        blocks.extend(notes.map(|it| Block::Line(Tone::Plain, it)));
        blocks.extend(self.next_lines());
        blocks
    }
}

/// The number that a file name begins with; the whole name where there is none.
pub(super) fn number_of(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    name.get(..digits).filter(|it| !it.is_empty()).unwrap_or(name)
}

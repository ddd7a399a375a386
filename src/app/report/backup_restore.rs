//! What `restore --file` put back.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `restore --file`.
///
/// target: The target.
/// verdict: `restored`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BackupRestoreReport {
    /// The backup.
    pub file: String,
    /// How many tables it has.
    pub tables: usize,
    /// How many rows they hold.
    pub rows: u64,
    /// In how many transactions it was loaded; null for a file, which is replaced in one.
    pub batches: Option<usize>,
    /// The copy of what was there before; null where there was nothing, and for a remote database.
    pub backup: Option<String>,
    /// The bookmark that undoes this; null for a file.
    pub undo: Option<String>,
}

impl Screen for Document<BackupRestoreReport> {
    fn blocks(&self) -> Vec<Block> {
        let (tables, rows) = (counted(self.tables, "table"), counted(self.rows, "row"));
        let batches = self.batches.map(|it| format!(", in {}", counted(it, "batch")));
        let line = format!(
            "restored from {}: {tables}, {rows}{}",
            self.file,
            batches.unwrap_or_default()
        );
        let mut blocks = vec![Block::Verdict(Tone::Good, self.target.clone(), line)];
        blocks.extend(self.backup.as_deref().map(replaced));
        blocks.extend(self.next_lines());
        blocks
    }
}

/// Where the copy is of what a file held before it was replaced.
pub(super) fn replaced(backup: &str) -> Block {
    Block::Line(Tone::Plain, format!("what was there before: {backup}"))
}

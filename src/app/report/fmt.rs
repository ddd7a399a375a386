//! What `fmt` changed, or would change.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `fmt`.
///
/// target: The files and folders that were read.
/// verdict: `written`, `in-sync` where every file is laid out already, or `differs` (for `--check`).
#[derive(Debug, Clone, Default, Serialize)]
pub struct FmtReport {
    /// How many SQL files there are.
    pub files: usize,
    /// Those that changed, or would.
    pub changed: Vec<String>,
    /// What `--check` found as a unified diff, from the files to what would be written.
    pub diff: String,
}

impl Screen for Document<FmtReport> {
    fn blocks(&self) -> Vec<Block> {
        let would = if self.verdict == "differs" {
            "would be laid out"
        } else {
            "laid out"
        };
        let tone = if self.verdict == "differs" {
            Tone::Bad
        } else {
            Tone::Good
        };
        let lines = self
            .changed
            .iter()
            .map(|it| Block::Line(tone, format!("{would}: {it}")));
        let mut blocks: Vec<Block> = lines.collect();
        if self.changed.is_empty() {
            let line = format!("{}: laid out already", counted(self.files, "file"));
            blocks.push(Block::Line(Tone::Good, line));
        }
        if !self.diff.is_empty() {
            blocks.push(Block::Code("diff", self.diff.clone()));
        }
        blocks.extend(self.next_lines());
        blocks
    }
}

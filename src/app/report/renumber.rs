//! What `renumber` did.

use serde::Serialize;

use super::baseline_backup_restore::RenamedRow;
use super::{Block, Document, Screen, Tone};

/// The result of `renumber`.
///
/// target: The migrations folder.
/// verdict: `renumbered`, `pending` (for `--dry-run`), `in-sync` when every number was right before, or `unproven` where a
/// renumbered file does not fit its new place.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RenumberReport {
    /// Files with another name now, and what belongs to them.
    pub renamed: Vec<RenamedRow>,
    /// Of these, the ones that were proven again in their new place, and sealed.
    pub resealed: Vec<String>,
    /// The targets and fleets whose ledgers were read: what they applied keeps its name.
    pub read: Vec<String>,
    /// The targets and fleets whose ledgers were not read, each with the reason: what they applied may get another name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<String>,
    /// Why a file does not fit its new place, as sentences.
    pub unproven: Vec<String>,
}

impl Screen for Document<RenumberReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let would = if self.verdict == "pending" { "would be " } else { "" };
        let renamed = self.renamed.iter();
        let lines = renamed.map(|it| format!("{would}renamed: {} -> {}", it.from, it.to));
        blocks.extend(lines.map(|line| Block::Line(Tone::Good, line)));
        if self.verdict == "in-sync" {
            let line = format!("{}: every number is there once, and in order", self.target);
            blocks.push(Block::Line(Tone::Good, line));
        }
        if !self.resealed.is_empty() {
            let line = format!("proven again and sealed: {}", self.resealed.join(", "));
            blocks.push(Block::Line(Tone::Good, line));
        }
        blocks.extend(self.unproven.iter().map(|it| Block::Line(Tone::Bad, it.clone())));
        let read = match (self.read.as_slice(), self.unread.as_slice()) {
            // No number has to change.
            ([], []) if self.verdict == "in-sync" => None,
            ([], []) => Some("no target is configured, so nothing counts as applied".to_owned()),
            ([], _) => None,
            (read, _) => Some(format!(
                "what is applied keeps its name; ledgers read: {}",
                read.join(", ")
            )),
        };
        blocks.extend(read.map(|line| Block::Line(Tone::Plain, line)));
        let unread = self.unread.iter().map(|it| format!("ledger not read: {it}"));
        blocks.extend(unread.map(|line| Block::Line(Tone::Warning, line)));
        blocks.extend(self.next_lines());
        blocks
    }
}

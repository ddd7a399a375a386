//! What `approve` wrote.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `approve`.
///
/// target: The target.
/// verdict: `approved`, or `unchanged` where the same person approved the same text before.
#[derive(Debug, Clone, Serialize)]
pub struct ApprovalReport {
    /// The migration.
    pub name: String,
    /// Of its text; another text needs another approval.
    pub checksum: String,
    /// Who approved it.
    pub by: String,
    /// How many people approved this text.
    pub approvals: usize,
    /// How many the target asks for.
    pub wanted: usize,
}

impl Screen for Document<ApprovalReport> {
    fn blocks(&self) -> Vec<Block> {
        let so_far = match self.wanted {
            0 => "the config asks for no approval".to_owned(),
            wanted => format!("{} of {}", self.approvals, counted(wanted, "approval")),
        };
        let verb = if self.verdict == "unchanged" {
            "was approved already"
        } else {
            "is approved"
        };
        let line = format!("{} {verb} by {}; {so_far}", self.name, self.by);
        let verdict = Block::Verdict(Tone::Good, self.target.clone(), line);
        std::iter::once(verdict).chain(self.next_lines()).collect()
    }
}

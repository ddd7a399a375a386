//! What `bundle` wrote.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `bundle --out`.
///
/// target: The migrations folder.
/// verdict: `written`, `in-sync` where the file is what would be written, or `differs` (for `--check`).
#[derive(Debug, Clone, Serialize)]
pub struct BundleReport {
    /// The module.
    pub file: String,
    /// How many migrations it holds.
    pub migrations: usize,
}

impl Screen for Document<BundleReport> {
    fn blocks(&self) -> Vec<Block> {
        let count = counted(self.migrations, "migration");
        let (tone, line) = match self.verdict {
            "written" => (Tone::Good, format!("wrote {} with {count}", self.file)),
            "differs" => (
                Tone::Bad,
                format!(
                    "{} is not what `reconcile bundle --out {}` writes",
                    self.file, self.file
                ),
            ),
            _ => (Tone::Good, format!("{} is up to date, with {count}", self.file)),
        };
        vec![Block::Line(tone, line)]
    }
}

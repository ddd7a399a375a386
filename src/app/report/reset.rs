//! What `reset` made.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, SeedRow, SeedWarning, Tone};

/// The result of `reset`.
///
/// target: The target.
/// verdict: `reset`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ResetReport {
    /// The copy of the database as it was; null where there was none.
    pub backup: Option<String>,
    /// The migrations that ran, in order.
    pub migrations: Vec<String>,
    /// The seed files that ran, in order.
    pub seeds: Vec<SeedRow>,
    /// Statements of seed files that do something else when they run a second time.
    pub warnings: Vec<SeedWarning>,
}

impl Screen for Document<ResetReport> {
    fn blocks(&self) -> Vec<Block> {
        let rows: u64 = self.seeds.iter().filter_map(|it| it.rows).sum();
        let seeds = match self.seeds.len() {
            0 => String::new(),
            files => format!(" and {} ({})", counted(files, "seed file"), counted(rows, "row")),
        };
        let line = format!("new from {}{seeds}", counted(self.migrations.len(), "migration"));
        let mut blocks = vec![Block::Verdict(Tone::Good, self.target.clone(), line)];
        let backup = self.backup.iter().map(|it| format!("as it was before: {it}"));
        blocks.extend(backup.map(|it| Block::Line(Tone::Plain, it)));
        blocks.extend(self.warnings.iter().map(SeedWarning::block));
        blocks.extend(self.next_lines());
        blocks
    }
}

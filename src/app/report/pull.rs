//! What `pull` wrote.

use serde::Serialize;

use super::backup_restore::replaced;
use super::counted::counted;
use super::{Block, Document, Screen, Tone};
use crate::render::thousands;

/// The result of `pull`.
///
/// target: The local target.
/// verdict: `pulled`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PullReport {
    /// The source.
    pub from: String,
    /// Its tables.
    pub tables: Vec<PulledTable>,
    /// Search tables that store text of their own and have no mask, although other tables have.
    pub unmasked: Vec<String>,
    /// Contentless search tables: their index is not in the copy.
    pub lost: Vec<String>,
    /// True if somebody wrote rows meanwhile; it then shows no single moment.
    pub was_written: bool,
    /// The copy of what was there before; null where there was nothing.
    pub backup: Option<String>,
}

/// A table, and how much of it was pulled.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PulledTable {
    /// Its name.
    pub name: String,
    /// Rows; null for a search table whose index is made of another table's rows.
    pub rows: Option<u64>,
    /// How many of them only because other rows refer to them.
    pub parents: u64,
    /// Masked columns.
    pub masked: Vec<String>,
}

impl PulledTable {
    fn row(&self) -> Vec<String> {
        let parents = match self.parents {
            0 => "-".to_owned(),
            count => thousands(count),
        };
        let masked = match self.masked.is_empty() {
            true => "-".to_owned(),
            false => self.masked.join(", "),
        };
        let rows = self.rows.map_or_else(|| "-".to_owned(), thousands);
        vec![self.name.clone(), rows, parents, masked]
    }
}

impl Screen for Document<PullReport> {
    fn blocks(&self) -> Vec<Block> {
        let rows: u64 = self.tables.iter().filter_map(|it| it.rows).sum();
        let line = format!(
            "pulled {} of {} from {}",
            counted(rows, "row"),
            counted(self.tables.len(), "table"),
            self.from
        );
        let mut blocks = vec![Block::Verdict(Tone::Good, self.target.clone(), line)];
        let head = vec!["table", "rows", "as parents", "masked"];
        blocks.push(Block::Table(head, self.tables.iter().map(PulledTable::row).collect()));
        let unmasked = self.unmasked.iter().map(|it| {
            format!("{it} stores text of its own, unmasked: mask its columns, or leave it out with --exclude {it}")
        });
        let lost = self.lost.iter().map(|it| {
            format!("the index of {it} is not in it: the table stores no text (content='') to rebuild it from")
        });
        let written = self
            .was_written
            .then(|| "rows were written meanwhile, so it shows no single moment".to_owned());
        let warnings = unmasked.chain(lost).chain(written);
        blocks.extend(warnings.map(|it| Block::Line(Tone::Warning, it)));
        blocks.extend(self.backup.as_deref().map(replaced));
        blocks.extend(self.next_lines());
        blocks
    }
}

//! What `seed` ran, or would run.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `seed`.
///
/// target: The target.
/// verdict: `seeded`, `pending` (for `--dry-run`), or `in-sync` where every file ran before as it is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SeedReport {
    /// The files that ran, in order; with `--dry-run` those that would run.
    pub files: Vec<SeedRow>,
    /// Files that ran before with the same text.
    pub recorded: Vec<String>,
    /// Statements of the files that do something else when they run a second time.
    pub warnings: Vec<SeedWarning>,
    /// The Time Travel bookmark from before the first file; null on SQLite files.
    pub bookmark: Option<String>,
}

/// A seed file that ran, or would.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SeedRow {
    /// As the history has it: `common/01_users.sql`.
    pub name: String,
    /// True for a file that ran before with another text, or was asked for with `--again`.
    pub again: bool,
    /// Rows inserted, updated and deleted.
    pub rows: Option<u64>,
    /// How long it took.
    pub duration_ms: Option<u64>,
}

/// A statement that does something else when it runs a second time.
#[derive(Debug, Clone, Serialize)]
pub struct SeedWarning {
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What it does.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
}

impl Document<SeedReport> {
    fn verdict_line(&self) -> Block {
        let files = counted(self.files.len(), "file");
        let rows: u64 = self.files.iter().filter_map(|it| it.rows).sum();
        let (tone, line) = match self.verdict {
            "in-sync" => (Tone::Good, "nothing to seed".to_owned()),
            "pending" => (Tone::Plain, format!("would seed {files}")),
            _ => (Tone::Good, format!("seeded {files}, {} changed", counted(rows, "row"))),
        };
        Block::Verdict(tone, self.target.clone(), line)
    }
}

impl SeedWarning {
    pub(super) fn block(&self) -> Block {
        let line = format!("{}:{}: {}; {}", self.file, self.line, self.message, self.remedy);
        Block::Line(Tone::Warning, line)
    }
}

impl SeedRow {
    fn line(&self) -> String {
        let figures = [
            self.again.then(|| "again".to_owned()),
            self.rows.map(|it| counted(it, "row")),
            self.duration_ms.map(|it| format!("{it} ms")),
        ];
        let figures: String = figures.iter().flatten().map(|it| format!("  {it}")).collect();
        format!("  {}{figures}", self.name)
    }
}

impl Screen for Document<SeedReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.verdict_line()];
        blocks.extend(self.files.iter().map(|it| Block::Line(Tone::Plain, it.line())));
        if !self.recorded.is_empty() {
            let are = match self.recorded.len() {
                1 => "1 file ran before as it is".to_owned(),
                many => format!("{many} files ran before as they are"),
            };
            blocks.push(Block::Line(Tone::Dim, are));
            let names = self.recorded.iter().map(|it| Block::Line(Tone::Dim, format!("  {it}")));
            blocks.push(Block::Fold("recorded", names.collect()));
        }
        blocks.extend(self.warnings.iter().map(SeedWarning::block));
        blocks.extend(self.next_lines());
        blocks
    }
}

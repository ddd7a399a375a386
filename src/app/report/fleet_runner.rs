//! What `fleet apply` wrote, and what `fleet collect` read.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `fleet apply`.
///
/// target: The fleet.
/// verdict: `written`, or `started` for `--deploy`.
#[derive(Debug, Clone, Serialize)]
pub struct RunnerReport {
    /// The id of the run.
    pub run: String,
    /// Where the project is.
    pub folder: String,
    /// How many databases it reaches.
    pub databases: usize,
    /// How many Workers it has.
    pub shards: usize,
    /// The files of the project.
    pub files: Vec<String>,
    /// Commands of wrangler, to be run in that folder in this order.
    pub commands: Vec<String>,
}

impl Screen for Document<RunnerReport> {
    fn blocks(&self) -> Vec<Block> {
        let size = format!(
            "{}, {}",
            counted(self.databases, "database"),
            counted(self.shards, "Worker")
        );
        if self.verdict == "started" {
            return vec![
                Block::Line(Tone::Good, format!("run {} started: {size}", self.run)),
                Block::Line(Tone::Plain, format!("next: reconcile fleet collect --run {}", self.run)),
            ];
        }
        let mut blocks = vec![
            Block::Line(
                Tone::Good,
                format!("wrote {} for run {}: {size}", self.folder, self.run),
            ),
            Block::Line(Tone::Plain, format!("next: cd {} && npm install, then:", self.folder)),
        ];
        let line = |it: &String| Block::Line(Tone::Plain, format!("  npx {it}"));
        blocks.extend(self.commands.iter().take(2).map(line));
        if self.commands.len() > 2 {
            let more = format!(
                "  and for the other Workers; {}/README.md lists the commands",
                self.folder
            );
            blocks.push(Block::Line(Tone::Plain, more));
        }
        blocks
    }
}

/// The result of `fleet collect`.
///
/// target: The fleet.
/// verdict: `done`, `stopped`, `failed`, or `running`.
#[derive(Debug, Clone, Serialize)]
pub struct CollectReport {
    /// The id of the run.
    pub run: String,
    /// The run's file.
    pub file: String,
    /// How many databases the run is for.
    pub databases: usize,
    /// How many came to each end.
    pub counts: Vec<CollectedCount>,
    /// Databases that failed or were refused.
    pub failures: Vec<CollectedFailure>,
    /// How many have a schema of the migrations in a spelling that the Worker did not know; the next run takes it.
    pub other_spelling: usize,
}

/// Databases that came to the same end.
#[derive(Debug, Clone, Serialize)]
pub struct CollectedCount {
    /// `applied`, `in-sync`, `failed`, `refused`, or `skipped` where the run stopped before.
    pub verdict: String,
    /// How many.
    pub databases: usize,
}

/// A database that a run did not bring to the newest migration.
#[derive(Debug, Clone, Serialize)]
pub struct CollectedFailure {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub target: String,
    /// `failed` or `refused`.
    pub verdict: String,
    /// Why.
    pub error: String,
}

impl Screen for Document<CollectReport> {
    fn blocks(&self) -> Vec<Block> {
        let tone = match self.verdict {
            "done" => Tone::Good,
            "running" => Tone::Plain,
            _ => Tone::Bad,
        };
        let count = |it: &CollectedCount| format!("{} {}", it.databases, it.verdict);
        let counts: Vec<String> = self.counts.iter().map(count).collect();
        let counts = match counts.is_empty() {
            true => "no results yet".to_owned(),
            false => counts.join(", "),
        };
        let line = format!("run {}: {counts}, of {}", self.run, counted(self.databases, "database"));
        let mut blocks = Vec::new();
        if !self.failures.is_empty() {
            let row = |it: &CollectedFailure| vec![it.name.clone(), it.verdict.clone(), it.error.clone()];
            blocks.push(Block::Table(
                vec!["name", "verdict", "why"],
                self.failures.iter().map(row).collect(),
            ));
        }
        blocks.push(Block::Verdict(tone, self.verdict.to_owned(), line));
        if self.other_spelling > 0 {
            let line = format!(
                "{}: the schema is as reviewed, in another spelling; the next run takes it",
                counted(self.other_spelling, "database")
            );
            blocks.push(Block::Line(Tone::Plain, line));
        }
        blocks
    }
}

//! What `apply --fleet` did, and what `fleet runs` and `fleet show` say of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};
use crate::fleet::{MemberRun, RunSummary};

/// The result of `apply --fleet`; with `--format json` the last line.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RolloutReport {
    /// Of this shape.
    pub version: u8,
    /// `fleet NAME`.
    pub target: String,
    /// `in-sync`, `applied`, `failed`; `stopped` if databases were left out; `running` for a run without an end.
    pub verdict: String,
    /// The run, for `fleet show`.
    pub run: String,
    /// How many databases the run was about.
    pub databases: usize,
    /// How many of them had which verdict.
    pub counts: BTreeMap<String, usize>,
    /// The waves that began.
    pub waves: Vec<WaveRow>,
    /// Why nothing more was started.
    pub reason: Option<String>,
    /// Databases that failed or were refused: the first of them.
    pub failures: Vec<MemberLine>,
    /// Databases that no wave takes.
    pub left_out: usize,
    /// What to type next.
    #[serde(skip)]
    pub next: Vec<String>,
}

/// What came of a database: a line of `--format json`.
#[derive(Debug, Clone, Serialize)]
pub struct MemberLine {
    /// Of this shape.
    pub version: u8,
    /// The target.
    pub target: String,
    /// `applied`, `in-sync`, `refused` or `failed`.
    pub verdict: String,
    /// What it is called in its fleet.
    pub name: String,
    /// The wave that it was in.
    pub wave: String,
    /// The migrations that were applied.
    pub applied: Vec<String>,
    /// When it ended, in UTC.
    pub at: String,
    /// How long it took.
    pub duration_ms: u64,
    /// A bookmark from before the first migration, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmark: Option<String>,
    /// Why it was refused, or failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What to type next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl MemberLine {
    /// A line of a run.
    pub fn of(it: &MemberRun) -> Self {
        Self {
            version: 1,
            target: it.target.clone(),
            verdict: it.verdict.clone(),
            name: it.name.clone(),
            wave: it.wave.clone(),
            applied: it.applied.clone(),
            at: it.at.clone(),
            duration_ms: it.duration_ms,
            bookmark: it.bookmark.clone(),
            error: it.error.clone(),
            help: it.help.clone(),
        }
    }
}

/// One wave.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WaveRow {
    /// What it is called.
    pub name: String,
    /// How many databases it has.
    pub databases: usize,
    /// How many of them had which verdict.
    pub counts: BTreeMap<String, usize>,
}

/// Failures that are shown; the run file has all.
const SHOWN: usize = 20;

/// Verdicts of databases in the order in which they are said, with what they are called.
const VERDICTS: [(&str, &str); 5] = [
    ("applied", "applied"),
    ("in-sync", "in sync"),
    ("refused", "refused"),
    ("failed", "failed"),
    ("skipped", "not started"),
];

impl RolloutReport {
    /// Counts what came of a database.
    pub fn add(&mut self, member: &MemberRun) {
        *self.counts.entry(member.verdict.clone()).or_default() += 1;
        if let Some(wave) = self.waves.iter_mut().find(|it| it.name == member.wave) {
            *wave.counts.entry(member.verdict.clone()).or_default() += 1;
        }
        if matches!(member.verdict.as_str(), "failed" | "refused") && self.failures.len() < SHOWN {
            self.failures.push(MemberLine::of(member));
        }
    }

    /// How many databases have this verdict.
    pub fn count(&self, verdict: &str) -> usize {
        self.counts.get(verdict).copied().unwrap_or_default()
    }

    /// Databases that failed or were refused.
    pub fn failed(&self) -> usize {
        self.count("failed") + self.count("refused")
    }

    fn words(&self) -> String {
        let words = VERDICTS.iter().filter_map(|(verdict, words)| {
            let count = self.count(verdict);
            (count > 0).then(|| format!("{count} {words}"))
        });
        words.collect::<Vec<_>>().join(", ")
    }

    fn tone(&self) -> Tone {
        match self.verdict.as_str() {
            "in-sync" | "applied" => Tone::Good,
            "running" => Tone::Plain,
            _ => Tone::Bad,
        }
    }
}

fn failure(it: &MemberLine) -> Vec<Block> {
    let mut blocks = vec![Block::Line(Tone::Bad, format!("{}: {}", it.verdict, it.name))];
    let lines = it.error.iter().flat_map(|it| it.lines());
    let lines = lines.chain(
        it.help
            .iter()
            .flat_map(|it| it.lines())
            .map(|it| it.trim_start_matches("help: ")),
    );
    let count = it.error.iter().flat_map(|it| it.lines()).count();
    blocks.extend(lines.enumerate().map(|(index, line)| {
        let label = if index < count { "  " } else { "  help: " };
        Block::Line(Tone::Plain, format!("{label}{line}"))
    }));
    blocks.push(Block::Space);
    blocks
}

impl Screen for RolloutReport {
    fn blocks(&self) -> Vec<Block> {
        let name = self.target.trim_start_matches("fleet ").to_owned();
        let line = match self.words() {
            words if words.is_empty() => counted(self.databases, "database"),
            words => format!("{}: {words}", counted(self.databases, "database")),
        };
        let mut blocks = vec![Block::Verdict(self.tone(), name, line)];
        blocks.extend(
            self.reason
                .iter()
                .map(|it| Block::Line(Tone::Bad, format!("stopped: {it}"))),
        );
        if !self.failures.is_empty() {
            blocks.push(Block::Space);
        }
        blocks.extend(self.failures.iter().flat_map(failure));
        let more = self.failed().saturating_sub(self.failures.len());
        if more > 0 {
            blocks.push(Block::Line(Tone::Plain, format!("and {more} more")));
        }
        if self.waves.len() > 1 {
            let head = vec![
                "wave",
                "databases",
                "applied",
                "in sync",
                "refused",
                "failed",
                "not started",
            ];
            let row = |it: &WaveRow| {
                let mut row = vec![it.name.clone(), it.databases.to_string()];
                row.extend(
                    VERDICTS
                        .iter()
                        .map(|(verdict, _)| it.counts.get(*verdict).unwrap_or(&0).to_string()),
                );
                row
            };
            blocks.push(Block::Table(head, self.waves.iter().map(row).collect()));
        }
        if self.left_out > 0 {
            let line = format!("{} of the fleet in no wave", counted(self.left_out, "database"));
            blocks.push(Block::Line(Tone::Warning, line));
        }
        blocks.extend(self.next.iter().map(|it| Block::Line(Tone::Plain, it.clone())));
        blocks
    }
}

/// The result of `fleet runs`.
///
/// target: `runs`.
/// verdict: `listed`.
#[derive(Debug, Clone, Serialize)]
pub struct RunsReport {
    /// The runs, the newest first.
    pub runs: Vec<RunRow>,
}

/// One run.
#[derive(Debug, Clone, Serialize)]
pub struct RunRow {
    /// Its name.
    pub run: String,
    /// The fleet.
    pub fleet: String,
    /// `done`, `failed`, `stopped`, or `running` where the file has no end: the run goes on, or was killed.
    pub verdict: String,
    /// Who started it.
    pub by: Option<String>,
    /// When, in UTC.
    pub started_at: String,
    /// How many databases it was about.
    pub databases: usize,
    /// How many of them had which verdict.
    pub counts: BTreeMap<String, usize>,
}

impl RunRow {
    /// A row of the list.
    pub fn of(it: RunSummary) -> Self {
        Self {
            run: it.start.run,
            fleet: it.start.fleet,
            verdict: it.end.map_or_else(|| "running".to_owned(), |it| it.verdict),
            by: it.start.by,
            started_at: it.start.started_at,
            databases: it.start.members,
            counts: it.counts,
        }
    }
}

impl Screen for Document<RunsReport> {
    fn blocks(&self) -> Vec<Block> {
        if self.runs.is_empty() {
            return vec![Block::Line(Tone::Plain, "no run yet".to_owned())];
        }
        let head = vec!["run", "fleet", "verdict", "databases", "applied", "failed", "by"];
        let row = |it: &RunRow| {
            let count = |verdict: &str| it.counts.get(verdict).copied().unwrap_or_default();
            vec![
                it.run.clone(),
                it.fleet.clone(),
                it.verdict.clone(),
                it.databases.to_string(),
                count("applied").to_string(),
                (count("failed") + count("refused")).to_string(),
                it.by.clone().unwrap_or_else(|| "-".to_owned()),
            ]
        };
        vec![Block::Table(head, self.runs.iter().map(row).collect())]
    }
}

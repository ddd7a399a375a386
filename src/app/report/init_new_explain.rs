//! What `init` and `new` wrote, and what `explain` knows.

use serde::Serialize;

use super::{Block, Document, Screen, Tone};

/// The result of a command that writes files for a person to edit.
///
/// target: What the files belong to.
/// verdict: `written`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WrittenReport {
    /// Their paths.
    pub files: Vec<String>,
}

impl Screen for Document<WrittenReport> {
    fn blocks(&self) -> Vec<Block> {
        self.files
            .iter()
            .map(|file| Block::Line(Tone::Plain, file.clone()))
            .collect()
    }
}

/// The result of `explain`.
///
/// target: The code that was asked for, or `all hazards`.
/// verdict: `known`.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainReport {
    /// One, or all.
    pub hazards: Vec<ExplainedHazard>,
}

/// What a hazard means.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainedHazard {
    /// What `--allow` calls it.
    pub code: &'static str,
    /// Its severity, at most.
    pub severity: String,
    /// In one line.
    pub title: &'static str,
    /// What it means on D1, and the way out.
    pub explanation: &'static str,
    /// How to allow it.
    pub gate: String,
    /// `plan and lint`, or `lint`.
    pub raised_by: &'static str,
    /// Its page in the documentation, within the repository.
    pub page: String,
}

impl Screen for Document<ExplainReport> {
    fn blocks(&self) -> Vec<Block> {
        if let [one] = self.hazards.as_slice() {
            return vec![
                Block::Heading(format!("{}: {}", one.code, one.title)),
                Block::Space,
                Block::Line(Tone::Plain, one.explanation.to_owned()),
                Block::Space,
                Block::Line(Tone::Plain, format!("{}: {}", one.severity, one.gate)),
                Block::Space,
                Block::Line(Tone::Dim, format!("with an example: {}", one.page)),
            ];
        }
        let table = |raised_by: &str| {
            let rows = self.hazards.iter().filter(|it| it.raised_by == raised_by);
            rows.map(|it| vec![it.code.to_owned(), it.title.to_owned()])
                .collect::<Vec<_>>()
        };
        vec![
            Block::Table(vec!["hazard", "what it means"], table("plan and lint")),
            Block::Space,
            Block::Table(vec!["finding of lint", "what it means"], table("lint")),
            Block::Space,
            Block::Line(
                Tone::Dim,
                "run `reconcile explain CODE` to learn why it matters and what to do".to_owned(),
            ),
        ]
    }
}

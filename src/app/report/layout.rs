//! The parts that a report is laid out with.

use super::{FindingReport, LintFinding, StepNode, TablesPicture};
use crate::diff::Mark;

/// One part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A title.
    Heading(String),
    /// The answer: the target, and what came out.
    Verdict(Tone, String, String),
    /// A sentence or two.
    Line(Tone, String),
    /// What becomes of objects, a line each.
    Changes(Vec<super::ChangeRow>),
    /// What is the matter, and what to do about it.
    Problem(FindingReport),
    /// Lines under a heading, each with a label that is written once for equal neighbours.
    Facts(Vec<(&'static str, Tone, String)>),
    /// As facts, each with the place in a file that it is about.
    Differences(Vec<Difference>),
    /// Rows under column titles.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// A text to be read as it stands, and its language.
    Code(&'static str, String),
    /// A place in a file and what is said of it.
    Excerpt(Box<LintFinding>),
    /// What is shown on request: with `-v` in a text, in a fold in Markdown.
    Fold(&'static str, Vec<Block>),
    /// A short form, shown only where the fold that follows is hidden.
    Brief(Vec<Block>),
    /// A long text for a fold in Markdown, and its language; no text for people has it.
    Attachment(&'static str, &'static str, String),
    /// The steps of a plan, for a picture; no text for people has it.
    Steps(Vec<StepNode>),
    /// The tables that a plan changes and those around them, for a picture; no text for people has it.
    Tables(Box<TablesPicture>),
    /// An empty line.
    Space,
}

/// A difference and where the schema, or a migration, says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Written once for equal neighbours.
    pub label: &'static str,
    /// How it is meant.
    pub tone: Tone,
    /// `+` where only the database has it, `-` where the database lacks it; `None` where no object is named.
    pub mark: Option<Mark>,
    /// What differs.
    pub message: String,
    /// File and line, from 1, where there is such a place.
    pub place: Option<(String, usize)>,
}

impl Difference {
    /// Without its place.
    pub(super) fn fact(&self) -> (&'static str, Tone, String) {
        (self.label, self.tone, self.message.clone())
    }
}

/// How a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// As it is.
    Plain,
    /// Beside the point.
    Dim,
    /// Fine.
    Good,
    /// Look here.
    Warning,
    /// Not fine.
    Bad,
}

impl Tone {
    /// As a finding of this severity is meant.
    pub(super) fn of(severity: &str) -> Self {
        match severity {
            "error" => Self::Bad,
            "warning" => Self::Warning,
            _ => Self::Plain,
        }
    }
}

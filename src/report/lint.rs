//! What `lint` found.

use serde::Serialize;

use super::{Block, Excerpt, Report, Tone, to_json};

/// The result of `lint`.
#[derive(Debug, Clone, Serialize)]
pub struct LintReport {
    /// Of this shape.
    pub version: u8,
    /// The migrations folder.
    pub target: String,
    /// `findings` when one is at least a warning, else `ok`.
    pub verdict: &'static str,
    /// How many migrations were looked at.
    pub migrations: usize,
    /// In the order of the files.
    pub findings: Vec<LintFinding>,
    /// What comments or policy allow.
    pub allowed: Vec<AllowedFinding>,
    /// Whether there were schema files to look at.
    #[serde(skip)]
    pub schema: bool,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct LintFinding {
    /// Its stable name.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The file, as one would open it from here.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// One lower-case sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// The file's text, and the bytes in it that are meant.
    #[serde(skip)]
    pub source: (String, std::ops::Range<usize>),
}

/// One finding that the author, or policy, allows.
#[derive(Debug, Clone, Serialize)]
pub struct AllowedFinding {
    /// Its stable name.
    pub code: String,
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Why, in the author's words.
    pub reason: String,
}

impl LintReport {
    /// `2 errors, 1 warning`
    fn tally(&self) -> String {
        let count = |severity| self.findings.iter().filter(|it| it.severity == severity).count();
        let counted = |severity: &str, count: usize| match count {
            0 => None,
            1 => Some(format!("1 {severity}")),
            _ => Some(format!("{count} {severity}s")),
        };
        let parts = ["error", "warning", "note"].map(|it| counted(it, count(it)));
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(", ")
    }
}

impl Report for LintReport {
    fn blocks(&self) -> Vec<Block> {
        let excerpt = |it: &LintFinding| {
            let (tone, level) = match it.severity {
                "error" => (Tone::Bad, "error"),
                "warning" => (Tone::Warning, "warning"),
                _ => (Tone::Plain, "note"),
            };
            Block::Excerpt(Box::new(Excerpt {
                tone,
                level,
                code: it.code.clone(),
                message: it.message.clone(),
                remedy: it.remedy.clone(),
                file: it.file.clone(),
                line: it.line,
                column: it.column,
                text: it.source.0.clone(),
                range: it.source.1.clone(),
            }))
        };
        let mut blocks: Vec<Block> = self.findings.iter().map(excerpt).collect();
        let what = format!("{}{}", self.target, if self.schema { " and the schema" } else { "" });
        let allowed = match self.allowed.len() {
            0 => String::new(),
            count => format!("; {count} allowed"),
        };
        blocks.push(match (self.findings.is_empty(), self.verdict) {
            (true, _) => Block::Line(Tone::Good, format!("{what}: nothing to complain about{allowed}")),
            (false, "ok") => Block::Line(Tone::Good, format!("{what}: {}{allowed}", self.tally())),
            (false, _) => Block::Line(
                Tone::Warning,
                format!("{what}: {}{allowed}; `reconcile explain CODE` says more", self.tally()),
            ),
        });
        blocks
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        to_json(self)
    }
}

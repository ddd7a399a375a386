//! What `lint` found.

use serde::Serialize;

use super::{Block, Document, Excerpt, Screen, Tone};

/// The result of `lint`.
///
/// target: The migrations folder.
/// verdict: `findings` when one is at least a warning, else `ok`.
#[derive(Debug, Clone, Serialize)]
pub struct LintReport {
    /// How many migrations were checked.
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
    /// The text of that line.
    #[serde(skip)]
    pub text: String,
    /// The bytes in it that are meant.
    #[serde(skip)]
    pub range: std::ops::Range<usize>,
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

impl LintFinding {
    /// The line of a file at which some bytes begin, and which of its bytes they are: carets under the first line of a
    /// statement say as much as under all.
    pub fn excerpt(text: &str, range: std::ops::Range<usize>) -> (String, std::ops::Range<usize>) {
        let start = text
            .get(..range.start)
            .and_then(|it| it.rfind('\n'))
            .map_or(0, |at| at + 1);
        let line = text
            .get(start..)
            .and_then(|it| it.split('\n').next())
            .unwrap_or_default();
        let end = (range.end - start).min(line.len());
        // A line may be a dump of its own; what follows is no help.
        let shown = (end + LONGEST_TAIL..=line.len())
            .find(|at| line.is_char_boundary(*at))
            .unwrap_or(line.len());
        (
            line.get(..shown).unwrap_or_default().to_owned(),
            (range.start - start).min(end)..end,
        )
    }
}

/// How much of a line is kept after what is meant.
const LONGEST_TAIL: usize = 200;

impl Document<LintReport> {
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

impl Screen for Document<LintReport> {
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
                text: it.text.clone(),
                range: it.range.clone(),
            }))
        };
        let what = format!("{}{}", self.target, if self.schema { " and the schema" } else { "" });
        let allowed = match self.allowed.len() {
            0 => String::new(),
            count => format!("; {count} allowed"),
        };
        let (tone, line) = match (self.findings.is_empty(), self.verdict) {
            (true, _) => (Tone::Good, format!("nothing found{allowed}")),
            (false, "ok") => (Tone::Good, format!("{}{allowed}", self.tally())),
            (false, _) => (
                Tone::Warning,
                format!("{}{allowed}; run `reconcile explain CODE` for details", self.tally()),
            ),
        };
        let verdict = Block::Verdict(tone, what, line);
        std::iter::once(verdict)
            .chain(self.findings.iter().map(excerpt))
            .collect()
    }
}

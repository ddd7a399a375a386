//! What `lint` found.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::review::by_file;
use super::{Block, Document, FailurePlace, Finding, Review, Screen, Tone};

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
    /// The paths of the migrations that were checked.
    #[serde(skip)]
    pub files: Vec<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LintFinding {
    /// Its stable name.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Where it is.
    #[serde(flatten)]
    pub place: FailurePlace,
    /// One lower-case sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
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
    /// As programs show it.
    fn finding(&self) -> Finding {
        Finding {
            place: Some(self.place.of_finding()),
            remedy: self.remedy.clone(),
            ..Finding::new(self.code.clone(), self.severity, self.message.clone())
        }
    }

    /// The line with carets under the place, in colours where they are wanted. `safe` makes text fit for a terminal.
    pub(super) fn drawn(&self, color: bool, safe: impl Fn(&str) -> String) -> String {
        let level = match self.severity {
            "error" => Level::ERROR,
            "warning" => Level::WARNING,
            _ => Level::NOTE,
        };
        let title = safe(&format!("{} ({})", self.message, self.code));
        let place = Snippet::source(self.place.text.as_str())
            .path(self.place.file.as_str())
            .line_start(self.place.line)
            .annotation(AnnotationKind::Primary.span(self.place.range.clone()));
        let mut groups = vec![level.primary_title(title.as_str()).element(place)];
        let remedy = safe(&self.remedy);
        if !remedy.is_empty() {
            groups.push(Group::with_title(Level::HELP.secondary_title(remedy.as_str())));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&groups)
    }
}

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
        let excerpt = |it: &LintFinding| Block::Excerpt(Box::new(it.clone()));
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

    fn review(&self) -> Option<Review> {
        self.reviewed(
            "lint",
            by_file(&self.files, self.findings.iter().map(LintFinding::finding)),
        )
    }
}

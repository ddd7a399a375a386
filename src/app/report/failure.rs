//! A command that came to no result: an error, or a refusal. It is a document like any other.

use serde::Serialize;

use super::{Block, Check, Finding, FindingPlace, LintFinding, Review, Screen, Tone};
use crate::desired::Problem;
use crate::diagnostic::Place;

/// What a command says in place of its result.
#[derive(Debug, Clone, Serialize)]
pub struct FailureReport {
    /// Of this shape.
    pub version: u8,
    /// The target, if it was known by then.
    pub target: Option<String>,
    /// `error`, or `refused` where nothing is wrong and a person must decide.
    pub verdict: &'static str,
    /// What is wrong.
    pub error: Failure,
    /// Migrations that this run applied before it stopped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applied: Vec<String>,
}

/// What is the matter, and what to do about it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Failure {
    /// One lower-case sentence, or a line for each of several.
    pub message: String,
    /// What to type or check next.
    pub help: Option<String>,
    /// The place in a schema file; null if the error is elsewhere.
    pub place: Option<FailurePlace>,
    /// What else is wrong in the schema files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Failure>,
    /// The checks of a proof that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<FailedCheck>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailurePlace {
    /// The file, as one would open it from here.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The text of that line.
    #[serde(skip)]
    pub text: String,
    /// The bytes in it that are meant.
    #[serde(skip)]
    pub range: std::ops::Range<usize>,
}

/// How much of a line is kept after what is meant.
const LONGEST_TAIL: usize = 200;

impl FailurePlace {
    /// Where a schema file is wrong.
    pub fn of_problem(problem: &Problem) -> Self {
        let location = &problem.location;
        Self {
            line: location.line,
            ..Self::of(
                location.file.display().to_string(),
                &problem.text,
                location.range.clone(),
            )
        }
    }

    /// As programs show it.
    pub(super) fn of_finding(&self) -> FindingPlace {
        FindingPlace {
            file: self.file.clone(),
            line: self.line.max(1),
            column: Some(self.column),
            text: self.text.clone(),
        }
    }

    /// Where these bytes of a file's text are, with the line that they begin in: carets under the first line of a statement
    /// say as much as under all.
    pub fn of(file: String, text: &str, range: std::ops::Range<usize>) -> Self {
        let place = Place::of("", text, range.clone());
        let before = text.get(..range.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text
            .get(start..)
            .and_then(|it| it.split('\n').next())
            .unwrap_or_default();
        let end = (range.end - start).min(line.len());
        // A line may be a dump of its own; what follows is no help.
        let shown = (end + LONGEST_TAIL..=line.len()).find(|at| line.is_char_boundary(*at));
        Self {
            file,
            line: place.line,
            column: place.column,
            text: line.get(..shown.unwrap_or(line.len())).unwrap_or_default().to_owned(),
            range: (range.start - start).min(end)..end,
        }
    }

    /// Shows of the line only the word that is meant, where it is.
    pub fn keep_the_word(&mut self) {
        let hidden = |text: &str| text.chars().map(|_| ' ').collect::<String>();
        let before = hidden(self.text.get(..self.range.start).unwrap_or_default());
        let word = self.text.get(self.range.clone()).unwrap_or_default();
        let range = before.len()..before.len() + word.len();
        (self.text, self.range) = (format!("{before}{word} …"), range);
    }
}

/// A check of a proof that failed.
#[derive(Debug, Clone, Serialize)]
pub struct FailedCheck {
    /// The check.
    pub check: &'static str,
    /// What it found.
    pub detail: String,
}

impl Failure {
    /// A text in which lines that begin with `help: ` say what to do.
    pub fn of_text(text: &str) -> Self {
        let (help, message): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("help: "));
        let help: Vec<&str> = help.iter().filter_map(|line| line.strip_prefix("help: ")).collect();
        Self {
            message: message.join("\n"),
            help: (!help.is_empty()).then(|| help.join("\n")),
            ..Self::default()
        }
    }

    /// As programs show it.
    pub(super) fn finding(&self, code: &str) -> Finding {
        Finding {
            place: self.place.as_ref().map(FailurePlace::of_finding),
            remedy: self.help.clone().unwrap_or_default(),
            ..Finding::new(code, "error", self.message.clone())
        }
    }

    /// The place with its line, or the text where there is no place.
    fn blocks(&self, verdict: &str) -> Vec<Block> {
        let Self {
            message, help, place, ..
        } = self;
        let Some(place) = place else {
            let help = help.iter().map(|it| Block::Line(Tone::Plain, format!("help: {it}")));
            return [Block::Line(Tone::Bad, message.clone())]
                .into_iter()
                .chain(help)
                .collect();
        };
        vec![Block::Excerpt(Box::new(LintFinding {
            code: verdict.to_owned(),
            severity: "error",
            place: place.clone(),
            message: message.clone(),
            remedy: help.clone().unwrap_or_default(),
        }))]
    }
}

impl Screen for FailureReport {
    fn blocks(&self) -> Vec<Block> {
        let failures = std::iter::once(&self.error).chain(&self.error.others);
        failures.flat_map(|it| it.blocks(self.verdict)).collect()
    }

    fn review(&self) -> Option<Review> {
        let failures = std::iter::once(&self.error).chain(&self.error.others);
        let findings = failures.map(|it| it.finding(self.verdict)).collect();
        Some(Review {
            command: "run",
            target: self.target.clone().unwrap_or_default(),
            verdict: self.verdict.to_owned(),
            is_lenient: false,
            checks: vec![Check::of("the command comes to a result", findings)],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remedies_are_apart_from_what_is_the_matter() {
        let failure = Failure::of_text("a is gone\nhelp: bring it back\nb is edited\nhelp: restore it");
        assert_eq!(failure.message, "a is gone\nb is edited");
        assert_eq!(failure.help.as_deref(), Some("bring it back\nrestore it"));
        assert_eq!(Failure::of_text("x").help, None);
    }
}

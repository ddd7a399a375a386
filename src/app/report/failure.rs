//! A command that came to no result: an error, or a refusal. It is a document like any other.

use serde::Serialize;

use super::{Block, Excerpt, Screen, Tone};

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
#[derive(Debug, Clone, Serialize)]
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
        vec![Block::Excerpt(Box::new(Excerpt {
            tone: Tone::Bad,
            level: "error",
            code: verdict.to_owned(),
            message: message.clone(),
            remedy: help.clone().unwrap_or_default(),
            file: place.file.clone(),
            line: place.line,
            column: place.column,
            text: place.text.clone(),
            range: place.range.clone(),
        }))]
    }
}

impl Screen for FailureReport {
    fn blocks(&self) -> Vec<Block> {
        let failures = std::iter::once(&self.error).chain(&self.error.others);
        failures.flat_map(|it| it.blocks(self.verdict)).collect()
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

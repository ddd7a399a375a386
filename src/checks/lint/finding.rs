//! What a rule has to say, where, and how much it matters.

use std::ops::Range;

use crate::diagnostic::Code;
pub use crate::diagnostic::Severity;

/// A place in a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The recorded name of the migration.
    pub file: String,
    /// Bytes within its text.
    pub range: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The place of these bytes of a file.
    pub fn of(file: &str, text: &str, range: Range<usize>) -> Self {
        let before = text.get(..range.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.to_owned(),
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            range,
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code, as `allow`, policy and `explain` use it.
    pub code: Code,
    /// How much it matters here.
    pub severity: Severity,
    /// One lower-case sentence naming the object.
    pub message: String,
    /// What to type or do.
    pub remedy: String,
    /// Where.
    pub place: Place,
}

/// A finding that the author allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What is allowed.
    pub finding: Finding,
    /// Why, in the author's words.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters() {
        let place = Place::of("1.sql", "a\né xy", 5..7);
        assert_eq!((place.line, place.column), (2, 3));
        assert_eq!((Place::of("1.sql", "", 9..9).line), 1);
    }
}

//! What is wrong with a file or a folder, where, and how much it matters.

use std::ops::Range;

use super::{Code, Severity};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Its code, as `allow`, policy and `explain` use it.
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

/// A place in a file, a file as a whole (line 0), or the folder as a whole (no file).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

impl Diagnostic {
    /// A finding of a line of a file, of a file as a whole, or of the folder as a whole.
    pub fn of_line(code: Code, place: (Option<&str>, Option<usize>), message: String, remedy: &str) -> Self {
        Self {
            code,
            severity: code.severity(),
            message,
            remedy: remedy.to_owned(),
            place: Place {
                file: place.0.unwrap_or_default().to_owned(),
                line: place.1.unwrap_or_default(),
                ..Place::default()
            },
        }
    }

    /// True if it is about this file, or about the folder as a whole.
    pub fn concerns(&self, mut is_file: impl FnMut(&str) -> bool) -> bool {
        self.place.file.is_empty() || is_file(&self.place.file)
    }
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

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Place { file, line, .. } = &self.place;
        match (file.as_str(), line) {
            ("", _) => f.write_str(&self.message),
            (file, 0) => write!(f, "{file}: {}", self.message),
            (file, line) => write!(f, "{file}:{line}: {}", self.message),
        }
    }
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

    #[test]
    fn a_sentence_with_its_place() {
        let text = |place| Diagnostic::of_line(Code::Replay, place, "no such table".to_owned(), "").to_string();
        assert_eq!(text((Some("1.sql"), Some(2))), "1.sql:2: no such table");
        assert_eq!(text((Some("1.sql"), None)), "1.sql: no such table");
        assert_eq!(text((None, None)), "no such table");
    }
}

//! A file of the application, and places in it.

use std::path::PathBuf;

use serde::Serialize;

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its path, as a person would type it.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The source file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// The place of a byte.
    pub(super) fn place(&self, offset: usize) -> Place {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(..end).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        Place {
            file: self.path.display().to_string().replace('\\', "/"),
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    }

    /// True for a file of SQL; all others are read as JavaScript.
    pub(super) fn is_sql(&self) -> bool {
        self.path.extension().is_some_and(|it| it.eq_ignore_ascii_case("sql"))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

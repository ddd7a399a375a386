//! What can be wrong with a schema file, always with the place.

use std::path::PathBuf;
use std::sync::Arc;

use super::Location;

/// A place in a schema file and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub location: Location,
    /// One lower-case sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The file's text, to show the place.
    pub text: Arc<str>,
    /// Another place that it takes to see what is wrong.
    pub second: Option<Second>,
    /// Problems of other statements, which are there at the same time.
    pub others: Vec<Problem>,
}

/// Another place that belongs to a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Second {
    /// Where.
    pub location: Location,
    /// What it is.
    pub label: String,
    /// The file's text, to show the place.
    pub text: Arc<str>,
}

/// Why there is no desired schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder that cannot be read.
    #[error("cannot read {}: {message}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A place in a file.
    #[error("{}:{}: {}", .0.location.file.display(), .0.location.line, .0.message)]
    At(Box<Problem>),
    /// The scratch database itself failed.
    #[error("the schema could not be checked on a scratch database: {0}")]
    Scratch(String),
}

impl Problem {
    /// A problem at a place of a file with this text.
    pub(super) fn at(location: Location, text: &Arc<str>, message: impl Into<String>, help: Option<String>) -> Self {
        Self {
            location,
            message: message.into(),
            help,
            text: Arc::clone(text),
            second: None,
            others: Vec::new(),
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::At(Box::new(problem))
    }
}

impl Error {
    /// A problem at a place of a file with this text.
    pub(super) fn at(location: Location, text: &Arc<str>, message: impl Into<String>, help: Option<String>) -> Self {
        Problem::at(location, text, message, help).into()
    }

    /// The same with what else is wrong, so that one run tells all of it.
    pub(super) fn beside(mut self, others: impl IntoIterator<Item = Self>) -> Self {
        if let Self::At(problem) = &mut self {
            problem.others.extend(others.into_iter().filter_map(|it| match it {
                Self::At(other) => Some(*other),
                _ => None,
            }));
        }
        self
    }

    /// The same with another place that belongs to it.
    pub(super) fn and(mut self, second: Second) -> Self {
        if let Self::At(problem) = &mut self {
            problem.second = Some(second);
        }
        self
    }

    /// What to do about it, if that can be said.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::At(problem) => problem.help.as_deref(),
            Self::File { .. } => {
                Some("name the schema file or folder with --schema; `reconcile init` writes the first one")
            }
            Self::Scratch(_) => None,
        }
    }
}

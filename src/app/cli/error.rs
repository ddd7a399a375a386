//! Errors of the command line itself, and those of the verbs.

use crate::config;
use crate::database;
use crate::desired;
use crate::error;

/// What ends a command early.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// A verb failed.
    #[error(transparent)]
    Verb(#[from] error::Error),
    /// The current folder is gone or closed.
    #[error("cannot read the current folder: {0}")]
    Here(String),
    /// A format that the command has not.
    #[error("this command has no format {name}")]
    Format {
        /// As given.
        name: String,
        /// What there is.
        known: String,
    },
    /// A code that no hazard has.
    #[error("unknown hazard {name}")]
    Hazard {
        /// As given.
        name: String,
        /// What may be meant.
        nearest: Option<&'static str>,
        /// What there is.
        known: String,
    },
    /// A code that neither a hazard nor a finding of lint has.
    #[error("unknown hazard or finding {name}")]
    Code {
        /// As given.
        name: String,
        /// What may be meant.
        nearest: Option<&'static str>,
        /// What there is.
        known: String,
    },
    /// An argument that cannot be used.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to type instead.
        help: String,
    },
}

impl Error {
    /// What to type or check next.
    pub(super) fn help(&self) -> Option<String> {
        match self {
            Self::Verb(error) => error.help(),
            Self::Here(_) => None,
            Self::Format { known, .. } => Some(format!("one of: {known}")),
            Self::Hazard { known, nearest, .. } | Self::Code { known, nearest, .. } => Some(match nearest {
                Some(nearest) => format!("did you mean {nearest}? `reconcile explain` lists all codes"),
                None => format!("one of: {known}"),
            }),
            Self::Usage { help, .. } => Some(help.clone()),
        }
    }

    /// True where nothing went wrong, and a person must decide.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Verb(error) if error.is_refusal())
    }

    /// The place in a schema file, if that is where the trouble is.
    pub(super) fn problem(&self) -> Option<&desired::Problem> {
        match self {
            Self::Verb(error::Error::Desired(desired::Error::At(problem))) => Some(problem),
            _ => None,
        }
    }
}

impl From<config::Error> for Error {
    fn from(error: config::Error) -> Self {
        Self::Verb(error.into())
    }
}

impl From<database::Error> for Error {
    fn from(error: database::Error) -> Self {
        Self::Verb(error.into())
    }
}

impl From<desired::Error> for Error {
    fn from(error: desired::Error) -> Self {
        Self::Verb(error.into())
    }
}

impl From<crate::migration::Error> for Error {
    fn from(error: crate::migration::Error) -> Self {
        Self::Verb(error.into())
    }
}

//! Why a seed file did not run.

use std::path::PathBuf;

use crate::{database, ledger, migration};

/// A run of seed files that stopped.
#[derive(Debug, thiserror::Error)]
#[error("{reason}{}", before(seeded))]
pub struct Error {
    /// Files that ran before; they are recorded.
    pub seeded: Vec<String>,
    /// Why it stopped.
    pub reason: Reason,
}

/// Why a seed file did not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A file or folder cannot be read.
    #[error("cannot read {}: {message}", path.display())]
    Read {
        /// Its path.
        path: PathBuf,
        /// Why not.
        message: String,
    },
    /// A statement failed; nothing of its file is there.
    #[error("{0}")]
    Failed(migration::Failure),
    /// The answer was lost, and the history says that the file did not run.
    #[error("{file} did not run: {message}")]
    NotRun {
        /// Its name.
        file: String,
        /// What happened to the answer.
        message: String,
    },
    /// The answer was lost, and the history cannot be asked.
    #[error("it is not known whether {file} ran: {message}")]
    Unknown {
        /// Its name.
        file: String,
        /// What happened.
        message: String,
    },
    /// The target.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The history.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
}

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> Option<String> {
        match &self.reason {
            Reason::Read { .. } => Some("check the path and its permissions".to_owned()),
            Reason::Failed(_) => Some("nothing of this file was kept; correct it and seed again".to_owned()),
            Reason::NotRun { .. } | Reason::Unknown { .. } => {
                Some("seed again: what is recorded does not run a second time".to_owned())
            }
            Reason::Database(database::Error::Remote { help, .. }) => help.clone(),
            Reason::Database(_) | Reason::Ledger(_) => None,
        }
    }
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Self {
            seeded: Vec::new(),
            reason,
        }
    }
}

fn before(seeded: &[String]) -> String {
    match seeded {
        [] => String::new(),
        [one] => format!("; {one} before it is seeded"),
        many => format!("; the {} files before it are seeded", many.len()),
    }
}

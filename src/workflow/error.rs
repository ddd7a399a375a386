//! What can go wrong with a verb, whichever room it comes from.

use crate::database;
use crate::desired;
use crate::ledger;
use crate::migration;
use crate::plan;
use crate::proof::Disproof;
use crate::schema::ObjectRef;

/// An error of a verb.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] crate::config::Error),
    /// The target.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The schema files.
    #[error(transparent)]
    Desired(#[from] desired::Error),
    /// The migrations folder.
    #[error(transparent)]
    Migration(#[from] migration::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// A backfill that does not compile.
    #[error(transparent)]
    Backfill(#[from] super::BackfillError),
    /// A run that stopped.
    #[error(transparent)]
    Apply(#[from] Box<crate::apply::Error>),
    /// A replay on scratch.
    #[error(transparent)]
    Replay(#[from] crate::replay::Error),
    /// The planner.
    #[error(transparent)]
    Plan(#[from] plan::Error),
    /// The proof failed: a bug of ours.
    #[error("{0}")]
    Disproof(Box<Disproof>),
    /// An object that is not understood.
    #[error("{object} is not understood: {reason}")]
    Unknown {
        /// Which.
        object: ObjectRef,
        /// Why.
        reason: String,
    },
}

impl From<super::DraftError> for Error {
    fn from(error: super::DraftError) -> Self {
        match error {
            super::DraftError::Database(error) => Self::Database(error),
            super::DraftError::Plan(error) => Self::Plan(error),
            super::DraftError::Backfill(error) => Self::Backfill(error),
        }
    }
}

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Config(error) => Some(error.help()),
            Self::Desired(error) => error.help().map(str::to_owned),
            Self::Database(database::Error::Remote { help, .. }) => help.clone(),
            Self::Replay(_) => {
                Some("correct that migration; if it is not applied anywhere yet, delete it and plan again".to_owned())
            }
            Self::Disproof(_) => Some("please report it with that test case; no migration was written".to_owned()),
            Self::Backfill(error) => Some(error.help()),
            Self::Plan(_) => Some("make the change in two steps: plan and apply one part first".to_owned()),
            _ => None,
        }
    }
}

//! Why no runner is written.

use crate::bundle::Unusable;
use crate::database;

/// What keeps a fleet from being given to a Worker, or its results from being read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder that cannot run by itself.
    #[error(transparent)]
    Folder(#[from] Unusable),
    /// A file whose parts cannot run one after another.
    #[error("{finding}")]
    Parts {
        /// With file and line.
        finding: String,
        /// What there is to do.
        help: String,
    },
    /// A migration that was reviewed for another schema than the folder gives it.
    #[error("{file} was reviewed for another schema than the migrations before it leave")]
    OtherStart {
        /// Its name.
        file: String,
    },
    /// The scratch database, or the central one.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A database that no Worker reaches.
    #[error("{name} is {target}, which no Worker can reach")]
    NotRemote {
        /// What it is called in the fleet.
        name: String,
        /// Where it is.
        target: String,
    },
    /// A database that the account does not have.
    #[error("{name} is {target}, and the account has no database of that name")]
    NoDatabase {
        /// What it is called in the fleet.
        name: String,
        /// Where it is.
        target: String,
    },
    /// No database for the results.
    #[error("no database is named for the results of the run")]
    NoCentral,
    /// Several fleets, and none of them named.
    #[error("the config has several fleets: {}", known.join(", "))]
    WhichFleet {
        /// Their names.
        known: Vec<String>,
    },
    /// An id that no Workflow instance can have.
    #[error("{0} cannot be part of the id of a Workflow instance")]
    RunId(String),
    /// A wave that needs a person or this machine.
    #[error("wave {wave} has `{key}`, which no Worker can do")]
    Wave {
        /// Its name.
        wave: String,
        /// The key in the config.
        key: &'static str,
    },
    /// A run that the central database does not know.
    #[error("the database has no results{}", run.as_ref().map(|it| format!(" of run {it}")).unwrap_or_default())]
    NoRun {
        /// As given.
        run: Option<String>,
    },
    /// Rows of the results that cannot be read.
    #[error("the results in the database cannot be read: {0}")]
    Unreadable(String),
    /// A file that cannot be written or read.
    #[error("cannot write {}: {message}", path.display())]
    Write {
        /// Which.
        path: std::path::PathBuf,
        /// Why.
        message: String,
    },
    /// A program that did not do its work.
    #[error("`{command}` failed: {message}")]
    Program {
        /// What was run.
        command: String,
        /// What it said.
        message: String,
    },
}

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> Option<&str> {
        Some(match self {
            Self::Folder(error) => error.help(),
            Self::Parts { help, .. } => help,
            Self::OtherStart { .. } => {
                "run `reconcile verify`; a folder that begins with what was there before it needs `reconcile apply`"
            }
            Self::Database(_) | Self::Unreadable(_) => return None,
            Self::NotRemote { .. } => "run `reconcile apply` on it; the runner is for D1 at Cloudflare",
            Self::NoDatabase { .. } => "correct the list of the fleet: docs/fleets.md",
            Self::NoCentral => "name a D1 database with --central, or call a target `central` in reconcile.yaml",
            Self::WhichFleet { .. } => "name one: reconcile fleet apply FLEET --runner workflow",
            Self::RunId(_) => "use up to 60 letters, digits, - and _",
            Self::Wave { .. } => "run `reconcile apply --fleet`, or leave that wave to it with --only",
            Self::NoRun { .. } => "start it first: reconcile fleet apply --runner workflow --deploy",
            Self::Write { .. } => "choose another folder with --out",
            Self::Program { .. } => "run it in that folder to see all that it says",
        })
    }
}

//! What can be wrong with the list of a fleet.

use std::path::PathBuf;

/// Why the databases of a fleet are not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A registry that cannot be read.
    #[error("cannot read the registry {}: {message}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A registry that is not a list of entries.
    #[error("{}{}: {message}", path.display(), line.map(|it| format!(":{it}")).unwrap_or_default())]
    Invalid {
        /// Which.
        path: PathBuf,
        /// Line, from 1, where the parser gives one.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
    /// A pattern that cannot be read.
    #[error("the pattern {glob:?} is not valid: {message}")]
    Glob {
        /// As written.
        glob: String,
        /// Why.
        message: String,
    },
    /// A pattern that no file matches.
    #[error("no file matches {0}")]
    NoFile(String),
    /// A pattern that no database of the account matches.
    #[error("no database of the account matches {0}")]
    NoDatabase(String),
    /// Neither a target of the config nor written out.
    #[error("the fleet lists {0}, which is no target")]
    NoTarget(String),
    /// Two members under one name.
    #[error("two databases of the fleet are called {name}: {} and {}", targets[0], targets[1])]
    SameName {
        /// The name.
        name: String,
        /// Where they are.
        targets: [String; 2],
    },
    /// One database under two names.
    #[error("{target} is in the fleet twice, as {} and {}", names[0], names[1])]
    SamePlace {
        /// Where it is.
        target: String,
        /// What it is called.
        names: [String; 2],
    },
    /// A name of `--only` that no member has.
    #[error("no database of the fleet is called {0}")]
    NoMember(String),
    /// A run file that cannot be read or written.
    #[error("{}: {message}", path.display())]
    RunFile {
        /// Which.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A run that there is no file of.
    #[error("there is no run {0}")]
    NoRun(String),
    /// The account's databases could not be listed.
    #[error("cannot list the databases of the account: {0}")]
    Account(String),
}

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Read { .. } => "correct `registry:` in reconcile.yaml; its path is relative to that file",
            Self::Invalid { .. } => "a registry is a list of objects, one per database: docs/fleets.md has an example",
            Self::Glob { .. } => "write it as data/*.db or client-*",
            Self::NoFile(_) => "correct `files:` in reconcile.yaml; it is relative to that file",
            Self::NoDatabase(_) => {
                "list the names with `reconcile database list`, and correct `databases:` in reconcile.yaml"
            }
            Self::NoTarget(_) => "write sqlite:PATH, d1:NAME or d1-local:BINDING, or add it under `targets`",
            Self::SameName { .. } => "give each its own name with `name:`, for example \"{id}\"",
            Self::SamePlace { .. } => "remove one of the two entries",
            Self::NoMember(_) => "list the names with `reconcile fleet list`",
            Self::RunFile { .. } => "check that the folder .reconcile beside reconcile.yaml can be written",
            Self::NoRun(_) => "list the runs with `reconcile fleet runs`",
            Self::Account(_) => "check CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID",
        }
    }
}

//! What can be wrong with the configuration.

use std::path::PathBuf;

/// An error of this room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A config file that cannot be read.
    #[error("cannot read {}: {message}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A file that cannot be written.
    #[error("cannot write {}: {message}", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A config file that says something it cannot say.
    #[error("{}:{line}: {message}", path.display())]
    Invalid {
        /// Which.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A target that is neither a name from the config nor written out.
    #[error("there is no target {name}")]
    UnknownTarget {
        /// As given.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// A database that the config does not hold.
    #[error("there is no database {name} in the config")]
    UnknownDatabase {
        /// As given.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// An environment that wrangler's config does not hold.
    #[error("there is no environment {name} in the wrangler config")]
    UnknownEnvironment {
        /// As given.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// A local database can only be found through the wrangler config that names it.
    #[error("d1-local:{binding} is not in a wrangler config here or above")]
    NoBinding {
        /// As given.
        binding: String,
    },
    /// Several databases, and none is named.
    #[error("the config holds several databases: {}", known.join(", "))]
    WhichDatabase {
        /// Their names.
        known: Vec<String>,
    },
    /// Several targets, and none is named.
    #[error("the config holds several targets, and none of them is the default: {}", known.join(", "))]
    WhichTarget {
        /// Their names.
        known: Vec<String>,
    },
    /// A default that names nothing.
    #[error("default: {name} names no target of the config")]
    UnknownDefault {
        /// As written.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// Nothing says where the database is.
    #[error("no target is given")]
    NoTarget,
}

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> String {
        match self {
            Self::Write { .. } => "move it away, or work in another folder".to_owned(),
            Self::Read { .. } => "check the path and its permissions".to_owned(),
            Self::Invalid { .. } => "correct that line; docs/configuration.md lists every key".to_owned(),
            Self::UnknownTarget { known, .. } => {
                let names = if known.is_empty() {
                    String::new()
                } else {
                    format!("name one of {}, or ", known.join(", "))
                };
                format!("{names}write it out: sqlite:PATH, d1:NAME or d1-local:BINDING")
            }
            Self::UnknownDatabase { known, .. } | Self::WhichDatabase { known } => {
                format!("say which with --database: {}", known.join(", "))
            }
            Self::UnknownEnvironment { known, .. } => format!("environments there: {}", known.join(", ")),
            Self::NoBinding { .. } => {
                "run in the folder of wrangler.json, wrangler.jsonc or wrangler.toml, and name a binding of d1_databases".to_owned()
            }
            Self::WhichTarget { known } => {
                let first = known.first().map_or("NAME", String::as_str);
                format!("name one, as in `reconcile plan {first}`, or set `default: {first}` in reconcile.yaml")
            }
            Self::UnknownDefault { known, .. } if known.is_empty() => {
                "there are none: add it under targets in reconcile.yaml".to_owned()
            }
            Self::UnknownDefault { known, .. } => {
                format!("correct it in reconcile.yaml: targets there are {}", known.join(", "))
            }
            Self::NoTarget => "give one, as in `reconcile plan sqlite:dev.db`, or set it in reconcile.yaml".to_owned(),
        }
    }
}

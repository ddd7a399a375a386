//! What can be wrong with the configuration.

use std::path::PathBuf;

use super::By;
use crate::sql::{did_you_mean, did_you_mean_key};

/// An error of this room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
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
    #[error("unknown target {name}")]
    UnknownTarget {
        /// As given.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// A database that the config does not hold.
    #[error("the config has no database {name}")]
    UnknownDatabase {
        /// As given.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// An environment that wrangler's config does not hold.
    #[error("environment {name}{} is not in {}", by_variable(*by), path.display())]
    UnknownEnvironment {
        /// As given.
        name: String,
        /// The config.
        path: PathBuf,
        /// Who gave it.
        by: By,
        /// Names that would do.
        known: Vec<String>,
    },
    /// A flag that contradicts what the config says of a target.
    #[error("the target is in {}, but --env is {}", spelled(target), spelled(flag))]
    TwoEnvironments {
        /// The target's.
        target: String,
        /// The flag's.
        flag: String,
    },
    /// A database that another environment declares.
    #[error(
        "{target} is not a database of {} in {}: {} declares it",
        current.as_deref().map_or_else(|| "the top level".to_owned(), |it| format!("environment {it}")),
        path.display(), environments.iter().map(|it| spelled(it.as_deref().unwrap_or_default())).collect::<Vec<_>>().join(" and ")
    )]
    OtherEnvironment {
        /// As given.
        target: String,
        /// Those that declare it; none is the top level.
        environments: Vec<Option<String>>,
        /// The one that is meant.
        current: Option<String>,
        /// The config.
        path: PathBuf,
    },
    /// No environment is named, and the top level has no database.
    #[error("the databases of {} belong to its environments: {}", path.display(), known.join(", "))]
    WhichEnvironment {
        /// The config.
        path: PathBuf,
        /// The environments that have one.
        known: Vec<String>,
    },
    /// A database that no config declares, so that nothing says which migrations are its own.
    #[error("{target} is not in {}, so its migrations folder is unknown", path.display())]
    Undeclared {
        /// As given.
        target: String,
        /// The config.
        path: PathBuf,
    },
    /// A database that another one of the config has as its target.
    #[error("{target} is target {name} of database {database}")]
    OtherDatabase {
        /// As given.
        target: String,
        /// The target's name.
        name: String,
        /// The database whose it is.
        database: String,
    },
    /// A database that wrangler gives other migrations than the config does.
    #[error("{target} takes its migrations from {} in {}, and database {database} has {}", theirs.display(), path.display(), ours.display())]
    OtherMigrations {
        /// As given.
        target: String,
        /// wrangler's config.
        path: PathBuf,
        /// Its folder.
        theirs: PathBuf,
        /// The database of the config.
        database: String,
        /// Its folder.
        ours: PathBuf,
    },
    /// A local database can only be found through the wrangler config that names it.
    #[error("d1-local:{binding} is not in a wrangler config here or above")]
    NoBinding {
        /// As given.
        binding: String,
    },
    /// Several databases, and none is named.
    #[error("the config has several databases: {}", known.join(", "))]
    WhichDatabase {
        /// Their names.
        known: Vec<String>,
    },
    /// A pattern of the workspace that finds nothing.
    #[error("{}: workspace names {pattern}, where no folder has a reconcile.yaml", path.display())]
    EmptyWorkspace {
        /// The config.
        path: PathBuf,
        /// The pattern.
        pattern: String,
    },
    /// Several targets, and none is named.
    #[error("the config has several targets and no default: {}", known.join(", "))]
    WhichTarget {
        /// Their names.
        known: Vec<String>,
    },
    /// A default that names nothing.
    #[error("`default: {name}` is not a target of the config")]
    UnknownDefault {
        /// As written.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// A stage of `promotion` that is not there, is there twice, or is a fleet before the last.
    #[error("{name} cannot be a stage of `promotion`")]
    UnknownStage {
        /// As written.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// A target on D1 of a database that is said to have none.
    #[error("{target} is D1, and database {database} has `rules: sqlite`: its migrations would fail there")]
    NotD1 {
        /// As given.
        target: String,
        /// The database of the config.
        database: String,
    },
    /// A fleet that the config does not have.
    #[error("unknown fleet {name}")]
    UnknownFleet {
        /// As given.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// Several fleets, and none named.
    #[error("reconcile.yaml has several fleets of this database")]
    WhichFleet {
        /// Their names.
        known: Vec<String>,
    },
    /// The config has no fleet.
    #[error("reconcile.yaml has no fleet of this database")]
    NoFleet,
    /// A database that is the databases of a fleet, where one of them is wanted.
    #[error("no target given, and this database has only fleets: {}", known.join(", "))]
    OnlyFleets {
        /// Their names.
        known: Vec<String>,
    },
    /// Nothing says where the database is.
    #[error("no target given")]
    NoTarget,
}

impl Error {
    pub(crate) fn unknown_database(name: &str, known: Vec<String>) -> Self {
        Self::UnknownDatabase {
            name: name.to_owned(),
            known,
        }
    }

    /// What to type or check next.
    pub fn help(&self) -> String {
        match self {
            Self::Write { .. } => "move it away, or work in another folder".to_owned(),
            Self::Read { .. } => "check the path and its permissions".to_owned(),
            Self::Invalid { message, .. } => {
                did_you_mean_key(message, "correct that line; docs/configuration.md lists every key")
            }
            Self::UnknownTarget { name, known } => {
                let places = "write sqlite:PATH, d1:NAME or d1-local:BINDING";
                let all = match known.is_empty() {
                    true => format!("{places}; names are those of reconcile.yaml, which `reconcile init` writes"),
                    false => format!("name one of {}, or {places}", known.join(", ")),
                };
                meant(name, known, &all)
            }
            Self::UnknownDatabase { name, known } => {
                meant(name, known, &format!("choose one with --database: {}", known.join(", ")))
            }
            Self::WhichDatabase { known } => super::workspace::which_help(known),
            Self::EmptyWorkspace { .. } => "write the config of a package with `reconcile init` in its folder".to_owned(),
            Self::UnknownEnvironment { name, known, by, .. } => {
                let instead = if *by == By::Variable { "set CLOUDFLARE_ENV to" } else { "name" };
                match known.is_empty() {
                    true => "remove it: that config has no environments".to_owned(),
                    false => meant(
                        name,
                        known,
                        &format!("{instead} one of {}, or an empty one for the top level", known.join(", ")),
                    ),
                }
            }
            Self::TwoEnvironments { .. } => "remove --env, or name another target".to_owned(),
            Self::OtherEnvironment { environments, .. } => {
                let flag = |it: &Option<String>| match it {
                    Some(name) => format!("--env {name}"),
                    None => "--env ''".to_owned(),
                };
                let flags: Vec<String> = environments.iter().map(flag).collect();
                format!(
                    "pass {}; for a target of reconcile.yaml, write its `env:` next to its `at:`",
                    flags.join(" or ")
                )
            }
            Self::WhichEnvironment { known, .. } => {
                format!("choose one, as in --env {}", known.first().map_or("NAME", String::as_str))
            }
            Self::Undeclared { .. } => {
                "declare it there, or name the folder of its migrations with --migrations".to_owned()
            }
            Self::OtherDatabase { database, .. } => format!("pass --database {database}, or remove --database"),
            Self::OtherMigrations { .. } => {
                "name the folder with --migrations, or make it a target in reconcile.yaml".to_owned()
            }
            Self::NoBinding { .. } => "run in the folder of wrangler's config, or name it with --wrangler, and name a binding of d1_databases; an id needs \
                 --persist-to instead"
                .to_owned(),
            Self::WhichTarget { known } => {
                let first = known.first().map_or("NAME", String::as_str);
                format!("name one, as in `reconcile plan {first}`, or set `default: {first}` in reconcile.yaml")
            }
            Self::UnknownDefault { known, .. } if known.is_empty() => {
                "add it under `targets` in reconcile.yaml".to_owned()
            }
            Self::UnknownDefault { name, known } => {
                let all = format!("correct it in reconcile.yaml; its targets are {}", known.join(", "));
                meant(name, known, &all)
            }
            Self::UnknownStage { name, known } => {
                let all = format!(
                    "name each target once, in the order in which they get migrations; only the last may be a fleet: {}",
                    known.join(", ")
                );
                // One that is there is there twice.
                let others: Vec<String> = known.iter().filter(|it| *it != name).cloned().collect();
                if others.len() < known.len() { all } else { meant(name, &others, &all) }
            }
            Self::NotD1 { .. } => "remove `rules: sqlite` from reconcile.yaml, or name a target that is a file".to_owned(),
            Self::UnknownFleet { name, known } => meant(name, known, &format!("name one of {}", known.join(", "))),
            Self::WhichFleet { known } => format!("name one of {}", known.join(", ")),
            Self::NoFleet => {
                "list its databases there, as in `fleets: { local: { files: \"data/*.db\" } }`: docs/fleets.md".to_owned()
            }
            Self::OnlyFleets { known } => format!(
                "run it on all of them with --fleet {}, where the command has that flag, or name one: sqlite:PATH, d1:NAME",
                known.first().map_or("NAME", String::as_str)
            ),
            Self::NoTarget => "name one, as in `reconcile plan sqlite:dev.db`, or set it in reconcile.yaml, which `reconcile init` writes"
                .to_owned(),
        }
    }
}

fn meant(name: &str, known: &[String], otherwise: &str) -> String {
    did_you_mean(name, known.iter().map(String::as_str), otherwise)
}

/// An environment as it is spoken of: the empty name is the top level.
fn spelled(name: &str) -> String {
    match name {
        "" => "the top level".to_owned(),
        name => format!("environment {name}"),
    }
}

fn by_variable(by: By) -> &'static str {
    if by == By::Variable { " (CLOUDFLARE_ENV)" } else { "" }
}

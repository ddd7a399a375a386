//! Flags, config and defaults → what one command works on.

use std::path::{Path, PathBuf};

use super::file::{Config, DatabaseConfig, Decision, FILE_NAME, Policy};
use super::{Error, Target};
use crate::introspect::LEDGER_TABLE;

/// What the command line says, before any config.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--schema`.
    pub schema: Vec<PathBuf>,
    /// `--migrations`.
    pub migrations: Option<PathBuf>,
    /// `--target`, or the target argument.
    pub target: Option<String>,
    /// `--database`.
    pub database: Option<String>,
}

/// What one command works on.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Schema files and folders.
    pub schema: Vec<PathBuf>,
    /// The migrations folder.
    pub migrations: PathBuf,
    /// Which files in it are migrations.
    pub pattern: Option<String>,
    /// Wrangler's ledger table.
    pub ledger: String,
    /// The target, if one is given or can be told.
    pub target: Option<Target>,
    /// What the target is called in the config.
    pub target_name: Option<String>,
    /// Applied to only with `--yes` or a typed name.
    pub protected: bool,
    /// What the target is, for the ledger.
    pub environment: Option<String>,
    policies: Vec<Policy>,
}

/// Works out what a command in the folder `here` is about.
///
/// # Errors
/// An unreadable config; a database or target that it does not hold.
pub fn project(flags: &Flags, here: &Path) -> Result<Project, Error> {
    let found = match &flags.config {
        Some(path) => Some(path.clone()),
        None => here
            .ancestors()
            .map(|folder| folder.join(FILE_NAME))
            .find(|path| path.is_file()),
    };
    let Some(path) = found else {
        return without_config(flags, here);
    };
    let config = Config::read(&path)?;
    let base = path
        .parent()
        .filter(|base| !base.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // Paths in messages read as the user would type them: relative to where the command runs.
    let base = if base == here { Path::new("") } else { base };
    let database = database(&config, flags)?;
    let (target_name, full) = match &flags.target {
        Some(text) if Target::parse(text).is_some() => (None, None),
        Some(name) => {
            let full = database.targets.get(name).map(|target| target.full());
            let known = database.targets.keys().cloned().collect();
            let full = full.ok_or_else(|| Error::UnknownTarget {
                name: name.clone(),
                known,
            })?;
            (Some(name.clone()), Some(full))
        }
        None => {
            let single = database.targets.keys().next().filter(|_| database.targets.len() == 1);
            let name = database.default.as_ref().or(single);
            (
                name.cloned(),
                name.and_then(|name| database.targets.get(name))
                    .map(|target| target.full()),
            )
        }
    };
    let target = match (&flags.target, &full) {
        (_, Some(full)) => {
            let unknown = || Error::UnknownTarget {
                name: full.at.clone(),
                known: Vec::new(),
            };
            Some(Target::parse(&full.at).ok_or_else(unknown)?.relative_to(base))
        }
        (Some(text), None) => Target::parse(text),
        (None, None) => None,
    };
    let schema: Vec<PathBuf> = database.schema.paths().iter().map(|path| base.join(path)).collect();
    Ok(Project {
        schema: if flags.schema.is_empty() {
            schema
        } else {
            flags.schema.clone()
        },
        migrations: flags
            .migrations
            .clone()
            .unwrap_or_else(|| base.join(&database.migrations)),
        pattern: database.pattern.clone(),
        ledger: database.ledger.clone().unwrap_or_else(|| LEDGER_TABLE.to_owned()),
        target,
        target_name,
        protected: full.as_ref().is_some_and(|full| full.protected),
        environment: full.as_ref().and_then(|full| full.environment.clone()),
        policies: full
            .map(|full| full.policy)
            .into_iter()
            .chain([config.policy.clone()])
            .collect(),
    })
}

fn database<'a>(config: &'a Config, flags: &Flags) -> Result<&'a DatabaseConfig, Error> {
    let known = || config.databases.keys().cloned().collect::<Vec<_>>();
    match &flags.database {
        Some(name) => config.databases.get(name).ok_or_else(|| Error::UnknownDatabase {
            name: name.clone(),
            known: known(),
        }),
        None => match config.databases.values().collect::<Vec<_>>().as_slice() {
            [one] => Ok(one),
            _ => Err(Error::WhichDatabase { known: known() }),
        },
    }
}

/// Flags and habits alone: `schema/`, and `migrations/` where that folder is there, else `generated/`.
fn without_config(flags: &Flags, here: &Path) -> Result<Project, Error> {
    let usual = if here.join("migrations").is_dir() {
        "migrations"
    } else {
        "generated"
    };
    let target = match &flags.target {
        None => None,
        Some(text) => {
            let unknown = || Error::UnknownTarget {
                name: text.clone(),
                known: Vec::new(),
            };
            Some(Target::parse(text).ok_or_else(unknown)?)
        }
    };
    Ok(Project {
        schema: if flags.schema.is_empty() {
            vec![PathBuf::from("schema")]
        } else {
            flags.schema.clone()
        },
        migrations: flags.migrations.clone().unwrap_or_else(|| PathBuf::from(usual)),
        pattern: None,
        ledger: LEDGER_TABLE.to_owned(),
        target,
        target_name: None,
        protected: false,
        environment: None,
        policies: Vec::new(),
    })
}

impl Project {
    /// What policy says of a hazard: the target's own word first, then that of the whole file; else that it be asked for.
    pub fn decision(&self, code: &str) -> Decision {
        self.policies
            .iter()
            .find_map(|policy| policy.get(code).copied())
            .unwrap_or(Decision::Ask)
    }

    /// The target, or the error that there is none.
    ///
    /// # Errors
    /// [`Error::NoTarget`].
    pub fn require_target(&self) -> Result<&Target, Error> {
        self.target.as_ref().ok_or(Error::NoTarget)
    }
}

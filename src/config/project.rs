//! Flags, config and defaults → what one command works on.

use std::path::{Path, PathBuf};

use super::file::{Config, DatabaseConfig, Decision, FILE_NAME, Policy};
use super::named::NamedCode;
use super::{D1Binding, Error, Target, Wrangler};
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
    /// `--env`: the environment of wrangler's config.
    pub environment: Option<String>,
    /// `--persist-to`: the folder of wrangler's local state.
    pub persist_to: Option<PathBuf>,
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
    /// The folder that relative paths of the config are seen from; empty for the current one.
    pub base: PathBuf,
    /// Globs of the application's sources, seen from there.
    pub compat: Vec<String>,
    /// What a migration drops is kept aside until it is purged.
    pub archive: bool,
    /// Down files are written beside migrations.
    pub rollbacks: bool,
    /// The target, if one is given or can be told.
    pub target: Option<Target>,
    /// What the target is called in the config.
    pub target_name: Option<String>,
    /// Applied to only with `--yes` or a typed name.
    pub protected: bool,
    /// What the target is, for the ledger.
    pub environment: Option<String>,
    /// The targets of the config.
    pub known_targets: Vec<String>,
    /// What the config says is the default.
    pub default_target: Option<String>,
    /// What was typed, for what to type next.
    pub given: Flags,
    /// wrangler's config, where there is one.
    pub wrangler: Option<Wrangler>,
    policies: Vec<Policy>,
    /// The codes that the policies of the config name, of all its targets.
    pub codes: Vec<NamedCode>,
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
    let wrangler = Wrangler::find(here, flags.environment.as_deref())?;
    let Some(path) = found else {
        return without_config(flags, here, wrangler);
    };
    // Paths in messages read as the user would type them.
    let shown = path.strip_prefix(here).unwrap_or(&path);
    let (config, codes) = Config::read(&path, shown)?;
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
            let found = name.and_then(|name| database.targets.get_key_value(name));
            found.map(|(name, target)| (name.clone(), target.full())).unzip()
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
        base: base.to_path_buf(),
        compat: database.compat.clone(),
        archive: database.archive,
        rollbacks: database.rollbacks,
        target,
        target_name,
        protected: full.as_ref().is_some_and(|full| full.protected),
        environment: full
            .as_ref()
            .and_then(|full| full.environment.clone())
            .or_else(|| flags.environment.clone()),
        known_targets: database.targets.keys().cloned().collect(),
        default_target: database.default.clone(),
        given: flags.clone(),
        wrangler,
        policies: full
            .map(|full| full.policy)
            .into_iter()
            .chain([config.policy.clone()])
            .collect(),
        codes,
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

/// The migrations folder where nothing says another.
pub fn usual_migrations(here: &Path) -> PathBuf {
    PathBuf::from(if here.join("migrations").is_dir() {
        "migrations"
    } else {
        "generated"
    })
}

/// Flags and habits alone: `schema/`, and wrangler's migrations folder; else `migrations/` where that is there, else
/// `generated/`. In a wrangler project the target is the local database of its only binding.
fn without_config(flags: &Flags, here: &Path, wrangler: Option<Wrangler>) -> Result<Project, Error> {
    let usual = usual_migrations(here);
    let given = match &flags.target {
        None => None,
        Some(text) => {
            let unknown = || Error::UnknownTarget {
                name: text.clone(),
                known: Vec::new(),
            };
            Some(Target::parse(text).ok_or_else(unknown)?)
        }
    };
    let binding = wrangler
        .as_ref()
        .map(|config| binding(config, flags, given.as_ref()))
        .transpose()?
        .flatten();
    let base = wrangler.as_ref().map(|config| config.base().to_path_buf());
    let base = base.filter(|base| base != here).unwrap_or_default();
    let local = || binding.as_ref().map(|it| Target::D1Local(it.binding.clone()));
    Ok(Project {
        schema: if flags.schema.is_empty() {
            vec![base.join("schema")]
        } else {
            flags.schema.clone()
        },
        migrations: match (&flags.migrations, &binding) {
            (Some(path), _) => path.clone(),
            (None, Some(binding)) => base.join(binding.migrations()),
            (None, None) => usual,
        },
        pattern: binding.as_ref().and_then(D1Binding::pattern),
        ledger: binding
            .as_ref()
            .and_then(|it| it.migrations_table.clone())
            .unwrap_or_else(|| LEDGER_TABLE.to_owned()),
        base,
        compat: Vec::new(),
        archive: false,
        rollbacks: false,
        target: given.or_else(local),
        target_name: None,
        protected: false,
        environment: flags.environment.clone(),
        known_targets: Vec::new(),
        default_target: None,
        given: flags.clone(),
        wrangler,
        policies: Vec::new(),
        codes: Vec::new(),
    })
}

/// The binding that a command is about: the one named, or the only one.
fn binding(config: &Wrangler, flags: &Flags, target: Option<&Target>) -> Result<Option<D1Binding>, Error> {
    let known = || config.databases.iter().map(|it| it.binding.clone()).collect::<Vec<_>>();
    if let Some(name) = &flags.database {
        let found = config.database(name).cloned();
        return found.map(Some).ok_or_else(|| Error::UnknownDatabase {
            name: name.clone(),
            known: known(),
        });
    }
    if let Some(Target::D1(name) | Target::D1Local(name)) = target {
        return Ok(config.database(name).cloned());
    }
    match config.databases.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        _ if target.is_some() => Ok(None),
        _ => Err(Error::WhichDatabase { known: known() }),
    }
}

impl Project {
    /// What policy says of a hazard: the target's own word first, then that of the whole file; else that it be asked for.
    pub fn decision(&self, code: &str) -> Decision {
        self.policies
            .iter()
            .find_map(|policy| policy.get(code).copied())
            .unwrap_or(Decision::Ask)
    }

    /// True if policy denies anything on this target.
    pub fn denies_something(&self) -> bool {
        self.policies
            .iter()
            .any(|policy| policy.values().any(|it| *it == Decision::Deny))
    }

    /// What policy says everywhere, whichever the target: of a migration, which runs on all of them.
    pub fn decision_everywhere(&self, code: &str) -> Decision {
        let whole = self.policies.last().and_then(|policy| policy.get(code).copied());
        whole.unwrap_or(Decision::Ask)
    }

    /// The target, or why there is none.
    ///
    /// # Errors
    /// [`Error::NoTarget`], [`Error::WhichTarget`], [`Error::UnknownDefault`].
    pub fn require_target(&self) -> Result<&Target, Error> {
        let known = || self.known_targets.clone();
        self.target.as_ref().ok_or_else(|| match &self.default_target {
            Some(name) => Error::UnknownDefault {
                name: name.clone(),
                known: known(),
            },
            None if self.known_targets.is_empty() => Error::NoTarget,
            None => Error::WhichTarget { known: known() },
        })
    }
}

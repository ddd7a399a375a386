//! Flags, config and defaults → what one command works on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::file::{Config, Decision, FILE_NAME, Policy};
use super::identity::Identity;
use super::notify::Notify;
use super::policy_codes::NamedCode;
use super::resolve::Scene;
use super::{
    D1Binding, Environment, Error, FleetSource, PullConfig, Target, TypesConfig, Variables, WaveConfig, Wrangler,
};
use crate::database::Application;
use crate::database::d1::DatabaseInfo;
use crate::introspect::Ownership;

/// The folder of seed files where nothing says another.
pub(super) const SEEDS: &str = "seeds";

/// The folder of reference tables in a schema folder where nothing says another.
const REFERENCE: &str = "reference";

/// The folders of reference tables beside these schema files: one in each folder of them.
pub(super) fn usual_reference(schema: &[PathBuf]) -> Vec<PathBuf> {
    let folders = schema.iter().map(|it| it.join(REFERENCE));
    folders.filter(|it| it.is_dir()).collect()
}

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
    /// `--wrangler`: wrangler's config file.
    pub wrangler: Option<PathBuf>,
    /// `--fleet`: what is typed next is about all its databases.
    pub fleet: Option<String>,
    /// The environment variables.
    pub variables: Variables,
}

/// What one command works on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// Schema files and folders.
    pub schema: Vec<PathBuf>,
    /// The migrations folder.
    pub migrations: PathBuf,
    /// Which files in it are migrations.
    pub pattern: Option<String>,
    /// Wrangler's ledger table, and with it what of a database is the project's.
    pub ledger: Ownership,
    /// The folder that relative paths of the config are seen from; empty for the current one.
    pub base: PathBuf,
    /// How new names are to look.
    pub naming: crate::schema::Naming,
    /// Globs of the application's sources, seen from there.
    pub compat: Vec<String>,
    /// What `reconcile types` writes.
    pub types: TypesConfig,
    /// What `reconcile pull` does with personal data.
    pub pull: PullConfig,
    /// The folder of seed files.
    pub seeds: PathBuf,
    /// The folders of reference tables.
    pub reference: Vec<PathBuf>,
    /// What a migration drops is kept aside until it is purged.
    pub archive: bool,
    /// What the application registers with SQLite, where its rules hold and not D1's.
    pub sqlite: Option<Application>,
    /// Down files are written beside migrations.
    pub rollbacks: bool,
    /// The target, if one is given or the config has a default.
    pub target: Option<Target>,
    /// What the target is called in the config.
    pub target_name: Option<String>,
    /// Applied to only with `--yes` or a typed name.
    pub protected: bool,
    /// So many people, none of them its author, approve a migration before it is applied to the target.
    pub approvals: usize,
    /// Each run notes in the history how many rows D1 read and wrote.
    pub measure: bool,
    /// Names of targets in the order in which they get migrations; the last may be a fleet.
    pub promotion: Vec<String>,
    /// What the target is, for the ledger.
    pub environment: Option<String>,
    /// The targets of the config by name, each as it is written there: `sqlite:dev.db`.
    pub targets: BTreeMap<String, String>,
    /// The fleets of the config.
    pub fleets: BTreeMap<String, FleetSource>,
    /// The waves in which a fleet is migrated.
    pub rollout: Vec<WaveConfig>,
    /// The webhooks that get alerts of drift.
    pub notify: Notify,
    /// What the config says is the default.
    pub default_target: Option<String>,
    /// What was typed, for what to type next.
    pub given: Flags,
    /// wrangler's config as the target's environment has it, where there is one.
    pub wrangler: Option<Wrangler>,
    /// The environment of wrangler's config that is meant.
    pub selected: Environment,
    /// What wrangler's config says of the target.
    pub binding: Option<D1Binding>,
    /// Which database the target is.
    pub identity: Option<Identity>,
    /// A configured target may be the same database: Cloudflare can tell, and [`project_of`] takes its answer.
    pub undecided: bool,
    /// Why there is no target, where one is named.
    pub(super) no_target: Option<Error>,
    /// Why the folder of migrations is not known to be the target's.
    pub(super) no_folder: Option<Error>,
    pub(super) policies: Vec<Policy>,
    /// The codes that the policies of the config name, of all its targets.
    pub codes: Vec<NamedCode>,
}

/// Works out what a command in the folder `here` is about.
///
/// # Errors
/// An unreadable config; a database or target that it does not hold.
pub fn project(flags: &Flags, here: &Path) -> Result<Project, Error> {
    project_of(flags, here, None)
}

/// As [`project`], with what Cloudflare said of the target.
///
/// # Errors
/// As [`project`].
pub fn project_of(flags: &Flags, here: &Path, found: Option<&DatabaseInfo>) -> Result<Project, Error> {
    let path = config_path(flags, here);
    let scene = |base| Scene {
        flags,
        here,
        base,
        found,
    };
    let Some(path) = path else {
        return super::without_config::project(&scene(Path::new(""))).and_then(with_named_target);
    };
    // Paths in messages read as the user would type them.
    let shown = path.strip_prefix(here).unwrap_or(&path);
    let (config, codes) = Config::read(&path, shown)?;
    if let Some(member) = super::workspace::elsewhere(flags, &config, &path, shown)? {
        let own = Flags {
            config: member.config,
            database: Some(member.name),
            ..flags.clone()
        };
        // What to type next is typed here.
        return Ok(Project {
            given: flags.clone(),
            ..project_of(&own, here, found)?
        });
    }
    let base = path
        .parent()
        .filter(|base| !base.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // Paths in messages read as the user would type them: relative to where the command runs.
    let base = if base == here { Path::new("") } else { base };
    super::with_config::project(&scene(base), &config, codes).and_then(with_named_target)
}

/// The config that a command in the folder `here` reads: the one that is named, else the nearest.
pub(super) fn config_path(flags: &Flags, here: &Path) -> Option<PathBuf> {
    let nearest = || {
        let mut paths = here.ancestors().map(|folder| folder.join(FILE_NAME));
        paths.find(|path| path.is_file())
    };
    flags.config.clone().or_else(nearest)
}

/// A default that cannot be found matters to commands that need a target; one that is named, to all.
fn with_named_target(project: Project) -> Result<Project, Error> {
    match &project.no_target {
        Some(error) if project.given.target.is_some() => Err(error.clone()),
        _ => Ok(project),
    }
}

/// wrangler's config, for a folder that is no project yet.
///
/// # Errors
/// As [`project`].
pub fn wrangler_beside(flags: &Flags, here: &Path) -> Result<Option<Wrangler>, Error> {
    let scene = Scene {
        flags,
        here,
        base: Path::new(""),
        found: None,
    };
    Ok(scene.view(None, None)?.wrangler)
}

/// The migrations folder where nothing says another.
pub fn usual_migrations(here: &Path) -> PathBuf {
    PathBuf::from(if here.join("migrations").is_dir() {
        "migrations"
    } else {
        "generated"
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

    /// The fleet of that name; all of them where none is given.
    ///
    /// # Errors
    /// [`Error::UnknownFleet`], [`Error::NoFleet`].
    pub fn fleets_called(&self, name: Option<&str>) -> Result<Vec<(&String, &FleetSource)>, Error> {
        let fleets: Vec<_> = self
            .fleets
            .iter()
            .filter(|(known, _)| name.is_none_or(|it| it == *known))
            .collect();
        match (fleets.is_empty(), name) {
            (false, _) => Ok(fleets),
            (true, Some(name)) if !self.fleets.is_empty() => Err(Error::UnknownFleet {
                name: name.to_owned(),
                known: self.fleets.keys().cloned().collect(),
            }),
            (true, _) => Err(Error::NoFleet),
        }
    }

    /// The same files with this target, which the config does not name.
    pub fn on(&self, target: &Target) -> Self {
        let given = Flags {
            target: Some(target.to_string()),
            ..self.given.clone()
        };
        Self {
            target: Some(target.clone()),
            target_name: None,
            identity: None,
            no_target: None,
            approvals: 0,
            measure: false,
            given,
            ..self.clone()
        }
    }

    /// The config's name for a target, where it has one.
    pub fn name_of(&self, target: &Target) -> Option<&str> {
        let is_it = |written: &String| {
            let known = Target::parse(written).map(|it| it.relative_to(&self.base));
            known.as_ref() == Some(target)
        };
        self.targets.iter().find(|it| is_it(it.1)).map(|it| it.0.as_str())
    }

    /// The target, or why there is none.
    ///
    /// # Errors
    /// What kept it from being found; [`Error::NoTarget`], [`Error::WhichTarget`], [`Error::UnknownDefault`].
    pub fn require_target(&self) -> Result<&Target, Error> {
        if let Some(error) = &self.no_target {
            return Err(error.clone());
        }
        let known = || self.targets.keys().cloned().collect();
        self.target.as_ref().ok_or_else(|| match &self.default_target {
            Some(name) => Error::UnknownDefault {
                name: name.clone(),
                known: known(),
            },
            None if self.targets.is_empty() && self.fleets.is_empty() => Error::NoTarget,
            None if self.targets.is_empty() => Error::OnlyFleets {
                known: self.fleets.keys().cloned().collect(),
            },
            None => Error::WhichTarget { known: known() },
        })
    }

    /// The migrations folder, or why it is not known to be the target's.
    ///
    /// # Errors
    /// [`Error::Undeclared`], [`Error::OtherMigrations`].
    pub fn require_migrations(&self) -> Result<&Path, Error> {
        match &self.no_folder {
            Some(error) => Err(error.clone()),
            None => Ok(&self.migrations),
        }
    }
}

//! `reconcile.yaml`: databases, their targets, and policy.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

use super::Error;
use super::fleets::FleetSource;
use super::notify::Notify;
use super::policy_codes::{NamedCode, named};
use super::pull::PullConfig;
use super::rollout::WaveConfig;
use super::rules::Rules;
use super::types::TypesConfig;
use crate::database::AppFunction;
use crate::desired::text_or_fields::text_or_fields;
use crate::desired::yaml_nesting;
use crate::introspect::ObjectPattern;
use crate::schema::{Naming, decoded};

/// The config's file name, looked for in the working folder and upwards.
pub const FILE_NAME: &str = "reconcile.yaml";

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Folders with configs of their own, as patterns seen from this one: `packages/*`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workspace: Vec<String>,
    /// Databases by name.
    #[serde(default)]
    pub databases: BTreeMap<String, DatabaseConfig>,
    /// What is allowed everywhere.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub policy: Policy,
    /// The webhooks that get alerts of drift.
    #[serde(default, skip_serializing_if = "super::is_usual")]
    pub notify: Notify,
}

/// Whether a config has the key, be it without an entry.
#[derive(Deserialize)]
struct Named {
    databases: Option<serde::de::IgnoredAny>,
}

/// One logical schema with one migrations folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// Schema files and folders.
    #[serde(default = "default_schema")]
    pub schema: OneOrMany,
    /// The migrations folder.
    #[serde(default = "default_migrations")]
    pub migrations: PathBuf,
    /// Wrangler's `migrations_pattern`, when migrations are not `*.sql` directly in the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Wrangler's ledger table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// wrangler's config file, where it is not the one found here or above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrangler: Option<PathBuf>,
    /// Objects that other programs own: `ext_*`, `view:report_*`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<ObjectPattern>,
    /// Whose rules hold: D1's, or those of plain SQLite where no target is D1.
    #[serde(default, skip_serializing_if = "super::is_usual")]
    pub rules: Rules,
    /// Functions that the application registers with SQLite: `REGEXP/2`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<AppFunction>,
    /// Collations that the application registers with SQLite.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collations: Vec<String>,
    /// How new names are to look; `lint` holds migrations to it.
    #[serde(default, skip_serializing_if = "Naming::is_empty")]
    pub naming: Naming,
    /// Globs of the application's sources, whose SQL `plan` and `compat` check.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compat: Vec<String>,
    /// What `reconcile types` writes.
    #[serde(default, skip_serializing_if = "TypesConfig::is_empty")]
    pub types: TypesConfig,
    /// What `reconcile pull` does with personal data.
    #[serde(default, skip_serializing_if = "PullConfig::is_empty")]
    pub pull: PullConfig,
    /// The folder of seed files; `seeds` without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seeds: Option<PathBuf>,
    /// The folder of reference tables; `reference` in a schema folder without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<PathBuf>,
    /// What a migration drops is kept aside until `reconcile purge`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archive: bool,
    /// Down files are written beside migrations: `rollbacks/NNNN_rollback.sql`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rollbacks: bool,
    /// Targets by name.
    #[serde(default)]
    pub targets: BTreeMap<String, TargetConfig>,
    /// Fleets by name: many targets of this database.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fleets: BTreeMap<String, FleetSource>,
    /// The waves in which a fleet is migrated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rollout: Vec<WaveConfig>,
    /// Targets in the order in which they get migrations; a fleet may be the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotion: Vec<String>,
    /// The target of commands that name none; needless with a single target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// A path, or a list of paths.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(PathBuf),
    /// Several.
    Many(Vec<PathBuf>),
}

impl OneOrMany {
    /// All of them.
    pub fn paths(&self) -> Vec<PathBuf> {
        match self {
            Self::One(path) => vec![path.clone()],
            Self::Many(paths) => paths.clone(),
        }
    }
}

fn default_schema() -> OneOrMany {
    OneOrMany::One(PathBuf::from("schema"))
}

fn default_migrations() -> PathBuf {
    PathBuf::from("generated")
}

/// A target: its place alone, or with what holds for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum TargetConfig {
    /// `sqlite:dev.db`
    Place(String),
    /// With more.
    Full(FullTarget),
}

/// A target with what holds for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullTarget {
    /// `sqlite:PATH`, `d1:NAME` or `d1-local:BINDING`.
    pub at: String,
    /// The environment of wrangler's config that declares it; empty for the top level. Without it `--env` decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
    /// Applied to only with `--yes` or a typed name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protected: bool,
    /// So many people, none of them its author, approve a migration before it is applied here.
    #[serde(default, skip_serializing_if = "super::is_usual")]
    pub approvals: usize,
    /// Each run ends with a request that notes in the history how many rows D1 read and wrote.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub measure: bool,
    /// What it is, for the ledger: `production`, `staging`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// What is allowed here; it goes before the policy of the whole file.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub policy: Policy,
}

impl<'de> Deserialize<'de> for TargetConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expecting = "a target such as sqlite:dev.db, or one with `at:`";
        text_or_fields(
            deserializer,
            expecting,
            |place| Ok(Self::Place(place.to_owned())),
            Self::Full,
        )
    }
}

/// A decision per hazard code.
pub type Policy = BTreeMap<String, Decision>;

/// What a policy says of a hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Needs no flag.
    Allow,
    /// Needs `--allow` (the default for hazards that lose data).
    Ask,
    /// Refused, `--allow` or not.
    Deny,
}

impl Config {
    /// Reads a config from its text.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the line.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        if let Some(offset) = yaml_nesting::too_deep(text) {
            return Err(Error::Invalid {
                path: path.to_path_buf(),
                line: text.get(..offset).unwrap_or_default().matches('\n').count() + 1,
                message: yaml_nesting::message(),
            });
        }
        let config: Self = serde_yaml::from_str(text).map_err(|error| Error::Invalid {
            path: path.to_path_buf(),
            line: error.location().map_or(1, |location| location.line()),
            message: without_place(&error.to_string()),
        })?;
        let is_named = || serde_yaml::from_str::<Named>(text).is_ok_and(|it| it.databases.is_some());
        if config.databases.is_empty() && config.workspace.is_empty() && !is_named() {
            return Err(Error::Invalid {
                path: path.to_path_buf(),
                line: 1,
                message: "missing field `databases`".to_owned(),
            });
        }
        Ok(config)
    }

    /// Reads a config file, with the codes that its policies name; messages call the file `shown`.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::Invalid`].
    pub(super) fn read(path: &Path, shown: &Path) -> Result<(Self, Vec<NamedCode>), Error> {
        let read = std::fs::read(path).map_err(|error| error.to_string());
        let text = read.and_then(decoded).map_err(|message| Error::Read {
            path: shown.to_path_buf(),
            message,
        })?;
        let mut config = Self::parse(shown, &text)?;
        config
            .databases
            .values_mut()
            .for_each(|it| it.pull.locate(shown, &text));
        super::rules::check(shown, &text, &config)?;
        let codes = named(shown, &text, &config);
        Ok((config, codes))
    }
}

/// The message of a parser without its place, which is said before it.
pub(crate) fn without_place(message: &str) -> String {
    let place = message
        .rfind(" at line ")
        .filter(|at| message.get(*at..).is_some_and(|it| it.contains(" column ")));
    place.and_then(|at| message.get(..at)).unwrap_or(message).to_owned()
}

impl TargetConfig {
    /// The target with all its fields.
    pub fn full(&self) -> FullTarget {
        match self {
            Self::Place(at) => FullTarget {
                at: at.clone(),
                env: None,
                protected: false,
                approvals: 0,
                measure: false,
                environment: None,
                policy: Policy::new(),
            },
            Self::Full(target) => target.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_short_and_a_full_target() {
        let text = "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n      live:\n        at: d1:app\n        protected: true\n        policy:\n          drop-table: deny\n";
        let config = Config::parse(Path::new(FILE_NAME), text).unwrap();
        let app = config.databases.get("app").unwrap();
        assert_eq!(app.migrations, PathBuf::from("generated"));
        let live = app.targets.get("live").unwrap().full();
        assert!(live.protected);
        assert_eq!(live.policy.get("drop-table"), Some(&Decision::Deny));
    }

    #[test]
    fn what_is_wrong_with_a_target_is_told() {
        let text = "databases:\n  app:\n    targets:\n      a: sqlite:a.db\n      b: {at: 'sqlite:b.db',\n        protectd: true}\n";
        let error = Config::parse(Path::new(FILE_NAME), text).unwrap_err().to_string();
        assert!(
            error.starts_with("reconcile.yaml:6: ") && error.contains("unknown field `protectd`, expected one of"),
            "{error}"
        );
        let text = "databases:\n  app:\n    targets:\n      a:\n        at: sqlite:a.db\n        policy:\n          rename: dney\n";
        let error = Config::parse(Path::new(FILE_NAME), text).unwrap_err().to_string();
        assert!(
            error.starts_with("reconcile.yaml:7: ") && error.contains("unknown variant `dney`"),
            "{error}"
        );
        let text = "databases:\n  app:\n    targets:\n      a: [sqlite:a.db]\n";
        let error = Config::parse(Path::new(FILE_NAME), text).unwrap_err().to_string();
        assert!(
            error.contains("a target such as sqlite:dev.db, or one with `at:`"),
            "{error}"
        );
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let error = Config::parse(Path::new(FILE_NAME), "databases:\n  app:\n    shema: x\n").unwrap_err();
        assert!(
            matches!(&error, Error::Invalid { line: 2..=3, message, .. } if message.contains("shema")),
            "{error}"
        );
    }
}

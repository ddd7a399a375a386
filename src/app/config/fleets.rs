//! `fleets:` of a database in `reconcile.yaml`: many targets of one schema, and where they are listed.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where the databases of a fleet are listed; in the file, one of four keys says which.
///
/// ```yaml
/// fleets:
///   regions: { targets: [eu, us] }
///   local:   { files: "data/*.db" }
///   clients: { registry: config/clients.json, where: { active: true }, at: "d1:{database_id}", name: "{id}" }
///   account: { databases: "client-*" }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
#[non_exhaustive]
pub enum FleetSource {
    /// Targets of the config, or written out.
    Targets(Vec<String>),
    /// SQLite files, by a glob seen from the config.
    Files(String),
    /// A JSON or YAML file with an entry per database.
    Registry(Registry),
    /// The databases of the Cloudflare account whose names match a glob.
    Account(String),
}

/// A file that lists databases, and how its entries are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Registry {
    /// The file, seen from the config.
    pub path: PathBuf,
    /// Fields that an entry must have to be of the fleet: this value, or one of these.
    pub only: BTreeMap<String, Value>,
    /// The target of an entry; `{field}` is replaced by the value of that field.
    pub at: Option<String>,
    /// What an entry is called; `{field}` is replaced by the value of that field.
    pub name: Option<String>,
}

/// The keys of a fleet as they are written.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    targets: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    files: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    registry: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    databases: Option<String>,
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    only: Option<BTreeMap<String, Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl TryFrom<Fields> for FleetSource {
    type Error = String;

    fn try_from(fields: Fields) -> Result<Self, String> {
        let entries = [
            ("where", fields.only.is_some()),
            ("at", fields.at.is_some()),
            ("name", fields.name.is_some()),
        ];
        let source = match (fields.targets, fields.files, fields.registry, fields.databases) {
            (None, None, Some(path), None) => {
                return Ok(Self::Registry(Registry {
                    path,
                    only: fields.only.unwrap_or_default(),
                    at: fields.at,
                    name: fields.name,
                }));
            }
            (Some(targets), None, None, None) => Self::Targets(targets),
            (None, Some(glob), None, None) => Self::Files(glob),
            (None, None, None, Some(glob)) => Self::Account(glob),
            _ => return Err("a fleet has exactly one of targets, files, registry and databases".to_owned()),
        };
        match entries.iter().find(|(_, is_there)| *is_there) {
            Some((key, _)) => Err(format!("`{key}` belongs to a fleet with `registry`")),
            None => Ok(source),
        }
    }
}

impl fmt::Display for FleetSource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Targets(_) => out.write_str("targets of the config"),
            Self::Files(glob) => write!(out, "files {glob}"),
            Self::Registry(registry) => write!(out, "registry {}", registry.path.display()),
            Self::Account(glob) => write!(out, "databases of the account: {glob}"),
        }
    }
}

impl From<FleetSource> for Fields {
    fn from(source: FleetSource) -> Self {
        let none = Self::default();
        match source {
            FleetSource::Targets(targets) => Self {
                targets: Some(targets),
                ..none
            },
            FleetSource::Files(glob) => Self {
                files: Some(glob),
                ..none
            },
            FleetSource::Account(glob) => Self {
                databases: Some(glob),
                ..none
            },
            FleetSource::Registry(registry) => Self {
                registry: Some(registry.path),
                only: Some(registry.only).filter(|it| !it.is_empty()),
                at: registry.at,
                name: registry.name,
                ..none
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    fn parsed(fleet: &str) -> Result<FleetSource, String> {
        let text = format!("databases:\n  app:\n    fleets:\n      clients: {fleet}\n");
        let config = Config::parse(Path::new("reconcile.yaml"), &text).map_err(|error| error.to_string())?;
        Ok(config.databases["app"].fleets["clients"].clone())
    }

    #[test]
    fn four_places_that_list_databases() {
        assert_eq!(
            parsed("{ targets: [eu, us] }"),
            Ok(FleetSource::Targets(vec!["eu".to_owned(), "us".to_owned()]))
        );
        assert_eq!(
            parsed("{ files: 'data/*.db' }"),
            Ok(FleetSource::Files("data/*.db".to_owned()))
        );
        assert_eq!(
            parsed("{ databases: 'client-*' }"),
            Ok(FleetSource::Account("client-*".to_owned()))
        );
        let registry = "{ registry: c.json, where: { active: true }, at: 'd1:{database_id}', name: '{id}' }";
        let source = parsed(registry).unwrap();
        assert!(
            matches!(&source, FleetSource::Registry(it) if it.only["active"] == Value::Bool(true)),
            "{source:?}"
        );
        let text = serde_yaml::to_string(&source).unwrap();
        assert_eq!(serde_yaml::from_str::<FleetSource>(&text).unwrap(), source);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (fleet, expected) in [
            ("{}", "exactly one of targets, files, registry and databases"),
            ("{ files: a, databases: b }", "exactly one of"),
            ("{ files: a, at: b }", "`at` belongs to a fleet with `registry`"),
            ("{ fils: a }", "unknown field `fils`"),
        ] {
            let error = parsed(fleet).unwrap_err();
            assert!(
                error.starts_with("reconcile.yaml:4: ") && error.contains(expected),
                "{error}"
            );
        }
    }
}

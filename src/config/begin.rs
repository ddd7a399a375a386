//! What the config of a new project says: the databases of wrangler's config, or one of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::file::{DatabaseConfig, FullTarget, OneOrMany, Policy, TargetConfig};
use super::{D1Binding, Target, Wrangler};

/// The usual name of a target on this machine that is wrangler's.
const LOCAL: &str = "local";

impl DatabaseConfig {
    /// A database with one target, and nothing that differs from the defaults but its folder.
    pub fn single(migrations: PathBuf, target: &Target) -> Self {
        let mut config = Self {
            schema: OneOrMany::One(PathBuf::from("schema")),
            migrations,
            pattern: None,
            ledger: None,
            compat: Vec::new(),
            archive: false,
            rollbacks: false,
            targets: BTreeMap::new(),
            default: None,
        };
        let (name, target) = match target {
            Target::D1(_) => remote(target, None),
            _ => ("dev".to_owned(), TargetConfig::Place(target.to_string())),
        };
        config.targets.insert(name, target);
        config
    }

    /// A database as wrangler knows it: its folder and ledger, the file that `wrangler dev` uses, and the remote database.
    pub fn of_binding(binding: &D1Binding, wrangler: &Wrangler, environment: Option<&str>, here: &Path) -> Self {
        let local = Target::D1Local(binding.binding.clone());
        let mut config = Self::single(seen_from(here, wrangler.base(), binding.migrations()), &local);
        config.pattern = binding.pattern();
        config.ledger.clone_from(&binding.migrations_table);
        config.targets = BTreeMap::from([(LOCAL.to_owned(), TargetConfig::Place(local.to_string()))]);
        // A name or an id tells the same database in every environment of wrangler's config; a binding does not.
        if let Some(known) = binding.database_name.as_ref().or(binding.database_id.as_ref()) {
            let (name, target) = remote(&Target::D1(known.clone()), environment);
            config.targets.insert(name, target);
            config.default = Some(LOCAL.to_owned());
        }
        config
    }

    /// Makes `target`, which `binding` may stand for, the target of commands that name none.
    pub fn prefer(&mut self, target: &Target, binding: Option<&D1Binding>) {
        let is_it = |it: &TargetConfig| match Target::parse(&it.full().at) {
            Some(Target::D1(_)) => matches!(target, Target::D1(_)) && binding.is_some(),
            Some(Target::D1Local(_)) => matches!(target, Target::D1Local(_)) && binding.is_some(),
            other => other.as_ref() == Some(target),
        };
        let found = self
            .targets
            .iter()
            .find(|(_, it)| is_it(it))
            .map(|(name, _)| name.clone());
        let name = found.unwrap_or_else(|| {
            let name = "dev".to_owned();
            self.targets
                .insert(name.clone(), TargetConfig::Place(target.to_string()));
            name
        });
        self.default = (self.targets.len() > 1).then_some(name);
    }
}

/// Nobody changes it by accident.
fn remote(target: &Target, environment: Option<&str>) -> (String, TargetConfig) {
    let name = environment.unwrap_or("production").to_owned();
    let full = FullTarget {
        at: target.to_string(),
        protected: true,
        environment: Some(name.clone()),
        policy: Policy::new(),
    };
    (name, TargetConfig::Full(full))
}

/// A path relative to `base`, a folder above `here`, as it is seen from `here`.
fn seen_from(here: &Path, base: &Path, path: &str) -> PathBuf {
    let path = path.trim_start_matches("./");
    match here.strip_prefix(base) {
        Ok(below) => below.components().map(|_| "..").collect::<PathBuf>().join(path),
        Err(_) => base.join(path),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn paths_of_a_config_above() {
        let seen = |here: &str| seen_from(Path::new(here), Path::new("/p"), "./db/migrations");
        assert_eq!(seen("/p"), PathBuf::from("db/migrations"));
        assert_eq!(seen("/p/a/b"), PathBuf::from("../../db/migrations"));
        assert_eq!(seen("/q"), PathBuf::from("/p/db/migrations"));
    }

    #[test]
    fn a_remote_database_is_protected_and_never_the_default() {
        let text = r#"{"d1_databases": [{"binding": "DB", "database_name": "api", "migrations_table": "m"}]}"#;
        let wrangler = Wrangler::parse(Path::new("/p/wrangler.json"), text, None).unwrap();
        let binding = wrangler.database("DB").unwrap();
        let mut config = DatabaseConfig::of_binding(binding, &wrangler, None, Path::new("/p"));
        assert_eq!(
            (config.ledger.as_deref(), config.default.as_deref()),
            (Some("m"), Some(LOCAL))
        );
        let production = config.targets.get("production").unwrap().full();
        assert_eq!((production.at.as_str(), production.protected), ("d1:api", true));
        config.prefer(&Target::parse("d1:DB").unwrap(), Some(binding));
        assert_eq!(config.default.as_deref(), Some("production"), "unless it was named");
        config.prefer(&Target::parse("sqlite:a.db").unwrap(), None);
        assert_eq!(config.default.as_deref(), Some("dev"));
    }
}

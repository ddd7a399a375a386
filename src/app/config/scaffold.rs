//! What the config of a new project says: the databases of wrangler's config, or one of its own.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::file::{DatabaseConfig, FullTarget, OneOrMany, Policy, TargetConfig};
use super::identity::{Identity, Same};
use super::rules::Rules;
use super::{D1Binding, Section, Target, TypesConfig, Wrangler};

/// The usual name of a target on this machine that is wrangler's.
const LOCAL: &str = "local";
/// The usual name of the remote database that serves people.
const PRODUCTION: &str = "production";
/// What environments are called whose databases serve people.
const PRODUCTIVE: &[&str] = &["production", "prod", "live", "main"];

/// A database as wrangler's config declares it: one binding with one folder of migrations, in one or more environments.
#[derive(Debug, Clone)]
pub struct Declared<'a> {
    /// Its binding in each environment, the top level first.
    pub bindings: Vec<(&'a Section, &'a D1Binding)>,
}

impl<'a> Declared<'a> {
    /// All databases of a config, or those of one environment. A physical database that is declared more than once is one.
    pub fn all(wrangler: &'a Wrangler, only: Option<&str>) -> Vec<Self> {
        let only = only.map(|it| Some(it).filter(|it| !it.is_empty()));
        let sections = wrangler.sections.iter();
        let meant = sections.filter(|it| only.is_none_or(|only| it.environment.as_deref() == only));
        let mut meant: Vec<&Section> = meant.collect();
        // Where the top level repeats an environment's database, the environment's name says more.
        meant.sort_by_key(|it| it.environment.is_none());
        let mut seen: Vec<Identity> = Vec::new();
        let mut all: Vec<Self> = Vec::new();
        let mut found: Vec<(&Section, &D1Binding)> = Vec::new();
        for section in meant {
            for binding in &section.databases {
                let identity = Identity::declared(binding, section.account_id.clone());
                if seen.iter().any(|it| it.same(&identity) == Same::Yes) {
                    continue;
                }
                seen.push(identity);
                found.push((section, binding));
            }
        }
        // In the order of the file, the top level first.
        found.sort_by_key(|(section, _)| section.environment.is_some());
        for (section, binding) in found {
            let is_it = |it: &&mut Self| {
                it.bindings.iter().any(|(_, other)| {
                    let key = |it: &D1Binding| (it.binding.clone(), plain(it.migrations()), it.pattern());
                    key(other) == key(binding)
                })
            };
            match all.iter_mut().find(is_it) {
                Some(database) => database.bindings.push((section, binding)),
                None => all.push(Self {
                    bindings: vec![(section, binding)],
                }),
            }
        }
        all
    }

    /// The first binding: what is the same in all of them is its own.
    pub fn first(&self) -> Option<&'a D1Binding> {
        self.bindings.first().map(|(_, it)| *it)
    }

    /// True if one of its bindings is this database.
    pub fn has(&self, binding: &D1Binding) -> bool {
        let wanted = Identity::declared(binding, None);
        let is_it = |it: &D1Binding| it == binding || Identity::declared(it, None).same(&wanted) == Same::Yes;
        self.bindings.iter().any(|(_, it)| is_it(it))
    }

    /// What it is called: its own name, or what the names of its environments have in common.
    pub fn name(&self) -> Option<String> {
        let names: Option<Vec<&str>> = self
            .bindings
            .iter()
            .map(|(_, it)| it.database_name.as_deref())
            .collect();
        let names = names?;
        let first = *names.first()?;
        if names.iter().all(|it| *it == first) {
            return Some(first.to_owned());
        }
        // Up to a hyphen, or a whole name: `shop` of `shop` and `shop-staging`.
        let begins = |it: &str, start: &str| {
            it.strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
        };
        let ends = first.match_indices(['-', '_']).filter_map(|(at, _)| first.get(..at));
        let common = ends
            .chain([first])
            .filter(|start| !start.is_empty() && names.iter().all(|it| begins(it, start)));
        common.max_by_key(|it| it.len()).map(str::to_owned)
    }
}

/// A folder as it is written, without what does not change it.
fn plain(folder: &str) -> String {
    folder.trim_start_matches("./").trim_end_matches('/').to_owned()
}

impl DatabaseConfig {
    /// A database with one target, and nothing that differs from the defaults but its folder.
    pub fn single(migrations: PathBuf, target: &Target) -> Self {
        let mut config = Self {
            schema: OneOrMany::One(PathBuf::from("schema")),
            migrations,
            pattern: None,
            ledger: None,
            wrangler: None,
            ignore: Vec::new(),
            naming: crate::schema::Naming::default(),
            rules: Rules::D1,
            functions: Vec::new(),
            collations: Vec::new(),
            compat: Vec::new(),
            types: TypesConfig::default(),
            pull: super::PullConfig::default(),
            seeds: None,
            reference: None,
            archive: false,
            rollbacks: false,
            targets: BTreeMap::new(),
            fleets: BTreeMap::new(),
            rollout: Vec::new(),
            promotion: Vec::new(),
            default: None,
        };
        let (name, target) = match target {
            Target::D1(_) => {
                let full = FullTarget {
                    environment: Some(PRODUCTION.to_owned()),
                    ..remote(target, None)
                };
                (PRODUCTION.to_owned(), TargetConfig::Full(full))
            }
            _ => ("dev".to_owned(), TargetConfig::Place(target.to_string())),
        };
        config.targets.insert(name, target);
        config
    }

    /// A database as wrangler knows it: its folder and ledger, the file that `wrangler dev` uses, and the remote database of
    /// each environment.
    pub fn declared(database: &Declared<'_>, wrangler: &Wrangler, here: &Path) -> Self {
        let first = database.first().cloned().unwrap_or_default();
        let local = Target::D1Local(first.binding.clone());
        let mut config = Self::single(seen_from(here, wrangler.base(), first.migrations()), &local);
        config.pattern = first.pattern();
        let ledgers = database.bindings.iter().map(|(_, it)| &it.migrations_table);
        // Where environments differ, each binding has its own.
        config.ledger = first
            .migrations_table
            .clone()
            .filter(|_| ledgers.clone().all(|it| *it == first.migrations_table));
        let has_environments = wrangler.sections.len() > 1;
        let pinned = |section: &Section| {
            let environment = section.environment.clone().unwrap_or_default();
            Some(environment).filter(|_| has_environments)
        };
        let everyday = database.bindings.iter().min_by_key(|(section, _)| distance(section));
        let env = everyday.and_then(|(section, _)| pinned(section));
        let local = match env {
            None => TargetConfig::Place(local.to_string()),
            Some(_) => TargetConfig::Full(FullTarget {
                protected: false,
                ..remote(&local, env)
            }),
        };
        config.targets = BTreeMap::from([(LOCAL.to_owned(), local)]);
        for (section, binding) in &database.bindings {
            // A name or an id says which database it is also to those who read the config.
            let known = binding.database_name.as_ref().or(binding.database_id.as_ref());
            let Some(known) = known else { continue };
            let mut full = remote(&Target::D1(known.clone()), pinned(section));
            let name = match &section.environment {
                Some(name) => name.clone(),
                None => top_level(wrangler).to_owned(),
            };
            let name = if name == LOCAL { format!("{name}-remote") } else { name };
            full.environment = Some(name.clone()).filter(|_| section.environment.is_none());
            config.targets.insert(name, TargetConfig::Full(full));
        }
        config.default = (config.targets.len() > 1).then(|| LOCAL.to_owned());
        config
    }

    /// What a target is called here.
    pub fn name_of(&self, target: &Target) -> Option<String> {
        let found = self.targets.iter().find(|(_, it)| it.full().at == target.to_string());
        found.map(|(name, _)| name.clone())
    }

    /// Makes `target`, which `binding` of `environment` may stand for, the target of commands that name none.
    pub fn prefer(&mut self, target: &Target, bound: Option<(&D1Binding, Option<&str>)>) {
        let is_it = |it: &TargetConfig| {
            let full = it.full();
            let env = full.env.as_deref().filter(|it| !it.is_empty());
            match (Target::parse(&full.at), target, bound) {
                (Some(Target::D1(name)), Target::D1(_), Some((binding, _))) => binding.is(&name),
                (Some(Target::D1Local(_)), Target::D1Local(_), Some((_, environment))) => env == environment,
                (Some(Target::D1(_) | Target::D1Local(_)), ..) => false,
                (other, ..) => other.as_ref() == Some(target),
            }
        };
        let found = self
            .targets
            .iter()
            .find(|(_, it)| is_it(it))
            .map(|(name, _)| name.clone());
        let name = found.unwrap_or_else(|| {
            let mut names = std::iter::once("dev".to_owned()).chain((2..).map(|it| format!("dev-{it}")));
            let name = names.find(|it| !self.targets.contains_key(it)).unwrap_or_default();
            let environment = bound.map(|(_, environment)| environment.unwrap_or_default().to_owned());
            let written = match environment.filter(|_| self.targets.values().any(|it| it.full().env.is_some())) {
                None => TargetConfig::Place(target.to_string()),
                env => TargetConfig::Full(FullTarget {
                    protected: target.is_remote(),
                    ..remote(target, env)
                }),
            };
            self.targets.insert(name.clone(), written);
            name
        });
        self.default = (self.targets.len() > 1).then_some(name);
    }
}

/// What the top level is called. It serves people only where no environment does; else it is what `wrangler dev` runs with.
fn top_level(wrangler: &Wrangler) -> &'static str {
    let names: Vec<&str> = wrangler
        .sections
        .iter()
        .filter_map(|it| it.environment.as_deref())
        .collect();
    let has_productive = names.iter().any(|it| PRODUCTIVE.contains(it));
    match names.is_empty() {
        true => PRODUCTION,
        false if has_productive && !names.contains(&"dev") => "dev",
        false => "top-level",
    }
}

/// How far an environment is from a developer's own: the top level, then those that serve nobody, then the others.
fn distance(section: &Section) -> usize {
    match section.environment.as_deref() {
        None => 0,
        Some("dev" | "development" | "local") => 1,
        Some(name) if PRODUCTIVE.contains(&name) => 3,
        Some(_) => 2,
    }
}

/// Nobody changes it by accident.
fn remote(target: &Target, env: Option<String>) -> FullTarget {
    FullTarget {
        at: target.to_string(),
        env,
        protected: true,
        approvals: 0,
        measure: false,
        environment: None,
        policy: Policy::new(),
    }
}

/// A path relative to `base`, the folder of wrangler's config, as it is seen from `here`.
fn seen_from(here: &Path, base: &Path, path: &str) -> PathBuf {
    let path = path.trim_start_matches("./");
    let seen = match here.strip_prefix(base) {
        Ok(below) if base.is_absolute() => below.components().map(|_| "..").collect::<PathBuf>().join(path),
        _ => base.join(path),
    };
    // `apps/api/../../db` is `db`.
    let mut short = PathBuf::new();
    for component in seen.components() {
        match (component, short.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => _ = short.pop(),
            (other, _) => short.push(other),
        }
    }
    short
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::config::Environment;

    fn parse(text: &str) -> Wrangler {
        Wrangler::parse(Path::new("/p/wrangler.json"), text, &Environment::default()).unwrap()
    }

    #[test]
    fn paths_of_a_config_above() {
        let seen = |here: &str| seen_from(Path::new(here), Path::new("/p"), "./db/migrations");
        assert_eq!(seen("/p"), PathBuf::from("db/migrations"));
        assert_eq!(seen("/p/a/b"), PathBuf::from("../../db/migrations"));
        assert_eq!(seen("/q"), PathBuf::from("/p/db/migrations"));
        let beside = seen_from(Path::new("/p"), Path::new("../api"), "migrations");
        assert_eq!(beside, PathBuf::from("../api/migrations"));
    }

    #[test]
    fn a_remote_database_is_protected_and_never_the_default() {
        let text = r#"{"d1_databases": [{"binding": "DB", "database_name": "api", "migrations_table": "m"}]}"#;
        let wrangler = parse(text);
        let databases = Declared::all(&wrangler, None);
        let mut config = DatabaseConfig::declared(&databases[0], &wrangler, Path::new("/p"));
        assert_eq!(
            (config.ledger.as_deref(), config.default.as_deref()),
            (Some("m"), Some(LOCAL))
        );
        let production = config.targets.get("production").unwrap().full();
        assert_eq!((production.at.as_str(), production.protected), ("d1:api", true));
        let binding = databases[0].first().unwrap();
        config.prefer(&Target::parse("d1:DB").unwrap(), Some((binding, None)));
        assert_eq!(config.default.as_deref(), Some("production"), "unless it was named");
        config.prefer(&Target::parse("sqlite:a.db").unwrap(), None);
        assert_eq!(config.default.as_deref(), Some("dev"));
    }
}

//! wrangler's own config, read as wrangler reads it.
//!
//! `wrangler.json` is looked for here and in every folder above, then `wrangler.jsonc`, then `wrangler.toml`; what an
//! environment does not say about D1 is not inherited. <https://developers.cloudflare.com/workers/wrangler/configuration/>

mod file;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{By, Environment, Error, Identity, Same};
use file::File;

/// A project that wrangler knows, in one of its environments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrangler {
    /// The config file.
    pub path: PathBuf,
    /// The environment that is meant; none for the top level.
    pub environment: Option<String>,
    /// The account, where the config names one.
    pub account_id: Option<String>,
    /// The D1 databases of that environment.
    pub databases: Vec<D1Binding>,
    /// What the config says of each environment, the top level first.
    pub sections: Vec<Section>,
}

/// What the config says of one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which; none for the top level.
    pub environment: Option<String>,
    /// The account, where the config names one.
    pub account_id: Option<String>,
    /// Its D1 databases.
    pub databases: Vec<D1Binding>,
}

/// A D1 database as wrangler's config names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct D1Binding {
    /// The name that the Worker uses.
    pub binding: String,
    /// The database's name.
    pub database_name: Option<String>,
    /// The database's id; absent while it is yet to be provisioned.
    pub database_id: Option<String>,
    /// The id that local development uses.
    pub preview_database_id: Option<String>,
    /// The migrations folder, relative to the config.
    pub migrations_dir: Option<String>,
    /// The ledger table.
    pub migrations_table: Option<String>,
    /// Which files are migrations, relative to the config.
    pub migrations_pattern: Option<String>,
}

impl Wrangler {
    /// The config file of the project that `here` belongs to.
    pub fn locate(here: &Path) -> Option<PathBuf> {
        let names = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];
        names.iter().find_map(|name| {
            let mut paths = here.ancestors().map(|folder| folder.join(name));
            paths.find(|path| path.is_file())
        })
    }

    /// Reads one file, whose path may be relative to `here`.
    ///
    /// # Errors
    /// A file that cannot be read, or an environment that it does not hold.
    pub fn read(here: &Path, path: &Path, environment: &Environment) -> Result<Self, Error> {
        let text = std::fs::read_to_string(here.join(path)).map_err(|error| Error::Read {
            path: path.to_path_buf(),
            message: error.to_string(),
        })?;
        Self::parse(path, &text, environment)
    }

    /// Reads a config from its text; the file's ending tells the language.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the line.
    pub fn parse(path: &Path, text: &str, environment: &Environment) -> Result<Self, Error> {
        let file = File::parse(path, text)?;
        let (worker, account) = (file.name, file.account_id);
        let top = Section {
            environment: None,
            account_id: account.clone(),
            databases: provisioned(file.d1_databases.clone(), worker.as_deref()),
        };
        let has_environments = !file.env.is_empty();
        let named = file.env.into_iter().map(|(name, own)| Section {
            account_id: own.account_id.or_else(|| account.clone()),
            // An environment's Worker is called after both, unless it has a name of its own.
            databases: provisioned(own.d1_databases, own.name.or_else(|| called(&worker, &name)).as_deref()),
            environment: Some(name),
        });
        let sections: Vec<Section> = [top].into_iter().chain(named).collect();
        let wanted = environment.name.as_deref();
        let found = sections.iter().find(|it| it.environment.as_deref() == wanted).cloned();
        let section = match (found, wanted) {
            (Some(section), _) => section,
            // As wrangler does for a name that only its variable gives, in a config without environments and for Pages.
            (None, Some(name))
                if environment.by == By::Variable && (!has_environments || file.pages_build_output_dir.is_some()) =>
            {
                Section {
                    environment: None,
                    account_id: account.clone(),
                    databases: provisioned(file.d1_databases, called(&worker, name).as_deref()),
                }
            }
            (None, _) => {
                return Err(Error::UnknownEnvironment {
                    name: wanted.unwrap_or_default().to_owned(),
                    path: path.to_path_buf(),
                    by: environment.by,
                    known: sections.into_iter().filter_map(|it| it.environment).collect(),
                });
            }
        };
        Ok(Self {
            path: path.to_path_buf(),
            environment: section.environment,
            account_id: section.account_id,
            databases: section.databases,
            sections,
        })
    }

    /// The folder that relative paths start from; empty for the working folder.
    pub fn base(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The file's name, for messages.
    pub fn file_name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The database with this binding, name or id.
    pub fn database(&self, name: &str) -> Option<&D1Binding> {
        self.databases.iter().find(|it| it.is(name))
    }

    /// The other environments whose databases include one that `is` is true of.
    pub fn elsewhere(&self, is: impl Fn(&D1Binding) -> bool) -> Vec<Option<String>> {
        let others = self.sections.iter().filter(|it| it.environment != self.environment);
        let with = others.filter(|it| it.databases.iter().any(&is));
        with.map(|it| it.environment.clone()).collect()
    }

    /// Refuses a target that other environments declare.
    pub(super) fn not_of(&self, environments: Vec<Option<String>>, target: &super::Target) -> Result<(), Error> {
        match environments.is_empty() {
            true => Ok(()),
            false => Err(Error::OtherEnvironment {
                target: target.to_string(),
                environments,
                current: self.environment.clone(),
                path: self.path.clone(),
            }),
        }
    }

    /// What the Worker calls the databases that are not the one of this binding.
    pub fn other_bindings(&self, own: &D1Binding) -> Vec<String> {
        let own = Identity::declared(own, None);
        let others = self.databases.iter();
        let others = others.filter(|it| Identity::declared(it, None).same(&own) != Same::Yes);
        others.map(|it| it.binding.clone()).collect()
    }

    /// True where some environment has a database.
    pub fn has_databases(&self) -> bool {
        self.sections.iter().any(|it| !it.databases.is_empty())
    }
}

fn called(worker: &Option<String>, environment: &str) -> Option<String> {
    worker.as_ref().map(|worker| format!("{worker}-{environment}"))
}

/// A database that wrangler makes by itself has neither name nor id in the config: it is called after Worker and binding.
fn provisioned(mut databases: Vec<D1Binding>, worker: Option<&str>) -> Vec<D1Binding> {
    for database in &mut databases {
        if let (None, None, Some(worker)) = (&database.database_name, &database.database_id, worker) {
            let binding = database.binding.to_lowercase().replace('_', "-");
            database.database_name = Some(format!("{worker}-{binding}"));
        }
    }
    databases
}

impl D1Binding {
    /// True if `name` is its binding, its name or one of its ids.
    pub fn is(&self, name: &str) -> bool {
        let is = |value: &Option<String>| value.as_deref() == Some(name);
        let is_id = |value: &Option<String>| value.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(name));
        self.binding == name || is(&self.database_name) || is_id(&self.database_id) || is_id(&self.preview_database_id)
    }

    /// The migrations folder, relative to the config.
    pub fn migrations(&self) -> &str {
        self.migrations_dir.as_deref().unwrap_or("migrations")
    }

    /// `migrations_pattern` relative to the migrations folder, which it has to begin with.
    pub fn pattern(&self) -> Option<String> {
        let pattern = self.migrations_pattern.as_deref()?.trim_start_matches("./");
        let folder = self.migrations().trim_start_matches("./").trim_end_matches('/');
        let inside = pattern.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        Some(inside.unwrap_or(pattern).to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn flag(name: &str) -> Environment {
        Environment::choose(None, Some(name), None).unwrap()
    }

    const TEXT: &str = "{\n  // the API\n  \"account_id\": \"acc\",\n  \"d1_databases\": [\n    { \"binding\": \"DB\", \"database_name\": \"api\", \"database_id\": \"1\", \"migrations_pattern\": \"migrations/*/migration.sql\", },\n  ],\n  \"env\": { \"staging\": { \"d1_databases\": [] } },\n}\n";

    #[test]
    fn jsonc_with_comments_and_trailing_commas() {
        let config = Wrangler::parse(Path::new("x/wrangler.jsonc"), TEXT, &Environment::default()).unwrap();
        let database = config.database("api").unwrap();
        assert_eq!((database.binding.as_str(), database.migrations()), ("DB", "migrations"));
        assert_eq!(database.pattern().as_deref(), Some("*/migration.sql"));
        assert_eq!(config.base(), Path::new("x"));
    }

    #[test]
    fn an_environment_inherits_no_database() {
        let staging = Wrangler::parse(Path::new("wrangler.jsonc"), TEXT, &flag("staging")).unwrap();
        assert_eq!(
            (staging.databases.len(), staging.account_id.as_deref()),
            (0, Some("acc"))
        );
        let error = Wrangler::parse(Path::new("wrangler.jsonc"), TEXT, &flag("nope")).unwrap_err();
        assert!(matches!(error, Error::UnknownEnvironment { .. }));
    }

    #[test]
    fn a_database_that_wrangler_makes_is_called_after_worker_and_binding() {
        let text = "\u{feff}{\"name\": \"web\", \"d1_databases\": [{\"binding\": \"MY_DB\"}], \
                    \"env\": {\"dev\": {\"d1_databases\": [{\"binding\": \"MY_DB\"}]}}}";
        let name = |environment: &Environment| {
            let config = Wrangler::parse(Path::new("wrangler.json"), text, environment).unwrap();
            config.databases[0].database_name.clone().unwrap()
        };
        assert_eq!(
            (name(&Environment::default()), name(&flag("dev"))),
            ("web-my-db".to_owned(), "web-dev-my-db".to_owned())
        );
    }

    #[test]
    fn what_wrangler_does_not_read_is_refused_with_its_line() {
        for text in ["{\n'a': 1}", "{\na: 1}", "{\n\"b\": 1 \"a\": 2}"] {
            let error = Wrangler::parse(Path::new("wrangler.json"), text, &Environment::default()).unwrap_err();
            assert!(matches!(error, Error::Invalid { line: 2, .. }), "{text}: {error}");
        }
    }

    #[test]
    fn toml_and_its_errors_with_line() {
        let text = "name = \"w\"\n[[d1_databases]]\nbinding = \"DB\"\nmigrations_table = \"m\"\n";
        let config = Wrangler::parse(Path::new("wrangler.toml"), text, &Environment::default()).unwrap();
        assert_eq!(config.databases[0].migrations_table.as_deref(), Some("m"));
        let error = Wrangler::parse(
            Path::new("wrangler.toml"),
            "name = \"w\"\n\n[[d1_databases\n",
            &Environment::default(),
        )
        .unwrap_err();
        assert!(matches!(error, Error::Invalid { line: 3, .. }), "{error}");
    }
}

//! wrangler's own config, read as wrangler reads it.
//!
//! `wrangler.json` is looked for here and in every folder above, then `wrangler.jsonc`, then `wrangler.toml`; what an
//! environment does not say about D1 is not inherited. <https://developers.cloudflare.com/workers/wrangler/configuration/>

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Error;

/// A project that wrangler knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrangler {
    /// The config file.
    pub path: PathBuf,
    /// The account, where the config names one.
    pub account_id: Option<String>,
    /// The D1 databases of the environment asked for.
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

/// The parts of the file that matter here; all else is wrangler's business.
#[derive(Debug, Default, Deserialize)]
struct File {
    name: Option<String>,
    account_id: Option<String>,
    #[serde(default)]
    d1_databases: Vec<D1Binding>,
    #[serde(default)]
    env: BTreeMap<String, Environment>,
}

#[derive(Debug, Default, Deserialize)]
struct Environment {
    name: Option<String>,
    account_id: Option<String>,
    #[serde(default)]
    d1_databases: Vec<D1Binding>,
}

/// Comments and trailing commas, as wrangler's parser takes them; nothing else beyond JSON.
const JSONC: jsonc_parser::ParseOptions = jsonc_parser::ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

impl Wrangler {
    /// The config of the project that `here` belongs to; `None` when there is none.
    ///
    /// # Errors
    /// A file that cannot be read, or an environment that it does not hold.
    pub fn find(here: &Path, environment: Option<&str>) -> Result<Option<Self>, Error> {
        let found = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"]
            .iter()
            .find_map(|name| {
                here.ancestors()
                    .map(|folder| folder.join(name))
                    .find(|path| path.is_file())
            });
        found.map(|path| Self::read(&path, environment)).transpose()
    }

    /// Reads one file.
    ///
    /// # Errors
    /// As [`Wrangler::find`].
    pub fn read(path: &Path, environment: Option<&str>) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::Read {
            path: path.to_path_buf(),
            message: error.to_string(),
        })?;
        Self::parse(path, &text, environment)
    }

    /// Reads a config from its text; the file's ending tells the language.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the line.
    pub fn parse(path: &Path, text: &str, environment: Option<&str>) -> Result<Self, Error> {
        // Windows editors begin a file with a mark that neither language knows.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let invalid = |offset: usize, message: String| {
            let before = text.get(..offset).unwrap_or(text);
            let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
            Error::Invalid {
                path: path.to_path_buf(),
                line,
                message,
            }
        };
        let file: File = if path.extension().is_some_and(|it| it == "toml") {
            toml::from_str(text)
                .map_err(|error| invalid(error.span().map_or(0, |span| span.start), error.message().to_owned()))?
        } else {
            jsonc_parser::parse_to_serde_value(text, &JSONC)
                .map_err(|error| invalid(error.range().start, error.to_string()))?
        };
        let Some(name) = environment else {
            return Ok(Self {
                path: path.to_path_buf(),
                account_id: file.account_id,
                databases: provisioned(file.d1_databases, file.name.as_deref()),
            });
        };
        let known = file.env.keys().cloned().collect();
        let own = file.env.into_iter().find(|(key, _)| key == name).map(|(_, own)| own);
        let own = own.ok_or_else(|| Error::UnknownEnvironment {
            name: name.to_owned(),
            known,
        })?;
        // An environment's Worker is called after both, unless it has a name of its own.
        let worker = own.name.or_else(|| file.name.map(|worker| format!("{worker}-{name}")));
        Ok(Self {
            path: path.to_path_buf(),
            account_id: own.account_id.or(file.account_id),
            databases: provisioned(own.d1_databases, worker.as_deref()),
        })
    }

    /// The folder that relative paths start from.
    pub fn base(&self) -> &Path {
        self.path
            .parent()
            .filter(|base| !base.as_os_str().is_empty())
            .unwrap_or(Path::new("."))
    }

    /// The database with this binding, name or id.
    pub fn database(&self, name: &str) -> Option<&D1Binding> {
        let is = |value: &Option<String>| value.as_deref() == Some(name);
        self.databases
            .iter()
            .find(|it| it.binding == name || is(&it.database_name) || is(&it.database_id))
    }
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

    const TEXT: &str = "{\n  // the API\n  \"account_id\": \"acc\",\n  \"d1_databases\": [\n    { \"binding\": \"DB\", \"database_name\": \"api\", \"database_id\": \"1\", \"migrations_pattern\": \"migrations/*/migration.sql\", },\n  ],\n  \"env\": { \"staging\": { \"d1_databases\": [] } },\n}\n";

    #[test]
    fn jsonc_with_comments_and_trailing_commas() {
        let config = Wrangler::parse(Path::new("x/wrangler.jsonc"), TEXT, None).unwrap();
        let database = config.database("api").unwrap();
        assert_eq!((database.binding.as_str(), database.migrations()), ("DB", "migrations"));
        assert_eq!(database.pattern().as_deref(), Some("*/migration.sql"));
        assert_eq!(config.base(), Path::new("x"));
    }

    #[test]
    fn an_environment_inherits_no_database() {
        let staging = Wrangler::parse(Path::new("wrangler.jsonc"), TEXT, Some("staging")).unwrap();
        assert_eq!(
            (staging.databases.len(), staging.account_id.as_deref()),
            (0, Some("acc"))
        );
        let error = Wrangler::parse(Path::new("wrangler.jsonc"), TEXT, Some("nope")).unwrap_err();
        assert!(matches!(error, Error::UnknownEnvironment { .. }));
    }

    #[test]
    fn a_database_that_wrangler_makes_is_called_after_worker_and_binding() {
        let text = "\u{feff}{\"name\": \"web\", \"d1_databases\": [{\"binding\": \"MY_DB\"}], \
                    \"env\": {\"dev\": {\"d1_databases\": [{\"binding\": \"MY_DB\"}]}}}";
        let name = |environment| {
            let config = Wrangler::parse(Path::new("wrangler.json"), text, environment).unwrap();
            config.databases[0].database_name.clone().unwrap()
        };
        assert_eq!(
            (name(None), name(Some("dev"))),
            ("web-my-db".to_owned(), "web-dev-my-db".to_owned())
        );
    }

    #[test]
    fn what_wrangler_does_not_read_is_refused_with_its_line() {
        for text in ["{\n'a': 1}", "{\na: 1}", "{\n\"b\": 1 \"a\": 2}"] {
            let error = Wrangler::parse(Path::new("wrangler.json"), text, None).unwrap_err();
            assert!(matches!(error, Error::Invalid { line: 2, .. }), "{text}: {error}");
        }
    }

    #[test]
    fn toml_and_its_errors_with_line() {
        let text = "name = \"w\"\n[[d1_databases]]\nbinding = \"DB\"\nmigrations_table = \"m\"\n";
        let config = Wrangler::parse(Path::new("wrangler.toml"), text, None).unwrap();
        assert_eq!(config.databases[0].migrations_table.as_deref(), Some("m"));
        let error = Wrangler::parse(Path::new("wrangler.toml"), "name = \"w\"\n\n[[d1_databases\n", None).unwrap_err();
        assert!(matches!(error, Error::Invalid { line: 3, .. }), "{error}");
    }
}

//! `rules: sqlite`: a database whose targets are files of an application, and never D1.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::file::{Config, DatabaseConfig};
use super::{Error, Target};
use crate::database::Application;

/// Whose rules hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rules {
    /// D1's: what it refuses is refused everywhere.
    #[default]
    D1,
    /// Those of plain SQLite.
    Sqlite,
}

/// Databases whose targets contradict their rules, at the line of the key.
pub(super) fn check(path: &Path, text: &str, config: &Config) -> Result<(), Error> {
    for (name, database) in &config.databases {
        let at = |key: &str, message: String| Error::Invalid {
            path: path.to_path_buf(),
            line: line_of(text, name, key),
            message,
        };
        let d1 = database.targets.iter().find(|(_, target)| {
            let target = Target::parse(&target.full().at);
            matches!(target, Some(Target::D1(_) | Target::D1Local(_)))
        });
        match (database.rules, d1) {
            (Rules::Sqlite, Some((target, _))) => {
                let message = format!(
                    "target {target} of database {name} is D1, so `rules: sqlite` is not possible: its migrations would fail there"
                );
                return Err(at("rules", message));
            }
            (Rules::D1, _) if !database.functions.is_empty() => {
                return Err(at(
                    "functions",
                    "D1 has no application-defined functions: they need `rules: sqlite`".to_owned(),
                ));
            }
            (Rules::D1, _) if !database.collations.is_empty() => {
                return Err(at(
                    "collations",
                    "D1 has no application-defined collations: they need `rules: sqlite`".to_owned(),
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What the application registers, where SQLite's rules hold.
pub(super) fn application(
    name: &str,
    database: &DatabaseConfig,
    target: Option<&Target>,
) -> Result<Option<Application>, Error> {
    match (database.rules, target) {
        (Rules::D1, _) => Ok(None),
        (Rules::Sqlite, Some(target @ (Target::D1(_) | Target::D1Local(_)))) => Err(Error::NotD1 {
            target: target.to_string(),
            database: name.to_owned(),
        }),
        (Rules::Sqlite, _) => Ok(Some(Application {
            functions: database.functions.clone(),
            collations: database.collations.clone(),
        })),
    }
}

/// The line on which a database has a key; the parser keeps no places of keys.
fn line_of(text: &str, database: &str, key: &str) -> usize {
    let is_key = |line: &str, key: &str| {
        let line = line.trim_start().trim_start_matches(['"', '\'']);
        let rest = line
            .strip_prefix(key)
            .map(|it| it.trim_start_matches(['"', '\'']).trim_start());
        rest.is_some_and(|it| it.starts_with(':'))
    };
    let lines = || text.lines().enumerate();
    let start = lines().find(|(_, line)| is_key(line, database)).map_or(0, |(at, _)| at);
    let own = lines().skip(start + 1).find(|(_, line)| is_key(line, key));
    own.map_or(start, |(at, _)| at) + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn wrong(text: &str) -> String {
        let config = Config::parse(Path::new("r.yaml"), text).unwrap();
        check(Path::new("r.yaml"), text, &config).unwrap_err().to_string()
    }

    #[test]
    fn rules_of_sqlite_and_a_target_on_d1() {
        let text = "databases:\n  api:\n    rules: d1\n  app:\n    rules: sqlite\n    targets: { dev: 'sqlite:a.db', live: 'd1:app' }\n";
        assert_eq!(
            wrong(text),
            "r.yaml:5: target live of database app is D1, so `rules: sqlite` is not possible: its migrations would fail there"
        );
        let text = "databases:\n  app:\n    functions: [REGEXP/2]\n    targets: { dev: 'sqlite:a.db' }\n";
        assert_eq!(
            wrong(text),
            "r.yaml:3: D1 has no application-defined functions: they need `rules: sqlite`"
        );
    }

    #[test]
    fn what_is_no_function_is_an_error_with_its_line() {
        let text = "databases:\n  app:\n    rules: sqlite\n    functions: ['REGEXP(2)']\n";
        let error = Config::parse(Path::new("r.yaml"), text).unwrap_err().to_string();
        assert!(
            error.contains("`REGEXP(2)` is not a function") && error.starts_with("r.yaml:"),
            "{error}"
        );
    }
}

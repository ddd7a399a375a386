//! `init`: config and schema for a project that begins, or for a database that is there.

use std::path::{Path, PathBuf};

use super::error::Error;
use crate::config::{self, FILE_NAME};
use crate::database::Database;
use crate::introspect;

const EMPTY_SCHEMA: &str = "\
-- The desired schema: plain CREATE statements, in any order, in any number of files.
-- Edit it, then run `reconcile plan`.
";

/// Writes `reconcile.yaml` and `schema/schema.sql` into `here`; returns what was written. Nothing is ever overwritten.
///
/// # Errors
/// A file in the way; a source that cannot be read.
pub fn init(here: &Path, source: Option<(String, Box<dyn Database>)>) -> Result<Vec<PathBuf>, Error> {
    let (target, schema) = match source {
        None => ("sqlite:dev.db".to_owned(), EMPTY_SCHEMA.to_owned()),
        Some((target, mut database)) => {
            let live = introspect::read(database.as_mut())?;
            if let Some(unknown) = live.unknown.first() {
                return Err(Error::Unknown {
                    object: unknown.object.clone(),
                    reason: unknown.reason.clone(),
                });
            }
            (target, live.schema.to_sql())
        }
    };
    let migrations = if here.join("migrations").is_dir() {
        "migrations"
    } else {
        "generated"
    };
    let config = format!(
        "# What reconcile works on: docs/configuration.md lists every key.\n\
         databases:\n  app:\n    schema: schema\n    migrations: {migrations}\n    targets:\n      dev: {target:?}\n"
    );
    let files = [
        (here.join(FILE_NAME), config),
        (here.join("schema").join("schema.sql"), schema),
    ];
    for (path, _) in &files {
        if path.exists() {
            return Err(in_the_way(path, "it is there already, and nothing was changed"));
        }
    }
    let mut written = Vec::new();
    for (path, text) in files {
        let made = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, text));
        made.map_err(|error| in_the_way(&path, &error.to_string()))?;
        written.push(path);
    }
    Ok(written)
}

fn in_the_way(path: &Path, message: &str) -> Error {
    Error::Config(config::Error::Write {
        path: path.to_path_buf(),
        message: message.to_owned(),
    })
}

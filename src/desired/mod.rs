//! `schema/*` → the desired schema: executed by SQLite itself on a scratch database, and read back like a live one.

mod allowed;
mod depth;
mod directive;
mod error;
mod execute;
mod limits;
mod parts;
mod source;
mod validate;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::schema::{Hints, ObjectRef, Schema};

pub use allowed::Allowed;
pub use error::{Error, Problem, Second};
pub use source::{Location, SourceFile};

/// What the schema files say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Desired {
    /// The schema.
    pub schema: Schema,
    /// What its comments say: renames, backfills, allowances.
    pub hints: Hints,
    /// Where each object is defined.
    pub sources: BTreeMap<ObjectRef, Location>,
    /// The hazards that they allow, with their places.
    pub allowed: Allowed,
    /// What is legal and probably not meant.
    pub warnings: Vec<Problem>,
}

/// Reads schema files, and the `*.sql`, `*.yaml` and `*.yml` files of schema folders.
///
/// # Errors
/// A file that cannot be read; a statement that SQLite or D1 refuses, with file, line and text.
pub fn load(paths: &[PathBuf]) -> Result<Desired, Error> {
    let mut files = Vec::new();
    for path in paths {
        for file in source::files(path)? {
            let text = std::fs::read_to_string(&file).map_err(|error| Error::File {
                path: file.clone(),
                message: error.to_string(),
            })?;
            let is_yaml = file.extension().is_some_and(|it| it == "yaml" || it == "yml");
            files.push(if is_yaml {
                yaml::to_sql(&file, &text)?
            } else {
                SourceFile { path: file, text }
            });
        }
    }
    parse(files)
}

/// Reads schema files that are in memory.
///
/// # Errors
/// As [`load`].
pub fn parse(files: Vec<SourceFile>) -> Result<Desired, Error> {
    let statements = source::statements(&files)?;
    let live = execute::execute(&files, &statements)?;
    if let Some(unknown) = live.unknown.first() {
        return Err(Error::Scratch(format!(
            "{} cannot be read back: {}",
            unknown.object, unknown.reason
        )));
    }
    let sources = source::locations(&files, &statements);
    let (hints, allowed) = directive::hints(&files, &statements, &live.schema)?;
    let desired = Desired {
        schema: live.schema,
        hints,
        sources,
        allowed,
        warnings: Vec::new(),
    };
    validate::validate(&files, &statements, desired)
}

/// The desired schema of one SQL text, for tests and `diff` of a file.
///
/// # Errors
/// As [`load`].
pub fn parse_sql(path: &Path, text: impl Into<String>) -> Result<Desired, Error> {
    parse(vec![SourceFile {
        path: path.to_path_buf(),
        text: text.into(),
    }])
}

//! `schema/*` → the desired schema: executed by SQLite itself on a scratch database, and read back like a live one.

mod absent_modules;
mod allowances;
mod depth;
mod directive;
mod error;
mod execute;
mod known_objects;
mod limits;
mod ordered;
mod ownership;
mod parallel_load;
mod search_tables;
mod source;
mod stored_text;
mod syntax;
pub(crate) mod text_or_fields;
mod validate;
mod yaml;
mod yaml_document;
mod yaml_fields;
pub(crate) mod yaml_nesting;
mod yaml_origin;
#[cfg(test)]
mod yaml_tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::database::Rows;
use crate::introspect::{Live, Ownership};
use crate::schema::{Hints, Name, ObjectRef, Schema, decoded};

pub use allowances::Allowed;
pub use error::{Error, Problem, Second};
pub use ownership::ownership;
pub use source::{Location, SourceFile, files};
pub use syntax::check_syntax;
pub(crate) use validate::DANGLING;
pub use yaml_origin::Origin;

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
    /// What to say of a `using` that would never run, by table and column.
    pub idle_conversions: BTreeMap<(Name, Name), Problem>,
    /// What is legal and probably not meant.
    pub warnings: Vec<Problem>,
}

/// Reads schema files, and the `*.sql`, `*.yaml` and `*.yml` files of schema folders.
///
/// # Errors
/// A file that cannot be read; a statement that SQLite or D1 refuses, with file, line and text.
pub fn load(paths: &[PathBuf]) -> Result<Desired, Error> {
    load_beside(paths, &Ownership::default())
}

/// As [`load`], in a project that leaves some objects to other programs.
///
/// # Errors
/// As [`load`]; an object that is declared and ignored.
pub fn load_beside(paths: &[PathBuf], ownership: &Ownership) -> Result<Desired, Error> {
    load_knowing(paths, ownership, None)
}

/// As [`load_beside`], where a target's rows of `sqlite_schema` are known: what they hold word for word need not be executed.
///
/// # Errors
/// As [`load_beside`].
pub fn load_knowing(paths: &[PathBuf], ownership: &Ownership, stored: Option<&Rows>) -> Result<Desired, Error> {
    let mut files = Vec::new();
    for path in paths {
        for file in source::files(path)? {
            let read = std::fs::read(&file).map_err(|error| error.to_string());
            let text = read.and_then(decoded).map_err(|message| Error::File {
                path: file.clone(),
                message,
            })?;
            let is_yaml = file.extension().is_some_and(|it| it == "yaml" || it == "yml");
            files.push(if is_yaml {
                yaml::to_sql(&file, &text)?
            } else {
                SourceFile {
                    path: file,
                    text: text.into(),
                    origin: None,
                }
            });
        }
    }
    parse_beside(files, ownership, stored)
}

/// Reads schema files that are in memory.
///
/// # Errors
/// As [`load`].
pub fn parse(files: Vec<SourceFile>) -> Result<Desired, Error> {
    parse_beside(files, &Ownership::default(), None)
}

/// As [`parse`], where a target's rows of `sqlite_schema` are known: the outcome is the same, whatever they hold.
///
/// # Errors
/// As [`load`].
pub fn parse_knowing(files: Vec<SourceFile>, stored: &Rows) -> Result<Desired, Error> {
    parse_beside(files, &Ownership::default(), Some(stored))
}

fn parse_beside(files: Vec<SourceFile>, ownership: &Ownership, stored: Option<&Rows>) -> Result<Desired, Error> {
    match read(&files, ownership, stored) {
        Ok(desired) => Ok(yaml_origin::of_desired(&files, desired)),
        Err(error) => Err(yaml_origin::of_error(&files, error)),
    }
}

fn read(files: &[SourceFile], ownership: &Ownership, stored: Option<&Rows>) -> Result<Desired, Error> {
    let patterns = files.iter().flat_map(ownership::ignored).filter_map(|(it, _)| it.ok());
    let ownership = ownership.clone().ignoring(patterns);
    let statements = source::statements(files)?;
    execute::refuse(files, &statements, &ownership)?;
    let known = stored.and_then(|stored| known_objects::execute(files, &statements, stored, &ownership));
    if let Some(Ok(desired)) = known.map(|live| understood(files, &statements, live, &ownership)) {
        return Ok(desired);
    }
    let live = execute::execute(files, &statements, &ownership)?;
    understood(files, &statements, live, &ownership)
}

/// The schema with what the files say beside it, or the first error in it.
fn understood(
    files: &[SourceFile],
    statements: &[source::Statement],
    live: Live,
    ownership: &Ownership,
) -> Result<Desired, Error> {
    if let Some(unknown) = live.unknown.first() {
        return Err(Error::Scratch(format!(
            "{} cannot be read back: {}",
            unknown.object, unknown.reason
        )));
    }
    let sources = source::locations(files, statements);
    let (hints, allowed, idle_conversions) = directive::hints(files, statements, &live.schema)?;
    let desired = Desired {
        schema: live.schema,
        hints,
        sources,
        allowed,
        idle_conversions,
        warnings: Vec::new(),
    };
    ownership::check(files, &desired, ownership)?;
    validate::validate(files, statements, desired, ownership)
}

/// The desired schema of one SQL text, for tests and `diff` of a file.
///
/// # Errors
/// As [`load`].
pub fn parse_sql(path: &Path, text: impl Into<Arc<str>>) -> Result<Desired, Error> {
    parse(vec![SourceFile {
        path: path.to_path_buf(),
        text: text.into(),
        origin: None,
    }])
}

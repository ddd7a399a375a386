//! The schema files, with the hazards that they allow held to those that there are: a misspelt one would allow nothing, and
//! nobody would know.

use std::path::PathBuf;

use crate::config::Project;
use crate::database::{Rows, are_d1s};
use crate::desired::{self, Desired};
use crate::diagnostic::{Code, Group, meant};
use crate::introspect::Ownership;

/// Reads the schema files of a project.
///
/// # Errors
/// As [`load_files`].
pub(crate) fn load(project: &Project) -> Result<Desired, desired::Error> {
    load_files(&project.schema, &project.ledger)
}

/// As [`load`], beside a target with these rows of `sqlite_schema`.
///
/// # Errors
/// As [`load_files`].
pub(crate) fn load_beside_target(project: &Project, stored: &Rows) -> Result<Desired, desired::Error> {
    checked(desired::load_knowing(&project.schema, &project.ledger, Some(stored))?)
}

/// Reads schema files, and holds the hazards that they allow to those that there are.
///
/// # Errors
/// Those of [`desired::load`]; a hazard that there is not, with its place.
pub(crate) fn load_files(paths: &[PathBuf], ownership: &Ownership) -> Result<Desired, desired::Error> {
    checked(desired::load_beside(paths, ownership)?)
}

fn checked(desired: Desired) -> Result<Desired, desired::Error> {
    let help = |name: &str| match Code::read(name) {
        Some(code) if code.group() == Group::Hazard => None,
        Some(desired::DANGLING) if !are_d1s() => None,
        Some(_) => Some("only lint reports this: allow it in the migration itself, or in policy".to_owned()),
        None => Some(meant(name, Code::hazards().map(Code::name))),
    };
    desired.allowed.check(help)?;
    Ok(desired)
}

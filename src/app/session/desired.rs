//! The schema files, with the hazards that they allow held to those that there are: a misspelt one would allow nothing, and
//! nobody would know.

use std::path::PathBuf;

use crate::config::Project;
use crate::database::are_d1s;
use crate::desired::{self, Desired};
use crate::introspect::Ownership;
use crate::lint::{codes, current, hazards, meant};

/// Reads the schema files of a project.
///
/// # Errors
/// As [`load_files`].
pub(crate) fn load(project: &Project) -> Result<Desired, desired::Error> {
    load_files(&project.schema, &project.ledger)
}

/// Reads schema files, and holds the hazards that they allow to those that there are.
///
/// # Errors
/// Those of [`desired::load`]; a hazard that there is not, with its place.
pub(crate) fn load_files(paths: &[PathBuf], ownership: &Ownership) -> Result<Desired, desired::Error> {
    let desired = desired::load_beside(paths, ownership)?;
    let help = |code: &str| match hazards().find(|it| *it == current(code)) {
        Some(_) => None,
        None if code == desired::DANGLING && !are_d1s() => None,
        None if codes().any(|it| it == current(code)) => {
            Some("only lint reports this: allow it in the migration itself, or in policy".to_owned())
        }
        None => Some(meant(code, hazards())),
    };
    desired.allowed.check(help)?;
    Ok(desired)
}

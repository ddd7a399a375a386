//! The codes that people write into schema files and policies: a misspelt one would switch nothing, and nobody would know.

use std::path::PathBuf;

use super::error::Error;
use crate::config::Project;
use crate::database::are_d1s;
use crate::desired::{self, Desired};
use crate::introspect::Ownership;
use crate::lint::{codes, current, hazards, meant};

/// Reads schema files, and holds the hazards that they allow to those that there are.
///
/// # Errors
/// Those of [`desired::load`]; a hazard that there is not, with its place.
pub(super) fn load(paths: &[PathBuf], ownership: &Ownership) -> Result<Desired, desired::Error> {
    let desired = desired::load_beside(paths, ownership)?;
    let help = |code: &str| match hazards().find(|it| *it == code) {
        Some(_) => None,
        None if code == desired::DANGLING && !are_d1s() => None,
        None if codes().any(|it| it == current(code)) => {
            Some("lint alone finds that: allow it in the migration itself, or in policy".to_owned())
        }
        None => Some(meant(code, hazards())),
    };
    desired.allowed.check(help)?;
    Ok(desired)
}

/// Holds the policies of the config to the codes that there are.
///
/// # Errors
/// The first code that there is not, with its line.
pub fn check_policy(project: &Project) -> Result<(), Error> {
    match project
        .codes
        .iter()
        .find(|it| codes().all(|known| known != current(&it.code)))
    {
        None => Ok(()),
        Some(it) => Err(Error::NoSuchCode {
            place: format!("{}:{}", it.path.display(), it.line),
            code: it.code.clone(),
            help: meant(&it.code, codes()),
        }),
    }
}

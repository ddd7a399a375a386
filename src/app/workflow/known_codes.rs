//! The codes that people write into schema files and policies: a misspelt one would switch nothing, and nobody would know.

use std::path::PathBuf;

use super::error::Error;
use super::hand_written_files::BY_HAND;
use crate::config::{Decision, Project};
use crate::database::are_d1s;
use crate::desired::{self, Desired};
use crate::introspect::Ownership;
use crate::lint::{aliases, codes, current, hazards, meant};

/// Reads schema files, and holds the hazards that they allow to those that there are.
///
/// # Errors
/// Those of [`desired::load`]; a hazard that there is not, with its place.
pub(super) fn load(paths: &[PathBuf], ownership: &Ownership) -> Result<Desired, desired::Error> {
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

/// Holds the policies of the config to the codes that there are.
///
/// # Errors
/// The first code that there is not, with its line.
pub fn check_policy(project: &Project) -> Result<(), Error> {
    let is_known = |code: &str| code == BY_HAND || codes().any(|known| known == current(code));
    match project.codes.iter().find(|it| !is_known(&it.code)) {
        None => Ok(()),
        Some(it) => Err(Error::NoSuchCode {
            place: format!("{}:{}", it.path.display(), it.line),
            code: it.code.clone(),
            help: meant(&it.code, codes().chain([BY_HAND])),
        }),
    }
}

/// What policy says of a code on the target, under its name or one of before.
pub(super) fn decision(project: &Project, code: &str) -> Decision {
    of_any(code, |it| project.decision(it))
}

/// The same for all targets.
pub(super) fn decision_everywhere(project: &Project, code: &str) -> Decision {
    of_any(code, |it| project.decision_everywhere(it))
}

fn of_any(code: &str, decision: impl Fn(&str) -> Decision) -> Decision {
    let of_before = aliases(code).map(&decision);
    let all = std::iter::once(decision(code)).chain(of_before);
    all.into_iter().find(|it| *it != Decision::Ask).unwrap_or(Decision::Ask)
}

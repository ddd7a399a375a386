//! The codes that people write into schema files and policies: a misspelt one would switch nothing, and nobody would know.

use super::hand_written_files::BY_HAND;
use crate::config::{Decision, Project};
use crate::error::Error;
use crate::lint::{aliases, codes, current, meant};

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
pub(crate) fn decision(project: &Project, code: &str) -> Decision {
    of_any(code, |it| project.decision(it))
}

/// The same for all targets.
pub(crate) fn decision_everywhere(project: &Project, code: &str) -> Decision {
    of_any(code, |it| project.decision_everywhere(it))
}

fn of_any(code: &str, decision: impl Fn(&str) -> Decision) -> Decision {
    let of_before = aliases(code).map(&decision);
    let all = std::iter::once(decision(code)).chain(of_before);
    all.into_iter().find(|it| *it != Decision::Ask).unwrap_or(Decision::Ask)
}

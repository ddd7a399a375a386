//! The codes that people write into schema files and policies: a misspelt one would switch nothing, and nobody would know.

use super::hand_written_files::BY_HAND;
use crate::config::{Decision, Project};
use crate::diagnostic::{Code, meant};
use crate::error::Error;

/// Holds the policies of the config to the codes that there are.
///
/// # Errors
/// The first code that there is not, with its line.
pub fn check_policy(project: &Project) -> Result<(), Error> {
    let is_known = |code: &str| code == BY_HAND || Code::read(code).is_some();
    match project.codes.iter().find(|it| !is_known(&it.code)) {
        None => Ok(()),
        Some(it) => Err(Error::NoSuchCode {
            place: format!("{}:{}", it.path.display(), it.line),
            code: it.code.clone(),
            help: meant(&it.code, Code::named().map(Code::name).chain([BY_HAND])),
        }),
    }
}

/// What policy says of a code on the target, under its name or one of before.
pub(crate) fn decision(project: &Project, code: Code) -> Decision {
    of_any(code, |it| project.decision(it))
}

/// The same for all targets.
pub(crate) fn decision_everywhere(project: &Project, code: Code) -> Decision {
    of_any(code, |it| project.decision_everywhere(it))
}

fn of_any(code: Code, decision: impl Fn(&str) -> Decision) -> Decision {
    let names = std::iter::once(code.name()).chain(code.aliases().iter().copied());
    names
        .map(decision)
        .find(|it| *it != Decision::Ask)
        .unwrap_or(Decision::Ask)
}

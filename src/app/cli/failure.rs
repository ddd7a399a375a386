//! Errors as a result: what `--format json` prints where a command came to none.

use super::error::Error;
use crate::desired::Problem;
use crate::report::{FailedCheck, Failure, FailurePlace, FailureReport};

/// An error as a document. `target` is what the command works on, if that is known.
pub(super) fn report(error: &Error, target: Option<String>) -> FailureReport {
    let mut failure = Failure::of_text(&error.to_string());
    failure.help = error.help().or(failure.help);
    if let Some(problem) = error.problem() {
        failure.message.clone_from(&problem.message);
        failure.place = Some(FailurePlace::of_problem(problem));
        let other = |it: &Problem| Failure {
            message: it.message.clone(),
            help: it.help.clone(),
            place: Some(FailurePlace::of_problem(it)),
            ..Failure::default()
        };
        failure.others = problem.others.iter().map(other).collect();
    }
    let mut applied = Vec::new();
    match error {
        Error::Verb(crate::error::Error::Disproof(disproof)) => {
            let check = |it: &crate::proof::Failure| FailedCheck {
                check: it.check,
                detail: it.detail.clone(),
            };
            failure.checks = disproof.failures.iter().map(check).collect();
        }
        Error::Verb(crate::error::Error::Seed(stopped)) => applied.clone_from(&stopped.seeded),
        Error::Verb(crate::error::Error::Apply(stopped)) => {
            applied = stopped.applied.iter().map(|it| it.file.clone()).collect();
        }
        _ => {}
    }
    FailureReport {
        version: 1,
        target,
        verdict: if error.is_refusal() { "refused" } else { "error" },
        error: failure,
        applied,
    }
}

/// A refusal that is only a text.
pub(super) fn refusal(text: &str, target: Option<String>) -> FailureReport {
    FailureReport {
        version: 1,
        target,
        verdict: "refused",
        error: Failure::of_text(text),
        applied: Vec::new(),
    }
}

/// What clap says of a command line.
pub(super) fn usage(error: &clap::Error) -> FailureReport {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let (message, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let help: Vec<&str> = rest
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("For more information"))
        .collect();
    let message = match error.kind() {
        clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "no command given",
        _ => message.trim_end(),
    };
    FailureReport {
        version: 1,
        target: None,
        verdict: "error",
        error: Failure {
            message: message.to_owned(),
            help: (!help.is_empty()).then(|| help.join("\n")),
            ..Failure::default()
        },
        applied: Vec::new(),
    }
}

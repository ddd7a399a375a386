//! What a plan says to type next.

use std::collections::BTreeSet;

use super::typed::{command, command_at};
use crate::config::{Decision, Project};
use crate::plan::{Gate, Hazard};

/// The command that runs what was planned.
pub(super) fn apply_line(project: &Project, pending: &[String]) -> Option<String> {
    project.target.as_ref()?;
    (!pending.is_empty()).then(|| format!("review the migration, then: {}", command_at(project, "apply")))
}

fn is_denied(project: &Project, code: &str) -> bool {
    project.decision(code) == Decision::Deny
}

/// The flags that would let the plan pass, if flags can.
pub(super) fn allow_line<'a>(
    project: &Project,
    words: &str,
    allowed: &[String],
    refused: impl Iterator<Item = &'a Hazard>,
) -> Vec<String> {
    let mut codes = BTreeSet::new();
    for hazard in refused {
        if matches!(hazard.gate, Gate::Impossible) {
            return vec!["no flag makes this succeed: change the schema or the rows first".to_owned()];
        }
        codes.insert(hazard.code.0);
    }
    let denied: Vec<&str> = codes.iter().copied().filter(|it| is_denied(project, it)).collect();
    if !denied.is_empty() {
        return vec![format!(
            "policy denies {}, and no flag lets it pass: change the schema, or the policy",
            denied.join(", ")
        )];
    }
    // What was allowed this time has to be allowed the next time too.
    codes.extend(allowed.iter().map(String::as_str));
    let codes: Vec<&str> = codes.into_iter().collect();
    vec![format!(
        "if that is meant: {} --allow {}",
        command(&project.given, words),
        codes.join(",")
    )]
}

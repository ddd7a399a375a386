//! What a plan says to type next.

use std::collections::BTreeSet;

use crate::config::{Decision, Project, command, command_at};
use crate::diagnostic::Code;
use crate::migration::{Folder, Migration};
use crate::plan::{Gate, Hazard};
use crate::policy::known_codes::decision;

/// What runs the pending migrations of `folder`; and what one of them waits for, since `apply` stops there.
pub(crate) fn apply_lines(project: &Project, folder: &Folder, pending: &[String], is_new: bool) -> Vec<String> {
    let has_target = project.target.is_some() || project.given.fleet.is_some();
    let Some(last) = pending.last().filter(|_| has_target) else {
        return Vec::new();
    };
    let apply = format!("review the migration, then: {}", command_at(project, "apply"));
    let held = folder
        .migrations()
        .iter()
        .find(|it| pending.contains(&it.file_name) && it.held_until().is_some());
    let Some(held) = held else {
        return Vec::from([apply]);
    };
    let until = held.held_until().unwrap_or_default();
    let waits = match *last == held.file_name {
        true => format!("{last} is held until {until}"),
        false => format!("{last} waits for {}, which is held until {until}", held.file_name),
    };
    let release = command_at(project, &format!("apply --release {}", held.number_text()));
    let review = if is_new { "review the migration; " } else { "" };
    let then = format!("{review}to release it: {release}");
    // What stands before the held one runs now.
    let now = pending.first().filter(|it| **it != held.file_name && !is_new);
    now.map(|_| apply).into_iter().chain([waits, then]).collect()
}

/// What a held migration waits for, and how it is released.
pub(crate) fn held_line(project: &Project, held: &Migration) -> String {
    format!(
        "{} is held until {}; to release it: {}",
        held.file_name,
        held.held_until().unwrap_or_default(),
        command_at(project, &format!("apply --release {}", held.number_text()))
    )
}

fn is_denied(project: &Project, code: Code) -> bool {
    decision(project, code) == Decision::Deny
}

/// The way out of a refusal: one line for each kind of hazard that keeps the plan from being written.
pub(crate) fn allow_line<'a>(
    project: &Project,
    words: &str,
    allowed: &[String],
    refused: impl Iterator<Item = &'a Hazard>,
) -> Vec<String> {
    let (mut impossible, mut denied, mut codes) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for hazard in refused {
        let code = hazard.code;
        if matches!(hazard.gate, Gate::Impossible) {
            impossible.insert(code);
        } else if is_denied(project, code) {
            denied.insert(code);
        } else {
            codes.insert(code);
        }
    }
    let is_mixed = [&impossible, &denied, &codes]
        .iter()
        .filter(|it| !it.is_empty())
        .count()
        > 1;
    let named = |codes: &BTreeSet<Code>| codes.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    if !impossible.is_empty() {
        let line = "no flag overrides this: do what the fix says, or change the rows first";
        lines.push(match is_mixed {
            true => format!("{}: {line}", named(&impossible)),
            false => line.to_owned(),
        });
    }
    if !denied.is_empty() {
        lines.push(format!(
            "policy denies {}: change the schema or the policy",
            named(&denied)
        ));
    }
    if !codes.is_empty() {
        let what = if is_mixed { named(&codes) } else { "that".to_owned() };
        // What was allowed this time has to be allowed the next time too.
        let names = codes.iter().map(|it| it.name());
        let names: BTreeSet<&str> = names.chain(allowed.iter().map(String::as_str)).collect();
        let names: Vec<&str> = names.into_iter().collect();
        lines.push(format!(
            "to allow {what}: {} --allow {}",
            command(&project.given, words),
            names.join(",")
        ));
    }
    lines
}

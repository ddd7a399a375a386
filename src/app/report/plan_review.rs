//! What a plan checked and found: a check for each step and each part of the proof.

use super::{Check, Document, Finding, FindingPlace, HazardReport, PlanReport};

pub(super) fn checks(plan: &Document<PlanReport>) -> Vec<Check> {
    let mut checks = vec![target(plan)];
    let hazards = |all: &[HazardReport]| all.iter().filter_map(|it| hazard(plan, it)).collect();
    let steps = plan.steps.iter();
    checks.extend(steps.map(|step| Check::of(format!("{} {}", step.id, step.title), hazards(&step.hazards))));
    if !plan.hazards.is_empty() {
        checks.push(Check::of("the plan as a whole", hazards(&plan.hazards)));
    }
    if !plan.compat.is_empty() {
        let breaks = plan.compat.iter().map(|it| it.finding(true));
        checks.push(Check::of("statements of the application", breaks.collect()));
    }
    let proof = plan.proof.iter();
    checks.extend(proof.map(|it| Check::of(format!("proof: {}", it.check), Vec::new())));
    checks
}

/// Whether the target is as its migrations left it, and with `--check` whether the schema has its migration.
fn target(plan: &Document<PlanReport>) -> Check {
    let by_hand = plan
        .drift
        .iter()
        .map(|it| Finding::new("drifted", "warning", it.clone()));
    let mut findings: Vec<Finding> = by_hand.collect();
    if plan.verdict == "unknown" {
        let reason = plan.notes.first().cloned().unwrap_or_default();
        findings.push(Finding::new("unknown", "error", reason));
    }
    if plan.is_check {
        let changes = plan.changes.iter().filter(|it| it.mark.is_some());
        findings.extend(changes.map(|row| {
            let message = format!("no migration makes this change: {} {}", row.object, row.change);
            Finding {
                object: Some(row.object.clone()),
                place: place(plan, &row.object),
                remedy: "run `reconcile plan`, and commit the migration".to_owned(),
                ..Finding::new("schema-change", "error", message.trim_end())
            }
        }));
    }
    Check::of("the target and the schema", findings)
}

fn hazard(plan: &Document<PlanReport>, hazard: &HazardReport) -> Option<Finding> {
    let problem = hazard.problem()?;
    Some(Finding {
        object: Some(hazard.of.clone()),
        place: place(plan, &hazard.of).or_else(|| migration(plan)),
        ..problem.finding()
    })
}

/// Where the schema files define an object, or the table of what is named `users.mail`.
fn place(plan: &Document<PlanReport>, object: &str) -> Option<FindingPlace> {
    let table = || {
        let table = object.split_once('.').map_or(object, |(table, _)| table);
        plan.places.get(&format!("table {table}"))
    };
    let before_on = object.split_once(" on ").map_or(object, |(object, _)| object);
    plan.places.get(before_on).or_else(table).cloned()
}

fn migration(plan: &Document<PlanReport>) -> Option<FindingPlace> {
    let written = plan.migration.as_ref().filter(|it| it.written)?;
    Some(FindingPlace::line(written.file.clone(), 1))
}

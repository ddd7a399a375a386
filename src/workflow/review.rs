//! The part of a migration's header that comes from the plan.

use super::{Draft, consent};
use crate::diff::Change;
use crate::migration::Review;
use crate::plan::{Hazard, Operation, Step};
use crate::render::{hazard_sentence, title};

/// What a reviewer reads first. `is_unasked` tells hazards that passed for want of rows alone.
pub(super) fn review(draft: &Draft, is_unasked: &dyn Fn(&Hazard) -> bool) -> Review {
    let plan = &draft.plan;
    let told = |hazard: &Hazard, step: Option<&Step>| {
        let unasked = if is_unasked(hazard) { consent::NO_MORE } else { "" };
        format!("{}{unasked}", hazard_sentence(hazard, step))
    };
    let told = &told;
    let step_hazards = plan
        .steps
        .iter()
        .flat_map(|step| step.hazards.iter().map(move |it| told(it, Some(step))));
    Review {
        purpose: Vec::new(),
        changes: draft
            .diff
            .changes
            .iter()
            .filter(|change| !is_place(change))
            .map(Change::headline)
            .collect(),
        hazards: plan
            .hazards
            .iter()
            .map(|it| told(it, None))
            .chain(step_hazards)
            .collect(),
        strategies: plan.steps.iter().filter_map(strategy).collect(),
        verification: verification(draft),
    }
}

/// A place in the trash: the step that fills it says so.
fn is_place(change: &Change) -> bool {
    matches!(change, Change::Create(object) if object.reference().name.is_trash())
}

fn strategy(step: &Step) -> Option<String> {
    let Operation::Rebuild(_) = &step.operation else {
        return None;
    };
    let passed: Vec<String> = step
        .passed_over
        .iter()
        .flat_map(|passed| {
            passed
                .obstacles
                .iter()
                .map(move |why| format!("not {}: {why}", passed.strategy))
        })
        .collect();
    Some(format!(
        "{}: {}; {}",
        title(&step.operation),
        step.strategy?,
        passed.join("; ")
    ))
}

fn verification(draft: &Draft) -> Vec<String> {
    let mut queries = Vec::new();
    for checked in &draft.plan.safeguards.checked {
        let name = checked.after.as_str().replace('\'', "''");
        queries.push(format!(
            "SELECT count(*) FROM pragma_foreign_key_check('{name}'); -- no more than before"
        ));
    }
    for pair in &draft.plan.safeguards.counted {
        queries.push(format!(
            "SELECT count(*) FROM {}; -- as many as before",
            pair.to.quoted()
        ));
    }
    queries
}

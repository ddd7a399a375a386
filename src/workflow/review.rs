//! The part of a migration's header that comes from the plan.

use super::Draft;
use crate::diff::Change;
use crate::migration::Review;
use crate::plan::{Operation, Step};
use crate::render::{hazard_sentence, title};

/// What a reviewer reads first.
pub(super) fn review(draft: &Draft) -> Review {
    let plan = &draft.plan;
    let step_hazards = plan
        .steps
        .iter()
        .flat_map(|step| step.hazards.iter().map(move |it| hazard_sentence(it, Some(step))));
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
            .map(|it| hazard_sentence(it, None))
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

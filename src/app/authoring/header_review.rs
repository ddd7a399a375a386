//! The part of a migration's header that comes from the plan.

use super::verdict::verdict;
use crate::database::are_d1s;
use crate::diff::Change;
use crate::draft::Draft;
use crate::migration::Review;
use crate::plan::{Cost, Gate, Hazard, Operation, Price, Step};
use crate::policy::allowed_losses;
use crate::render::{hazard_sentence, thousands};
use crate::schema::{ObjectKind, ObjectRef};

/// What a reviewer reads first. `is_unasked` selects hazards that passed only because there were no rows; `broken_statements` counts
/// those of the application.
pub(crate) fn review(draft: &Draft, is_unasked: &dyn Fn(&Hazard) -> bool, broken_statements: usize) -> Review {
    let plan = &draft.plan;
    let told = |hazard: &Hazard, step: Option<&Step>| {
        let unasked = if is_unasked(hazard) {
            allowed_losses::NO_MORE
        } else {
            ""
        };
        format!("{}{unasked}", hazard_sentence(hazard, step))
    };
    let of_whole = plan.hazards.iter().map(|it| (it, None));
    let of_steps = plan
        .steps
        .iter()
        .flat_map(|step| step.hazards.iter().map(move |it| (it, Some(step))));
    let all: Vec<(&Hazard, Option<&Step>)> = of_whole.chain(of_steps).collect();
    let mut hazards: Vec<String> = all
        .iter()
        .filter(|(it, _)| !is_clear(it))
        .map(|(it, step)| told(it, *step))
        .collect();
    let clear = all
        .iter()
        .filter(|(it, _)| is_clear(it))
        .map(|(it, _)| match &it.column {
            Some(column) => format!("{} of {}.{column}", it.code, it.object.name),
            None => format!("{} of {}", it.code, it.object.name),
        });
    let clear: Vec<String> = clear.collect();
    if !clear.is_empty() {
        hazards.push(format!("checked, 0 rows: {}", clear.join(", ")));
    }
    Review {
        changes: changes(draft),
        verdict: Some(verdict(draft, broken_statements)),
        cost: cost(draft),
        hazards,
        consent: Some(allowed_losses::of_plan(plan, is_unasked)),
        verification: verification(draft),
        ..Review::default()
    }
}

/// What D1 bills for a plan that reads rows. One that only changes the schema writes a handful.
fn cost(draft: &Draft) -> Option<Cost> {
    let price = Price::of(&draft.plan).filter(|it| are_d1s() && it.cost.rows_read > 0);
    price.map(|it| it.cost)
}

/// True for what would stop the migration on rows that there are not.
fn is_clear(hazard: &Hazard) -> bool {
    hazard.gate == Gate::Impossible && hazard.finding.as_ref().is_some_and(|it| it.rows == 0)
}

/// One line for each change, and one for all that is new: its names, or their number where they are many.
fn changes(draft: &Draft) -> Vec<String> {
    const MOST_NAMES: usize = 30;
    let changes: Vec<&Change> = draft.diff.changes.iter().filter(|change| !is_place(change)).collect();
    let mut new: Vec<(ObjectKind, Vec<String>)> = Vec::new();
    for change in &changes {
        if let Change::Create(object) = change {
            let ObjectRef { kind, name } = object.reference();
            match new.iter_mut().find(|it| it.0 == kind) {
                Some((_, names)) => names.push(name.to_string()),
                None => new.push((kind, vec![name.to_string()])),
            }
        }
    }
    let count: usize = new.iter().map(|(_, names)| names.len()).sum();
    if count < 2 {
        return changes.iter().map(|it| it.headline()).collect();
    }
    let of_kind = |(kind, names): &(ObjectKind, Vec<String>)| {
        let kind = match (kind, names.len()) {
            (kind, 1) => kind.to_string(),
            (ObjectKind::Index, _) => "indexes".to_owned(),
            (kind, _) => format!("{kind}s"),
        };
        match count > MOST_NAMES {
            true => format!("{} {kind}", thousands(names.len() as u64)),
            false => format!("{kind} {}", names.join(", ")),
        }
    };
    let others = changes.iter().filter(|it| !matches!(it, Change::Create(_)));
    let mut lines: Vec<String> = others.map(|it| it.headline()).collect();
    lines.push(format!(
        "new: {}",
        new.iter().map(of_kind).collect::<Vec<_>>().join("; ")
    ));
    lines
}

/// A place in the trash: the step that fills it says so.
fn is_place(change: &Change) -> bool {
    matches!(change, Change::Create(object) if object.reference().name.is_trash())
}

/// The risk of a rebuild is a lost row. The migration itself checks all tables that a DROP reaches.
fn verification(draft: &Draft) -> Vec<String> {
    const SHOWN: usize = 3;
    let rebuilt = draft.plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::Rebuild(rebuild) => Some(&rebuild.subject),
        _ => None,
    });
    rebuilt
        .take(SHOWN)
        .map(|table| format!("SELECT count(*) FROM {}; -- as before", table.written()))
        .collect()
}

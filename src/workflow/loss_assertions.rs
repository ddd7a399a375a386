//! Drops that were written because there was nothing to lose say so themselves: under any tool they stop where there is.

use crate::plan::{Hazard, Operation, Plan};
use crate::render::{Segment, nothing_to_lose};
use crate::schema::agree;

/// The drops whose rows nobody agreed to lose.
const DROPS: [&str; 2] = ["drop-table", "drop-column"];

/// Assertions for the hazards that passed for want of rows alone.
pub(super) fn segment(plan: &Plan, is_unasked: &dyn Fn(&Hazard) -> bool) -> Option<Segment> {
    // What is kept aside is not lost.
    let is_kept = |hazard: &Hazard| {
        plan.steps.iter().any(|step| match &step.operation {
            Operation::CopyRows(copy) => copy.from == hazard.object.name,
            _ => false,
        })
    };
    let unasked = plan
        .all_hazards()
        .filter(|it| DROPS.contains(&it.code.0) && is_unasked(it) && !is_kept(it));
    nothing_to_lose(unasked)
}

/// What lets a proof run such a migration on rows that it makes.
pub(super) fn agreement(segment: Option<&Segment>) -> Option<String> {
    segment.map(|_| agree())
}

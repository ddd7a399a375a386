//! Drops that were written because there was nothing to lose say so themselves: under any tool they stop where there is.

use crate::diagnostic::Code;
use crate::plan::{Hazard, Operation, Plan, Question};
use crate::render::{Segment, nothing_to_lose};
use crate::schema::{Schema, agree};

/// The drops whose rows nobody agreed to lose.
const DROPS: [Code; 2] = [Code::DropTable, Code::DropColumn];

/// Assertions for the hazards that passed only because there were no rows on a database whose schema is `there`.
pub(crate) fn segment(plan: &Plan, there: &Schema, is_unasked: &dyn Fn(&Hazard) -> bool) -> Option<Segment> {
    // What is kept aside is not lost.
    let is_kept = |hazard: &Hazard| {
        plan.steps.iter().any(|step| match &step.operation {
            Operation::CopyRows(copy) => copy.from == hazard.object.name,
            _ => false,
        })
    };
    // What pending files are yet to make holds what they put there.
    let is_there = |hazard: &Hazard| {
        let Some(probe) = &hazard.probe else { return false };
        let table = there.tables.get(&probe.source.table);
        match &probe.question {
            Question::HasValue(column) => table.is_some_and(|it| it.column(column).is_some()),
            _ => table.is_some() || there.virtual_tables.contains_key(&probe.source.table),
        }
    };
    let unasked = plan
        .all_hazards()
        .filter(|it| DROPS.contains(&it.code) && is_unasked(it) && !is_kept(it) && is_there(it));
    nothing_to_lose(unasked)
}

/// What lets a proof run such a migration on rows that it makes.
pub(crate) fn agreement(segment: Option<&Segment>) -> Option<String> {
    segment.map(|_| agree())
}

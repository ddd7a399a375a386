//! large-rebuild: a step does more than D1 may give it the time, or the allowance, for.

use super::{Code, Found, Gate, Hazard, HazardKind};
use crate::plan::context::Situation;
use crate::plan::{Operation, Price, Step, SwitchPrice};
use crate::schema::ObjectRef;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::LargeRebuild,
    gate: Gate::Open,
    title: "a table may be too large for D1 to rewrite in one call",
    explanation: "D1 stops an API call after 30 seconds, and a migration is one call; while it runs, the database \
serves nothing else. On the free plan, D1 also refuses all queries until midnight UTC once 100,000 rows were written \
in a day. By the row counts of the target, this step comes close. If it times out, nothing is changed and you can \
apply it again.\n\n\
`reconcile plan --online` rebuilds the table in calls of about 2 seconds while the application writes: see \
[Tables too large for one call](../online.md). Its last call, the switch, looks for the rows that refer to each row of the \
table, and is not cut into pieces; you are warned if that is too long as well. Or try it on a copy first, and choose a quiet hour. ALTER TABLE costs next to nothing: instead of a rebuild, add a \
column without a backfill and fill it in batches; `reconcile plan --expand-contract` splits the change that way. Delete rows that \
nobody needs before.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let hazard = |step: &Step| {
        // The same figures and limits as the price of the whole plan.
        let price = Price::of_cost(step.cost?, situation.facts.rate);
        let object = step.operation.object();
        let does = match &step.operation {
            Operation::Rebuild(_) | Operation::RebuildVirtual { .. } => format!("rebuilding {object}"),
            Operation::AddColumn { column, .. } => format!("filling column {}.{}", object.name, column.name),
            Operation::DropColumn { column, .. } => format!("dropping column {}.{column}", object.name),
            Operation::Create(_) => format!("creating {object}"),
            Operation::Drop(..) => format!("dropping {object}"),
            other => format!("to {} {object}", other.verb()),
        };
        if let Operation::Rebuild(rebuild) = &step.operation
            && let Some(online) = &rebuild.online
        {
            // Its calls take as long as they may, but for one.
            let switch = SwitchPrice::of(online.switch_reads?, situation.facts.rate);
            return (!switch.fits_one_call).then(|| (Some(step.id), long_switch(&object, switch)));
        }
        let long = match price.seconds {
            Some(seconds) => {
                format!("takes about {seconds} s at the rate of this database, and D1 ends a call after 30 s")
            }
            None => "may take longer than the 30 s that D1 allows".to_owned(),
        };
        let message = match (price.fits_one_call, price.free_day_percent > 100) {
            (true, false) => return None,
            (true, true) => format!("{does} writes more rows than the free plan allows in a day"),
            (false, false) => format!("{does} {long}"),
            (false, true) => format!("{does} {long}, and writes more rows than the free plan allows in a day"),
        };
        let remedy = "try it on a copy first and choose a quiet hour, or do it in calls of 2 s while the application writes: \
                      reconcile plan --online";
        Some((Some(step.id), KIND.note(object, message, remedy)))
    };
    steps.iter().filter_map(hazard).collect()
}

/// The one call of an online rebuild that is not cut into pieces.
fn long_switch(object: &ObjectRef, switch: SwitchPrice) -> Hazard {
    let message = match switch.seconds {
        Some(seconds) => format!(
            "the switch of {object} takes about {seconds} s at the rate of this database, and D1 ends a call after 30 s: \
             it looks for the rows that refer to each row"
        ),
        None => format!(
            "the switch of {object} may take longer than the 30 s that D1 allows: it looks for the rows that refer to each row"
        ),
    };
    let remedy = "try it on a copy first and choose a quiet hour; if D1 ends the switch, the table is as it was: apply again, \
                  or take it back with apply --abort";
    KIND.note(object.clone(), message, remedy)
}

//! large-rebuild: a step does more than D1 may give it the time, or the allowance, for.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity};
use crate::plan::situation::Situation;
use crate::plan::{Operation, Price, Step, StepId};

/// A step that reads and writes very many rows.
pub(super) struct LargeRebuild;

const KIND: HazardKind = HazardKind {
    code: HazardCode("large-rebuild"),
    severity: Severity::Warning,
    gate: Gate::Open,
    title: "a table is so large that D1 may not finish, or not allow, its rewriting",
    explanation: "D1 ends an API call after 30 seconds, and a migration is one call; while it runs the database answers nothing else. \
On the free plan it also refuses all queries until midnight UTC once 100,000 rows were written in a day. The rows of the target were \
counted: this step alone comes near. If time runs out nothing is changed, and the migration can be applied again.\n\n\
Try it on a copy first, and choose a quiet hour. What ALTER TABLE can do costs next to nothing: a new column without backfill, filled \
in batches by the application, instead of a rebuild; `reconcile plan --expand-contract` divides the change that way. Delete rows that \
nobody needs before.",
};

impl Rule for LargeRebuild {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, _: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let hazard = |step: &Step| {
            // The same figures and limits as the price of the whole plan.
            let price = Price::of_cost(step.cost?);
            let object = step.operation.object();
            let does = match &step.operation {
                Operation::Rebuild(_) | Operation::RebuildVirtual { .. } => format!("rebuilding {object}"),
                Operation::AddColumn { column, .. } => format!("filling column {}.{}", object.name, column.name),
                Operation::DropColumn { column, .. } => format!("dropping column {}.{column}", object.name),
                Operation::Create(_) => format!("creating {object}"),
                Operation::Drop { .. } => format!("dropping {object}"),
                other => format!("to {} {object}", other.verb()),
            };
            let message = match (price.fits_one_call, price.free_day_percent > 100) {
                (true, false) => return None,
                (true, true) => format!("{does} takes more than the free plan allows in a day"),
                (false, false) => format!("{does} may take longer than the 30 s of one call to D1"),
                (false, true) => {
                    format!(
                        "{does} may take longer than the 30 s of one call to D1, and more than the free plan allows in a day"
                    )
                }
            };
            let remedy =
                "try it on a copy first and choose a quiet hour, or divide it: reconcile plan --expand-contract";
            Some((Some(step.id), KIND.note(object, message, remedy)))
        };
        steps.iter().filter_map(hazard).collect()
    }
}

//! large-rebuild: a step that D1 may not finish in one call.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, table};
use crate::plan::price::ONE_CALL;
use crate::plan::situation::Situation;
use crate::plan::{Operation, Step, StepId};

/// Many rows are copied or filled in one call.
pub(super) struct LargeRebuild;

const KIND: HazardKind = HazardKind {
    code: HazardCode("large-rebuild"),
    severity: Severity::Warning,
    gate: Gate::Open,
    title: "D1 may end the call before the table is written",
    explanation: "A migration is one call to D1, and a call ends after 30 seconds; the database answers nothing else meanwhile. \
From some hundred thousand rows on it is a matter of their size whether a copy fits. A call that is ended changes nothing: the \
transaction is rolled back, and the migration can be tried again.\n\n\
Try it on a copy first (`reconcile backup`, then `apply` to the file), choose a quiet hour, or avoid the rewrite: \
`plan --expand-contract` adds columns without one and fills them in a migration of its own. \
<https://developers.cloudflare.com/d1/platform/limits/>",
};

impl Rule for LargeRebuild {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, _: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for step in steps {
            let name = match &step.operation {
                Operation::Rebuild(rebuild) => &rebuild.subject,
                Operation::AddColumn {
                    table,
                    backfill: Some(_),
                    ..
                } => &table.name,
                _ => continue,
            };
            let Some(cost) = step.cost else { continue };
            let rows = cost.rows_read.saturating_add(cost.rows_written);
            if rows >= ONE_CALL {
                let message = format!(
                    "about {rows} rows of {name} and its indexes are read and written in one call of at most 30 s"
                );
                let remedy = "try it on a copy, choose a quiet hour, or reconcile plan --expand-contract";
                found.push((Some(step.id), KIND.note(table(name), message, remedy)));
            }
        }
        found
    }
}

//! rename: code that is running still uses the old name.

use super::{Code, Found, Gate, Hazard, HazardKind};
use crate::diagnostic::Facts;
use crate::plan::context::Situation;
use crate::plan::{Operation, Step};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::Rename,
    gate: Gate::Open,
    title: "code that uses the old name fails",
    explanation: "A rename keeps every row, but the deployed Worker still uses the old name and fails until its new \
version is live. The new code, in turn, fails until the migration has run.\n\n\
Deploy right after you apply, or keep both names for a while: `reconcile plan --expand-contract` writes those \
migrations. `reconcile compat` lists the statements that fail, by file and line.",
    find,
};

fn find(_: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let hazard = |step: &Step| {
        let (what, facts) = match &step.operation {
            Operation::RenameTable { names } => (format!("table {}", names.from), Facts::OldTable(names.from.clone())),
            Operation::RenameColumn { table, names } => (
                format!("column {table}.{}", names.from),
                Facts::OldColumn(names.from.clone()),
            ),
            _ => return None,
        };
        let message = format!("statements that still use {what} fail");
        let note = KIND.note(
            step.operation.object(),
            message,
            "deploy the code that uses the new name right after, or keep both names: reconcile plan --expand-contract",
        );
        Some((Some(step.id), Hazard { facts, ..note }))
    };
    steps.iter().filter_map(hazard).collect()
}

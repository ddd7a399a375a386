//! drop-search-contents: a virtual table is recreated empty.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity};
use crate::plan::situation::Situation;
use crate::plan::{Operation, Step, StepId};

/// Contents that cannot be carried over.
pub(super) struct SearchContents;

const KIND: HazardKind = HazardKind {
    code: HazardCode("drop-search-contents"),
    severity: Severity::Danger,
    gate: Gate::NeedsAllow,
    title: "a virtual table is recreated and its contents cannot be carried over",
    explanation: "A virtual table cannot be altered: it is dropped and created again. Contents are copied where both \
definitions have the column, and an FTS5 table with external content is filled from that content. A contentless FTS5 table, \
or one of another module, starts empty.\n\n\
If your application fills it again, pass `--allow drop-search-contents`.",
};

impl Rule for SearchContents {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, _: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for step in steps {
            let Operation::RebuildVirtual { tables, columns } = &step.operation else {
                continue;
            };
            if !columns.is_empty() || tables.to.content_table().is_some() {
                continue;
            }
            let message = format!("virtual table {} is recreated empty", tables.to.name);
            let remedy = format!("fill it again afterwards, and pass --allow {}", KIND.code);
            let hazard = KIND.note(step.operation.object(), message, &remedy);
            found.push((Some(step.id), hazard));
        }
        found
    }
}

//! drop-index: queries that used an index will scan.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, dropped};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::Object;

/// An index is dropped for good.
pub(super) struct DropIndex;

const KIND: HazardKind = HazardKind {
    code: HazardCode("drop-index"),
    severity: Severity::Note,
    gate: Gate::Open,
    title: "an index goes, and queries that used it scan the table",
    explanation: "Without the index SQLite reads every row of the table for queries that used it, and D1 bills rows read. \
Foreign keys without an index on the child make each delete in the parent scan the child.\n\n\
`EXPLAIN QUERY PLAN` on your queries shows which index they use. An index can be created again at any time.",
};

impl Rule for DropIndex {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, _: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let hazard = |(step, object): (StepId, &Object)| match object {
            Object::Index(index) => {
                let message = format!("queries on {} that used index {} will scan", index.table, index.name);
                let remedy = "look at EXPLAIN QUERY PLAN of your queries first";
                Some((Some(step), KIND.note(object.reference(), message, remedy)))
            }
            _ => None,
        };
        dropped(steps).filter_map(hazard).collect()
    }
}

//! drop-index: queries that used an index will scan.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, dropped};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::{Name, Object, Table};

/// An index is dropped for good.
pub(super) struct DropIndex;

const KIND: HazardKind = HazardKind {
    code: HazardCode("drop-index"),
    severity: Severity::Note,
    gate: Gate::Open,
    title: "an index goes, and queries that used it scan the table",
    explanation: "Without the index SQLite reads every row of the table for queries that used it, and D1 bills rows read. \
A unique index that goes also lets rows share its key, and an upsert that names it fails. Which foreign keys are left without an \
index is told by `foreign-key-without-index`.\n\n\
`EXPLAIN QUERY PLAN` on your queries shows which index they use. An index can be created again at any time.",
};

impl Rule for DropIndex {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let hazard = |(step, object): (StepId, &Object)| {
            let Object::Index(index) = object else { return None };
            let table = situation.wanted.tables.get(&index.table);
            let columns: Option<Vec<Name>> = index.columns.iter().map(|it| it.plain().cloned()).collect();
            let stays = |holds: fn(&Table, &[Name]) -> bool| {
                table
                    .zip(columns.as_ref())
                    .is_some_and(|(table, columns)| holds(table, columns))
            };
            let scans = !stays(Table::has_index_on);
            let clashes = index.unique && !stays(Table::is_key_unique);
            let scan = format!("queries on {} that used index {} will scan", index.table, index.name);
            let clash = "nothing keeps its rows distinct";
            let message = match (scans, clashes) {
                (true, true) => format!("{scan}, and {clash}"),
                (true, false) => scan,
                (false, true) => format!("index {} goes, and {clash}", index.name),
                // Another index finds the same rows.
                (false, false) => return None,
            };
            let remedy = "look at EXPLAIN QUERY PLAN of your queries first";
            Some((Some(step), KIND.note(object.reference(), message, remedy)))
        };
        dropped(steps).filter_map(hazard).collect()
    }
}

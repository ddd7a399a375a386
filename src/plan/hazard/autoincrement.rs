//! needless-autoincrement: a table that pays for never giving a rowid twice.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, step_creating, table};
use crate::diff::Change;
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::{Object, ObjectKind, ObjectRef, Table};

/// AUTOINCREMENT comes with the plan.
pub(super) struct NeedlessAutoincrement;

const KIND: HazardKind = HazardKind {
    code: HazardCode("needless-autoincrement"),
    severity: Severity::Note,
    gate: Gate::Open,
    title: "AUTOINCREMENT costs a row written for each insert",
    explanation: "An INTEGER PRIMARY KEY counts up by itself. AUTOINCREMENT only adds that the number of a deleted row is never \
given again, and keeps that promise in `sqlite_sequence`, which every INSERT reads and writes: on D1 that is one more row written, \
billed each time.\n\n\
Leave it out unless numbers of deleted rows must never come back. <https://www.sqlite.org/autoinc.html>",
};

impl Rule for NeedlessAutoincrement {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let counts = |table: &Table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement);
        let tables = situation.diff.changes.iter().filter_map(|change| match change {
            Change::Create(Object::Table(it)) if counts(it) => Some(it),
            Change::AlterTable(it) if counts(&it.tables.to) && !counts(&it.tables.from) => Some(&it.tables.to),
            _ => None,
        });
        let hazard = |it: &Table| {
            let message = format!(
                "{} counts with AUTOINCREMENT, one more row written for each insert",
                it.name
            );
            let remedy = "leave AUTOINCREMENT out unless numbers of deleted rows must never come back";
            let object = ObjectRef::new(ObjectKind::Table, it.name.clone());
            (
                step_creating(steps, &object, &it.name),
                KIND.note(table(&it.name), message, remedy),
            )
        };
        tables.map(hazard).collect()
    }
}

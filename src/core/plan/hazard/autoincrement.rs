//! needless-autoincrement: a table that pays for never giving a rowid twice.

use super::{Code, Found, Gate, HazardKind, step_creating, table};
use crate::diff::Change;
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Object, ObjectKind, ObjectRef, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::NeedlessAutoincrement,
    gate: Gate::Open,
    title: "AUTOINCREMENT costs one more row written per INSERT",
    explanation: "An INTEGER PRIMARY KEY numbers rows by itself. AUTOINCREMENT only adds that the number of a deleted \
row is never reused. It keeps the highest number in `sqlite_sequence`, which every INSERT reads and writes: on D1 \
each INSERT is billed one more row written.\n\n\
Leave it out unless the numbers of deleted rows must never be reused. <https://www.sqlite.org/autoinc.html>",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let counts = |table: &Table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement);
    let tables = situation.diff.changes.iter().filter_map(|change| match change {
        Change::Create(Object::Table(it)) if counts(it) => Some(it),
        Change::AlterTable(it) if counts(&it.tables.to) && !counts(&it.tables.from) => Some(&it.tables.to),
        _ => None,
    });
    let hazard = |it: &Table| {
        let message = format!(
            "{} uses AUTOINCREMENT, which costs one more row written per INSERT",
            it.name
        );
        let remedy = "remove AUTOINCREMENT unless the numbers of deleted rows must never be reused";
        let object = ObjectRef::new(ObjectKind::Table, it.name.clone());
        (
            step_creating(steps, &object, &it.name),
            KIND.note(table(&it.name), message, remedy),
        )
    };
    tables.map(hazard).collect()
}

//! The schema that the script leaves is the desired one.

use crate::diff::{self, Change};
use crate::proof::execution::Rehearsal;
use crate::schema::Hints;

/// Reads the scratch database as a target is read, and compares.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    if let Some(unknown) = rehearsal.left.unknown.first() {
        return Err(format!("{} cannot be read: {}", unknown.object, unknown.reason));
    }
    // Without directives: what a later reader sees.
    let diff = diff::compare(&rehearsal.left.schema, rehearsal.claim.desired, &Hints::default());
    match diff.changes.first() {
        None => Ok(format!(
            "it ends at the desired schema, {}",
            rehearsal.claim.plan.to.short()
        )),
        Some(change) => Err(format!("it does not end at the desired schema: {}", told(change))),
    }
}

pub(super) fn told(change: &Change) -> String {
    match change {
        Change::RenameTable { from, to } => format!("table {from} is not renamed to {to}"),
        Change::RenameColumn { table, from, to } => format!("column {from} of {table} is not renamed to {to}"),
        Change::Create(object) => format!("{} is missing", object.reference()),
        Change::Drop(object) => format!("{} still exists", object.reference()),
        Change::Replace(pair) => format!("{} has the wrong definition", pair.to.reference()),
        Change::AlterTable(change) => {
            let clauses = change.describe().join(", ");
            format!("table {} still differs: {clauses}", change.tables.to.name)
        }
        Change::SyncRows(rows) => rows.describe(),
    }
}

//! No table that stays lost a row.

use crate::plan::{Operation, Plan};
use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::schema::Name;

/// Counts rows before and after.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let tables = rehearsal
        .stays
        .iter()
        .map(|stay| (&stay.tables.from.name, &stay.tables.to.name));
    // One that takes the name of a dropped table starts with rows of its own.
    let before = &rehearsal.claim.from.virtual_tables;
    let search = rehearsal.claim.desired.virtual_tables.keys();
    let search = search
        .filter(|name| before.contains_key(name) && keeps_rows(rehearsal.claim.plan, name))
        .map(|name| (name, name));
    let (mut kept, mut counted) = (0, 0);
    for (from, to) in tables.chain(search) {
        let (Some(before), Some(after)) = (rehearsal.before.tables.get(from), rehearsal.after.tables.get(to)) else {
            continue;
        };
        let rows = |contents: &crate::proof::snapshot::Contents| contents.rows.len().max(contents.rowids.len());
        if rows(before) != rows(after) {
            return Err(format!(
                "{to} has {} rows afterwards, not {}",
                rows(after),
                rows(before)
            ));
        }
        kept += rows(before);
        counted += 1;
    }
    if counted == 0 {
        return Ok(String::new());
    }
    let (rows, tables) = (count(kept, "row"), count(counted, "table"));
    Ok(format!("{rows} in {tables} before and after, none lost"))
}

/// False for a virtual table that is made again without what it held, which `drop-search-contents` asks about where that was its
/// own, or to show the rows of a content table.
fn keeps_rows(plan: &Plan, table: &Name) -> bool {
    let is_refilled = |operation: &Operation| matches!(operation, Operation::RebuildVirtual { tables, columns } if tables.to.name == *table && columns.is_empty());
    !plan.steps.iter().any(|step| is_refilled(&step.operation))
}

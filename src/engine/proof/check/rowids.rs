//! Rows keep their rowids where they have them, and AUTOINCREMENT goes on where it was.

use crate::database::Value;
use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::schema::Table;

/// Compares rowids and `sqlite_sequence`.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let (mut kept, mut sequences) = (0, 0);
    for stay in &rehearsal.stays {
        let (live, wanted) = (stay.tables.from, stay.tables.to);
        let before = rehearsal.before.tables.get(&live.name);
        let after = rehearsal.after.tables.get(&wanted.name);
        if let (Some(before), Some(after), true) = (before, after, stay.keeps_rowid()) {
            let (old, new) = (sorted(&before.rowids), sorted(&after.rowids));
            // Two names can read a rowid of one side only: then there is nothing to compare.
            if old != new && !old.is_empty() && !new.is_empty() {
                return Err(format!("{}: rowids {old:?} became {new:?}", wanted.name));
            }
            kept += old.len();
        }
        if counts(live) && counts(wanted) {
            // A sequence that was never used has no row, or one of 0.
            let old = rehearsal.before.sequences.get(&live.name).copied().unwrap_or(0);
            let new = rehearsal.after.sequences.get(&wanted.name).copied().unwrap_or(0);
            if old != new {
                return Err(format!("{}: the sequence {old} became {new}", wanted.name));
            }
            sequences += usize::from(old > 0);
        }
    }
    let kept: Vec<String> = [(kept, "rowid"), (sequences, "sequence")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| count(number, what))
        .collect();
    match kept.is_empty() {
        true => Ok(String::new()),
        false => Ok(format!("{} kept", kept.join(" and "))),
    }
}

fn counts(table: &Table) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.autoincrement)
}

fn sorted(rowids: &[Value]) -> Vec<i64> {
    let mut numbers: Vec<i64> = rowids.iter().filter_map(Value::as_i64).collect();
    numbers.sort_unstable();
    numbers
}

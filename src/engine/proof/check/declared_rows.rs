//! The rows that files declare are there, and no other row is lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::database::Value;
use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::proof::snapshot::Contents;
use crate::reference;
use crate::schema::Name;

/// Compares the rows before and after the end of the script, which writes them.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let Some(synced) = &rehearsal.synced else {
        return Ok(String::new());
    };
    let declared = rehearsal.claim.reference.declared;
    let left = reference::differences(&mut rehearsal.scratch, declared).map_err(|error| error.to_string())?;
    if let Some(difference) = left.iter().flat_map(|it| it.differences()).next() {
        return Err(difference.message);
    }
    let written = fired_on(rehearsal);
    let mut others = 0;
    for (name, before) in &synced.before.tables {
        let Some(after) = synced.after.tables.get(name) else {
            return Err(format!("{name} is gone"));
        };
        let changes = synced.expected.iter().find(|it| it.table == *name);
        let is_declared = declared.iter().any(|it| it.table == *name);
        let (new, gone) = changes.map_or((0, 0), |it| (it.new_rows().count(), it.deleted.len()));
        let changed = changes.map_or(0, |it| it.changed_rows().count());
        let lost = lost(before, after);
        let rows = after.rows.len();
        if is_declared && rows + gone != before.rows.len() + new || lost > changed + gone && !written.contains(name) {
            return Err(format!(
                "{name} has {rows} rows afterwards, and {lost} that it had are gone"
            ));
        }
        if rows < before.rows.len() && !is_declared {
            return Err(format!("{name} has {rows} rows afterwards, not {}", before.rows.len()));
        }
        others += before.rows.len().saturating_sub(changed + gone);
    }
    let rows: usize = declared.iter().map(|it| it.rows.len()).sum();
    let (rows, tables) = (count(rows, "declared row"), count(declared.len(), "table"));
    Ok(format!(
        "{rows} in {tables}, and {} as before",
        count(others, "other row")
    ))
}

/// Rows that are not there afterwards.
fn lost(before: &Contents, after: &Contents) -> usize {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for row in &after.rows {
        *found.entry(Value::list(row)).or_default() += 1;
    }
    let mut lost = 0;
    for row in &before.rows {
        match found.get_mut(&Value::list(row)).filter(|it| **it > 0) {
            Some(left) => *left -= 1,
            None => lost += 1,
        }
    }
    lost
}

/// Tables that a trigger on one of the declared tables may write to, be it by another trigger.
fn fired_on(rehearsal: &Rehearsal<'_>) -> BTreeSet<Name> {
    let triggers = &rehearsal.claim.desired.triggers;
    let mut open: Vec<Name> = rehearsal
        .claim
        .reference
        .declared
        .iter()
        .map(|it| it.table.clone())
        .collect();
    let mut reached: BTreeSet<Name> = BTreeSet::new();
    while let Some(name) = open.pop() {
        for trigger in triggers.values().filter(|it| it.on == name) {
            let mentioned = trigger.sql.mentioned().iter().cloned();
            open.extend(mentioned.filter(|it| reached.insert(it.clone())));
        }
    }
    reached
}

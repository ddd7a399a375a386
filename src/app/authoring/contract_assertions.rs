//! The last stage takes columns away whose values others hold: it stops where one does not.

use crate::render::{Assertion, Segment, asserted};
use crate::stage::Kept;

/// Stops the migration where a value of a column that goes is not in the one that takes its place.
pub(crate) fn nothing_lost(kept: &[Kept]) -> Segment {
    let assertions: Vec<Assertion> = kept
        .iter()
        .map(|it| Assertion {
            message: format!("{0}.{1} does not hold every value of {0}.{2}", it.table, it.new, it.old),
            violated: format!(
                "SELECT NULL WHERE EXISTS (SELECT 1 FROM {} WHERE {})",
                it.table.quoted(),
                it.is_lost
            ),
        })
        .collect();
    asserted(
        &assertions,
        "stops here unless the new columns hold what the old ones do: something kept the triggers from it",
    )
}

/// What the earlier stages did to rows, for those that a proof makes: their new columns fit the desired schema.
pub(crate) fn settle(it: &Kept) -> Vec<String> {
    let table = it.table.quoted();
    let (old, new) = (it.old.quoted(), it.new.quoted());
    let mut statements = vec![format!(
        "UPDATE OR IGNORE {table} SET {new} = {0} WHERE {new} IS NULL AND {0} IS NOT NULL",
        it.value
    )];
    if it.both_ways {
        let back = format!("UPDATE OR IGNORE {table} SET {old} = {new} WHERE {}", it.is_lost);
        statements.push(back);
        // Where a key of the old column stands against that.
        let on = format!("UPDATE OR IGNORE {table} SET {new} = {} WHERE {}", it.value, it.is_lost);
        statements.push(on);
        let neither = format!(
            "UPDATE OR IGNORE {table} SET {old} = NULL, {new} = NULL WHERE {}",
            it.is_lost
        );
        statements.push(neither);
    }
    statements.push(format!("DELETE FROM {table} WHERE {}", it.is_lost));
    if it.is_required {
        // What neither code wrote.
        statements.push(format!("DELETE FROM {table} WHERE {new} IS NULL"));
    }
    statements
}

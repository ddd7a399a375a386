//! The order of a table's columns: a difference where positions are used or the schema file asks for it, else a note.

use super::{Clause, Cosmetic};
use crate::schema::{Name, ObjectRef, Pair, Table};

/// The clause that gives the columns the wanted order, where ALTER TABLE would leave them in another one.
pub(super) fn clause(from: &Table, to: &Table, used_by: Option<ObjectRef>) -> Option<Clause> {
    let order = Pair {
        from: altered(from, to),
        to: to.columns.iter().map(|it| it.name.clone()).collect(),
    };
    (order.from != order.to).then_some(Clause::ColumnOrder { order, used_by })
}

/// What is said where nothing uses the positions.
pub(super) fn note(from: &Table, to: &Table) -> Option<Cosmetic> {
    let table = to.name.clone();
    let order = Pair {
        from: shared(from, to),
        to: shared(to, from),
    };
    if order.from != order.to {
        return Some(Cosmetic::ColumnOrder { table, order });
    }
    let last = to.columns.iter().rposition(|it| from.column(&it.name).is_some())?;
    let before = to
        .columns
        .iter()
        .take(last)
        .filter(|it| from.column(&it.name).is_none());
    let columns: Vec<Name> = before.map(|it| it.name.clone()).collect();
    (!columns.is_empty()).then_some(Cosmetic::AddedLast { table, columns })
}

/// The columns after DROP COLUMN and ADD COLUMN, which adds at the end.
fn altered(from: &Table, to: &Table) -> Vec<Name> {
    let new = to.columns.iter().filter(|it| from.column(&it.name).is_none());
    shared(from, to)
        .into_iter()
        .chain(new.map(|it| it.name.clone()))
        .collect()
}

/// The columns of one table that the other has too, in its order.
pub(super) fn shared(table: &Table, other: &Table) -> Vec<Name> {
    let both = table.columns.iter().filter(|it| other.column(&it.name).is_some());
    both.map(|it| it.name.clone()).collect()
}

//! What one statement did to the rows of one table.

use std::collections::BTreeMap;

use super::snapshot::TableRows;
use crate::schema::Name;

/// A table whose rows a statement touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// Its name before the statement.
    pub table: Name,
    /// Rows before.
    pub before: usize,
    /// Rows after.
    pub after: usize,
    /// Rows that are gone: no row has their rowid or key any more.
    pub gone: usize,
    /// Rows that are new.
    pub came: usize,
    /// Rows with another rowid and the same key: they were deleted and put in again.
    pub moved: usize,
    /// Columns with other values, in rows that stay.
    pub columns: BTreeMap<Name, ColumnChange>,
    /// The table itself is gone.
    pub is_dropped: bool,
}

/// Values of one column that are others now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnChange {
    /// Rows with another value.
    pub changed: usize,
    /// Of these, rows in which it became NULL.
    pub nulled: usize,
    /// Of these, rows in which the value is of another storage class: `'007'` that becomes `7`.
    pub converted: usize,
    /// One value before and after, as SQL literals.
    pub example: Option<(String, String)>,
    /// Rows that had a value.
    pub held: usize,
}

impl ColumnChange {
    /// Counts one value that was `from` and is `to`.
    pub(super) fn count(&mut self, from: &str, to: &str) {
        if from != "NULL" {
            self.held += 1;
        }
        if from == to {
            return;
        }
        self.changed += 1;
        if to == "NULL" {
            self.nulled += 1;
        } else if from != "NULL" && class(from) != class(to) {
            self.converted += 1;
        }
        if from != "NULL" && self.example.as_ref().is_none_or(|it| it.0.len() > from.len()) {
            self.example = Some((from.to_owned(), to.to_owned()));
        }
    }
}

/// The storage class of a literal, by how it is written.
fn class(literal: &str) -> &'static str {
    match literal.as_bytes() {
        [b'\'', ..] | [b'C', ..] => "text",
        [b'X', ..] => "blob",
        _ if literal == "NULL" => "null",
        _ if literal.contains(['.', 'e']) => "real",
        _ => "integer",
    }
}

impl TableChange {
    /// What differs between two moments of one table; none where nothing does.
    pub(super) fn between(table: &Name, from: &TableRows, to: &TableRows) -> Option<Self> {
        let mut columns: BTreeMap<Name, ColumnChange> = BTreeMap::new();
        let pairs: Vec<(usize, usize, &Name)> = shared(from, to);
        let mut gone = 0;
        let moved = from.moved(to);
        for (identity, old) in &from.rows {
            let again = || moved.get(identity).map(|it| it.1);
            let Some(new) = to.rows.get(identity).or_else(again) else {
                gone += 1;
                continue;
            };
            for (at, to_at, name) in &pairs {
                if let (Some(old), Some(new)) = (old.get(*at), new.get(*to_at))
                    && old != new
                {
                    columns.entry((*name).clone()).or_default().count(old, new);
                }
            }
        }
        let moved = moved.len();
        let came = to.rows.keys().filter(|it| !from.rows.contains_key(*it)).count() - moved;
        (gone > 0 || came > 0 || moved > 0 || !columns.is_empty()).then(|| Self {
            table: table.clone(),
            before: from.rows.len(),
            after: to.rows.len(),
            gone,
            came,
            moved,
            columns,
            is_dropped: false,
        })
    }

    /// A table that is dropped with its rows.
    pub(super) fn dropped(table: &Name, from: &TableRows) -> Self {
        Self {
            table: table.clone(),
            before: from.rows.len(),
            after: 0,
            gone: from.rows.len(),
            came: 0,
            moved: 0,
            columns: BTreeMap::new(),
            is_dropped: true,
        }
    }
}

/// Columns of both moments: those of one name, and one that is renamed in its place.
fn shared<'a>(from: &'a TableRows, to: &TableRows) -> Vec<(usize, usize, &'a Name)> {
    let same_width = from.columns.len() == to.columns.len();
    let place = |(at, name): (usize, &'a Name)| match to.position(name) {
        Some(found) => Some((at, found, name)),
        None if same_width && to.columns.get(at).is_some_and(|it| from.position(it).is_none()) => Some((at, at, name)),
        None => None,
    };
    from.columns.iter().enumerate().filter_map(place).collect()
}

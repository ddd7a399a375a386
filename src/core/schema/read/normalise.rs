//! Facts that SQLite adds to what is written, so that equal tables read equal however they are spelled.

use crate::schema::{Column, ConflictClause, KeyColumn, Name, NotNull, Table, Unique};

/// Fills in what is implied and drops what has no effect. `uniques_before_key` is how many UNIQUE constraints the text has
/// before the primary key.
pub(super) fn normalise(table: &mut Table, uniques_before_key: usize) {
    integer_key(table);
    implied_not_null(table);
    key_collations(table);
    repeated_keys(table, uniques_before_key);
    drop_repeated(&mut table.checks, |a, b| a.expression == b.expression);
    drop_repeated(&mut table.foreign_keys, |a, b| a == b);
}

/// A key of one INTEGER column is the rowid itself: never NULL, ordered, compared as a number.
/// <https://www.sqlite.org/lang_createtable.html#rowid>
fn integer_key(table: &mut Table) {
    if !is_integer_key(table) {
        return;
    }
    let without_rowid = table.without_rowid;
    for column in table.primary_key.iter_mut().flat_map(|key| &mut key.columns) {
        // Lost even where the table turns out to have no rowid; the direction is not.
        column.collation = None;
        column.descending &= without_rowid;
    }
    let name = table.rowid_alias().map(|it| it.name.clone());
    for column in table.columns.iter_mut().filter(|it| Some(&it.name) == name.as_ref()) {
        column.not_null = None;
    }
}

/// True for a key that is the rowid, unless the table has none.
fn is_integer_key(table: &Table) -> bool {
    let Some(key) = &table.primary_key else { return false };
    let [column] = key.columns.as_slice() else {
        return false;
    };
    // `INTEGER PRIMARY KEY DESC` is an ordinary key when written with the column, by a historical accident.
    let is_ordinary = key.inline && column.descending;
    !is_ordinary && table.column(&column.name).is_some_and(Column::is_integer)
}

/// Key columns are NOT NULL in WITHOUT ROWID and STRICT tables, and nowhere else.
/// <https://www.sqlite.org/withoutrowid.html>, <https://www.sqlite.org/stricttables.html>
fn implied_not_null(table: &mut Table) {
    if !(table.without_rowid || table.strict) || table.rowid_alias().is_some() {
        return;
    }
    let Some(key) = &table.primary_key else { return };
    for column in &mut table.columns {
        if column.not_null.is_none() && key.columns.iter().any(|it| it.name == column.name) {
            column.not_null = Some(NotNull {
                conflict: ConflictClause::Abort,
                name: None,
            });
        }
    }
}

/// COLLATE in a key says nothing where it names the column's own collation.
fn key_collations(table: &mut Table) {
    let keys = table.primary_key.iter_mut().map(|key| &mut key.columns);
    let keys = keys.chain(table.uniques.iter_mut().map(|unique| &mut unique.columns));
    for column in keys.flatten() {
        let own = table.columns.iter().find(|it| it.name == column.name);
        let own = own.and_then(|it| it.collation.as_ref());
        column.collation = column.collation.take().filter(|written| !is_own(written, own));
    }
}

/// True if `written` is the collation that a column with `own` has anyway.
pub(crate) fn is_own(written: &Name, own: Option<&Name>) -> bool {
    match own {
        Some(own) => own == written,
        None => *written == Name::new("BINARY"),
    }
}

/// SQLite makes one index of keys with the same columns and collations (sqlite3CreateIndex, build.c). It has the
/// directions of the first, and the conflict clause of the one that has one. The rowid has no index, so UNIQUE on it stays.
fn repeated_keys(table: &mut Table, uniques_before_key: usize) {
    let mut kept: Vec<Unique> = Vec::with_capacity(table.uniques.len());
    let is_alias = table.rowid_alias().is_some();
    let is_late = table.without_rowid && is_integer_key(table);
    let mut key = table.primary_key.as_mut().filter(|_| !is_alias);
    let mut merged = false;
    for (index, unique) in table.uniques.drain(..).enumerate() {
        if let Some(key) = key.as_mut().filter(|key| same_key(&key.columns, &unique.columns)) {
            // The key of a WITHOUT ROWID table that would be the rowid elsewhere gets its index last.
            if !merged && (is_late || index < uniques_before_key) {
                key.columns.clone_from(&unique.columns);
            }
            merged = true;
            keep_conflict(&mut key.conflict, unique.conflict);
        } else if let Some(first) = kept.iter_mut().find(|it| same_key(&it.columns, &unique.columns)) {
            keep_conflict(&mut first.conflict, unique.conflict);
        } else {
            kept.push(unique);
        }
    }
    table.uniques = kept;
    // Only then does a WITHOUT ROWID table drop what its key repeats (convertToWithoutRowidTable, build.c).
    if let Some(key) = table.primary_key.as_mut().filter(|_| table.without_rowid) {
        drop_repeated(&mut key.columns, |a, b| a.name == b.name && a.collation == b.collation);
    }
}

fn keep_conflict(kept: &mut ConflictClause, other: ConflictClause) {
    if *kept == ConflictClause::Abort {
        *kept = other;
    }
}

fn same_key(left: &[KeyColumn], right: &[KeyColumn]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(a, b)| a.name == b.name && a.collation == b.collation)
}

/// Keeps the first of each kind.
pub(crate) fn drop_repeated<T>(items: &mut Vec<T>, same: impl Fn(&T, &T) -> bool) {
    if items.len() < 2 {
        return;
    }
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        if !kept.iter().any(|it| same(it, &item)) {
            kept.push(item);
        }
    }
    *items = kept;
}

//! Facts that SQLite adds to what is written, so that equal tables read equal however they are spelled.

use crate::schema::{Column, ConflictClause, KeyColumn, Name, NotNull, Table, Unique};

/// Fills in what is implied and drops what has no effect.
pub(super) fn normalise(table: &mut Table) {
    rowid_alias(table);
    implied_not_null(table);
    key_collations(table);
    repeated_keys(table);
    drop_repeated(&mut table.checks, |a, b| a.expression == b.expression);
    drop_repeated(&mut table.foreign_keys, |a, b| a == b);
}

/// The key of a rowid table of type INTEGER is the rowid itself: never NULL, ordered, compared as a number.
/// <https://www.sqlite.org/lang_createtable.html#rowid>
fn rowid_alias(table: &mut Table) {
    let Some(key) = &table.primary_key else { return };
    let [column] = key.columns.as_slice() else { return };
    // `INTEGER PRIMARY KEY DESC` is an ordinary key when written with the column, by a historical accident.
    let is_ordinary = key.inline && column.descending;
    let name = column.name.clone();
    let is_integer = table.column(&name).is_some_and(Column::is_integer);
    if table.without_rowid || is_ordinary || !is_integer {
        return;
    }
    for column in table.primary_key.iter_mut().flat_map(|key| &mut key.columns) {
        column.descending = false;
        column.collation = None;
    }
    for column in table.columns.iter_mut().filter(|it| it.name == name) {
        column.not_null = None;
    }
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

/// SQLite makes one index of keys with the same columns and collations (sqlite3CreateIndex, build.c), and takes the
/// conflict clause of the one that has one. The rowid has no index, so UNIQUE on it stays.
fn repeated_keys(table: &mut Table) {
    let is_alias = table.rowid_alias().is_some();
    if let Some(key) = table.primary_key.as_mut() {
        if table.without_rowid {
            drop_repeated(&mut key.columns, |a, b| a.name == b.name && a.collation == b.collation);
        }
        if !is_alias {
            table.uniques.retain(|unique| {
                let same = same_key(&unique.columns, &key.columns);
                if same && key.conflict == ConflictClause::Abort {
                    key.conflict = unique.conflict;
                }
                !same
            });
        }
    }
    let mut kept: Vec<Unique> = Vec::with_capacity(table.uniques.len());
    for unique in table.uniques.drain(..) {
        match kept.iter_mut().find(|it| same_key(&it.columns, &unique.columns)) {
            Some(first) if first.conflict == ConflictClause::Abort => first.conflict = unique.conflict,
            Some(_) => {}
            None => kept.push(unique),
        }
    }
    table.uniques = kept;
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
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        if !kept.iter().any(|it| same(it, &item)) {
            kept.push(item);
        }
    }
    *items = kept;
}

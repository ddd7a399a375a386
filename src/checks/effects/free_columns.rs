//! Columns of a made row that may take another value.

use crate::schema::{Column, Table};

/// The columns that are not computed, and that neither the primary key nor a foreign key holds.
pub(super) fn free_columns(table: &Table) -> impl Iterator<Item = &Column> {
    let is_key = |column: &Column| {
        let mut key = table.primary_key.iter().flat_map(|it| &it.columns);
        key.any(|it| it.name == column.name)
    };
    let is_foreign = |column: &Column| table.foreign_keys.iter().any(|it| it.columns.contains(&column.name));
    let columns = table.columns.iter().filter(|it| it.generated.is_none());
    columns.filter(move |it| !is_key(it) && !is_foreign(it))
}

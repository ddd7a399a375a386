//! Unique keys that new code upserts by, ahead of the last stage.

use super::{Renamed, is_taken};
use crate::diff::TableChange;
use crate::schema::{Column, Index, Name, Object, Schema, Table, read};

/// Adds a unique index for each wanted key that the rows of both codes cannot violate: one over a column that is new and
/// that old code leaves NULL, or over columns that were such a key under their old names.
pub(super) fn ahead(change: &TableChange, live: &Name, renamed: &[&Renamed], table: &mut Table, schema: &Schema) {
    let wanted = &change.tables.to;
    let Some(before) = schema.tables.get(live) else { return };
    for columns in keys(wanted) {
        let is_there = columns.iter().all(|name| table.column(name).is_some());
        if !is_there || table.is_key_unique(&columns) {
            continue;
        }
        let old: Vec<Name> = columns.iter().map(|name| old_name(name, renamed)).collect();
        let is_new = |name: &Name| {
            before.column(name).is_none()
                && !renamed.iter().any(|it| it.new == *name)
                && table.column(name).is_some_and(is_empty_at_first)
        };
        let is_renamed = old != columns && before.is_key_unique(&old);
        if !is_renamed && !columns.iter().any(is_new) {
            continue;
        }
        let words: Vec<&str> = columns.iter().map(Name::as_str).collect();
        let mut name = Name::new(format!("{live}_{}_key", words.join("_")));
        while is_taken(schema, &name) || table.indexes.contains_key(&name) {
            name = Name::new(format!("{name}_"));
        }
        let sql = format!(
            "CREATE UNIQUE INDEX {} ON {} ({})",
            name.quoted(),
            live.quoted(),
            Name::quoted_list(&columns)
        );
        if let Ok(Object::Index(index)) = read::object("index", &sql) {
            table.indexes.insert(name, index);
        }
    }
}

/// The columns of a table's unique keys, apart from its primary one.
fn keys(table: &Table) -> Vec<Vec<Name>> {
    let constraints = table
        .uniques
        .iter()
        .map(|unique| unique.columns.iter().map(|it| it.name.clone()).collect());
    let plain = |index: &Index| index.columns.iter().map(|it| it.plain().cloned()).collect();
    let indexes = table
        .indexes
        .values()
        .filter(|index| index.unique && index.predicate.is_none())
        .filter_map(plain);
    constraints.chain(indexes).collect()
}

fn old_name(name: &Name, renamed: &[&Renamed]) -> Name {
    // Converted values may be equal where the old ones were not.
    let found = renamed.iter().find(|it| it.new == *name && !it.is_converted());
    found.map_or_else(|| name.clone(), |it| it.old.clone())
}

fn is_empty_at_first(column: &Column) -> bool {
    column.default.is_none() && column.generated.is_none()
}

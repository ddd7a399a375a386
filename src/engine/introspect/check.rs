//! What the reader made of the CREATE text, against what the engine's PRAGMAs say.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ownership, Unknown, table};
use crate::database::{Rows, Value};
use crate::schema::{ForeignKey, GeneratedKind, Name, Object, SchemaRow, Table, VirtualTable, read};

/// Tables that FTS5 and rtree keep for themselves.
pub(super) fn shadow_tables(list: &Rows) -> BTreeSet<Name> {
    list.rows
        .iter()
        .filter(|row| text(row, 1) == "shadow")
        .map(|row| Name::new(text(row, 0)))
        .collect()
}

/// Tables that modules keep which SQLite here does not have: it takes them for ordinary ones.
pub(super) fn kept_by_absent_modules(rows: &[SchemaRow], ownership: &Ownership) -> BTreeSet<Name> {
    let opaque: Vec<VirtualTable> = rows
        .iter()
        .filter_map(
            |row| match read::object(&row.kind, row.sql.as_deref().filter(|it| is_virtual(it))?) {
                Ok(Object::VirtualTable(table)) if table.is_opaque() => Some(table),
                _ => None,
            },
        )
        .collect();
    let names = rows.iter().filter(|row| row.kind.eq_ignore_ascii_case("table"));
    let names = names.map(|row| Name::new(row.name.as_str()));
    names
        .filter(|name| opaque.iter().any(|it| it.keeps(name)) && ownership.may_be_kept(name))
        .collect()
}

/// True for the text of a virtual table, as SQLite writes its start.
pub(super) fn is_virtual(sql: &str) -> bool {
    sql.starts_with("CREATE VIRTUAL TABLE ")
}

/// Those of `all` of which the two accounts differ, each with the first difference.
pub(super) fn disagreements<'a>(
    all: impl Iterator<Item = &'a Table>,
    list: &Rows,
    columns: &Rows,
    indexes: &Rows,
    keys: &Rows,
) -> Vec<Unknown> {
    let options: BTreeMap<Name, &Vec<Value>> = list.rows.iter().map(|row| (Name::new(text(row, 0)), row)).collect();
    let columns = by_owner(columns);
    let indexes = by_owner(indexes);
    let keys = by_owner(keys);
    let none = Vec::new();
    let mut unknown = Vec::new();
    for it in all {
        let reason = options_differ(it, options.get(&it.name).copied().unwrap_or(&none))
            .or_else(|| columns_differ(it, of(&columns, it)))
            .or_else(|| indexes_differ(it, of(&indexes, it)))
            .or_else(|| keys_differ(it, of(&keys, it)));
        if let Some(reason) = reason {
            unknown.push(Unknown {
                object: table(&it.name),
                reason: format!("SQLite reads it differently: {reason}"),
            });
        }
    }
    unknown
}

fn of<'a, 'b>(facts: &'b BTreeMap<Name, Vec<&'a Vec<Value>>>, table: &Table) -> &'b [&'a Vec<Value>] {
    facts.get(&table.name).map(Vec::as_slice).unwrap_or_default()
}

fn by_owner(rows: &Rows) -> BTreeMap<Name, Vec<&Vec<Value>>> {
    let mut found: BTreeMap<Name, Vec<&Vec<Value>>> = BTreeMap::new();
    // The rows of one owner come together.
    for rows in rows.rows.chunk_by(|one, next| text(one, 0) == text(next, 0)) {
        let owner = rows.first().map(|row| text(row, 0)).unwrap_or_default();
        found.entry(Name::new(owner)).or_default().extend(rows);
    }
    found
}

fn options_differ(it: &Table, row: &[Value]) -> Option<String> {
    if (number(row, 2) == 1) != it.without_rowid {
        return Some("WITHOUT ROWID".to_owned());
    }
    ((number(row, 3) == 1) != it.strict).then(|| "STRICT".to_owned())
}

fn columns_differ(it: &Table, rows: &[&Vec<Value>]) -> Option<String> {
    if rows.len() != it.columns.len() {
        return Some(format!("{} columns, not {}", rows.len(), it.columns.len()));
    }
    for (column, row) in it.columns.iter().zip(rows) {
        let name = text(row, 1);
        if column.name != Name::new(name) {
            return Some(format!("column {name} instead of {}", column.name));
        }
        let position = it
            .primary_key
            .as_ref()
            .and_then(|key| key.columns.iter().position(|it| it.name == column.name));
        let hidden = match column.generated.as_ref().map(|it| it.kind) {
            None => 0,
            Some(GeneratedKind::Virtual) => 2,
            Some(GeneratedKind::Stored) => 3,
        };
        let required = number(row, 3) == 1;
        // Key columns are implicitly NOT NULL in some tables; how SQLite reports that is its own affair.
        let disagree = (position.is_none() && required != column.not_null.is_some())
            || number(row, 4) != position.map_or(0, |at| at as i64 + 1)
            || number(row, 5) != hidden
            || !column.has_type(text(row, 2));
        if disagree {
            return Some(format!("column {name}"));
        }
    }
    None
}

/// An index as both accounts can tell it: unique, and for each part its column (empty: an expression), order, collation.
type Shape = (bool, Vec<(String, bool, String)>);

fn indexes_differ(it: &Table, rows: &[&Vec<Value>]) -> Option<String> {
    let mut found: BTreeMap<Name, Shape> = BTreeMap::new();
    let mut explicit: BTreeSet<Name> = BTreeSet::new();
    for row in rows {
        let name = Name::new(text(row, 1));
        if text(row, 3) == "c" {
            explicit.insert(name.clone());
        }
        let part = (
            text(row, 6).to_ascii_lowercase(),
            number(row, 7) == 1,
            text(row, 8).to_ascii_lowercase(),
        );
        found
            .entry(name)
            .or_insert_with(|| (number(row, 2) == 1, Vec::new()))
            .1
            .push(part);
    }
    for name in &explicit {
        let Some(index) = it.indexes.get(name) else {
            return Some(format!("index {name}"));
        };
        let Some((unique, parts)) = found.get(name) else {
            continue;
        };
        let own: Vec<bool> = index.columns.iter().map(|column| column.descending).collect();
        let theirs: Vec<bool> = parts.iter().map(|(_, descending, _)| *descending).collect();
        if index.unique != *unique || own != theirs {
            return Some(format!("index {name}"));
        }
    }
    let missing = it.indexes.keys().find(|name| !explicit.contains(*name));
    if let Some(name) = missing {
        return Some(format!("index {name}"));
    }
    // Every UNIQUE and key that is not the rowid is backed by an automatic index on the same columns.
    let automatic: BTreeSet<Vec<String>> = found
        .iter()
        .filter(|(name, _)| !explicit.contains(*name))
        .map(|(_, (_, parts))| parts.iter().map(|(column, _, _)| column.clone()).collect())
        .collect();
    let unique = it.uniques.iter().map(|unique| &unique.columns);
    let key = it
        .primary_key
        .iter()
        .filter(|_| it.rowid_alias().is_none())
        .map(|key| &key.columns);
    let expected: BTreeSet<Vec<String>> = unique
        .chain(key)
        .map(|columns| columns.iter().map(|column| column.name.folded()).collect())
        .collect();
    (automatic != expected).then(|| "its UNIQUE constraints".to_owned())
}

fn keys_differ(it: &Table, rows: &[&Vec<Value>]) -> Option<String> {
    // One row per column of a key, which `id` holds together. A key that is written twice is one key to the schema.
    let mut found: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let part = format!("{}>{} {} {}", text(row, 4), text(row, 3), text(row, 6), text(row, 7));
        found
            .entry(number(row, 1))
            .or_default()
            .insert(part.to_ascii_lowercase());
    }
    let found: BTreeSet<BTreeSet<String>> = found.into_values().collect();
    let parts = |key: &ForeignKey| -> BTreeSet<String> {
        let rest = format!("{} {} {}", key.parent, key.on_update.sql(), key.on_delete.sql());
        let part = |column: &Name| format!("{column}>{rest}").to_ascii_lowercase();
        key.columns.iter().map(part).collect()
    };
    let expected: BTreeSet<BTreeSet<String>> = it.foreign_keys.iter().map(parts).collect();
    (found != expected).then(|| "its foreign keys".to_owned())
}

fn text(row: &[Value], index: usize) -> &str {
    row.get(index).and_then(Value::as_str).unwrap_or_default()
}

fn number(row: &[Value], index: usize) -> i64 {
    row.get(index).and_then(Value::as_i64).unwrap_or_default()
}

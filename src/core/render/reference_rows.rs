//! Rows of reference tables: written by key, so that the text does the same whatever rows are there, and deleted by key once
//! no row refers to them.

use super::assertion::{Assertion, statements};
use crate::diff::RowChanges;
use crate::plan::{DeletedRows, WrittenRows};
use crate::schema::{ForeignKey, Name};
use crate::sql::limits::STATEMENT_BYTES;

/// Bytes of values in one statement: the rest of it is names.
const MOST_BYTES: usize = STATEMENT_BYTES * 4 / 5;

/// `INSERT … ON CONFLICT (key) DO UPDATE`. The rows of a conflict clause of the table itself would be replaced or skipped, and
/// OR ABORT stops that; it says nothing where there is none.
pub fn written(rows: &WrittenRows) -> Vec<String> {
    let changes = &rows.changes;
    let or_abort = if rows.has_conflict_clauses { "OR ABORT " } else { "" };
    let written = |names: &[Name]| names.iter().map(Name::written).collect::<Vec<_>>().join(", ");
    let set: Vec<String> = changes
        .updated()
        .map(|name| format!("{0} = excluded.{0}", name.written()))
        .collect();
    let action = match set.is_empty() {
        true => "DO NOTHING".to_owned(),
        false => format!("DO UPDATE SET {}", set.join(", ")),
    };
    let tuples = changes.written.iter().map(|row| format!("({})", row.values.join(", ")));
    let statement = |values: String| {
        format!(
            "INSERT {or_abort}INTO {} ({}) VALUES\n  {values}\nON CONFLICT ({}) {action}",
            changes.table.written(),
            written(&changes.columns),
            written(&changes.key),
        )
    };
    let aside = changes.set_aside.iter().map(|it| {
        let pairs = changes.key.iter().zip(&it.key);
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{} = {value}", name.written()))
            .collect();
        let (table, column) = (changes.table.written(), it.column.written());
        format!(
            "UPDATE {table} SET {column} = {} WHERE {}",
            it.value,
            pairs.join(" AND ")
        )
    });
    aside
        .chain(joined(tuples, ",\n  ").into_iter().map(statement))
        .collect()
}

/// First what stops the migration where a row refers to one of them, then the DELETE.
pub(super) fn delete(rows: &DeletedRows) -> Vec<String> {
    let changes = &rows.changes;
    let lists = lists(changes);
    let assertions: Vec<Assertion> = rows
        .referrers
        .iter()
        .flat_map(|(child, key)| lists.iter().map(|list| referred(changes, child, key, list)))
        .collect();
    let deletes = deleted(changes);
    match assertions.is_empty() {
        true => deletes,
        false => statements(&assertions).into_iter().chain(deletes).collect(),
    }
}

/// Only the DELETE.
pub fn deleted(changes: &RowChanges) -> Vec<String> {
    let delete = |list: &String| {
        let condition = is_among(changes, "", list);
        format!("DELETE FROM {} WHERE {condition}", changes.table.written())
    };
    lists(changes).iter().map(delete).collect()
}

/// Stops where a row refers to one that is deleted: an action of the foreign key would delete or change it.
fn referred(changes: &RowChanges, child: &Name, key: &ForeignKey, list: &str) -> Assertion {
    let pairs = key.columns.iter().zip(&key.parent_columns);
    let joins = pairs.map(|(ours, theirs)| format!("parent.{} = child.{}", theirs.written(), ours.written()));
    let mut conditions: Vec<String> = joins.collect();
    conditions.push(is_among(changes, "parent.", list));
    if *child == changes.table {
        conditions.push(format!("NOT ({})", is_among(changes, "child.", list)));
    }
    Assertion {
        message: format!("{child} has rows that refer to deleted rows of {}", changes.table),
        violated: format!(
            "SELECT NULL\n  WHERE EXISTS (SELECT 1 FROM {} AS parent, {} AS child WHERE {})",
            changes.table.written(),
            child.written(),
            conditions.join(" AND ")
        ),
    }
}

/// `id IN (3, 4)`, or `(a, b) IN (VALUES (1, 'x'))`.
fn is_among(changes: &RowChanges, prefix: &str, list: &str) -> String {
    let columns: Vec<String> = changes
        .key
        .iter()
        .map(|it| format!("{prefix}{}", it.written()))
        .collect();
    match columns.as_slice() {
        [one] => format!("{one} IN ({list})"),
        many => format!("({}) IN (VALUES {list})", many.join(", ")),
    }
}

/// The deleted keys, as lists that [`is_among`] takes.
fn lists(changes: &RowChanges) -> Vec<String> {
    let keys = changes.deleted.iter().map(|key| match key.as_slice() {
        [one] => one.clone(),
        many => format!("({})", many.join(", ")),
    });
    joined(keys, ", ")
}

/// Items joined to texts of which none is too long for a statement, unless a single item is.
fn joined(items: impl Iterator<Item = String>, separator: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for item in items {
        match texts.last_mut() {
            Some(text) if text.len() + item.len() <= MOST_BYTES => {
                text.push_str(separator);
                text.push_str(&item);
            }
            _ => texts.push(item),
        }
    }
    texts
}

//! A `renamed-from` whose old name a database does not have: of a table or column that it does not have either, it is
//! misspelt, and the plan would create an empty one.

use crate::desired::Desired;
use crate::schema::{Name, Schema};
use crate::sql::nearest;

/// A note for each. Where the new name is there, the rename has been done.
pub(crate) fn notes(from: &Schema, desired: &Desired) -> Vec<String> {
    let mut notes = Vec::new();
    // A database that begins has nothing to rename.
    if from.is_empty() {
        return notes;
    }
    let hints = &desired.hints;
    for (new, old) in &hints.renamed_tables {
        let is_there = |name: &Name| from.tables.contains_key(name) || hints.renamed_tables.contains_key(name);
        if !is_there(old) && !from.tables.contains_key(new) {
            let gone = from.tables.keys().filter(|it| !desired.schema.tables.contains_key(it));
            notes.push(note(&format!("table {new}"), &format!("table {old}"), old, gone));
        }
    }
    for ((table, new), hint) in &hints.columns {
        let Some(old) = &hint.renamed_from else { continue };
        let before = hints.renamed_tables.get(table).unwrap_or(table);
        let Some(live) = from.tables.get(table).or_else(|| from.tables.get(before)) else {
            continue;
        };
        let is_renamed = |name: &Name| {
            let key = (table.clone(), name.clone());
            hints.columns.get(&key).is_some_and(|it| it.renamed_from.is_some())
        };
        if live.column(old).is_none() && live.column(new).is_none() && !is_renamed(old) {
            let wanted = desired.schema.tables.get(table);
            let is_kept = |name: &Name| wanted.is_some_and(|it| it.column(name).is_some());
            let gone = live.columns.iter().map(|it| &it.name).filter(|it| !is_kept(it));
            let (new, old_name) = (format!("column {table}.{new}"), format!("column {old}"));
            notes.push(note(&new, &old_name, old, gone));
        }
    }
    notes
}

fn note<'a>(new: &str, missing: &str, old: &Name, gone: impl Iterator<Item = &'a Name>) -> String {
    let meant = match nearest(old.as_str(), gone.map(Name::as_str)) {
        Some(it) => format!("; did you mean {it}?"),
        None => String::new(),
    };
    format!("{new} is created, not renamed: its `renamed-from` names {missing}, which is not there{meant}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use super::*;
    use crate::desired;

    fn told(live: &str, wanted: &str) -> Vec<String> {
        let read = |sql: &str| desired::parse_sql(Path::new("schema.sql"), sql).unwrap();
        notes(&read(live).schema, &read(wanted))
    }

    #[test]
    fn of_what_is_nowhere() {
        let live = "CREATE TABLE customers (id INTEGER, mail TEXT);";
        let wanted = |table: &str, column: &str| {
            format!(
                "-- reconcile: renamed-from {table}\nCREATE TABLE clients (\n  id INTEGER,\n  email TEXT -- reconcile: renamed-from {column}\n);"
            )
        };
        assert_eq!(told(live, &wanted("customers", "mail")), Vec::<String>::new());
        assert_eq!(
            told(live, &wanted("custmers", "mail")),
            [
                "table clients is created, not renamed: its `renamed-from` names table custmers, which is not there; did you mean customers?"
            ]
        );
        assert_eq!(
            told(live, &wanted("customers", "maill")),
            [
                "column clients.email is created, not renamed: its `renamed-from` names column maill, which is not there; did you mean mail?"
            ]
        );
        // Done already, or nothing to rename yet.
        let done = "CREATE TABLE clients (id INTEGER, email TEXT);";
        assert_eq!(told(done, &wanted("customers", "mail")), Vec::<String>::new());
        assert_eq!(told("", &wanted("customers", "mail")), Vec::<String>::new());
    }
}

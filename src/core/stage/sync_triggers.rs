//! Old and new name of one column, kept in step by triggers while both codes run.

use super::sync_expressions::Sync;
use crate::schema::{Name, Object, Schema, Table, read};

/// Adds the triggers that copy each column to the other. Code that writes the new one wins over a default of the old one.
///
/// SQLite does not run a trigger within itself unless asked to, and each writes only where the two differ, so that what one
/// wrote is not written back in another form: <https://www.sqlite.org/pragma.html#pragma_recursive_triggers>
///
/// `counter` is a column that each of their writes counts up, so that the schema's own triggers can pass over them.
pub(super) fn column(schema: &mut Schema, sync: &Sync, counter: Option<&Name>) {
    let Some(table) = schema.tables.get(&sync.live) else {
        return;
    };
    let Some(row) = this_row(table) else { return };
    for (event, body) in triggers(table, sync, &row, counter) {
        let name = match sync.reads.first().filter(|_| !sync.only_null) {
            Some(old) => format!("{}_{}_follows_{old}_{event}", sync.live, sync.new),
            None => format!("{}_{}_is_filled_{event}", sync.live, sync.new),
        };
        let name = free(schema, &name);
        add(schema, "trigger", &format!("CREATE TRIGGER {} {body}", name.quoted()));
    }
}

/// What happens on which event: `(insert_old, AFTER INSERT ON …)`.
fn triggers(table: &Table, sync: &Sync, row: &str, counter: Option<&Name>) -> Vec<(&'static str, String)> {
    let (on, new) = (table.name.quoted(), sync.new.quoted());
    let Sync { forward, is_behind, .. } = sync;
    let counted = counter
        .map(|it| format!(", {0} = {0} + 1", it.quoted()))
        .unwrap_or_default();
    let unseen = sync
        .back
        .as_ref()
        .map(|it| format!(" AND {}", it.differs))
        .unwrap_or_default();
    let to_new = format!("UPDATE {on} SET {new} = {forward}{counted} WHERE {row} AND {is_behind}{unseen}");
    // What the new column holds where nobody wrote it.
    let (is_unwritten, is_written) = match &sync.default {
        Some(value) => (
            format!("NEW.{new} COLLATE BINARY IS ({value})"),
            format!("NEW.{new} COLLATE BINARY IS NOT ({value})"),
        ),
        None => (format!("NEW.{new} IS NULL"), format!("NEW.{new} IS NOT NULL")),
    };
    let any = |condition: &dyn Fn(&str) -> String| {
        let each: Vec<String> = sync.reads.iter().map(|it| condition(&it.quoted())).collect();
        each.join(" OR ")
    };
    let mut insert = is_unwritten;
    let mut to_new_row = to_new.clone();
    if sync.default.is_none() {
        to_new_row = format!("UPDATE {on} SET {new} = {forward}{counted} WHERE {row} AND {forward} IS NOT NULL");
    } else if sync.back.is_none() {
        // A row in which nothing is said under the old names is one of new code.
        insert.push_str(&format!(" AND ({})", any(&|it| format!("NEW.{it} IS NOT NULL"))));
    }
    let computed = |name: &Name| table.column(name).is_some_and(|it| it.generated.is_some());
    // A computed column is in no SET.
    let of_old = match sync.reads.iter().any(computed) {
        true => String::new(),
        false => format!(" OF {}", Name::quoted_list(&sync.reads)),
    };
    let update = match sync.only_null {
        true => format!("NEW.{new} IS NULL"),
        false => any(&|it| format!("NEW.{it} COLLATE BINARY IS NOT OLD.{it}")),
    };
    let mut triggers = vec![(
        "insert_old",
        format!("AFTER INSERT ON {on} WHEN {insert} BEGIN {to_new_row}; END"),
    )];
    if !sync.reads.is_empty() {
        let body = format!("AFTER UPDATE{of_old} ON {on} WHEN {update} BEGIN {to_new}; END");
        triggers.push(("update_old", body));
    }
    if let Some(back) = &sync.back {
        let old = back.old.quoted();
        let to_old = format!("UPDATE {on} SET {old} = {new}{counted} WHERE {row} AND {is_behind}{unseen}");
        triggers.push((
            "insert_new",
            format!("AFTER INSERT ON {on} WHEN {is_written} BEGIN {to_old}; END"),
        ));
        triggers.push((
            "update_new",
            format!("AFTER UPDATE OF {new} ON {on} WHEN NEW.{new} COLLATE BINARY IS NOT OLD.{new} BEGIN {to_old}; END"),
        ));
    }
    triggers
}

/// The column that this one of a table was kept in step with, both ways, while both were there.
pub fn in_step(schema: &Schema, table: &Table, old: &Name) -> Option<Name> {
    let follows = |new: &Name| {
        let trigger = format!("{}_{new}_follows_{old}_insert_new", table.name);
        let found = schema.triggers.get(&Name::new(trigger));
        found.is_some_and(|it| it.on == table.name)
    };
    table
        .columns
        .iter()
        .map(|it| &it.name)
        .find(|new| follows(new))
        .cloned()
}

/// What finds the row that a trigger is about.
fn this_row(table: &Table) -> Option<String> {
    if let Some(rowid) = table.rowid_name() {
        return Some(format!("{0} = NEW.{0}", rowid.quoted()));
    }
    let key = table.primary_key.as_ref()?;
    let same: Vec<String> = key
        .columns
        .iter()
        .map(|it| format!("{0} IS NEW.{0}", it.name.quoted()))
        .collect();
    Some(same.join(" AND "))
}

/// A name that nothing has.
pub(super) fn free(schema: &Schema, wish: &str) -> Name {
    let taken = |name: &Name| {
        schema.triggers.contains_key(name)
            || schema.views.contains_key(name)
            || schema.tables.contains_key(name)
            || schema.virtual_tables.contains_key(name)
            || schema.tables.values().any(|table| table.indexes.contains_key(name))
    };
    let mut name = Name::new(wish);
    let mut count = 2;
    while taken(&name) {
        name = Name::new(format!("{wish}_{count}"));
        count += 1;
    }
    name
}

/// Adds an object of our own making, which always reads.
pub(super) fn add(schema: &mut Schema, kind: &str, sql: &str) {
    if let Ok(object @ (Object::View(_) | Object::Trigger(_))) = read::object(kind, sql) {
        let _ = schema.insert(object);
    }
}

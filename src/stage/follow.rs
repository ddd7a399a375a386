//! Old and new name of one thing, kept in step while both codes run: triggers for a column, a view for a table.

use super::{Renamed, Sync};
use crate::schema::{Column, Name, Object, Schema, Table, read};

/// Adds the triggers that copy each column to the other. Code that writes the new one wins over a default of the old one.
///
/// SQLite does not run a trigger within itself unless asked to, and each writes only where the two differ, so that what one
/// wrote is not written back in another form: <https://www.sqlite.org/pragma.html#pragma_recursive_triggers>
pub(super) fn column(schema: &mut Schema, it: &Renamed, sync: &Sync) {
    let Some(table) = schema.tables.get(&it.live) else {
        return;
    };
    let Some(row) = this_row(table) else { return };
    let (on, old, new) = (it.live.quoted(), it.old.quoted(), it.new.quoted());
    let Sync {
        forward,
        is_behind,
        differs,
    } = sync;
    let unseen = differs.as_ref().map(|it| format!(" AND {it}")).unwrap_or_default();
    let computed = table.column(&it.old).is_some_and(|it| it.generated.is_some());
    // A computed column is in no SET.
    let of_old = if computed { String::new() } else { format!(" OF {old}") };
    let mut triggers = vec![
        (
            "insert_old",
            format!(
                "AFTER INSERT ON {on} WHEN NEW.{new} IS NULL BEGIN \
                 UPDATE {on} SET {new} = {forward} WHERE {row} AND {forward} IS NOT NULL; END"
            ),
        ),
        (
            "update_old",
            format!(
                "AFTER UPDATE{of_old} ON {on} WHEN NEW.{old} COLLATE BINARY IS NOT OLD.{old} BEGIN \
                 UPDATE {on} SET {new} = {forward} WHERE {row} AND {is_behind}{unseen}; END"
            ),
        ),
    ];
    if differs.is_some() {
        let to_old = format!("UPDATE {on} SET {old} = {new} WHERE {row} AND {is_behind}{unseen}");
        triggers.push((
            "insert_new",
            format!("AFTER INSERT ON {on} WHEN NEW.{new} IS NOT NULL BEGIN {to_old}; END"),
        ));
        triggers.push((
            "update_new",
            format!("AFTER UPDATE OF {new} ON {on} WHEN NEW.{new} COLLATE BINARY IS NOT OLD.{new} BEGIN {to_old}; END"),
        ));
    }
    for (event, body) in triggers {
        let name = free(schema, &format!("{}_{}_follows_{}_{event}", it.live, it.new, it.old));
        add(schema, "trigger", &format!("CREATE TRIGGER {} {body}", name.quoted()));
    }
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

/// Adds a view under the table's new name, which reads and writes it.
pub(super) fn table(schema: &mut Schema, live: &Table, wanted: &Table, renamed: &[Renamed]) {
    if free(schema, wanted.name.as_str()) != wanted.name {
        // Something that goes has the name until the last stage.
        return;
    }
    let name = wanted.name.quoted();
    // Columns that the wanted table and the one that is there will both have, under the names that they have there.
    let there = |column: &&Column| {
        let follows = renamed
            .iter()
            .any(|it| it.table == wanted.name && it.new == column.name);
        live.column(&column.name).is_some() || follows || column.generated.is_none()
    };
    let columns: Vec<&Column> = wanted.columns.iter().filter(there).collect();
    let list = |prefix: &str, columns: &[&Column]| {
        let names: Vec<String> = columns
            .iter()
            .map(|it| format!("{prefix}{}", it.name.quoted()))
            .collect();
        names.join(", ")
    };
    let written: Vec<&Column> = columns.iter().copied().filter(|it| it.generated.is_none()).collect();
    let key: Vec<Name> = match (&live.primary_key, live.rowid_name()) {
        (Some(key), _) => key.columns.iter().map(|it| it.name.clone()).collect(),
        (None, _) => return,
    };
    let mut same: Vec<String> = key.iter().map(|it| format!("{0} IS OLD.{0}", it.quoted())).collect();
    if let (Some(rowid), true) = (live.rowid_name(), live.may_share_key()) {
        let all: Vec<String> = columns
            .iter()
            .filter(|it| live.column(&it.name).is_some())
            .map(|it| format!("{0} IS OLD.{0}", it.name.quoted()))
            .collect();
        let one = format!(
            "SELECT {rowid} FROM {} WHERE {} LIMIT 1",
            live.name.quoted(),
            all.join(" AND ")
        );
        same = vec![format!("{rowid} = ({one})")];
    }
    let given: Vec<String> = written
        .iter()
        .map(|it| match &it.default {
            // A column that INSERT leaves out is NULL in the view.
            Some(default) if !default.is_null() => format!("coalesce(NEW.{}, {})", it.name.quoted(), default.text()),
            _ => format!("NEW.{}", it.name.quoted()),
        })
        .collect();
    let set: Vec<String> = written
        .iter()
        .map(|it| format!("{0} = NEW.{0}", it.name.quoted()))
        .collect();
    let (on, same) = (live.name.quoted(), same.join(" AND "));
    add(
        schema,
        "view",
        &format!("CREATE VIEW {name} AS SELECT {} FROM {on}", list("", &columns)),
    );
    let bodies = [
        (
            "insert",
            format!(
                "INSTEAD OF INSERT ON {name} BEGIN INSERT INTO {on} ({}) VALUES ({}); END",
                list("", &written),
                given.join(", ")
            ),
        ),
        (
            "update",
            format!(
                "INSTEAD OF UPDATE ON {name} BEGIN UPDATE {on} SET {} WHERE {same}; END",
                set.join(", ")
            ),
        ),
        (
            "delete",
            format!("INSTEAD OF DELETE ON {name} BEGIN DELETE FROM {on} WHERE {same}; END"),
        ),
    ];
    for (event, body) in bodies {
        let trigger = free(schema, &format!("{}_{event}", wanted.name));
        add(
            schema,
            "trigger",
            &format!("CREATE TRIGGER {} {body}", trigger.quoted()),
        );
    }
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
fn free(schema: &Schema, wish: &str) -> Name {
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
fn add(schema: &mut Schema, kind: &str, sql: &str) {
    if let Ok(object @ (Object::View(_) | Object::Trigger(_))) = read::object(kind, sql) {
        let _ = schema.insert(object);
    }
}

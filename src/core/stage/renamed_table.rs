//! A table under its new name: a view, until the last stage, that reads and writes the table under its old one.

use super::sync_triggers::{add, free};
use super::{Renamed, Undivided};
use crate::schema::{Column, Name, Schema, StandIns, Table, TriggerEvent};

/// The key column whose value SQLite or a DEFAULT would make up: code that inserts through the view could not learn it.
///
/// `last_insert_rowid()` is what it was before an INSTEAD OF trigger, so D1's `meta.last_row_id` would be that of another
/// row, and RETURNING gives the NULL that the statement left there. <https://www.sqlite.org/c3ref/last_insert_rowid.html>
pub(super) fn made_key(live: &Table) -> Option<Name> {
    let has_default = |name: &&Name| live.column(name).is_some_and(|it| it.default.is_some());
    let key = live.primary_key.iter().flat_map(|key| &key.columns).map(|it| &it.name);
    let alias = live.rowid_alias().map(|it| it.name.clone());
    alias.or_else(|| key.into_iter().find(has_default).cloned())
}

/// A column that the view could not give.
pub(super) fn lost(live: &Table, wanted: &Table) -> Option<Undivided> {
    let names = StandIns::among(wanted.columns.iter().map(|it| &it.name));
    let lost = wanted.columns.iter().find(|it| names.name(&it.name) != it.name)?;
    Some(Undivided {
        reason: format!(
            "{} would be a view over {} until contract, and SQLite gives no column called {} through a view",
            wanted.name, live.name, lost.name
        ),
        remedy: format!(
            "write it as one migration with reconcile plan; or first rename column {} in a plan of its own",
            lost.name
        ),
    })
}

/// Adds a view under the table's new name, which reads and writes it.
pub(super) fn view(schema: &mut Schema, from: &Schema, live: &Table, wanted: &Table, renamed: &[Renamed]) {
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
            Some(default) if !default.is_null() => {
                format!("coalesce(NEW.{}, {})", it.name.quoted(), default.canonical())
            }
            _ => format!("NEW.{}", it.name.quoted()),
        })
        .collect();
    let (on, same) = (live.name.quoted(), same.join(" AND "));
    add(
        schema,
        "view",
        &format!("CREATE VIEW {name} AS SELECT {} FROM {on}", list("", &columns)),
    );
    let refusal = made_key(live).map(|key| {
        let text = format!(
            "INSERT INTO {0} must give {0}.{key}, or go to {1} until the contract stage",
            wanted.name, live.name
        );
        let text = text.replace('\'', "''");
        format!("SELECT RAISE(ABORT, '{text}') WHERE NEW.{} IS NULL; ", key.quoted())
    });
    let mut bodies = vec![
        (
            "insert",
            format!(
                "INSTEAD OF INSERT ON {name} BEGIN {}INSERT INTO {on} ({}) VALUES ({}); END",
                refusal.unwrap_or_default(),
                list("", &written),
                given.join(", ")
            ),
        ),
        (
            "delete",
            format!("INSTEAD OF DELETE ON {name} BEGIN DELETE FROM {on} WHERE {same}; END"),
        ),
    ];
    let groups = watched_together(schema, from, live, &written);
    // Another of these may have given the row another key already.
    let moved: Vec<String> = key.iter().map(|it| format!("{0} IS NEW.{0}", it.quoted())).collect();
    let found = match groups.len() > 1 && !live.may_share_key() {
        true => format!("(({same}) OR ({}))", moved.join(" AND ")),
        false => same,
    };
    for group in &groups {
        let set: Vec<String> = group
            .iter()
            .map(|it| format!("{0} = NEW.{0}", it.name.quoted()))
            .collect();
        let of = match groups.len() {
            1 => String::new(),
            _ => format!(" OF {}", list("", group)),
        };
        bodies.push((
            "update",
            format!(
                "INSTEAD OF UPDATE{of} ON {name} BEGIN UPDATE {on} SET {} WHERE {found}; END",
                set.join(", ")
            ),
        ));
    }
    for (event, body) in bodies {
        let trigger = free(schema, &format!("{}_{event}", wanted.name));
        add(
            schema,
            "trigger",
            &format!("CREATE TRIGGER {} {body}", trigger.quoted()),
        );
    }
}

/// The columns of the view, in groups that the same triggers AFTER UPDATE OF watch: an UPDATE of one of them must not write
/// the others, or triggers would fire for what the statement does not name.
fn watched_together<'a>(schema: &Schema, from: &Schema, live: &Table, written: &[&'a Column]) -> Vec<Vec<&'a Column>> {
    let lists: Vec<&Vec<Name>> = schema
        .triggers
        .values()
        .filter(|it| it.on == live.name && from.triggers.contains_key(&it.name))
        .filter_map(|it| match &it.event {
            TriggerEvent::Update(columns) if !columns.is_empty() => Some(columns),
            _ => None,
        })
        .collect();
    let mut groups: Vec<(Vec<bool>, Vec<&Column>)> = Vec::new();
    for column in written {
        let watched: Vec<bool> = lists.iter().map(|list| list.contains(&column.name)).collect();
        match groups.iter_mut().find(|it| it.0 == watched) {
            Some(group) => group.1.push(column),
            None => groups.push((watched, vec![column])),
        }
    }
    groups.into_iter().map(|it| it.1).collect()
}

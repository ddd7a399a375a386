//! The schema of a target beside one that it has for the most part, as schema files that are a step ahead: only what differs
//! is read and cross-checked.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::reread::dependents;
use super::stored_rows::StoredRow;
use super::{Live, Ownership, Unknown, check, of_project, queries, schema_rows};
use crate::database::{self, Database, Rows, Value};
use crate::schema::{Name, Schema, SchemaRow};

/// More tables than this are read with all others.
const MOST: usize = 100;

/// What [`super::read_beside`] would read, given the database's rows of `sqlite_schema`; `None` where all of it has to be read:
/// much differs, or there are virtual tables, whose own tables only the engine can tell.
///
/// # Errors
/// Those of the database.
pub fn read_like(
    database: &mut dyn Database,
    stored: &Rows,
    known: &Schema,
    ownership: &Ownership,
) -> database::Result<Option<Live>> {
    let rows = ownership.filter(schema_rows(stored));
    let is_virtual = |it: &SchemaRow| it.kind == "table" && it.sql.as_deref().is_some_and(check::is_virtual);
    if !known.virtual_tables.is_empty() || schema_rows(stored).any(|it| is_virtual(&it)) {
        return Ok(None);
    }
    let changed = changed(&rows, known);
    let code = schema_rows(stored).filter(|it| matches!(it.kind.as_str(), "view" | "trigger"));
    let code: Vec<StoredRow> = code.map(|it| StoredRow::new(0, it)).collect();
    let again = dependents(known, changed, code.iter());
    if again.len() > MOST {
        return Ok(None);
    }
    let views = rows.iter().filter(|it| it.kind.eq_ignore_ascii_case("view"));
    let views: BTreeMap<Name, String> = views
        .filter_map(|it| Some((Name::new(it.name.as_str()), it.sql.clone()?)))
        .collect();
    let is_again = |it: &SchemaRow| {
        let is_in = |name: &str| again.contains(&Name::new(name));
        is_in(&it.name) || is_in(&it.table)
    };
    let mut live = Live::of(known.clone());
    live.schema.remove(&again);
    let own = rows.iter().filter(|it| is_again(it)).cloned();
    let unread = live.schema.read_rows(own, &views);
    live.unknown.extend(unread.into_iter().map(|(object, error)| Unknown {
        object,
        reason: error.to_string(),
    }));
    // The questions of one moment: what is stored must be what was looked at.
    let results = database.query_all(&queries::of(&again))?;
    let [objects, tables, columns, indexes, keys] = results.as_slice() else {
        return Ok(None);
    };
    if objects.rows != stored.rows {
        return Ok(None);
    }
    live.unknown.extend(check::disagreements(
        live.schema.tables.values().filter(|it| again.contains(&it.name)),
        tables,
        columns,
        &of_project(indexes, ownership),
        keys,
    ));
    Ok(Some(live))
}

/// The names and the tables of what only one of the two has.
fn changed(rows: &[SchemaRow], known: &Schema) -> BTreeSet<Name> {
    let stored: HashSet<&str> = rows.iter().filter_map(|it| it.sql.as_deref()).collect();
    let texts: HashSet<&str> = known.texts().collect();
    let mut changed = BTreeSet::new();
    for row in rows
        .iter()
        .filter(|it| it.sql.as_deref().is_some_and(|it| !texts.contains(it)))
    {
        changed.extend([&row.name, &row.table].map(|it| Name::new(it.as_str())));
    }
    for table in known.tables.values() {
        let mut own = table.indexes.values().map(|it| &it.sql).chain([&table.sql]);
        if own.any(|sql| !stored.contains(sql.as_str())) {
            changed.insert(table.name.clone());
        }
    }
    let views = known.views.values().map(|it| (&it.name, it.sql.text()));
    let triggers = known.triggers.values().map(|it| (&it.on, it.sql.text()));
    let gone = views.chain(triggers).filter(|(_, sql)| !stored.contains(sql));
    changed.extend(gone.map(|(name, _)| name.clone()));
    changed
}

/// A list of texts in SQL.
pub(super) fn literals<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    let text = |name: &Name| Value::Text(name.as_str().to_owned()).to_sql();
    names.into_iter().map(text).collect::<Vec<_>>().join(", ")
}

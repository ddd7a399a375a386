//! What was changed by hand on a target, put into the desired schema beside what that says already.

use std::collections::BTreeSet;

use crate::diff::{Change, compare};
use crate::drift::object_of;
use crate::schema::{Hints, Name, Object, ObjectRef, Schema};

/// `desired` with all that differs from `expected` to `live`; or the object that both changed, each in its own way.
pub(crate) fn merged(expected: &Schema, live: &Schema, desired: &Schema) -> Result<Schema, ObjectRef> {
    let changed = |from: &Schema, to: &Schema| -> BTreeSet<ObjectRef> {
        let changes = compare(from, to, &Hints::default()).changes;
        changes.iter().map(object_of).collect()
    };
    let by_schema = changed(expected, desired);
    let apart = changed(live, desired);
    let mut merged = desired.clone();
    for change in compare(expected, live, &Hints::default()).changes {
        let object = object_of(&change);
        if !apart.contains(&object) {
            continue;
        }
        if by_schema.contains(&object) {
            return Err(object);
        }
        take(&mut merged, change, live).ok_or(object)?;
    }
    Ok(merged)
}

/// `desired` with these objects as `live` has them; `None` where the table of one of them is not there.
pub(crate) fn taken(desired: &Schema, live: &Schema, objects: &BTreeSet<ObjectRef>) -> Option<Schema> {
    let mut schema = desired.clone();
    for change in compare(desired, live, &Hints::default()).changes {
        if objects.contains(&object_of(&change)) {
            take(&mut schema, change, live)?;
        }
    }
    Some(schema)
}

/// Makes one change of the live schema in another one; `None` where its table is not there.
fn take(schema: &mut Schema, change: Change, live: &Schema) -> Option<()> {
    match change {
        Change::Create(object) => put(schema, object),
        Change::Replace(pair) => {
            remove(schema, &pair.from, live);
            put(schema, pair.to)
        }
        Change::Drop(object) => {
            remove(schema, &object, live);
            Some(())
        }
        Change::AlterTable(it) => {
            let there = schema.tables.get_mut(&it.tables.from.name)?;
            let indexes = std::mem::take(&mut there.indexes);
            *there = it.tables.to;
            there.indexes = indexes;
            Some(())
        }
        Change::RenameTable { .. } | Change::RenameColumn { .. } | Change::SyncRows(_) => None,
    }
}

fn put(schema: &mut Schema, object: Object) -> Option<()> {
    match object {
        Object::Table(it) => schema.tables.insert(it.name.clone(), it),
        Object::VirtualTable(it) => schema.virtual_tables.insert(it.name.clone(), it),
        Object::View(it) => schema.views.insert(it.name.clone(), it),
        Object::Trigger(it) => schema.triggers.insert(it.name.clone(), it),
        Object::Index(it) => {
            let table = schema.tables.get_mut(&it.table)?;
            table.indexes.insert(it.name.clone(), it);
        }
    }
    Some(())
}

/// A table takes the triggers on it along, but for those that are on another one now.
fn remove(schema: &mut Schema, object: &Object, live: &Schema) {
    match object {
        Object::Table(it) => {
            schema.tables.remove(&it.name);
            let goes = |name: &Name| !live.triggers.contains_key(name);
            schema
                .triggers
                .retain(|name, trigger| trigger.on != it.name || !goes(name));
        }
        Object::VirtualTable(it) => schema.virtual_tables.remove(&it.name),
        Object::View(it) => schema.views.remove(&it.name),
        Object::Trigger(it) => schema.triggers.remove(&it.name),
        Object::Index(it) => {
            if let Some(table) = schema.tables.get_mut(&it.table) {
                table.indexes.remove(&it.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use super::*;
    use crate::desired;

    fn schema(sql: &str) -> Schema {
        desired::parse_sql(Path::new("schema.sql"), sql).unwrap().schema
    }

    const BASE: &str = "CREATE TABLE a (x INTEGER); CREATE INDEX i ON a (x); CREATE TABLE b (y TEXT); \
                        CREATE TRIGGER t AFTER INSERT ON b BEGIN SELECT 1; END;";

    #[test]
    fn both_changes_are_there() {
        let live =
            schema("CREATE TABLE a (x INTEGER, hand TEXT); CREATE INDEX j ON a (x); CREATE VIEW v AS SELECT 1 AS one;");
        let desired = schema(&format!("{BASE} CREATE TABLE c (z TEXT); CREATE INDEX k ON c (z);"));
        let found = merged(&schema(BASE), &live, &desired).unwrap();
        let wanted = schema(
            "CREATE TABLE a (x INTEGER, hand TEXT); CREATE INDEX j ON a (x); CREATE VIEW v AS SELECT 1 AS one; \
             CREATE TABLE c (z TEXT); CREATE INDEX k ON c (z);",
        );
        assert_eq!(found.fingerprint(), wanted.fingerprint());
    }

    #[test]
    fn what_both_changed_alike_is_no_conflict_and_otherwise_it_is() {
        let live = schema(&BASE.replace("x INTEGER", "x INTEGER, hand TEXT"));
        assert_eq!(
            merged(&schema(BASE), &live, &live).unwrap().fingerprint(),
            live.fingerprint()
        );
        let other = schema(&BASE.replace("x INTEGER", "x INTEGER, other TEXT"));
        let conflict = merged(&schema(BASE), &live, &other).unwrap_err();
        assert_eq!(conflict.to_string(), "table a");
    }
}

//! What a name is taken by, so that CREATE … IF NOT EXISTS does nothing.

use crate::schema::{Name, ObjectKind, ObjectRef, Schema};

/// What keeps `CREATE kind IF NOT EXISTS name` from doing anything, and what `DROP kind IF EXISTS name` finds. Tables, virtual
/// tables and views share their names.
pub(super) fn existing_object(schema: &Schema, kind: ObjectKind, name: &Name) -> Option<ObjectRef> {
    let is_there = |kind: &ObjectKind| match kind {
        ObjectKind::Table => schema.tables.contains_key(name),
        ObjectKind::VirtualTable => schema.virtual_tables.contains_key(name),
        ObjectKind::View => schema.views.contains_key(name),
        ObjectKind::Index => schema.index(name).is_some(),
        ObjectKind::Trigger => schema.triggers.contains_key(name),
    };
    let kinds: &[ObjectKind] = match kind {
        ObjectKind::Index => &[ObjectKind::Index],
        ObjectKind::Trigger => &[ObjectKind::Trigger],
        _ => &[ObjectKind::Table, ObjectKind::VirtualTable, ObjectKind::View],
    };
    let found = kinds.iter().find(|it| is_there(it))?;
    Some(ObjectRef::new(*found, name.clone()))
}

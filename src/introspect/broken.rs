//! Views and triggers that do not compile. CREATE accepts them; RENAME and DROP COLUMN of anything then fail.

use std::collections::BTreeMap;

use crate::database::{self, Error};
use crate::schema::{ObjectKind, ObjectRef, Schema, Trigger, TriggerEvent, View};

/// What does not compile, each with SQLite's words. Tried on a scratch replica of the schema.
///
/// # Errors
/// Those of the scratch database.
pub fn broken(schema: &Schema) -> database::Result<BTreeMap<ObjectRef, String>> {
    let mut found = BTreeMap::new();
    if schema.views.is_empty() && schema.triggers.is_empty() {
        return Ok(found);
    }
    let mut scratch = super::replica(schema)?;
    for view in schema.views.values() {
        if let Err(error) = scratch.check(&select(view)) {
            found.insert(ObjectRef::new(ObjectKind::View, view.name.clone()), words(error));
        }
    }
    // A statement compiles all triggers of its event at once, so each trigger is tried without the others.
    let names: Vec<_> = schema.triggers.keys().map(crate::schema::Name::quoted).collect();
    for name in &names {
        scratch.execute(&format!("DROP TRIGGER {name}"))?;
    }
    for trigger in schema.triggers.values() {
        scratch.execute(trigger.sql.text())?;
        if let Some(Err(error)) = firing(schema, trigger).map(|statement| scratch.check(&statement)) {
            found.insert(ObjectRef::new(ObjectKind::Trigger, trigger.name.clone()), words(error));
        }
        scratch.execute(&format!("DROP TRIGGER {}", trigger.name.quoted()))?;
    }
    Ok(found)
}

fn select(view: &View) -> String {
    format!("SELECT * FROM {}", view.name.quoted())
}

/// A statement that makes SQLite compile the trigger.
fn firing(schema: &Schema, trigger: &Trigger) -> Option<String> {
    let on = trigger.on.quoted();
    Some(match &trigger.event {
        TriggerEvent::Delete => format!("DELETE FROM {on}"),
        TriggerEvent::Insert => format!("INSERT INTO {on} DEFAULT VALUES"),
        TriggerEvent::Update(columns) => {
            let column = match columns.first() {
                Some(column) => column.quoted(),
                None => {
                    let table = schema.tables.get(&trigger.on)?;
                    table
                        .columns
                        .iter()
                        .find(|column| column.generated.is_none())?
                        .name
                        .quoted()
                }
            };
            format!("UPDATE {on} SET {column} = {column}")
        }
    })
}

fn words(error: Error) -> String {
    error.to_string()
}

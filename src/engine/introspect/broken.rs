//! Views and triggers that do not compile. CREATE accepts them; RENAME and DROP COLUMN of anything then fail.

use std::collections::BTreeMap;

use crate::database::{self, Error, Scratch};
use crate::schema::{Name, ObjectKind, ObjectRef, Objects, Schema, Trigger, TriggerEvent, View};
use crate::sql::lexemes;

/// What does not compile, each with SQLite's words. Tried on a scratch replica of the schema.
///
/// # Errors
/// Those of the scratch database.
pub fn broken(schema: &Schema) -> database::Result<BTreeMap<ObjectRef, String>> {
    match schema.views.is_empty() && schema.triggers.is_empty() {
        true => Ok(BTreeMap::new()),
        false => broken_on(&mut super::replica(schema)?, schema),
    }
}

/// As [`broken`] and [`super::unreadable`], both tried on one replica where there are views or triggers.
///
/// # Errors
/// Those of the scratch database.
pub fn unusable(schema: &Schema) -> database::Result<(BTreeMap<ObjectRef, String>, BTreeMap<Name, super::Missing>)> {
    if schema.views.is_empty() && schema.triggers.is_empty() {
        return Ok((BTreeMap::new(), super::unreadable(schema)?));
    }
    let mut scratch = super::replica(schema)?;
    let broken = broken_on(&mut scratch, schema)?;
    Ok((broken, super::search_tables::unreadable_on(&mut scratch, schema)))
}

fn broken_on(scratch: &mut Scratch, schema: &Schema) -> database::Result<BTreeMap<ObjectRef, String>> {
    let mut found = BTreeMap::new();
    for view in schema.views.values() {
        if let Err(error) = scratch.check(&select(view)) {
            found.insert(ObjectRef::new(ObjectKind::View, view.name.clone()), words(error));
        }
    }
    // A statement compiles all triggers of its event at once, so where one fails, each trigger is tried without the others.
    let mut doubtful: Vec<&Trigger> = schema.triggers.values().collect();
    doubtful.retain(|trigger| {
        let fires = firing(schema, trigger).filter(|_| !only_generated(schema, trigger));
        fires.is_none_or(|statement| scratch.check(&statement).is_err())
    });
    if doubtful.is_empty() {
        return Ok(found);
    }
    let without = Schema {
        triggers: Objects::default(),
        ..schema.clone()
    };
    let mut scratch = super::replica(&without)?;
    for trigger in doubtful {
        scratch.execute(&compiled_as(schema, trigger))?;
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
            let settable = columns.iter().find(|column| !is_generated(schema, trigger, column));
            let column = match settable {
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

/// The trigger as it is tried. One that waits for updates of generated columns alone never fires, as no UPDATE may set
/// them, but ALTER TABLE reads its body all the same: it is tried without its list of columns.
fn compiled_as(schema: &Schema, trigger: &Trigger) -> String {
    let sql = trigger.sql.text();
    if !only_generated(schema, trigger) {
        return sql.to_owned();
    }
    let all = lexemes(sql);
    let mut header = all.iter().skip_while(|it| !it.is("UPDATE"));
    let list = header.find(|it| it.is("OF")).map(|it| it.start);
    let behind = header.find(|it| it.is("ON")).map(|it| it.start);
    match list.zip(behind) {
        Some((list, behind)) => [sql.get(..list), sql.get(behind..)].into_iter().flatten().collect(),
        None => sql.to_owned(),
    }
}

fn only_generated(schema: &Schema, trigger: &Trigger) -> bool {
    match &trigger.event {
        TriggerEvent::Update(columns) => {
            !columns.is_empty() && columns.iter().all(|column| is_generated(schema, trigger, column))
        }
        TriggerEvent::Delete | TriggerEvent::Insert => false,
    }
}

fn is_generated(schema: &Schema, trigger: &Trigger, column: &Name) -> bool {
    let table = schema.tables.get(&trigger.on);
    table
        .and_then(|it| it.column(column))
        .is_some_and(|it| it.generated.is_some())
}

fn words(error: Error) -> String {
    error.to_string()
}

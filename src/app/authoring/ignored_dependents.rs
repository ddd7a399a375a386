//! What a plan has to do with objects that are left to other programs: what depends on them is told, and what would take
//! them along is refused.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::introspect::Ownership;
use crate::plan::{Operation, Plan};
use crate::schema::{Name, Object, ObjectKind, ObjectRef, Schema, Sql, Table};
use crate::session::Session;
use crate::sql::lexemes;

/// Notes on planned objects that need an ignored one.
///
/// # Errors
/// [`Error::TakesIgnored`]: a step would break an ignored object, or lose its rows.
pub(crate) fn check(plan: &Plan, session: &Session<'_>) -> Result<Vec<String>, Error> {
    let ownership = &session.project.ledger;
    if !ownership.ignores_anything() || plan.steps.is_empty() {
        return Ok(Vec::new());
    }
    let whole = session.catalog()?.with_ignored(ownership);
    let mut notes = BTreeSet::new();
    for step in &plan.steps {
        match &step.operation {
            Operation::Rebuild(rebuild) => {
                for table in &rebuild.tables {
                    refuse(&whole, ownership, &table.tables.from.name, "is rebuilt")?;
                    notes.extend(parents(&table.tables.to, ownership));
                }
            }
            Operation::Drop(Object::Table(table), _) => refuse(&whole, ownership, &table.name, "is dropped")?,
            Operation::DropColumn { table, column } => refuse_column(&whole, ownership, table, column)?,
            Operation::Create(Object::Table(table)) => notes.extend(parents(table, ownership)),
            Operation::AddColumn { table, .. } => notes.extend(parents(table, ownership)),
            Operation::Create(Object::View(view)) => {
                notes.extend(readers(ObjectKind::View, &view.name, &view.sql, ownership))
            }
            Operation::Create(Object::Trigger(it)) => {
                notes.extend(readers(ObjectKind::Trigger, &it.name, &it.sql, ownership))
            }
            _ => {}
        }
    }
    Ok(notes.into_iter().collect())
}

/// DROP TABLE takes along the rows of tables that reference it ON DELETE CASCADE, and all that is on the table; a RENAME
/// fails while a view or trigger reads what is missing.
fn refuse(whole: &Schema, ownership: &Ownership, name: &Name, what: &str) -> Result<(), Error> {
    let error = |object: ObjectRef, does: String| {
        Err(Error::TakesIgnored {
            reason: format!("table {name} {what}, and {object}, which is ignored, {does}"),
            object,
        })
    };
    let ignored = |kind: ObjectKind, name: &Name| {
        let object = ObjectRef::new(kind, name.clone());
        ownership.ignores(&object).map(|_| object)
    };
    for table in whole.tables.values().filter(|table| table.name != *name) {
        if let Some(object) = ignored(ObjectKind::Table, &table.name)
            && table.foreign_keys_to(name).next().is_some()
        {
            return error(object, "references it, so its rows could be lost".to_owned());
        }
    }
    let own = whole.tables.get(name).map(|table| table.indexes.keys());
    if let Some(object) = own.into_iter().flatten().find_map(|it| ignored(ObjectKind::Index, it)) {
        return error(object, "belongs to it and would be lost".to_owned());
    }
    for trigger in whole.triggers.values() {
        let is_ignored = ignored(ObjectKind::Trigger, &trigger.name).or_else(|| {
            ownership
                .ignores_relation(&trigger.on)
                .map(|_| ObjectRef::new(ObjectKind::Trigger, trigger.name.clone()))
        });
        if let Some(object) = is_ignored {
            if trigger.on == *name {
                return error(object, "belongs to it and would be lost".to_owned());
            }
            if trigger.sql.mentions(name) {
                return error(object, "uses it and would fail".to_owned());
            }
        }
    }
    for view in whole.views.values().filter(|view| view.sql.mentions(name)) {
        if let Some(object) = ignored(ObjectKind::View, &view.name) {
            return error(object, "reads it and would fail".to_owned());
        }
    }
    Ok(())
}

/// ALTER TABLE … DROP COLUMN fails while something reads the column.
fn refuse_column(whole: &Schema, ownership: &Ownership, table: &Name, column: &Name) -> Result<(), Error> {
    let views = whole.views.values().map(|it| (ObjectKind::View, &it.name, &it.sql));
    let triggers = whole
        .triggers
        .values()
        .map(|it| (ObjectKind::Trigger, &it.name, &it.sql));
    for (kind, name, sql) in views.chain(triggers) {
        let object = ObjectRef::new(kind, name.clone());
        if ownership.ignores(&object).is_some() && sql.mentions(table) && sql.mentions(column) {
            return Err(Error::TakesIgnored {
                reason: format!(
                    "column {table}.{column} is dropped, and {object}, which is ignored, reads it and would fail"
                ),
                object,
            });
        }
    }
    Ok(())
}

fn parents(table: &Table, ownership: &Ownership) -> Vec<String> {
    let keys = table.foreign_keys.iter();
    let ignored = keys.filter_map(|key| Some((&key.parent, ownership.ignores_relation(&key.parent)?)));
    ignored
        .map(|(parent, pattern)| {
            format!(
                "table {} references {parent}, which another program must create (ignored as {pattern}): without it, writes fail",
                table.name
            )
        })
        .collect()
}

/// Relations that stand where a statement names one.
fn readers(kind: ObjectKind, name: &Name, sql: &Sql, ownership: &Ownership) -> Vec<String> {
    let all = lexemes(sql.text());
    let names = all.windows(2).filter_map(|pair| match pair {
        [word, name]
            if ["FROM", "JOIN", "INTO", "UPDATE", ","]
                .iter()
                .any(|it| word.is(it) || word.is_mark(it)) =>
        {
            name.name()
        }
        _ => None,
    });
    let ignored = names.filter_map(|it| ownership.ignores_relation(&it).map(|pattern| (it, pattern.to_string())));
    ignored
        .map(|(it, pattern)| {
            format!("{kind} {name} reads {it}, which another program must create (ignored as {pattern}): without it, it fails")
        })
        .collect()
}

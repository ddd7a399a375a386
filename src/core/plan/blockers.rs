//! Views and triggers in the way of a step: dropped before it, brought back after it.
//!
//! SQLite refuses RENAME and DROP COLUMN while any view or trigger would not compile, and a rebuilt table is gone for a
//! moment; DROP TABLE takes the triggers on the table along. Which object mentions which is decided by tokens: too many
//! is harmless (a view costs nothing to recreate), too few would fail. <https://www.sqlite.org/lang_altertable.html>

use std::collections::{BTreeMap, BTreeSet};

use super::Operation;
use super::context::Situation;
use super::unordered_step::Draft;
use crate::schema::{Name, Object, ObjectKind, ObjectRef, Schema, Sql, TriggerEvent};

/// What must be out of the way, each with the reason.
pub(super) fn blockers(situation: &Situation<'_>, drafts: &[Draft]) -> BTreeMap<ObjectRef, String> {
    let mut blocked = BTreeMap::new();
    for draft in drafts {
        let Some(block) = Block::of(situation, &draft.operation) else {
            continue;
        };
        for object in dependents(situation.live, &block.names, block.column.as_ref()) {
            if block.covers(situation, &object) {
                blocked
                    .entry(object)
                    .or_insert_with(|| format!("it mentions {}, {}", block.what, block.event));
            }
        }
        if block.compiles_all {
            for object in situation.facts.broken.keys() {
                let why = format!(
                    "it does not compile, so SQLite would refuse the step on {}, {}",
                    block.what, block.event
                );
                blocked.entry(object.clone()).or_insert(why);
            }
        }
    }
    let compiles_all = drafts
        .iter()
        .filter_map(|draft| Block::of(situation, &draft.operation))
        .find(|block| block.compiles_all);
    if let Some(block) = compiles_all {
        for (trigger, table) in left_behind(situation, drafts) {
            let why = format!(
                "it mentions {table}, which is dropped, so SQLite would refuse the step on {}, {}",
                block.what, block.event
            );
            blocked.entry(trigger).or_insert(why);
        }
    }
    for (table, parent) in acted_on(drafts) {
        for trigger in situation.live.triggers.values().filter(|trigger| trigger.on == table) {
            let object = ObjectRef::new(ObjectKind::Trigger, trigger.name.clone());
            blocked
                .entry(object)
                .or_insert_with(|| format!("dropping {parent} would fire it through {table}"));
        }
    }
    // A dropped view leaves the views on it broken, and takes its INSTEAD OF triggers along.
    let dropped_views: Vec<Name> = drafts
        .iter()
        .filter_map(|draft| match &draft.operation {
            Operation::Drop(object, _) => Some(object.reference()),
            _ => None,
        })
        .chain(blocked.keys().cloned())
        .filter(|object| object.kind == ObjectKind::View)
        .map(|object| object.name)
        .collect();
    for view in dropped_views {
        for object in dependents(situation.live, &BTreeSet::from([view.clone()]), None) {
            blocked
                .entry(object)
                .or_insert_with(|| format!("it mentions view {view}, which is dropped"));
        }
    }
    blocked
}

/// Triggers that go along with their table, and mention another table that may be dropped before it.
fn left_behind(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<(ObjectRef, Name)> {
    let dropped: BTreeSet<Name> = drafts
        .iter()
        .filter_map(|draft| match &draft.operation {
            Operation::Drop(object @ (Object::Table(_) | Object::VirtualTable(_)), _) => Some(object.reference().name),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for trigger in situation.live.triggers.values().filter(|it| dropped.contains(&it.on)) {
        let mentioned = dropped
            .iter()
            .find(|name| **name != trigger.on && trigger.sql.mentions(name));
        let object = ObjectRef::new(ObjectKind::Trigger, trigger.name.clone());
        found.extend(mentioned.map(|name| (object, name.clone())));
    }
    found
}

/// Tables that go for good and may still be there when a parent of theirs is dropped or rebuilt: ON DELETE actions on
/// them fire their triggers, which no later step expects. Each with that parent.
fn acted_on(drafts: &[Draft]) -> Vec<(Name, Name)> {
    let emptied: BTreeSet<Name> = drafts
        .iter()
        .filter_map(|draft| match &draft.operation {
            Operation::Rebuild(rebuild) => Some(rebuild.tables.iter().map(|it| it.tables.from.name.clone()).collect()),
            Operation::Drop(Object::Table(table), _) => Some(vec![table.name.clone()]),
            _ => None,
        })
        .flatten()
        .collect();
    let mut found = Vec::new();
    for draft in drafts {
        if let Operation::Drop(Object::Table(table), _) = &draft.operation {
            let keys = table.foreign_keys.iter().filter(|key| key.on_delete.is_destructive());
            let parent = keys.map(|key| &key.parent).find(|parent| emptied.contains(*parent));
            found.extend(parent.map(|parent| (table.name.clone(), parent.clone())));
        }
    }
    found
}

/// What a step needs out of its way.
struct Block {
    /// The table, under all names that live text may use.
    names: BTreeSet<Name>,
    /// Only what mentions this column.
    column: Option<Name>,
    /// Only triggers that fire on UPDATE of the table itself.
    only_update_triggers: bool,
    /// SQLite compiles every view and trigger of the schema for this step.
    compiles_all: bool,
    what: String,
    event: &'static str,
}

impl Block {
    fn of(situation: &Situation<'_>, operation: &Operation) -> Option<Self> {
        let block = |tables: &[&Name], event: &'static str| Self {
            names: tables
                .iter()
                .flat_map(|name| [(*name).clone(), situation.live_name(name)])
                .collect(),
            column: None,
            only_update_triggers: false,
            compiles_all: true,
            what: tables.last().map(ToString::to_string).unwrap_or_default(),
            event,
        };
        Some(match operation {
            Operation::RenameTable { names } => block(&[&names.to, &names.from], "which is renamed"),
            Operation::RenameColumn { table, names } => {
                let column = situation.live_column(table, &names.from);
                let what = format!("{table}.{}", names.from);
                Self {
                    column: Some(column),
                    what,
                    ..block(&[table], "which is renamed")
                }
            }
            Operation::DropColumn { table, column } => {
                let live = situation.live_column(table, column);
                let what = format!("{table}.{column}");
                Self {
                    column: Some(live),
                    what,
                    ..block(&[table], "which is dropped")
                }
            }
            Operation::Rebuild(rebuild) => {
                let tables: Vec<&Name> = rebuild.tables.iter().map(|it| &it.tables.to.name).collect();
                let what = rebuild.subject.to_string();
                Self {
                    what,
                    ..block(&tables, "which is rebuilt")
                }
            }
            Operation::RebuildVirtual { tables, .. } => Self {
                compiles_all: false,
                ..block(&[&tables.to.name], "which is rebuilt")
            },
            Operation::AddColumn {
                table,
                backfill: Some(_),
                ..
            } => Self {
                only_update_triggers: true,
                compiles_all: false,
                ..block(&[&table.name], "whose backfill would fire it")
            },
            Operation::AddColumn { .. }
            | Operation::Create(_)
            | Operation::Drop(..)
            | Operation::CopyRows(_)
            | Operation::WriteRows(_)
            | Operation::DeleteRows(_) => {
                return None;
            }
        })
    }

    fn covers(&self, situation: &Situation<'_>, object: &ObjectRef) -> bool {
        if !self.only_update_triggers {
            return true;
        }
        object.kind == ObjectKind::Trigger
            && situation.live.triggers.get(&object.name).is_some_and(|trigger| {
                self.names.contains(&trigger.on) && matches!(trigger.event, TriggerEvent::Update(_))
            })
    }
}

/// Views and triggers that mention one of these names, directly or through views, and the column, if one is given.
pub(super) fn dependents(schema: &Schema, names: &BTreeSet<Name>, column: Option<&Name>) -> BTreeSet<ObjectRef> {
    let mut sources = names.clone();
    let mut found: BTreeMap<ObjectRef, bool> = BTreeMap::new();
    loop {
        let before = found.len();
        for (object, sql) in definitions(schema) {
            if names.contains(&object.name) && object.kind == ObjectKind::View || found.contains_key(&object) {
                continue;
            }
            if sources.iter().any(|name| sql.mentions(name)) {
                let concerned = column.is_none_or(|column| sql.mentions(column));
                if object.kind == ObjectKind::View {
                    sources.insert(object.name.clone());
                }
                found.insert(object, concerned);
            }
        }
        if found.len() == before {
            break;
        }
    }
    found
        .into_iter()
        .filter(|(_, concerned)| *concerned)
        .map(|(object, _)| object)
        .collect()
}

fn definitions(schema: &Schema) -> impl Iterator<Item = (ObjectRef, &Sql)> {
    let views = schema
        .views
        .values()
        .map(|view| (ObjectRef::new(ObjectKind::View, view.name.clone()), &view.sql));
    let triggers = schema
        .triggers
        .values()
        .map(|trigger| (ObjectRef::new(ObjectKind::Trigger, trigger.name.clone()), &trigger.sql));
    views.chain(triggers)
}

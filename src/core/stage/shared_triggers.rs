//! Followers, the schema's own triggers beside them, and how rows that are there are filled without firing those.

use std::collections::{BTreeMap, BTreeSet};

use super::sync_expressions::Sync;
use super::user_triggers::Followed;
use super::{Stages, Undivided, sync_triggers};
use crate::schema::{
    Allowance, Column, ColumnHint, ConflictClause, Name, NotNull, Object, ObjectKind, ObjectRef, Schema, Sql, Table,
    Trigger, TriggerEvent, ddl, with_column,
};

/// The column in which followers count their writes, so that a trigger can tell them from those of code.
const COUNTER: &str = "follower_writes";

/// Adds the followers of every table, and lets the schema's own triggers serve both codes. Returns the tables' counters.
pub(super) fn share(from: &Schema, desired: &Schema, syncs: &[Sync], stages: &mut Stages) -> BTreeMap<Name, Name> {
    let mut counters = BTreeMap::new();
    let tables: BTreeSet<&Name> = syncs.iter().map(|it| &it.live).collect();
    for live in tables {
        let Some(table) = stages.expand.tables.get(live).cloned() else {
            continue;
        };
        let own: Vec<&Sync> = syncs.iter().filter(|it| it.live == *live).collect();
        let wanted = wanted_name(live, desired, stages);
        let switched = stages.switched.iter().filter_map(|it| match it {
            Object::Trigger(trigger) if trigger.on == *live => Some(trigger.clone()),
            _ => None,
        });
        let switched: Vec<Trigger> = switched.collect();
        let before: Vec<&Trigger> = from.triggers.values().filter(|it| it.on == *live).collect();
        let mut followed = Followed {
            table: &table,
            syncs: own.clone(),
            counter: None,
        };
        let rivals = before.iter().copied().chain(&switched);
        for (trigger, column) in rivals.filter_map(|it| Some((it, followed.rivalled(it)?))) {
            let reason = format!(
                "trigger {} sets {live}.{column} itself, as do the triggers that keep it in sync with its other name",
                trigger.name
            );
            let remedy = format!(
                "write it as one migration with reconcile plan; or first write that value in the code and drop trigger {}",
                trigger.name
            );
            if !stages.undivided.iter().any(|it| it.reason == reason) {
                stages.undivided.push(Undivided { reason, remedy });
            }
        }
        let fires = |it: &Trigger| matches!(&it.event, TriggerEvent::Update(columns) if followed.is_fired(columns));
        let counter = (before.iter().copied().any(fires) || switched.iter().any(fires))
            .then(|| free_column(&table, desired.tables.get(&wanted)));
        let counted = counter.as_ref().map(|it| with_counter(&table, it));
        followed.counter = counter.as_ref();
        for trigger in before {
            if let Ok(Some(both)) = followed.serving_both(trigger) {
                stages.expand.triggers.remove(&trigger.name);
                let _ = stages.expand.insert(both);
            }
        }
        for trigger in &switched {
            let at = |it: &Object| matches!(it, Object::Trigger(other) if other.name == trigger.name);
            match followed.serving_both(trigger) {
                Ok(None) => {}
                Ok(Some(both)) => stages
                    .switched
                    .iter_mut()
                    .filter(|it| at(it))
                    .for_each(|it| *it = both.clone()),
                Err(column) => {
                    stages.switched.retain(|it| !at(it));
                    stages.notes.push(format!(
                        "trigger {} is created in contract: it reads NEW.{column}, which is unknown in a row written by old code",
                        trigger.name
                    ));
                }
            }
        }
        if let (Some(counter), Some(table)) = (counter, counted) {
            stages.expand.tables.insert(live.clone(), table);
            stages.hints.allowed.push(Allowance {
                object: ObjectRef::new(ObjectKind::Table, wanted),
                column: Some(counter.clone()),
                code: "drop-column".to_owned(),
                reason: "it counted what triggers of the stages wrote".to_owned(),
            });
            counters.insert(live.clone(), counter);
        }
        for sync in own {
            sync_triggers::column(&mut stages.expand, sync, counters.get(live));
        }
    }
    counters
}

/// Decides where rows that are there are filled: with the column itself where an UPDATE later on would fire triggers or find
/// a default in every row, else in batches.
pub(super) fn fill(from: &Schema, syncs: &[Sync], counters: &BTreeMap<Name, Name>, stages: &mut Stages) {
    for mut fill in std::mem::take(&mut stages.fills) {
        let (Some(before), Some(now)) = (from.tables.get(&fill.table), stages.expand.tables.get(&fill.table)) else {
            continue;
        };
        let own: Vec<&Sync> = syncs.iter().filter(|it| it.live == fill.table).collect();
        let searched = stages.expand.virtual_tables.values().any(|it| {
            let is_over = it.content_table().is_some_and(|name| Name::new(name) == fill.table);
            is_over && it.column_names().contains(&fill.column)
        });
        // Triggers pass over what is counted, so batches can do it; a search table must read the values at its end.
        fill.counter = counters.get(&fill.table).filter(|_| !searched).cloned();
        let is_led = own.iter().any(|it| it.written().any(|name| *name == fill.column));
        let fires = |it: &&Trigger| {
            let TriggerEvent::Update(columns) = &it.event else {
                return false;
            };
            let is_guarded = fill.counter.is_some() && (columns.is_empty() || is_led);
            it.on == fill.table && (columns.is_empty() || columns.contains(&fill.column)) && !is_guarded
        };
        let is_own = |it: &&Trigger| from.triggers.contains_key(&it.name);
        let fired = stages.expand.triggers.values().filter(is_own).filter(fires);
        fill.fires = fired.map(|it| it.name.clone()).collect();
        let sync = own.iter().find(|it| it.new == fill.column);
        let has_default = now
            .column(&fill.column)
            .is_some_and(|it| it.default.as_ref().is_some_and(|it| !it.is_null()));
        // Both columns hold the same from then on, so that a second run does nothing.
        fill.is_behind = sync
            .filter(|it| has_default && it.back.is_some())
            .map(|it| it.is_behind.clone());
        let is_new = before.column(&fill.column).is_none() && now.column(&fill.column).is_some();
        if is_new && (!fill.fires.is_empty() || (has_default && fill.is_behind.is_none())) {
            let mut value = fill.value.clone();
            for sync in own
                .iter()
                .filter(|it| before.column(&it.new).is_none() && it.new != fill.column)
            {
                value = with_column(&value, &fill.table, &sync.new, &format!("({})", sync.forward));
            }
            let hint = ColumnHint {
                backfill: Some(value),
                ..ColumnHint::default()
            };
            stages.filled_at_once.insert((fill.table, fill.column), hint);
        } else {
            stages.fills.push(fill);
        }
    }
}

/// What a table that is there is called in the end.
pub(super) fn wanted_name(live: &Name, desired: &Schema, stages: &Stages) -> Name {
    let renamed = stages.hints.renamed_tables.iter();
    let mut to = renamed.filter(|(new, old)| *old == live && desired.tables.contains_key(new));
    match to.next() {
        Some((new, _)) if !desired.tables.contains_key(live) => new.clone(),
        _ => live.clone(),
    }
}

/// A name for the counter that no column of the table has or gets.
fn free_column(table: &Table, wanted: Option<&Table>) -> Name {
    let is_taken = |name: &Name| {
        let has = |it: &Table| it.column(name).is_some();
        has(table) || wanted.is_some_and(has)
    };
    let mut name = Name::new(COUNTER);
    while is_taken(&name) {
        name = Name::new(format!("{name}_"));
    }
    name
}

fn with_counter(table: &Table, counter: &Name) -> Table {
    let mut table = table.clone();
    table.columns.push(Column {
        name: counter.clone(),
        type_name: "INTEGER".to_owned(),
        not_null: Some(NotNull {
            conflict: ConflictClause::Abort,
            name: None,
        }),
        default: Some(Sql::default("0")),
        collation: None,
        generated: None,
    });
    table.sql = ddl::create_table(&table);
    table
}

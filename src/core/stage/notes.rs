//! What the stages cannot make the same for both codes, for the reader of the plan: nobody could guess it from the SQL.

use std::collections::BTreeMap;

use super::renamed_columns::Renamed;
use super::shared_triggers::wanted_name;
use super::sync_expressions::Sync;
use super::{Stages, renamed_table};
use crate::schema::{Hints, Name, Object, Schema, Sql, Trigger, TriggerEvent};

/// Everything that there is to say, one sentence each.
pub(super) fn collect(
    from: &Schema,
    desired: &Schema,
    (renamed, syncs): (&[Renamed], &[Sync]),
    counters: &BTreeMap<Name, Name>,
    hints: &Hints,
    stages: &mut Stages,
) {
    let mut notes = Vec::new();
    one_way(from, renamed, syncs, &mut notes);
    written_twice(syncs, counters, &mut notes);
    defaults(desired, renamed, stages, &mut notes);
    rows_of_old_code(desired, hints, syncs, stages, &mut notes);
    views(from, desired, stages, &mut notes);
    for object in &stages.switched {
        let reference = object.reference();
        if matches!(object, Object::View(_) | Object::VirtualTable(_)) && from.get(&reference).is_some() {
            notes.push(format!(
                "{reference} changes for old and new code with switch: from then on, old code that reads what it no longer has fails"
            ));
        }
    }
    stages.notes.extend(notes);
}

fn one_way(from: &Schema, renamed: &[Renamed], syncs: &[Sync], notes: &mut Vec<String>) {
    for sync in syncs.iter().filter(|it| it.back.is_none() && !it.only_null) {
        let table = &sync.live;
        let led: Vec<String> = sync.reads.iter().map(|it| format!("{table}.{it}")).collect();
        notes.push(format!(
            "{table}.{} follows {}, but not the other way round: old code does not see what new code writes",
            sync.new,
            led.join(" and ")
        ));
        let it = renamed.iter().find(|it| it.live == *table && it.new == sync.new);
        for old in it.iter().flat_map(|it| &it.reads) {
            let reads = |it: &&Trigger| it.on == *table && it.event == TriggerEvent::Insert && it.sql.mentions(old);
            for trigger in from.triggers.values().filter(reads) {
                let note = format!(
                    "trigger {} reads NEW.{old}, which is NULL in a row written by new code",
                    trigger.name
                );
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    }
}

fn written_twice(syncs: &[Sync], counters: &BTreeMap<Name, Name>, notes: &mut Vec<String>) {
    let mut tables: Vec<&Name> = syncs.iter().map(|it| &it.live).collect();
    tables.dedup();
    for table in tables {
        notes.push(format!(
            "until contract, triggers write a changed row of {table} once more to keep its columns in sync: D1's \
             meta.changes counts that too, and is 2 where code expects 1"
        ));
        if let Some(counter) = counters.get(table) {
            notes.push(format!(
                "{table}.{counter} is there until contract: it counts those writes, so that your own triggers pass over them"
            ));
        }
    }
}

fn defaults(desired: &Schema, renamed: &[Renamed], stages: &Stages, notes: &mut Vec<String>) {
    for it in renamed.iter().filter(|it| it.default.is_none()) {
        let column = desired.tables.get(&it.table).and_then(|table| table.column(&it.new));
        let default = column.and_then(|it| it.default.as_ref()).filter(|it| !it.is_null());
        let Some(default) = default else { continue };
        if stages.expand.tables.contains_key(&it.live) {
            notes.push(format!(
                "{0}.{1} gets its DEFAULT {2} with contract: until then RETURNING and excluded. give NULL where an INSERT leaves it out; \
                 let new code write the value",
                it.live,
                it.new,
                default.text()
            ));
        }
    }
}

/// New columns that nothing fills in rows of old code.
fn rows_of_old_code(desired: &Schema, hints: &Hints, syncs: &[Sync], stages: &Stages, notes: &mut Vec<String>) {
    for (table, new) in hints.columns.iter().filter(|it| it.1.backfill.is_some()).map(|it| it.0) {
        let live = stages.hints.renamed_tables.get(table).unwrap_or(table);
        let live = if stages.expand.tables.contains_key(live) {
            live
        } else {
            table
        };
        let is_led = syncs.iter().any(|it| it.live == *live && it.new == *new);
        let column = desired.tables.get(table).and_then(|it| it.column(new));
        let is_added = stages
            .expand
            .tables
            .get(live)
            .is_some_and(|it| it.column(new).is_some());
        let (Some(column), true, false) = (column, is_added, is_led) else {
            continue;
        };
        let value = column
            .default
            .as_ref()
            .filter(|it| !it.is_null())
            .map_or("NULL", Sql::text);
        notes.push(format!(
            "{live}.{new} is {value} in rows that old code inserts: the backfill fills the rows that exist when it runs"
        ));
    }
}

fn views(from: &Schema, desired: &Schema, stages: &Stages, notes: &mut Vec<String>) {
    for live in from.tables.values() {
        let wanted = wanted_name(&live.name, desired, stages);
        if wanted == live.name || !stages.expand.views.contains_key(&wanted) {
            continue;
        }
        let on = &live.name;
        if let Some(key) = renamed_table::made_key(live) {
            notes.push(format!(
                "{wanted} is a view over {on} until contract: an INSERT into it must give {wanted}.{key} and is refused otherwise, as neither \
                 meta.last_row_id nor RETURNING could say what {key} became; let code that does not give it insert into {on}"
            ));
        }
        notes.push(format!(
            "an INSERT into view {wanted} takes no ON CONFLICT DO, and RETURNING gives NULL for what the statement leaves out; \
             code that needs either uses {on} until contract"
        ));
        let updates = |it: &&Trigger| it.on == *on && matches!(&it.event, TriggerEvent::Update(_));
        let any = |it: &&Trigger| matches!(&it.event, TriggerEvent::Update(columns) if columns.is_empty());
        let triggers: Vec<&Trigger> = from.triggers.values().filter(updates).collect();
        if let (Some(trigger), true) = (
            triggers.iter().copied().find(|it| any(it)),
            triggers.iter().any(|it| !any(it)),
        ) {
            notes.push(format!(
                "trigger {} may run more than once for an UPDATE of view {wanted}: it is divided by what the triggers UPDATE OF watch",
                trigger.name
            ));
        }
    }
}

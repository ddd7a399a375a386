//! Two schemas → the changes between them. Renames first, on a copy; then table by table, object by object.

use std::collections::{BTreeMap, BTreeSet};

use super::rename_candidates::lookalikes;
use super::renames::{Renames, renames};
use super::table::compare_tables;
use super::{Change, Cosmetic, Diff, TableChange, order, spelling};
use crate::schema::{Hints, Index, Name, Object, Pair, Schema, Table};

/// All that differs between the live schema `from` and the wanted schema `to`.
pub fn compare(from: &Schema, to: &Schema, hints: &Hints) -> Diff {
    let Renames {
        changes: mut renamed,
        now,
        spent,
    } = renames(from, to, hints);
    let mut changes = Vec::new();
    let mut cosmetic: Vec<Cosmetic> = spent;
    let used_by_position = to.used_by_position();
    let hinted: BTreeSet<&Name> = hints.columns.keys().map(|(table, _)| table).collect();
    for (name, wanted) in &to.tables {
        let Some(live) = now.tables.get(name) else {
            changes.push(Change::Create(Object::Table(wanted.clone())));
            continue;
        };
        if renamed.is_empty() && is_same_text(live, wanted) && !hinted.contains(name) {
            continue;
        }
        let old_name = |column: &Name| {
            renamed.iter().find_map(|change| match change {
                Change::RenameColumn { table, from, to } if table == name && to == column => Some(from.clone()),
                _ => None,
            })
        };
        let mut compared = compare_tables(live, wanted, &now, to, hints, &old_name);
        let used_by = used_by_position.get(name);
        match used_by.is_some() || hints.keep_order.contains(name) {
            true => compared.clauses.extend(order::clause(live, wanted, used_by.cloned())),
            false => compared.cosmetic.extend(order::note(live, wanted)),
        }
        compared.cosmetic.extend(spelling::notes(live, wanted));
        for note in compared.cosmetic {
            if !cosmetic.contains(&note) {
                cosmetic.push(note);
            }
        }
        if !compared.clauses.is_empty() {
            let tables = Pair {
                from: live.clone(),
                to: wanted.clone(),
            };
            changes.push(Change::AlterTable(TableChange {
                tables,
                clauses: compared.clauses,
            }));
        }
    }
    for (name, live) in &now.tables {
        if !to.tables.contains_key(name) {
            changes.push(Change::Drop(Object::Table(live.clone())));
        }
    }
    indexes(&now, to, &mut changes);
    each(
        &now.virtual_tables.iter().collect(),
        &to.virtual_tables.iter().collect(),
        |it| Object::VirtualTable(it.clone()),
        &mut changes,
    );
    each(
        &now.views.iter().collect(),
        &to.views.iter().collect(),
        |it| Object::View(it.clone()),
        &mut changes,
    );
    triggers(&now, to, &mut changes);
    let lookalikes = lookalikes(&changes);
    renamed.extend(changes);
    Diff {
        changes: renamed,
        cosmetic,
        lookalikes,
    }
}

/// True if both are the same to the letter, and mean the same by the keys of other tables: the common case, and a fast one.
fn is_same_text(live: &Table, wanted: &Table) -> bool {
    let has_parent_columns = |table: &Table| table.foreign_keys.iter().all(|key| !key.parent_columns.is_empty());
    let is_same = std::ptr::eq(live, wanted) || live.sql == wanted.sql && live.foreign_keys == wanted.foreign_keys;
    is_same && has_parent_columns(live)
}

/// Objects of one kind that are compared as a whole.
fn each<T: PartialEq>(
    now: &BTreeMap<&Name, &T>,
    wanted: &BTreeMap<&Name, &T>,
    object: impl Fn(&T) -> Object,
    changes: &mut Vec<Change>,
) {
    for (name, to) in wanted {
        match now.get(name) {
            None => changes.push(Change::Create(object(to))),
            Some(from) if from != to => changes.push(Change::Replace(Pair {
                from: object(from),
                to: object(to),
            })),
            Some(_) => {}
        }
    }
    for (name, from) in now {
        if !wanted.contains_key(name) {
            changes.push(Change::Drop(object(from)));
        }
    }
}

/// Indexes of tables that are there on both sides; those of created and dropped tables come and go with them.
fn indexes(now: &Schema, to: &Schema, changes: &mut Vec<Change>) {
    fn collect<'a>(schema: &'a Schema, other: &Schema) -> BTreeMap<&'a Name, &'a Index> {
        // A table that both schemas share has the same indexes in both.
        let is_other = |it: &&Table| {
            other
                .tables
                .get(&it.name)
                .is_some_and(|other| !std::ptr::eq(*it, other))
        };
        let tables = schema.tables.values().filter(is_other);
        tables.flat_map(|table| &table.indexes).collect()
    }
    each(
        &collect(now, to),
        &collect(to, now),
        |index| Object::Index(index.clone()),
        changes,
    );
}

/// Triggers; those of a dropped table or view are gone with it.
fn triggers(now: &Schema, to: &Schema, changes: &mut Vec<Change>) {
    let stays = |name: &Name| {
        (now.tables.contains_key(name) && to.tables.contains_key(name))
            || (now.views.contains_key(name) && to.views.contains_key(name))
    };
    let live = now
        .triggers
        .iter()
        .filter(|(name, it)| stays(&it.on) || to.triggers.contains_key(name));
    each(
        &live.collect(),
        &to.triggers.iter().collect(),
        |it| Object::Trigger(it.clone()),
        changes,
    );
}

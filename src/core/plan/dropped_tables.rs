//! What it takes to drop tables of which each may reference the others: guards against ON DELETE actions, and parents in the
//! place of those that went before.

use std::collections::{BTreeMap, BTreeSet};

use super::foreign_keys::self_guard;
use super::{Operation, Plan, SelfGuard, StepId};
use crate::schema::{Name, Object, Table};

/// An empty table that has what keys refer to in a table that was dropped before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandInTable {
    /// Of the dropped table.
    pub name: Name,
    /// Its primary key, if it had one.
    pub primary_key: Vec<Name>,
    /// Other columns that keys refer to together.
    pub uniques: BTreeSet<Vec<Name>>,
}

fn dropped(plan: &Plan) -> impl Iterator<Item = (StepId, &Table)> {
    plan.steps.iter().filter_map(|it| match &it.operation {
        Operation::Drop(Object::Table(table), _) => Some((it.id, table)),
        _ => None,
    })
}

/// The guards to put up before each step that drops a table, on old tables that vanish with them: on the table itself, and on
/// those dropped after it that reference it, which only a cycle leaves in that order.
pub fn drop_guards(plan: &Plan) -> BTreeMap<StepId, Vec<(&Name, SelfGuard)>> {
    let steps: BTreeMap<&Name, StepId> = dropped(plan).map(|(id, table)| (&table.name, id)).collect();
    let mut guards: BTreeMap<StepId, Vec<(&Name, SelfGuard)>> = BTreeMap::new();
    for (id, table) in dropped(plan) {
        // Where its guards are needed first: a table that has them keeps them.
        let parents = table
            .foreign_keys
            .iter()
            .filter_map(|key| steps.get(&key.parent).copied());
        let first = parents.fold(id, StepId::min);
        let guard = match first == id {
            // All that it references goes after it.
            true => self_guard(table, |_| false),
            false => self_guard(table, |name| steps.contains_key(name)),
        };
        guards.entry(first).or_default().push((&table.name, guard));
    }
    guards
}

/// The parents that each step has to put in the place of tables that are gone, and to drop again.
///
/// DROP TABLE deletes the rows, and where that sets off an ON DELETE action, SQLite looks for all parents of the tables whose
/// rows the action touches, and fails with `no such table` on one that went before: fkey.c overlooks it only in the statement
/// itself. Tables that act on their own rows and reference each other have no better order.
pub fn stand_in_parents(plan: &Plan) -> BTreeMap<StepId, Vec<StandInTable>> {
    let steps: BTreeMap<&Name, (StepId, &Table)> =
        dropped(plan).map(|(id, table)| (&table.name, (id, table))).collect();
    let mut children: BTreeMap<&Name, Vec<&Table>> = BTreeMap::new();
    for (_, child) in dropped(plan) {
        for key in child.foreign_keys.iter().filter(|key| key.on_delete.is_destructive()) {
            children.entry(&key.parent).or_default().push(child);
        }
    }
    let mut found = BTreeMap::new();
    for (id, table) in dropped(plan) {
        let mut touched: BTreeMap<&Name, &Table> = BTreeMap::new();
        let mut open = vec![&table.name];
        while let Some(parent) = open.pop() {
            for child in children.get(parent).into_iter().flatten() {
                let is_there = steps.get(&child.name).is_some_and(|(at, _)| *at >= id);
                if is_there && touched.insert(&child.name, child).is_none() {
                    open.push(&child.name);
                }
            }
        }
        let mut missing: BTreeMap<&Name, StandInTable> = BTreeMap::new();
        for key in touched.values().flat_map(|it| &it.foreign_keys) {
            let Some((_, parent)) = steps.get(&key.parent).filter(|(at, _)| *at < id) else {
                continue;
            };
            let primary_key = parent.primary_key.iter().flat_map(|it| &it.columns);
            let stand_in = missing.entry(&parent.name).or_insert_with(|| StandInTable {
                name: parent.name.clone(),
                primary_key: primary_key.map(|it| it.name.clone()).collect(),
                uniques: BTreeSet::new(),
            });
            let columns = key.resolved_parent_columns(parent);
            if columns != stand_in.primary_key {
                stand_in.uniques.insert(columns);
            }
        }
        if !missing.is_empty() {
            found.insert(id, missing.into_values().collect());
        }
    }
    found
}

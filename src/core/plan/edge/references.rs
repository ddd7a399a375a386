//! Foreign keys: parents before children on the way up, children before parents on the way down.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::Operation;
use crate::plan::context::Situation;
use crate::plan::unordered_step::{Draft, DraftEdge, Strength};
use crate::schema::{ForeignKey, Name, Object, ReferentialAction, Table};

/// Positions of drafts by the table that they concern.
type ByTable = BTreeMap<Name, Vec<usize>>;

/// A table references another.
pub(super) fn edges(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let shapers = by_table(drafts, |operation| !matches!(operation, Operation::Drop(..)));
    let droppers = by_table(drafts, |operation| matches!(operation, Operation::Drop(..)));
    let mut edges = Vec::new();
    for (after, draft) in drafts.iter().enumerate() {
        for child in written(&draft.operation) {
            for key in child.foreign_keys.iter().filter(|key| key.parent != child.name) {
                for before in shapers.get(&key.parent).into_iter().flatten() {
                    let because = format!("{} references {}", child.name, key.parent);
                    // A new table may name one that is not there yet; rows cannot be copied while it is missing.
                    let creates = |at: usize| {
                        let operation = drafts.get(at).map(|draft| &draft.operation);
                        matches!(operation, Some(Operation::Create(_)))
                    };
                    let strength = if creates(*before) && !creates(after) {
                        Strength::Required
                    } else {
                        Strength::Preferred
                    };
                    edges.push(DraftEdge::new(*before, after, strength, because));
                }
            }
        }
    }
    let mut children: BTreeMap<&Name, Vec<&Table>> = BTreeMap::new();
    for child in situation.now.tables.values() {
        let parents: BTreeSet<&Name> = child.foreign_keys.iter().map(|key| &key.parent).collect();
        for parent in parents.into_iter().filter(|parent| **parent != child.name) {
            children.entry(parent).or_default().push(child);
        }
    }
    // What refers to a name that a rename gives to another table refers to that one, not to what is dropped to free it.
    let given: BTreeSet<&Name> = drafts
        .iter()
        .filter_map(|draft| match &draft.operation {
            Operation::RenameTable { names } => Some(&names.to),
            _ => None,
        })
        .collect();
    for (parent, drops) in droppers.iter().filter(|(parent, _)| !given.contains(parent)) {
        let referencing = children.get(parent).map(Vec::as_slice).unwrap_or_default();
        for drop in drops {
            edges.extend(before_drop(
                situation,
                drafts,
                (&shapers, &droppers),
                (parent, referencing),
                *drop,
            ));
        }
    }
    for (after, draft) in drafts.iter().enumerate() {
        for table in draft.operation.rebuilt() {
            edges.extend(gone_before_rebuild(situation, &droppers, &table.tables.to.name, after));
        }
    }
    edges
}

/// Before a table is dropped: those that still reference it let go of it, or are dropped themselves.
fn before_drop(
    situation: &Situation<'_>,
    drafts: &[Draft],
    (shapers, droppers): (&ByTable, &ByTable),
    (parent, referencing): (&Name, &[&Table]),
    drop: usize,
) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    for child in referencing {
        let gone = droppers.get(&child.name);
        for before in gone.into_iter().flatten() {
            let because = format!("{} references it", child.name);
            // SQLite compiles what deleting a row would do to others of its table, and looks for all their parents then.
            // Where each of two waits for the other that way, either goes first, and the other finds an empty one in its place.
            let strength = match acts_on_itself(child) && !waits_for(situation, droppers, parent, &child.name) {
                true => Strength::Required,
                false => Strength::Preferred,
            };
            edges.push(DraftEdge::new(*before, drop, strength, because));
        }
        if gone.is_some() {
            continue;
        }
        for before in shapers.get(&child.name).into_iter().flatten() {
            let lets_go = drafts
                .get(*before)
                .is_some_and(|draft| matches!(draft.operation, Operation::Rebuild(_) | Operation::DropColumn { .. }));
            if lets_go {
                edges.push(DraftEdge::required(
                    *before,
                    drop,
                    format!("{} no longer references it", child.name),
                ));
            }
        }
    }
    edges
}

/// True if `table` has to be dropped before `other` for the same reason, be it through others between them.
fn waits_for(situation: &Situation<'_>, droppers: &ByTable, table: &Name, other: &Name) -> bool {
    let mut reached = BTreeSet::new();
    let mut open = vec![table];
    while let Some(name) = open.pop() {
        if name == other {
            return true;
        }
        let acting = situation
            .now
            .tables
            .get(name)
            .filter(|it| droppers.contains_key(name) && acts_on_itself(it));
        if let Some(acting) = acting.filter(|_| reached.insert(name)) {
            open.extend(acting.foreign_keys.iter().map(|key| &key.parent));
        }
    }
    false
}

fn acts_on_itself(table: &Table) -> bool {
    let acts = |key: &ForeignKey| !matches!(key.on_delete, ReferentialAction::NoAction | ReferentialAction::Restrict);
    table
        .foreign_keys
        .iter()
        .any(|key| key.parent == table.name && acts(key))
}

/// The strategy relied on these drops coming first: nothing references the table any more.
fn gone_before_rebuild(situation: &Situation<'_>, droppers: &ByTable, parent: &Name, rebuild: usize) -> Vec<DraftEdge> {
    let children = situation.now.tables.values().filter(|table| {
        situation.goes_first(&table.name) && table.foreign_keys.iter().any(|key| key.parent == *parent)
    });
    children
        .flat_map(|child| {
            droppers
                .get(&child.name)
                .into_iter()
                .flatten()
                .map(move |drop| (child, *drop))
        })
        .map(|(child, before)| {
            DraftEdge::required(
                before,
                rebuild,
                format!("{} references it and is dropped too", child.name),
            )
        })
        .collect()
}

/// Tables that a step writes rows of, or creates.
fn written(operation: &Operation) -> Vec<&Table> {
    match operation {
        Operation::Create(Object::Table(table)) => vec![table],
        Operation::AddColumn { table, .. } => vec![table],
        Operation::Rebuild(rebuild) => rebuild.tables.iter().map(|it| &it.tables.to).collect(),
        _ => Vec::new(),
    }
}

fn by_table(drafts: &[Draft], wanted: impl Fn(&Operation) -> bool) -> BTreeMap<Name, Vec<usize>> {
    let mut found: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| wanted(&draft.operation)) {
        let names = match &draft.operation {
            Operation::Create(Object::Table(table)) => vec![table.name.clone()],
            _ => draft.reshapes().into_iter().collect(),
        };
        for name in names {
            found.entry(name).or_default().push(at);
        }
    }
    found
}

//! Foreign keys: parents before children on the way up, children before parents on the way down.

use std::collections::BTreeMap;

use super::Rule;
use crate::plan::Operation;
use crate::plan::draft::{Draft, DraftEdge, Strength};
use crate::plan::situation::Situation;
use crate::schema::{ForeignKey, Name, Object, ReferentialAction, Table};

/// A table references another.
pub(super) struct References;

impl Rule for References {
    fn edges(&self, situation: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
        let shapers = by_table(drafts, |operation| !matches!(operation, Operation::Drop { .. }));
        let droppers = by_table(drafts, |operation| matches!(operation, Operation::Drop { .. }));
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
                        edges.push(DraftEdge {
                            before: *before,
                            after,
                            strength,
                            because,
                        });
                    }
                }
            }
        }
        for (parent, drops) in &droppers {
            for drop in drops {
                edges.extend(before_drop(situation, drafts, &shapers, &droppers, parent, *drop));
            }
        }
        for (after, draft) in drafts.iter().enumerate() {
            let Operation::Rebuild(rebuild) = &draft.operation else {
                continue;
            };
            for table in &rebuild.tables {
                edges.extend(gone_before_rebuild(situation, &droppers, &table.tables.to.name, after));
            }
        }
        edges
    }
}

/// Before a table is dropped: those that still reference it let go of it, or are dropped themselves.
fn before_drop(
    situation: &Situation<'_>,
    drafts: &[Draft],
    shapers: &BTreeMap<Name, Vec<usize>>,
    droppers: &BTreeMap<Name, Vec<usize>>,
    parent: &Name,
    drop: usize,
) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    let referencing = situation
        .now
        .tables
        .values()
        .filter(|table| table.name != *parent && table.foreign_keys.iter().any(|key| key.parent == *parent));
    for child in referencing {
        let gone = droppers.get(&child.name);
        for before in gone.into_iter().flatten() {
            let because = format!("{} references it", child.name);
            // SQLite compiles what deleting a row would do to others of its table, and looks for all their parents then.
            let strength = match acts_on_itself(child) {
                true => Strength::Required,
                false => Strength::Preferred,
            };
            edges.push(DraftEdge {
                before: *before,
                after: drop,
                strength,
                because,
            });
        }
        if gone.is_some() {
            continue;
        }
        for before in shapers.get(&child.name).into_iter().flatten() {
            let lets_go = drafts
                .get(*before)
                .is_some_and(|draft| matches!(draft.operation, Operation::Rebuild(_) | Operation::DropColumn { .. }));
            if lets_go {
                let because = format!("{} no longer references it", child.name);
                edges.push(DraftEdge {
                    before: *before,
                    after: drop,
                    strength: Strength::Required,
                    because,
                });
            }
        }
    }
    edges
}

fn acts_on_itself(table: &Table) -> bool {
    let acts = |key: &ForeignKey| !matches!(key.on_delete, ReferentialAction::NoAction | ReferentialAction::Restrict);
    table
        .foreign_keys
        .iter()
        .any(|key| key.parent == table.name && acts(key))
}

/// The strategy relied on these drops coming first: nothing references the table any more.
fn gone_before_rebuild(
    situation: &Situation<'_>,
    droppers: &BTreeMap<Name, Vec<usize>>,
    parent: &Name,
    rebuild: usize,
) -> Vec<DraftEdge> {
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
        .map(|(child, before)| DraftEdge {
            before,
            after: rebuild,
            strength: Strength::Required,
            because: format!("{} references it and is dropped anyway", child.name),
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

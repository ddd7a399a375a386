//! Tables, views and indexes share one namespace: a name is given free before it is taken again.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::Operation;
use crate::plan::context::Situation;
use crate::plan::unordered_step::{Draft, DraftEdge};
use crate::schema::{Index, Name, Object, ObjectKind};

/// A name is free again.
pub(super) fn edges(_: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let dropped: BTreeSet<&Name> = drafts
        .iter()
        .filter_map(dropped_index)
        .map(|index| &index.name)
        .collect();
    let mut freed: BTreeMap<(bool, Name), Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        for name in frees(draft, &dropped) {
            freed.entry(name).or_default().push(at);
        }
    }
    let mut edges = before_its_table(drafts);
    for (after, draft) in drafts.iter().enumerate() {
        for name in takes(draft) {
            for before in freed
                .get(&name)
                .into_iter()
                .flatten()
                .filter(|before| **before != after)
            {
                edges.push(DraftEdge::required(
                    *before,
                    after,
                    format!("it frees the name {}", name.1),
                ));
            }
        }
    }
    edges
}

/// An index that is dropped on its own is gone once its table is dropped or rebuilt.
fn before_its_table(drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    for (before, index) in drafts
        .iter()
        .enumerate()
        .filter_map(|(at, draft)| Some((at, dropped_index(draft)?)))
    {
        let done = |draft: &Draft| match &draft.operation {
            Operation::Drop(Object::Table(table), _) if table.name == index.table => Some("dropped"),
            Operation::Rebuild(rebuild) if rebuild.tables.iter().any(|it| it.tables.from.name == index.table) => {
                Some("rebuilt")
            }
            _ => None,
        };
        for (after, done) in drafts
            .iter()
            .enumerate()
            .filter_map(|(at, draft)| Some((at, done(draft)?)))
        {
            let because = format!("index {} is dropped before its table is {done}", index.name);
            edges.push(DraftEdge::required(before, after, because));
        }
    }
    edges
}

fn dropped_index(draft: &Draft) -> Option<&Index> {
    match &draft.operation {
        Operation::Drop(Object::Index(index), _) => Some(index),
        _ => None,
    }
}

/// `(is a trigger, name)`: triggers have a namespace of their own.
fn takes(draft: &Draft) -> Vec<(bool, Name)> {
    match &draft.operation {
        Operation::Create(Object::Trigger(trigger)) => vec![(true, trigger.name.clone())],
        Operation::Create(Object::Table(table)) => table.indexes.keys().chain([&table.name]).map(plain).collect(),
        Operation::Create(object) => vec![(false, object.reference().name)],
        Operation::RenameTable { names } => vec![plain(&names.to)],
        Operation::Rebuild(rebuild) => rebuild
            .tables
            .iter()
            .flat_map(|it| {
                it.indexes
                    .iter()
                    .filter(|index| !it.tables.from.indexes.contains_key(&index.name))
            })
            .map(|index| plain(&index.name))
            .collect(),
        _ => Vec::new(),
    }
}

/// The names that a step frees. Indexes that are `dropped` by steps of their own have freed theirs.
fn frees(draft: &Draft, dropped: &BTreeSet<&Name>) -> Vec<(bool, Name)> {
    match &draft.operation {
        Operation::Drop(Object::Table(table), _) => table.indexes.keys().chain([&table.name]).map(plain).collect(),
        Operation::Drop(object, _) => {
            let object = object.reference();
            vec![(object.kind == ObjectKind::Trigger, object.name)]
        }
        Operation::RenameTable { names } => vec![plain(&names.from)],
        Operation::Rebuild(rebuild) => rebuild
            .tables
            .iter()
            .flat_map(|it| {
                it.tables
                    .from
                    .indexes
                    .keys()
                    .filter(|name| !it.tables.to.indexes.contains_key(*name) && !dropped.contains(name))
            })
            .map(plain)
            .collect(),
        _ => Vec::new(),
    }
}

fn plain(name: &Name) -> (bool, Name) {
    (false, name.clone())
}

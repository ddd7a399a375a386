//! Rows are copied while both tables are there: after the one is created, before the other one is touched.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::context::Situation;
use crate::plan::unordered_step::{Draft, DraftEdge};
use crate::plan::{CopiedValue, CopyRows, Operation, Return};
use crate::schema::{Name, Object, Sql, Table};

/// Rows kept aside, brought back, or read by a backfill.
pub(super) fn edges(_: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = kept_first(drafts);
    let steps = Steps::of(drafts);
    for (at, draft) in drafts.iter().enumerate() {
        if let Operation::CopyRows(copy) = &draft.operation {
            edges.extend(steps.around(at, copy));
        }
        for backfill in backfills(&draft.operation) {
            let read = steps.drops.iter().filter(|(name, _)| backfill.mentions(name));
            edges.extend(read.flat_map(|(name, drops)| {
                drops
                    .iter()
                    .filter(|(_, returns)| *returns == Return::Never)
                    .map(move |(drop, _)| DraftEdge::required(at, *drop, format!("it takes a value from {name}")))
            }));
        }
    }
    edges
}

/// The steps that a copy of rows may have to come before or after, by table.
#[derive(Default)]
struct Steps<'a> {
    /// CREATE TABLE.
    creates: BTreeMap<&'a Name, Vec<(usize, &'a Table)>>,
    /// DROP TABLE, and whether the table comes back.
    drops: BTreeMap<&'a Name, Vec<(usize, Return)>>,
    /// What gives a table its keys: its CREATE, a rebuild, a unique index.
    keys: BTreeMap<&'a Name, Vec<usize>>,
    /// What gives rows that are there a foreign key on the table.
    referrers: BTreeMap<&'a Name, Vec<usize>>,
    /// What would fire for rows that come back.
    listeners: Vec<usize>,
}

impl<'a> Steps<'a> {
    fn of(drafts: &'a [Draft]) -> Self {
        let mut steps = Self::default();
        for (at, draft) in drafts.iter().enumerate() {
            match &draft.operation {
                Operation::Create(Object::Table(table)) => {
                    steps.creates.entry(&table.name).or_default().push((at, table));
                    steps.keys.entry(&table.name).or_default().push(at);
                }
                Operation::Create(Object::Index(index)) if index.unique => {
                    steps.keys.entry(&index.table).or_default().push(at);
                }
                Operation::Create(Object::Trigger(_) | Object::VirtualTable(_)) => steps.listeners.push(at),
                Operation::Rebuild(rebuild) => {
                    for table in &rebuild.tables {
                        steps.keys.entry(&table.tables.to.name).or_default().push(at);
                    }
                }
                Operation::Drop(Object::Table(table), returns) => {
                    steps.drops.entry(&table.name).or_default().push((at, *returns))
                }
                _ => {}
            }
            for parent in gains_keys_on(&draft.operation) {
                steps.referrers.entry(parent).or_default().push(at);
            }
        }
        steps
    }

    /// The edges of one copy.
    fn around(&self, at: usize, copy: &CopyRows) -> Vec<DraftEdge> {
        let mut edges = Vec::new();
        for (create, table) in self.creates.get(&copy.into).into_iter().flatten() {
            edges.push(DraftEdge::required(
                *create,
                at,
                format!("rows are copied into {}", copy.into),
            ));
            // SQLite writes no row while a table that it refers to is missing, or has no such key.
            let parents: BTreeSet<&Name> = table.foreign_keys.iter().map(|key| &key.parent).collect();
            for parent in parents.into_iter().filter(|parent| **parent != copy.into) {
                let keys = self.keys.get(parent).into_iter().flatten();
                edges.extend(
                    keys.map(|key| DraftEdge::required(*key, at, format!("{} references {parent}", copy.into))),
                );
            }
        }
        for (drop, _) in self.drops.get(&copy.from).into_iter().flatten() {
            edges.push(DraftEdge::required(
                at,
                *drop,
                format!("rows are copied from {}", copy.from),
            ));
        }
        for listener in &self.listeners {
            let because = format!("rows of {} are restored without firing triggers", copy.into);
            edges.push(DraftEdge::required(at, *listener, because));
        }
        // A row finds its parent there, or fails.
        for referrer in self.referrers.get(&copy.into).into_iter().flatten() {
            let because = format!("rows of {} are restored before foreign keys need them", copy.into);
            edges.push(DraftEdge::required(at, *referrer, because));
        }
        edges
    }
}

/// What is kept aside is so one after the other, before anything is touched: names and rows are still the live ones.
fn kept_first(drafts: &[Draft]) -> Vec<DraftEdge> {
    let keeps = |draft: &Draft| matches!(&draft.operation, Operation::CopyRows(copy) if copy.into.is_trash());
    let all: Vec<usize> = (0..drafts.len())
        .filter(|at| drafts.get(*at).is_some_and(keeps))
        .collect();
    let mut edges: Vec<DraftEdge> = all
        .iter()
        .zip(all.iter().skip(1))
        .map(|(before, after)| DraftEdge::required(*before, *after, "tables are archived one at a time"))
        .collect();
    if let Some(last) = all.last() {
        let touching = drafts.iter().enumerate().filter(|(_, draft)| touches(&draft.operation));
        edges
            .extend(touching.map(|(at, _)| {
                DraftEdge::required(*last, at, "dropped data is archived before anything else changes")
            }));
    }
    edges
}

/// True for a step that may change rows or names of tables.
fn touches(operation: &Operation) -> bool {
    match operation {
        Operation::CopyRows(_) | Operation::Create(_) => false,
        Operation::Drop(object, _) => matches!(object, Object::Table(_) | Object::VirtualTable(_)),
        _ => true,
    }
}

/// The tables on which a step gives rows that are there a foreign key.
fn gains_keys_on(operation: &Operation) -> BTreeSet<&Name> {
    match operation {
        Operation::Rebuild(rebuild) => rebuild
            .tables
            .iter()
            .flat_map(|it| {
                let keys = it.tables.to.foreign_keys.iter();
                keys.map(|key| &key.parent)
                    .filter(|parent| **parent != it.tables.to.name)
            })
            .collect(),
        Operation::AddColumn { table, column, .. } => {
            let keys = table
                .foreign_keys
                .iter()
                .filter(|key| key.columns.contains(&column.name));
            keys.map(|key| &key.parent)
                .filter(|parent| **parent != table.name)
                .collect()
        }
        _ => BTreeSet::new(),
    }
}

/// The expressions that a step fills columns with.
fn backfills(operation: &Operation) -> Vec<Sql> {
    match operation {
        Operation::AddColumn {
            backfill: Some(value), ..
        } => vec![expression(value)],
        Operation::Rebuild(rebuild) => rebuild
            .tables
            .iter()
            .flat_map(|table| &table.copied)
            .filter_map(|column| match &column.value {
                CopiedValue::Expression(value) | CopiedValue::ColumnOr(_, value) => Some(expression(value)),
                CopiedValue::Column(_) | CopiedValue::Rowid(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn expression(text: &str) -> Sql {
    Sql::expression(text, &|_| false)
}

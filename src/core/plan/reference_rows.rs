//! Rows of reference tables are written and deleted once everything else is done: by key, parents before children, and the
//! other way round where rows go.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Situation;
use super::cost::cost;
use super::{Edge, Operation, Step, StepId};
use crate::diff::{Change, RowChanges};
use crate::schema::{ConflictClause, ForeignKey, Name, Table};

/// Rows that are written.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenRows {
    /// Which, and under which keys.
    pub changes: RowChanges,
    /// The table has ON CONFLICT clauses of its own, which could replace or skip rows.
    pub has_conflict_clauses: bool,
}

/// Rows that are deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct DeletedRows {
    /// Which, and by which keys.
    pub changes: RowChanges,
    /// Foreign keys to the table, each with the table that has it: a row that refers to a deleted one stops the migration.
    pub referrers: Vec<(Name, ForeignKey)>,
}

impl Operation {
    /// True for a step that writes or deletes rows of a reference table.
    pub fn is_of_rows(&self) -> bool {
        matches!(self, Self::WriteRows(_) | Self::DeleteRows(_))
    }
}

/// Appends the steps that make rows the declared ones.
pub(super) fn append(situation: &Situation<'_>, steps: &mut Vec<Step>, edges: &mut Vec<Edge>) {
    let changes: BTreeMap<&Name, &RowChanges> = situation
        .diff
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::SyncRows(rows) => Some((&rows.table, &**rows)),
            _ => None,
        })
        .collect();
    let scope: BTreeSet<Name> = changes.keys().map(|name| (*name).clone()).collect();
    let order = situation.wanted.parents_first(&scope);
    let mut written: BTreeMap<&Name, StepId> = BTreeMap::new();
    for name in &order {
        let (Some(rows), Some(table)) = (changes.get(name), situation.wanted.tables.get(name)) else {
            continue;
        };
        if rows.deletes_first {
            push(situation, steps, deletion(situation, rows));
        }
        if rows.written.is_empty() {
            continue;
        }
        let id = push(
            situation,
            steps,
            Operation::WriteRows(Box::new(WrittenRows {
                changes: (*rows).clone(),
                has_conflict_clauses: has_conflict_clauses(table),
            })),
        );
        let parents: BTreeSet<&Name> = table.foreign_keys.iter().map(|key| &key.parent).collect();
        edges.extend(parents.iter().filter_map(|parent| {
            Some(Edge {
                before: *written.get(parent)?,
                after: id,
                because: format!("{name} references {parent}"),
            })
        }));
        written.insert(name, id);
    }
    for name in order.iter().rev() {
        if let Some(rows) = changes
            .get(name)
            .filter(|it| !it.deletes_first && !it.deleted.is_empty())
        {
            push(situation, steps, deletion(situation, rows));
        }
    }
}

fn deletion(situation: &Situation<'_>, rows: &RowChanges) -> Operation {
    let tables = situation.wanted.tables.values();
    let referrers = tables.flat_map(|child| {
        let keys = child.foreign_keys_to(&rows.table);
        keys.map(|key| (child.name.clone(), key.clone()))
    });
    Operation::DeleteRows(Box::new(DeletedRows {
        changes: rows.clone(),
        referrers: referrers.collect(),
    }))
}

fn push(situation: &Situation<'_>, steps: &mut Vec<Step>, operation: Operation) -> StepId {
    let id = StepId(steps.len() + 1);
    let because = match &operation {
        Operation::DeleteRows(rows) => format!("{} does not declare them", rows.changes.file),
        Operation::WriteRows(rows) => format!("{} declares them", rows.changes.file),
        _ => String::new(),
    };
    steps.push(Step {
        id,
        cost: cost(situation, &operation),
        operation,
        because: vec![because],
        strategy: None,
        passed_over: Vec::new(),
        hazards: Vec::new(),
    });
    id
}

fn has_conflict_clauses(table: &Table) -> bool {
    let key = table.primary_key.iter().map(|it| it.conflict);
    let uniques = table.uniques.iter().map(|it| it.conflict);
    let columns = table.columns.iter().filter_map(|it| it.not_null.as_ref());
    let mut all = key.chain(uniques).chain(columns.map(|it| it.conflict));
    all.any(|it| it != ConflictClause::default())
}

//! Rows are copied while both tables are there: after the one is created, before the other one is touched.

use super::Rule;
use crate::plan::draft::{Draft, DraftEdge, Strength};
use crate::plan::situation::Situation;
use crate::plan::{CopiedValue, Operation};
use crate::schema::{Name, Object, Sql};

/// Rows kept aside, brought back, or read by a backfill.
pub(super) struct Copies;

impl Rule for Copies {
    fn edges(&self, _: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
        let mut edges = kept_first(drafts);
        for (at, draft) in drafts.iter().enumerate() {
            for (other, later) in drafts.iter().enumerate() {
                if let Some(because) = reason(&draft.operation, &later.operation) {
                    edges.push(DraftEdge {
                        before: at,
                        after: other,
                        strength: Strength::Required,
                        because,
                    });
                }
            }
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
    let edge = |before: usize, after: usize, because: &str| DraftEdge {
        before,
        after,
        strength: Strength::Required,
        because: because.to_owned(),
    };
    let mut edges: Vec<DraftEdge> = all
        .iter()
        .zip(all.iter().skip(1))
        .map(|(before, after)| edge(*before, *after, "one after the other"))
        .collect();
    if let Some(last) = all.last() {
        let touching = drafts.iter().enumerate().filter(|(_, draft)| touches(&draft.operation));
        edges.extend(touching.map(|(at, _)| edge(*last, at, "what goes is kept aside before anything is touched")));
    }
    edges
}

/// True for a step that may change rows or names of tables.
fn touches(operation: &Operation) -> bool {
    match operation {
        Operation::CopyRows(_) | Operation::Create(_) => false,
        Operation::Drop { object, .. } => matches!(object, Object::Table(_) | Object::VirtualTable(_)),
        _ => true,
    }
}

fn reason(first: &Operation, second: &Operation) -> Option<String> {
    match (first, second) {
        (Operation::Create(Object::Table(table)), Operation::CopyRows(copy)) if table.name == copy.into => {
            Some(format!("the rows go into {}", table.name))
        }
        (
            Operation::CopyRows(copy),
            Operation::Drop {
                object: Object::Table(table),
                ..
            },
        ) if table.name == copy.from => Some(format!("the rows come from {}", table.name)),
        (Operation::CopyRows(copy), Operation::Create(Object::Trigger(_) | Object::VirtualTable(_))) => {
            Some(format!("rows of {} come back without setting off triggers", copy.into))
        }
        // A row finds its parent there, or fails.
        (Operation::CopyRows(copy), second) if gains_key_on(second, &copy.into) => {
            Some(format!("rows of {} come back before keys ask for them", copy.into))
        }
        (
            first,
            Operation::Drop {
                object: Object::Table(table),
                again: false,
            },
        ) if backfills(first).iter().any(|it| it.mentions(&table.name)) => {
            Some(format!("a value comes from {}", table.name))
        }
        _ => None,
    }
}

/// True for a step that gives rows which are there a foreign key on a table.
fn gains_key_on(operation: &Operation, parent: &Name) -> bool {
    match operation {
        Operation::Rebuild(rebuild) => rebuild.tables.iter().any(|it| {
            let keys = it.tables.to.foreign_keys.iter().filter(|key| key.parent == *parent);
            it.tables.to.name != *parent && keys.count() > 0
        }),
        Operation::AddColumn { table, column, .. } => {
            let key = |it: &&crate::schema::ForeignKey| it.parent == *parent && it.columns.contains(&column.name);
            table.name != *parent && table.foreign_keys.iter().any(|it| key(&it))
        }
        _ => false,
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

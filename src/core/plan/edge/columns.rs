//! Within one table: what uses a column goes before the column goes, and comes after it is there.

use crate::plan::Operation;
use crate::plan::context::Situation;
use crate::plan::unordered_step::{Draft, DraftEdge};
use crate::schema::{Name, Object};

/// Indexes and columns of one table.
pub(super) fn edges(_: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        for (other, later) in drafts.iter().enumerate() {
            if let Some(because) = reason(&draft.operation, &later.operation) {
                edges.push(DraftEdge::required(at, other, because));
            }
        }
    }
    edges
}

fn reason(first: &Operation, second: &Operation) -> Option<String> {
    match (first, second) {
        (Operation::Drop(Object::Index(index), _), Operation::DropColumn { table, .. }) if index.table == *table => {
            Some(format!("index {} may use the column", index.name))
        }
        (Operation::AddColumn { table, column, .. }, Operation::DropColumn { table: other, .. })
            if table.name == *other =>
        {
            Some(format!("{} may be computed from the dropped column", column.name))
        }
        (first, Operation::Create(Object::Index(index))) if shaped(first) == Some(&index.table) => {
            Some(format!("index {} is on {}", index.name, index.table))
        }
        _ => None,
    }
}

fn shaped(operation: &Operation) -> Option<&Name> {
    match operation {
        Operation::AddColumn { table, .. } => Some(&table.name),
        Operation::DropColumn { table, .. } => Some(table),
        _ => None,
    }
}

//! Renames come first, in the order given, and before every step that uses the new name.

use crate::plan::Operation;
use crate::plan::context::Situation;
use crate::plan::unordered_step::{Draft, DraftEdge};
use crate::schema::{Name, Object, Table};

/// A rename comes before what uses the new name.
pub(super) fn edges(_: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    let mut last: Option<usize> = None;
    for (before, draft) in drafts.iter().enumerate() {
        let (names, sentence) = match &draft.operation {
            Operation::RenameTable { names } => (
                vec![names.from.clone(), names.to.clone()],
                format!("table {} takes its new name first", names.to),
            ),
            Operation::RenameColumn { table, names } => (
                vec![table.clone()],
                format!("column {table}.{} takes its new name first", names.to),
            ),
            _ => continue,
        };
        // Swaps and chains of renames only work in the order in which they were worked out.
        if let Some(last) = last {
            edges.push(DraftEdge::required(
                last,
                before,
                "renames run in this order".to_owned(),
            ));
        }
        last = Some(before);
        for (after, other) in drafts.iter().enumerate() {
            if uses(&other.operation, &names) {
                edges.push(DraftEdge::required(before, after, sentence.clone()));
            }
        }
    }
    edges
}

/// True if a step works on, or refers to, a table with one of these names.
fn uses(operation: &Operation, names: &[Name]) -> bool {
    let table =
        |table: &Table| names.contains(&table.name) || table.foreign_keys.iter().any(|key| names.contains(&key.parent));
    match operation {
        Operation::AddColumn { table: it, .. } => table(it),
        Operation::DropColumn { table, .. } => names.contains(table),
        Operation::Rebuild(rebuild) => rebuild.tables.iter().any(|it| table(&it.tables.to)),
        Operation::Create(Object::Table(it)) => table(it),
        Operation::Create(Object::Index(index)) => names.contains(&index.table),
        _ => false,
    }
}

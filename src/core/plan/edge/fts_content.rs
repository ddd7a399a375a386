//! A search table is filled from its content once that table or view has its shape and its values.

use crate::plan::Operation;
use crate::plan::context::Situation;
use crate::plan::unordered_step::{Draft, DraftEdge};
use crate::schema::{Name, Object, VirtualTable};

/// FTS5 with external content: <https://www.sqlite.org/fts5.html#external_content_tables>
pub(super) fn edges(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    for (after, draft) in drafts.iter().enumerate() {
        let Some(content) = made(&draft.operation).and_then(VirtualTable::content_table) else {
            continue;
        };
        let content = Name::new(content);
        let tables = situation.behind(&content);
        let shapes = |draft: &Draft| match &draft.operation {
            Operation::Create(Object::Table(table)) => tables.contains(&table.name),
            Operation::Create(Object::View(view)) => tables.contains(&view.name),
            Operation::Drop(..) => false,
            _ => !draft.reshapes().is_disjoint(&tables),
        };
        for (before, _) in drafts.iter().enumerate().filter(|(_, draft)| shapes(draft)) {
            edges.push(DraftEdge::required(
                before,
                after,
                format!("it indexes rows of {content}"),
            ));
        }
    }
    edges
}

fn made(operation: &Operation) -> Option<&VirtualTable> {
    match operation {
        Operation::RebuildVirtual { tables, .. } => Some(&tables.to),
        Operation::Create(Object::VirtualTable(table)) => Some(table),
        _ => None,
    }
}

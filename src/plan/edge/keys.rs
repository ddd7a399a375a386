//! A parent key must be unique before rows that refer to it are written: else `foreign key mismatch`.

use super::Rule;
use crate::plan::Operation;
use crate::plan::draft::{Draft, DraftEdge, Strength};
use crate::plan::situation::Situation;
use crate::schema::{Index, Name, Object, Table};

/// A unique index that a foreign key relies on.
pub(super) struct Keys;

impl Rule for Keys {
    fn edges(&self, _: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
        let mut edges = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            let (index, created) = match &draft.operation {
                Operation::Create(Object::Index(index)) => (index, true),
                Operation::Drop {
                    object: Object::Index(index),
                    ..
                } => (index, false),
                _ => continue,
            };
            if !index.unique {
                continue;
            }
            for (other, writer) in drafts.iter().enumerate() {
                let Operation::Rebuild(rebuild) = &writer.operation else {
                    continue;
                };
                let child = rebuild
                    .tables
                    .iter()
                    .map(|it| if created { &it.tables.to } else { &it.tables.from })
                    .find(|table| relies_on(table, index));
                let Some(child) = child else { continue };
                let because = format!("{} refers to {} by {}", child.name, index.table, index.name);
                let (before, after) = if created { (at, other) } else { (other, at) };
                edges.push(DraftEdge {
                    before,
                    after,
                    strength: Strength::Required,
                    because,
                });
            }
        }
        edges
    }
}

fn relies_on(child: &Table, index: &Index) -> bool {
    let indexed = |name: &Name| {
        index
            .columns
            .iter()
            .any(|column| matches!(&column.term, crate::schema::IndexTerm::Column(it) if it == name))
    };
    child.foreign_keys.iter().any(|key| {
        key.parent == index.table
            && child.name != index.table
            && !key.parent_columns.is_empty()
            && key.parent_columns.iter().all(indexed)
    })
}

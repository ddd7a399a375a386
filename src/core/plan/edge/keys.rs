//! A parent key must be unique before rows that refer to it are written: else `foreign key mismatch`.

use crate::plan::Operation;
use crate::plan::context::Situation;
use crate::plan::index_names::rests_on;
use crate::plan::unordered_step::{Draft, DraftEdge};
use crate::schema::{ForeignKey, Index, Object, Table};

/// A unique index that a foreign key relies on.
pub(super) fn edges(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let (index, created) = match &draft.operation {
            Operation::Create(Object::Index(index)) => (index, true),
            Operation::Drop(Object::Index(index), _) => (index, false),
            _ => continue,
        };
        let schema = if created { situation.wanted } else { &situation.now };
        let Some(parent) = schema.tables.get(&index.table).filter(|_| index.unique) else {
            continue;
        };
        for (other, writer) in drafts.iter().enumerate() {
            let child = writer
                .operation
                .rebuilt()
                .iter()
                .map(|it| if created { &it.tables.to } else { &it.tables.from })
                .find(|child| relies_on(child, parent, index));
            let Some(child) = child else { continue };
            let because = format!("{} references {} through index {}", child.name, index.table, index.name);
            let (before, after) = if created { (at, other) } else { (other, at) };
            edges.push(DraftEdge::required(before, after, because));
        }
    }
    edges.extend(by_rebuilds(drafts));
    edges
}

/// A UNIQUE or a primary key that comes with the rebuild of one table, and that the rebuild of another one refers to.
fn by_rebuilds(drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    for (before, draft) in drafts.iter().enumerate() {
        for parent in draft.operation.rebuilt() {
            let (old, new) = (&parent.tables.from, &parent.tables.to);
            let comes = |key: &ForeignKey| {
                let columns = key.parent_columns.as_slice();
                key.parent == new.name
                    && !columns.is_empty()
                    && new.is_key_unique(columns)
                    && !old.is_key_unique(columns)
            };
            for (after, writer) in drafts.iter().enumerate().filter(|(at, _)| *at != before) {
                let refers = |it: &&Table| it.name != new.name && it.foreign_keys.iter().any(comes);
                let mut written = writer.operation.rebuilt().iter().map(|it| &it.tables.to);
                let Some(child) = written.find(refers) else {
                    continue;
                };
                edges.push(DraftEdge::required(
                    before,
                    after,
                    format!("{} references columns that become unique in {}", child.name, new.name),
                ));
            }
        }
    }
    edges
}

fn relies_on(child: &Table, parent: &Table, index: &Index) -> bool {
    child.name != parent.name
        && child
            .foreign_keys_to(&parent.name)
            .any(|key| rests_on(key, parent, index))
}

//! Indexes and the names that they share with tables and views: which one gives its name away, and which one waits for it.
//!
//! A step that needs a name waits for the one that frees it. Where that is the rebuild or the DROP of a whole table, which
//! may wait for the other step itself, the index goes, or comes, in a step of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Situation;
use crate::diff::{Change, Diff};
use crate::schema::{ForeignKey, Index, Name, Object, Schema, Table};

impl Situation<'_> {
    /// True for a live index whose name another object takes: it is dropped before its table is dropped or rebuilt. One that
    /// foreign keys rest on goes with its table all the same.
    pub(super) fn gives_its_name(&self, index: &Index) -> bool {
        self.taken_names.contains(&index.name) && !is_referenced(&self.now, index)
    }

    /// True for a wanted index whose name another table, view or index still has: it is created after the rebuild of its
    /// table. One that foreign keys rest on is made there all the same.
    pub(super) fn waits_for_its_name(&self, index: &Index) -> bool {
        let (name, now) = (&index.name, &self.now);
        let is_relation =
            now.tables.contains_key(name) || now.virtual_tables.contains_key(name) || now.views.contains_key(name);
        let is_anothers = self.table_of_index.get(name).is_some_and(|table| *table != index.table);
        (is_relation || is_anothers) && !is_referenced(self.wanted, index)
    }
}

/// The names that renames and creations take.
pub(super) fn taken_names(diff: &Diff) -> BTreeSet<Name> {
    let mut taken = BTreeSet::new();
    for change in &diff.changes {
        match change {
            Change::RenameTable { to, .. } => {
                taken.insert(to.clone());
            }
            Change::Create(Object::Trigger(_)) => {}
            Change::Create(object) => {
                taken.insert(object.reference().name);
                if let Object::Table(table) = object {
                    taken.extend(table.indexes.keys().cloned());
                }
            }
            _ => {}
        }
    }
    taken
}

/// True if a foreign key rests on the index, which is of this schema.
fn is_referenced(schema: &Schema, index: &Index) -> bool {
    let Some(parent) = schema.tables.get(&index.table).filter(|_| index.unique) else {
        return false;
    };
    let mut keys = schema
        .tables
        .values()
        .flat_map(|child| child.foreign_keys_to(&parent.name));
    keys.any(|key| rests_on(key, parent, index))
}

/// True if it is the index, and no constraint, that makes the columns that the foreign key refers to unique.
pub(super) fn rests_on(key: &ForeignKey, parent: &Table, index: &Index) -> bool {
    let columns = key.resolved_parent_columns(parent);
    let is_unique = |indexes: BTreeMap<Name, Index>| {
        let table = Table {
            indexes,
            ..parent.clone()
        };
        table.is_key_unique(&columns)
    };
    is_unique(BTreeMap::from([(index.name.clone(), index.clone())])) && !is_unique(BTreeMap::new())
}

//! What foreign keys mean for a plan.

use std::collections::BTreeSet;

use super::SelfGuard;
use super::context::Situation;
use crate::schema::{ForeignKey, IndexTerm, Name, ReferentialAction, Table, affinity};

impl Situation<'_> {
    /// True if a lookup of `child` rows by `key` needs no scan: an index, UNIQUE or primary key leads with one of its
    /// columns, and the affinities agree (else SQLite cannot use the index: the trap measured on workerd).
    pub(super) fn is_indexed(&self, child: &Table, key: &ForeignKey) -> bool {
        let leads = |first: Option<&Name>| first.is_some_and(|name| key.columns.contains(name));
        let by_index = child.indexes.values().any(|index| {
            index.predicate.is_none()
                && leads(index.columns.first().and_then(|column| match &column.term {
                    IndexTerm::Column(name) => Some(name),
                    IndexTerm::Expression(_) => None,
                }))
        });
        let by_key = child
            .primary_key
            .iter()
            .any(|it| leads(it.columns.first().map(|column| &column.name)))
            || child
                .uniques
                .iter()
                .any(|it| leads(it.columns.first().map(|column| &column.name)));
        (by_index || by_key) && self.affinities_agree(child, key)
    }

    /// A foreign key, as child and parent, that SQLite would find mismatched or dangling while it drops `table`.
    ///
    /// DROP TABLE itself overlooks such keys; the ON DELETE actions that it sets off do not: they check all keys from and
    /// to the tables whose rows they touch (`sqlite3FkCheck` in fkey.c, where only the statement's own level ignores
    /// errors). Other changed tables may have their old or their new shape by then, so a key has to fit both.
    pub(super) fn misfit_below(&self, table: &Name) -> Option<(Name, Name)> {
        let touched = self.touched_by_actions(table);
        let misfits = |key: &ForeignKey| {
            let now = self.now.tables.get(&key.parent);
            let later = self.wanted.tables.get(&key.parent).filter(|it| it.name != *table);
            now.is_none_or(|parent| !key.fits(parent)) || later.is_some_and(|parent| !key.fits(parent))
        };
        self.now
            .tables
            .values()
            .flat_map(|child| child.foreign_keys.iter().map(move |key| (child, key)))
            .filter(|(child, key)| touched.contains(&child.name) || touched.contains(&key.parent))
            .find(|(_, key)| misfits(key))
            .map(|(child, key)| (child.name.clone(), key.parent.clone()))
    }

    /// Another table that waits for `table`, and that `table` waits for: each has a foreign key that only fits once the
    /// other has its new key, so neither can be rebuilt first.
    pub(super) fn waits_in_a_circle(&self, table: &Name) -> Option<Name> {
        let waits_for = |name: &Name| -> Vec<Name> {
            let keys = self.wanted.tables.get(name).into_iter().flat_map(|it| &it.foreign_keys);
            let misfit = |key: &&ForeignKey| self.now.tables.get(&key.parent).is_some_and(|now| !key.fits(now));
            keys.filter(|key| key.parent != *name)
                .filter(misfit)
                .map(|key| key.parent.clone())
                .collect()
        };
        let mut reached = BTreeSet::new();
        let mut open = waits_for(table);
        while let Some(parent) = open.pop() {
            let next = waits_for(&parent);
            if next.contains(table) {
                return Some(parent);
            }
            if reached.insert(parent) {
                open.extend(next);
            }
        }
        None
    }

    /// The tables whose rows the ON DELETE actions of a delete in `table` touch, itself not among them.
    fn touched_by_actions(&self, table: &Name) -> BTreeSet<Name> {
        let mut touched = BTreeSet::new();
        let mut open = vec![table.clone()];
        while let Some(parent) = open.pop() {
            let acts = |key: &ForeignKey, to: &Table| key.on_delete.is_destructive() && key.fits(to);
            let Some(to) = self.now.tables.get(&parent) else {
                continue;
            };
            for (child, key) in self.inbound(&parent) {
                if acts(key, to) && child.name != *table && touched.insert(child.name.clone()) {
                    open.push(child.name.clone());
                }
            }
        }
        touched
    }

    fn affinities_agree(&self, child: &Table, key: &ForeignKey) -> bool {
        let Some(parent) = self.now.tables.get(&key.parent) else {
            return true;
        };
        key.columns
            .iter()
            .zip(key.resolved_parent_columns(parent))
            .all(|(ours, theirs)| match (child.column(ours), parent.column(&theirs)) {
                (Some(ours), Some(theirs)) => {
                    affinity(&ours.type_name, child.strict) == affinity(&theirs.type_name, parent.strict)
                }
                _ => true,
            })
    }
}

/// The guards that an old table needs while it and `dropped` go: DROP TABLE runs ON DELETE actions. A tree deeper than
/// 10 levels cannot be dropped then (`triggers nested too deep`), nor one whose key is NOT NULL and would be set to NULL.
pub fn self_guard(table: &Table, dropped: impl Fn(&Name) -> bool) -> SelfGuard {
    let own = || {
        let keys = table.foreign_keys.iter();
        keys.filter(|key| key.parent == table.name || dropped(&key.parent))
            .map(|key| key.on_delete)
    };
    SelfGuard {
        delete: own().any(|action| action == ReferentialAction::Cascade),
        update: own().any(|action| matches!(action, ReferentialAction::SetNull | ReferentialAction::SetDefault)),
    }
}

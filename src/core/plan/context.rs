//! All that the planner may look at, with the questions that strategies, edges and hazards ask of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::index_names::taken_names;
use super::{Facts, Options};
use crate::diff::{Change, Clause, Diff, TableChange};
use crate::schema::{ForeignKey, Name, Object, ReferentialAction, Schema, Table, rename};

/// The live schema before and after the declared renames, the wanted one, and what is known of the data.
pub(super) struct Situation<'a> {
    /// As introspected.
    pub live: &'a Schema,
    /// `live` after the declared renames: the schema that every other change starts from.
    pub now: Schema,
    /// As desired.
    pub wanted: &'a Schema,
    /// What differs.
    pub diff: &'a Diff,
    /// What is known of the data.
    pub facts: &'a Facts,
    /// What the user asked for.
    pub options: &'a Options,
    /// Live name by new name, of renamed tables.
    old_names: BTreeMap<Name, Name>,
    /// Live column by (new table, new column), of renamed columns.
    old_columns: BTreeMap<(Name, Name), Name>,
    /// Tables that are dropped and that no table which stays, or goes later, references: they can go before anything else.
    gone_first: BTreeSet<Name>,
    /// The tables that reference a table, in `now` and in `wanted`.
    children: [BTreeMap<Name, Vec<Name>>; 2],
    /// The table of each index in `now`.
    pub table_of_index: BTreeMap<Name, Name>,
    /// The names that renames and creations take.
    pub taken_names: BTreeSet<Name>,
    /// Live tables whose rows were asked for and are not known.
    uncounted: RefCell<BTreeSet<Name>>,
}

impl<'a> Situation<'a> {
    pub(super) fn new(
        diff: &'a Diff,
        live: &'a Schema,
        wanted: &'a Schema,
        facts: &'a Facts,
        options: &'a Options,
    ) -> Self {
        let mut now = live.clone();
        let mut old_names: BTreeMap<Name, Name> = BTreeMap::new();
        let mut old_columns: BTreeMap<(Name, Name), Name> = BTreeMap::new();
        for change in &diff.changes {
            match change {
                Change::RenameTable { from, to } => {
                    rename::table(&mut now, from, to);
                    let first = old_names.remove(from).unwrap_or_else(|| from.clone());
                    old_names.insert(to.clone(), first);
                }
                Change::RenameColumn { table, from, to } => {
                    rename::column(&mut now, table, from, to);
                    let first = old_columns
                        .remove(&(table.clone(), from.clone()))
                        .unwrap_or_else(|| from.clone());
                    old_columns.insert((table.clone(), to.clone()), first);
                }
                _ => {}
            }
        }
        let dropped: BTreeSet<&Name> = diff
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Drop(Object::Table(table)) => Some(&table.name),
                _ => None,
            })
            .collect();
        // One that a table which stays, or goes later, refers to has to wait for that one.
        let mut gone_first: BTreeSet<Name> = dropped.iter().map(|name| (*name).clone()).collect();
        let mut later: Vec<&Table> = now
            .tables
            .values()
            .filter(|it| !gone_first.contains(&it.name))
            .collect();
        while let Some(table) = later.pop() {
            for key in &table.foreign_keys {
                if gone_first.remove(&key.parent) {
                    later.extend(now.tables.get(&key.parent));
                }
            }
        }
        let children = [children(&now), children(wanted)];
        let indexes = now.tables.values().flat_map(|table| table.indexes.values());
        let table_of_index = indexes.map(|index| (index.name.clone(), index.table.clone())).collect();
        Self {
            children,
            live,
            now,
            wanted,
            diff,
            facts,
            options,
            old_names,
            old_columns,
            gone_first,
            table_of_index,
            taken_names: taken_names(diff),
            uncounted: RefCell::default(),
        }
    }

    /// Every clause of every table that changes.
    pub(super) fn clauses(&self) -> impl Iterator<Item = (&TableChange, &Clause)> {
        self.table_changes()
            .flat_map(|change| change.clauses.iter().map(move |clause| (change, clause)))
    }

    /// The live name of a table that has `name` after the renames.
    pub(super) fn live_name(&self, name: &Name) -> Name {
        self.old_names.get(name).unwrap_or(name).clone()
    }

    /// The live name of a column that has `column` after the renames.
    pub(super) fn live_column(&self, table: &Name, column: &Name) -> Name {
        self.old_columns
            .get(&(table.clone(), column.clone()))
            .unwrap_or(column)
            .clone()
    }

    /// A column that is renamed from or to a name of the rowid, and its table (new name), whose rows have one.
    pub(super) fn renamed_rowid(&self) -> Option<(Name, Name)> {
        self.diff.changes.iter().find_map(|change| {
            let Change::RenameColumn { table, from, to } = change else {
                return None;
            };
            let live = self.live.tables.get(&self.live_name(table))?;
            let name = [from, to].into_iter().find(|it| live.has_rowid_called(it))?;
            Some((table.clone(), name.clone()))
        })
    }

    /// Tables that a rename touches, under their new names.
    pub(super) fn renamed_names(&self) -> BTreeSet<Name> {
        self.old_names
            .keys()
            .cloned()
            .chain(self.old_columns.keys().map(|(table, _)| table.clone()))
            .collect()
    }

    /// Rows of a table (new name); `None` when unknown.
    pub(super) fn rows(&self, table: &Name) -> Option<u64> {
        self.live_rows(&self.live_name(table))
    }

    /// Rows of a table (live name); `None` when unknown, which is noted.
    pub(super) fn live_rows(&self, table: &Name) -> Option<u64> {
        let rows = self.facts.tables.get(table).and_then(|facts| facts.rows);
        if rows.is_none() {
            self.uncounted.borrow_mut().insert(table.clone());
        }
        rows
    }

    /// The live tables whose rows were asked for and are not known.
    pub(super) fn uncounted(&self) -> BTreeSet<Name> {
        self.uncounted.borrow().clone()
    }

    /// The changed tables in name order.
    pub(super) fn table_changes(&self) -> impl Iterator<Item = &'a TableChange> + use<'a> {
        self.diff.changes.iter().filter_map(|change| match change {
            Change::AlterTable(change) => Some(change),
            _ => None,
        })
    }

    /// True if the table is dropped before anything else happens.
    pub(super) fn goes_first(&self, table: &Name) -> bool {
        self.gone_first.contains(table)
    }

    /// Foreign keys of other tables to `parent`, at the time it would be rebuilt. Keys that come or go with this plan count.
    pub(super) fn inbound(&self, parent: &Name) -> Vec<(&Table, &ForeignKey)> {
        let [before, after] = &self.children;
        let now = before.get(parent).into_iter().flatten();
        let now = now.filter(|name| !self.goes_first(name));
        let now = now.filter_map(|name| self.now.tables.get(name));
        let coming = after.get(parent).into_iter().flatten();
        let coming = coming.filter(|name| self.now.tables.contains_key(name));
        let coming = coming.filter_map(|name| self.wanted.tables.get(name));
        let mut found: Vec<(&Table, &ForeignKey)> = Vec::new();
        for table in now.chain(coming).filter(|table| table.name != *parent) {
            for key in table.foreign_keys.iter().filter(|key| key.parent == *parent) {
                if !found
                    .iter()
                    .any(|(other, seen)| other.name == table.name && *seen == key)
                {
                    found.push((table, key));
                }
            }
        }
        found
    }

    /// The tables themselves and all that reference them, directly or through others.
    pub(super) fn reach(&self, tables: &BTreeSet<Name>) -> BTreeSet<Name> {
        let mut reached = tables.clone();
        let mut open: Vec<Name> = tables.iter().cloned().collect();
        while let Some(parent) = open.pop() {
            for (child, _) in self.inbound(&parent) {
                if reached.insert(child.name.clone()) {
                    open.push(child.name.clone());
                }
            }
        }
        reached
    }

    /// The longest chain of ON DELETE actions that a delete in `table` sets off (1 = its direct children only).
    pub(super) fn cascade_depth(&self, table: &Name) -> usize {
        fn walk(situation: &Situation<'_>, table: &Name, path: &mut Vec<Name>, budget: &mut usize) -> usize {
            path.push(table.clone());
            let mut deepest = 0;
            for (child, key) in situation.inbound(table) {
                // A graph with very many paths is as good as a deep one.
                if *budget == 0 {
                    deepest = usize::MAX / 2;
                    break;
                }
                *budget -= 1;
                let below = match key.on_delete {
                    ReferentialAction::Cascade if !path.contains(&child.name) => {
                        walk(situation, &child.name, path, budget)
                    }
                    action if action.is_destructive() => 0,
                    _ => continue,
                };
                deepest = deepest.max(below + 1);
            }
            path.pop();
            deepest
        }
        walk(self, table, &mut Vec::new(), &mut 10_000)
    }
}

/// Referencing tables by referenced table, in the order of their names.
fn children(schema: &Schema) -> BTreeMap<Name, Vec<Name>> {
    let mut children: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
    for table in schema.tables.values() {
        let parents: BTreeSet<&Name> = table.foreign_keys.iter().map(|key| &key.parent).collect();
        for parent in parents {
            children.entry(parent.clone()).or_default().push(table.name.clone());
        }
    }
    children
}

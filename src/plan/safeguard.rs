//! What a migration asserts about the database it runs on: what it was reviewed for, and that no row is lost.

use std::collections::BTreeSet;

use super::{Operation, Step, situation::Situation};
use crate::schema::{ForeignKey, Name, ObjectKind, ObjectRef, Pair, Schema, Table};

/// The assertions of a migration. They are made from the plan, and end up as SQL in the file itself, so that they
/// hold under any tool that applies it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Safeguards {
    /// Tables that must be what was reviewed, checked before anything else runs.
    pub reviewed: Vec<Reviewed>,
    /// Tables that must have as many rows at the end as at the start: name at the start, name at the end.
    pub counted: Vec<Pair<Name>>,
    /// Tables whose foreign keys must not be violated more than at the start.
    pub checked: Vec<Checked>,
    /// Foreign keys are deferred to the end of the transaction.
    pub deferred: bool,
}

/// A live table as the reviewer saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// Its columns and foreign keys.
    pub table: Table,
    /// When the table is dropped or rebuilt: who references it. An unknown child would lose its rows.
    pub referenced_by: Option<Vec<(Name, ForeignKey)>>,
    /// When the table is dropped or rebuilt: indexes and triggers on it. Unknown ones would vanish with it.
    pub attached: Option<Vec<Name>>,
    /// Columns are added to it or dropped, and a view or trigger uses the positions of those that are there.
    pub is_ordered: bool,
}

/// A table whose foreign keys are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its name at the start, if it can be checked there: it exists and its foreign keys fit their parents.
    pub before: Option<Name>,
    /// Its name at the end.
    pub after: Name,
}

/// The assertions that these steps need.
pub(super) fn safeguards(situation: &Situation<'_>, steps: &[Step]) -> Safeguards {
    let mut touched = BTreeSet::new();
    let mut replaced = BTreeSet::new();
    let mut rebuilt = BTreeSet::new();
    let mut copied = Vec::new();
    for step in steps {
        match &step.operation {
            Operation::RenameTable { .. } | Operation::RenameColumn { .. } => {}
            Operation::AddColumn { table, .. } => drop(touched.insert(table.name.clone())),
            Operation::DropColumn { table, .. } => drop(touched.insert(table.clone())),
            Operation::Drop { object, .. } => {
                let object = object.reference();
                if object.kind == ObjectKind::Table {
                    replaced.insert(object.name);
                }
            }
            Operation::Rebuild(rebuild) => {
                rebuilt.extend(rebuild.tables.iter().map(|it| it.tables.from.name.clone()));
            }
            Operation::CopyRows(copy) if copy.with_value.is_empty() => copied.push(Pair {
                from: copy.from.clone(),
                to: copy.into.clone(),
            }),
            Operation::Create(_) | Operation::RebuildVirtual { .. } | Operation::CopyRows(_) => {}
        }
    }
    touched.extend(situation.renamed_names());
    replaced.extend(rebuilt.iter().cloned());
    // A dropped table takes the rows of those that still reference it along, as a rebuilt one does.
    let reach = situation.reach(&replaced);
    let by_position = situation.wanted.used_by_position();
    let is_ordered = |name: &Name| by_position.contains_key(name) && !replaced.contains(name);
    Safeguards {
        reviewed: touched
            .union(&replaced)
            .filter_map(|name| reviewed(situation, name, replaced.contains(name), is_ordered(name)))
            .collect(),
        counted: reach
            .iter()
            .filter(|name| situation.now.tables.contains_key(*name) && situation.wanted.tables.contains_key(*name))
            .map(|name| Pair {
                from: situation.live_name(name),
                to: name.clone(),
            })
            .chain(copied)
            .collect(),
        checked: reach.iter().filter_map(|name| checked(situation, name)).collect(),
        deferred: !replaced.is_empty(),
    }
}

fn reviewed(situation: &Situation<'_>, name: &Name, replaced: bool, is_ordered: bool) -> Option<Reviewed> {
    let live = situation.live_name(name);
    let table = situation.live.tables.get(&live)?.clone();
    let attached = || {
        let on_it = situation
            .live
            .triggers
            .values()
            .filter(|it| it.on == live)
            .map(|it| it.name.clone());
        let mut names: Vec<Name> = table.indexes.keys().cloned().chain(on_it).collect();
        names.sort();
        names
    };
    Some(Reviewed {
        referenced_by: replaced.then(|| references_to(situation.live, &live)),
        attached: replaced.then(attached),
        is_ordered,
        table,
    })
}

/// All foreign keys of other tables to `parent`.
fn references_to(schema: &Schema, parent: &Name) -> Vec<(Name, ForeignKey)> {
    schema
        .tables
        .values()
        .filter(|table| table.name != *parent)
        .flat_map(|table| table.foreign_keys.iter().map(|key| (table.name.clone(), key.clone())))
        .filter(|(_, key)| key.parent == *parent)
        .collect()
}

/// `PRAGMA foreign_key_check` fails on a key whose parent columns are not unique, so such a table is checked at the end only.
fn checked(situation: &Situation<'_>, name: &Name) -> Option<Checked> {
    let wanted = situation.wanted.tables.get(name)?;
    if wanted.foreign_keys.is_empty() {
        return None;
    }
    let live = situation.live_name(name);
    let fits = situation
        .live
        .tables
        .get(&live)
        .is_some_and(|table| situation.live.keys_fit(table));
    Some(Checked {
        before: fits.then_some(live),
        after: name.clone(),
    })
}

impl Reviewed {
    /// The table, for messages.
    pub fn object(&self) -> ObjectRef {
        ObjectRef::new(ObjectKind::Table, self.table.name.clone())
    }
}

//! Drafts for everything that is not a change inside a table: renames, creates, drops, and what makes way and comes back.

use std::collections::{BTreeMap, BTreeSet};

use super::blockers::blockers;
use super::context::Situation;
use super::search_tables;
use super::unordered_step::Draft;
use super::{Operation, Return};
use crate::diff::Change;
use crate::schema::{Name, Object, ObjectRef, Pair, VirtualTable};

/// Drafts for all changes but `AlterTable`. Index changes on `rebuilt` tables are left out: the rebuild makes them,
/// but for an index that gives its name away or waits for it.
pub(super) fn drafts(situation: &Situation<'_>, rebuilt: &BTreeSet<Name>) -> Vec<Draft> {
    let of_rebuilt = |object: &Object| matches!(object, Object::Index(index) if rebuilt.contains(&index.table));
    let created_there = |object: &Object| of_rebuilt(object) && !waits(situation, object);
    let dropped_there = |object: &Object| of_rebuilt(object) && !gives(situation, object);
    let mut drafts = Vec::new();
    for change in &situation.diff.changes {
        let why = change.describe();
        match change {
            Change::RenameTable { from, to } => {
                let names = Pair {
                    from: from.clone(),
                    to: to.clone(),
                };
                drafts.push(Draft::new(Operation::RenameTable { names }, why));
            }
            Change::RenameColumn { table, from, to } => {
                let names = Pair {
                    from: from.clone(),
                    to: to.clone(),
                };
                drafts.push(Draft::new(
                    Operation::RenameColumn {
                        table: table.clone(),
                        names,
                    },
                    why,
                ));
            }
            Change::Create(object) if situation.is_filled_place(object) => {}
            Change::Create(object) if !created_there(object) => {
                drafts.push(Draft::new(Operation::Create(object.clone()), why));
            }
            Change::Drop(object) if !dropped_there(object) => {
                drafts.push(Draft::new(Operation::Drop(object.clone(), Return::Never), why));
            }
            Change::Replace(Pair {
                from: Object::VirtualTable(from),
                to: Object::VirtualTable(to),
            }) => {
                // Nothing can be read from one whose content is not there.
                let columns = match situation.facts.unreadable.contains_key(&from.name) {
                    true => Vec::new(),
                    false => shared_columns(from, to),
                };
                let tables = Pair {
                    from: from.clone(),
                    to: to.clone(),
                };
                drafts.push(Draft::new(Operation::RebuildVirtual { tables, columns }, why));
            }
            Change::Replace(pair) => {
                if !dropped_there(&pair.from) {
                    drafts.push(Draft::new(
                        Operation::Drop(pair.from.clone(), Return::Later),
                        why.clone(),
                    ));
                }
                if !created_there(&pair.to) {
                    drafts.push(Draft::new(Operation::Create(pair.to.clone()), why));
                }
            }
            Change::AlterTable(_) | Change::Create(_) | Change::Drop(_) | Change::SyncRows(_) => {}
        }
    }
    drafts.extend(search_tables::refilled(situation, &drafts));
    give_names_free(situation, &mut drafts);
    drafts
}

fn waits(situation: &Situation<'_>, object: &Object) -> bool {
    matches!(object, Object::Index(index) if situation.waits_for_its_name(index))
}

fn gives(situation: &Situation<'_>, object: &Object) -> bool {
    matches!(object, Object::Index(index) if situation.gives_its_name(index))
}

/// An index that gives its name away goes before its table does: the table may have to wait for what needs the name.
fn give_names_free(situation: &Situation<'_>, drafts: &mut Vec<Draft>) {
    let mut freed = Vec::new();
    for draft in drafts.iter_mut() {
        let Operation::Drop(Object::Table(table), Return::Never) = &mut draft.operation else {
            continue;
        };
        let (first, with_table) = std::mem::take(&mut table.indexes)
            .into_iter()
            .partition(|(_, index)| situation.gives_its_name(index));
        table.indexes = with_table;
        freed.extend(BTreeMap::into_values(first));
    }
    for index in freed {
        let why = format!("the name {} is reused", index.name);
        let object = Object::Index(index);
        drafts.push(Draft::new(Operation::Drop(object, Return::Never), why));
    }
}

/// Columns of a virtual table are its arguments that are no options; contents can be carried where both have them.
fn shared_columns(from: &VirtualTable, to: &VirtualTable) -> Vec<Name> {
    let columns = |table: &VirtualTable| table.column_names();
    let wanted = columns(to);
    let is_same = from.module == to.module || (from.is_search() && to.is_search());
    if !is_same || from.is_opaque() || from.is_contentless() || to.content_table().is_some() {
        return Vec::new();
    }
    columns(from).into_iter().filter(|name| wanted.contains(name)).collect()
}

/// Adds a DROP for every blocker, and a CREATE where the wanted schema has the object too.
pub(super) fn make_way(situation: &Situation<'_>, drafts: &mut Vec<Draft>) {
    let blocked: BTreeMap<ObjectRef, String> = blockers(situation, drafts);
    for (object, why) in blocked {
        let wanted = situation.wanted.get(&object);
        let dropped = drafts
            .iter()
            .any(|draft| matches!(&draft.operation, Operation::Drop(it, _) if it.reference() == object));
        if !dropped && let Some(live) = situation.live.get(&object) {
            let returns = if wanted.is_some() { Return::Later } else { Return::Never };
            drafts.push(Draft::new(Operation::Drop(live, returns), why.clone()));
        }
        if !drafts.iter().any(|draft| draft.creates(&object))
            && let Some(wanted) = wanted
        {
            drafts.push(Draft::new(
                Operation::Create(wanted),
                "it was dropped so that another step could run",
            ));
        }
    }
}

impl Situation<'_> {
    /// A place in the trash, which the step that fills it creates.
    fn is_filled_place(&self, object: &Object) -> bool {
        let name = object.reference().name;
        let fills = |copy: &super::CopyRows| copy.create.is_some() && copy.into == name;
        self.options.copies.iter().any(fills)
    }

    /// Sentences for the index changes of a table, which its rebuild takes over.
    pub(super) fn index_causes(&self, table: &Name) -> Vec<String> {
        let on_it = |object: &Object| matches!(object, Object::Index(index) if index.table == *table);
        let concerns = |change: &&Change| match change {
            Change::Create(object) => on_it(object) && !waits(self, object),
            Change::Drop(object) => on_it(object) && !gives(self, object),
            Change::Replace(pair) => on_it(&pair.from) || (on_it(&pair.to) && !waits(self, &pair.to)),
            _ => false,
        };
        self.diff
            .changes
            .iter()
            .filter(concerns)
            .map(Change::describe)
            .collect()
    }
}

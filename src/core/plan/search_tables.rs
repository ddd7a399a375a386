//! Search tables that stay as they are while the table or view that they index changes: no trigger tells them.

use std::collections::BTreeSet;

use super::Operation;
use super::context::Situation;
use super::hazard::rewritten;
use super::unordered_step::Draft;
use crate::diff::Change;
use crate::schema::{Name, Object, Pair, VirtualTable};

/// A draft for each search table that has to be filled again.
pub(super) fn refilled(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<Draft> {
    let mut again = Vec::new();
    for table in situation.wanted.virtual_tables.values() {
        let is_drafted = drafts.iter().any(|draft| draft.operation.object().name == table.name);
        if is_drafted || !situation.now.virtual_tables.contains_key(&table.name) {
            continue;
        }
        if let Some(why) = reason(situation, table) {
            let tables = Pair {
                from: table.clone(),
                to: table.clone(),
            };
            let columns = Vec::new();
            again.push(Draft::new(Operation::RebuildVirtual { tables, columns }, why));
        }
    }
    again
}

fn reason(situation: &Situation<'_>, table: &VirtualTable) -> Option<String> {
    let content = Name::new(table.content_table()?);
    if let Some(missing) = situation.facts.unreadable.get(&situation.live_name(&table.name)) {
        return Some(format!("it could not be read: {missing}"));
    }
    let is_made = |object: &Object| {
        matches!(object, Object::Table(_) | Object::View(_) | Object::VirtualTable(_))
            && object.reference().name == content
    };
    let is_new = situation.diff.changes.iter().any(|change| match change {
        Change::Create(object) => is_made(object),
        Change::Replace(pair) => is_made(&pair.to),
        _ => false,
    });
    if is_new {
        return Some(format!("it indexes rows of {content}, which is replaced"));
    }
    let behind = situation.behind(&content);
    let columns = table.column_names();
    let changed = situation.table_changes().find(|change| {
        let name = &change.tables.to.name;
        let rewritten = rewritten(change);
        match *name == content {
            true => columns.iter().any(|column| rewritten.contains(column)),
            // What a view makes of a column cannot be told from here.
            false => behind.contains(name) && !rewritten.is_empty(),
        }
    });
    changed.map(|change| format!("it indexes values of {} that change", change.tables.to.name))
}

impl Situation<'_> {
    /// A table or view, and all that a view reads, under the wanted names.
    pub(super) fn behind(&self, relation: &Name) -> BTreeSet<Name> {
        let mut found = BTreeSet::from([relation.clone()]);
        let mut open = vec![relation.clone()];
        while let Some(view) = open.pop().and_then(|name| self.wanted.views.get(&name)) {
            let relations = self.wanted.tables.keys().chain(self.wanted.views.keys());
            for name in relations.filter(|name| view.sql.mentions(name)) {
                if found.insert(name.clone()) {
                    open.push(name.clone());
                }
            }
        }
        found
    }
}

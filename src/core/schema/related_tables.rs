//! Which tables refer to which.

use std::collections::{BTreeMap, BTreeSet};

use super::{Name, Schema};

impl Schema {
    /// Referencing tables by referenced table, which may not exist.
    pub fn children_by_parent(&self) -> BTreeMap<&Name, Vec<&Name>> {
        let mut children: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
        for table in self.tables.values() {
            for key in &table.foreign_keys {
                children.entry(&key.parent).or_default().push(&table.name);
            }
        }
        children
    }

    /// Tables and all those without which they cannot have a row.
    pub fn with_parents(&self, tables: BTreeSet<Name>) -> BTreeSet<Name> {
        let mut open: Vec<Name> = tables.iter().cloned().collect();
        let mut found = tables;
        while let Some(name) = open.pop() {
            for key in self.tables.get(&name).into_iter().flat_map(|it| &it.foreign_keys) {
                if self.tables.contains_key(&key.parent) && found.insert(key.parent.clone()) {
                    open.push(key.parent.clone());
                }
            }
        }
        found
    }

    /// The tables of `scope`, each after its parents; where keys form a cycle, the cycle is cut at one place.
    pub fn parents_first(&self, scope: &BTreeSet<Name>) -> Vec<Name> {
        let mut order = Vec::new();
        let mut seen: BTreeMap<&Name, bool> = BTreeMap::new();
        for start in scope {
            // A stack of our own: a chain of foreign keys may be as long as a schema.
            let mut stack = vec![(start, false)];
            while let Some((name, parents_done)) = stack.pop() {
                if parents_done {
                    order.push(name.clone());
                    continue;
                }
                if seen.insert(name, true).is_some() {
                    continue;
                }
                stack.push((name, true));
                let parents = self.tables.get(name).into_iter().flat_map(|table| &table.foreign_keys);
                for key in parents {
                    if let Some(parent) = scope.get(&key.parent)
                        && !seen.contains_key(parent)
                    {
                        stack.push((parent, false));
                    }
                }
            }
        }
        order
    }
}

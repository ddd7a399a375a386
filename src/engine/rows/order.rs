//! Parents first: the order in which tables are filled.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Name, Schema};

/// The tables of `scope`, each after its parents; where keys form a cycle, the cycle is cut at one place.
pub(super) fn parents_first(schema: &Schema, scope: &BTreeSet<Name>) -> Vec<Name> {
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
            let parents = schema
                .tables
                .get(name)
                .into_iter()
                .flat_map(|table| &table.foreign_keys);
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

//! The part of two schemas that a plan can reach, where it only adds: the proof of one column needs no thousand tables.
//!
//! What is left out is the same in both schemas, no statement of the script names it, and nothing of it names what the script
//! names. Only steps that add (and triggers and views that are dropped) qualify: what drops or renames makes SQLite look at
//! every object, and what rewrites rows may take along those that reference them.

use std::collections::{BTreeMap, BTreeSet};

use super::input::{Claim, Rows};
use crate::rows;
use crate::schema::{Name, Pair, Schema, Table, names};

/// Fewer tables than this are all made.
pub(super) const MANY: usize = 50;

/// That part of both schemas; `None` where all of them have to be there.
pub(super) fn part_in_reach(claim: &Claim<'_>) -> Option<Pair<Schema>> {
    if !rows::only_grows(claim.plan) {
        return None;
    }
    let mut reach = Reach::of(claim);
    let statements = claim.script.statements().chain(claim.settle.iter().map(String::as_str));
    let named: BTreeSet<Name> = statements.flat_map(names).collect();
    let mut open: Vec<Name> = named.iter().cloned().collect();
    open.extend(reach.code_that_names(named));
    open.extend(reach.always(&claim.rows));
    // All tables that get rows.
    open.extend(rows::reach(claim.plan, claim.from));
    reach.close(open);
    let part = Pair {
        from: claim.from.only(&reach.found),
        to: claim.desired.only(&reach.found),
    };
    (reach.is_same_beyond(claim.from, claim.desired) && reach.is_same_beyond(claim.desired, claim.from)).then_some(part)
}

/// What is reached of two schemas, by name.
struct Reach<'a> {
    sides: [&'a Schema; 2],
    /// What the text of each view, trigger and search table names.
    named_by: BTreeMap<&'a Name, BTreeSet<Name>>,
    /// Triggers by the table or view that they are on, indexes by name with their table.
    on: BTreeMap<&'a Name, Vec<&'a Name>>,
    indexed: BTreeMap<&'a Name, &'a Name>,
    found: BTreeSet<Name>,
}

impl<'a> Reach<'a> {
    fn of(claim: &Claim<'a>) -> Self {
        let mut reach = Self {
            sides: [claim.from, claim.desired],
            named_by: BTreeMap::new(),
            on: BTreeMap::new(),
            indexed: BTreeMap::new(),
            found: BTreeSet::new(),
        };
        for schema in reach.sides {
            let views = schema.views.values().map(|it| (&it.name, it.sql.text()));
            let search = schema.virtual_tables.values().map(|it| (&it.name, it.sql.text()));
            let triggers = schema.triggers.values().map(|it| (&it.name, it.sql.text()));
            for (name, text) in views.chain(search).chain(triggers) {
                reach.named_by.entry(name).or_default().extend(names(text));
            }
            for trigger in schema.triggers.values() {
                reach.on.entry(&trigger.on).or_default().push(&trigger.name);
            }
            let indexes = schema.tables.values().flat_map(|table| table.indexes.values());
            reach.indexed.extend(indexes.map(|it| (&it.name, &it.table)));
        }
        reach
    }

    /// Views, triggers and search tables that name one of these, directly or by way of others.
    fn code_that_names(&self, mut named: BTreeSet<Name>) -> Vec<Name> {
        let mut found = Vec::new();
        let mut others: Vec<_> = self.named_by.iter().collect();
        loop {
            let before = found.len();
            others.retain(|(name, names)| {
                let is_apart = names.is_disjoint(&named);
                if !is_apart {
                    found.push((**name).clone());
                    named.insert((**name).clone());
                }
                is_apart
            });
            if found.len() == before {
                return found;
            }
        }
    }

    /// What a proof counts wherever it is: search tables that hold rows of their own, and the counters of a target.
    fn always(&self, rows: &Rows) -> Vec<Name> {
        let counted = |table: &&Table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement);
        let mut found = Vec::new();
        for schema in self.sides {
            found.extend(rows::virtual_tables(schema).cloned());
            if matches!(rows, Rows::Source(_)) {
                found.extend(schema.tables.values().filter(counted).map(|it| it.name.clone()));
            }
        }
        found
    }

    /// Reaches these, and all that they need.
    fn close(&mut self, mut open: Vec<Name>) {
        while let Some(name) = open.pop() {
            if !self.found.insert(name.clone()) {
                continue;
            }
            open.extend(self.named_by.get(&name).into_iter().flatten().cloned());
            open.extend(self.on.get(&name).into_iter().flatten().copied().cloned());
            open.extend(self.indexed.get(&name).copied().cloned());
            for schema in self.sides {
                let table = schema.tables.get(&name).into_iter();
                open.extend(table.flat_map(|it| &it.foreign_keys).map(|key| key.parent.clone()));
                open.extend(schema.triggers.get(&name).map(|it| it.on.clone()));
            }
        }
    }

    /// True if all that is not reached of one schema is the same in the other.
    fn is_same_beyond(&self, one: &Schema, other: &Schema) -> bool {
        let is_beyond = |name: &Name| !self.found.contains(name);
        let mut tables = one.tables.values().filter(|it| is_beyond(&it.name));
        let mut search = one.virtual_tables.values().filter(|it| is_beyond(&it.name));
        let mut views = one.views.values().filter(|it| is_beyond(&it.name));
        let mut triggers = one.triggers.values().filter(|it| is_beyond(&it.on));
        tables.all(|it| other.tables.get(&it.name) == Some(it))
            && search.all(|it| other.virtual_tables.get(&it.name) == Some(it))
            && views.all(|it| other.views.get(&it.name) == Some(it))
            && triggers.all(|it| other.triggers.get(&it.name) == Some(it))
    }
}

//! What a plan would say of the change that a file makes to the schema.
//!
//! Most of a schema has nothing to do with a file. The plan is made for the part that the statements name, with what depends
//! on it and what it refers to: the rest is the same before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::file::File;
use crate::diff::{self, Diff};
use crate::plan::{self, Facts, Options, Plan};
use crate::schema::{Name, Pair, Schema, Table, names};

/// The change, and the plan for it.
#[derive(Debug)]
pub(super) struct FilePlan {
    pub(super) diff: Diff,
    pub(super) plan: Plan,
}

/// The plan of a file; none where no plan leads from one schema to the other.
pub(super) fn plan(file: &File<'_>) -> Option<FilePlan> {
    let part = part(file);
    let hints = file.lineage.hints(&part.from, &part.to);
    let diff = diff::compare(&part.from, &part.to, &hints);
    let schemas = Pair {
        from: &part.from,
        to: &part.to,
    };
    // Lint reports each drop at its own statement; only a plan asks about dropping every table.
    let options = Options {
        undo: true,
        ..Options::default()
    };
    let plan = plan::build(&diff, schemas, &Facts::default(), &options).ok()?;
    Some(FilePlan { diff, plan })
}

/// The two schemas without what the file has nothing to do with.
fn part(file: &File<'_>) -> Pair<Schema> {
    let both = [file.before.as_ref(), file.after.as_ref()];
    let mut open: Vec<Name> = file.statements.iter().flat_map(|it| names(file.sql(it))).collect();
    // An index or a trigger counts as its table.
    let named: BTreeSet<Name> = open.iter().cloned().collect();
    // What both schemas share is looked at once.
    let (before, after) = (file.before.as_ref(), file.after.as_ref());
    let new = || after.tables.unshared(&before.tables);
    let changed = before.tables.unshared(&after.tables).chain(new());
    let holds = |table: &&Table| table.indexes.keys().any(|it| named.contains(it));
    open.extend(changed.filter(holds).map(|it| it.name.clone()));
    for schema in both {
        let triggers = named.iter().filter_map(|it| schema.triggers.get(it));
        open.extend(triggers.map(|it| it.on.clone()));
    }
    let mut children = before.children_by_parent();
    for table in new() {
        for key in &table.foreign_keys {
            children.entry(&key.parent).or_default().push(&table.name);
        }
    }
    let views = before.views.values().chain(after.views.unshared(&before.views));
    let triggers = before
        .triggers
        .values()
        .chain(after.triggers.unshared(&before.triggers));
    let code = views
        .map(|it| (&it.name, it.sql.mentioned()))
        .chain(triggers.map(|it| (&it.on, it.sql.mentioned())));
    let mut mentioned: BTreeMap<&Name, Vec<&BTreeSet<Name>>> = BTreeMap::new();
    for (name, names) in code {
        mentioned.entry(name).or_default().push(names);
    }
    let is_relation = |it: &Name| {
        let holds = |schema: &&Schema| {
            schema.tables.contains_key(it) || schema.views.contains_key(it) || schema.virtual_tables.contains_key(it)
        };
        both.iter().any(holds)
    };
    let mut reached: BTreeSet<Name> = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !is_relation(&name) || !reached.insert(name.clone()) {
            continue;
        }
        open.extend(children.get(&name).into_iter().flatten().copied().cloned());
        let mentions = |it: &(&&Name, &Vec<&BTreeSet<Name>>)| it.1.iter().any(|names| names.contains(&name));
        open.extend(mentioned.iter().filter(mentions).map(|it| (*it.0).clone()));
        let searches = both.iter().flat_map(|it| it.virtual_tables.values());
        let searches = searches.filter(|it| it.content_table().is_some_and(|it| Name::new(it) == name));
        open.extend(searches.map(|it| it.name.clone()));
    }
    // What they refer to is there as well.
    let mut needed: Vec<Name> = reached.iter().cloned().collect();
    while let Some(name) = needed.pop() {
        let keys = both.iter().filter_map(|it| it.tables.get(&name));
        let keys = keys.flat_map(|it| &it.foreign_keys).map(|it| it.parent.clone());
        let texts = mentioned.get(&name).into_iter().flatten().copied().flatten().cloned();
        let searches = both.iter().filter_map(|it| it.virtual_tables.get(&name));
        let content = searches.filter_map(|it| it.content_table()).map(Name::new);
        let found = keys.chain(texts).chain(content);
        let found: Vec<Name> = found.filter(|it| is_relation(it) && !reached.contains(it)).collect();
        reached.extend(found.iter().cloned());
        needed.extend(found);
    }
    Pair {
        from: file.before.only(&reached),
        to: file.after.only(&reached),
    }
}

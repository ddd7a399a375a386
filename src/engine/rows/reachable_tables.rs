//! Which tables need rows: those that a plan can reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{Operation, Plan};
use crate::schema::{Name, Object, Schema, Table};

/// Live tables that the plan can reach: those it touches, all that reference these (a cascade takes them along), what
/// triggers on any of them mention, and the parents without which none of them can have a row.
pub fn reach(plan: &Plan, from: &Schema) -> BTreeSet<Name> {
    let renamed = renames(plan);
    let live = |name: &Name| renamed.get(name).cloned().unwrap_or_else(|| name.clone());
    let mut reached: BTreeSet<Name> = BTreeSet::new();
    let mut open: Vec<Name> = plan
        .steps
        .iter()
        .flat_map(|step| touched(&step.operation))
        .map(|name| live(&name))
        .collect();
    let grown = grown(plan, &open, live);
    let children = from.children_by_parent();
    let mentions = mentions(from);
    while let Some(name) = open.pop() {
        if !from.tables.contains_key(&name) || !reached.insert(name.clone()) {
            continue;
        }
        if !grown.contains(&name) {
            open.extend(children.get(&name).into_iter().flatten().copied().cloned());
        }
        open.extend(mentions.get(&name).into_iter().flatten().cloned());
    }
    // Keys that are new find their parents among rows, too.
    for parent in plan.steps.iter().flat_map(|step| new_parents(&step.operation)) {
        let parent = live(&parent);
        if from.tables.contains_key(&parent) {
            reached.insert(parent);
        }
    }
    from.with_parents(reached)
}

/// Tables that get columns or indexes and nothing else: no row of theirs goes and no key changes, so the rows that reference
/// them are out of reach.
fn grown(plan: &Plan, touched: &[Name], live: impl Fn(&Name) -> Name) -> BTreeSet<Name> {
    let others = plan.steps.iter().filter(|step| !grows(&step.operation));
    let others: BTreeSet<Name> = others
        .flat_map(|step| self::touched(&step.operation))
        .map(|name| live(&name))
        .collect();
    touched.iter().filter(|name| !others.contains(*name)).cloned().collect()
}

/// True for a plan that adds columns and objects and drops triggers and views: no row goes, and no key changes.
pub fn only_grows(plan: &Plan) -> bool {
    plan.steps.iter().all(|step| grows(&step.operation))
}

fn grows(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::AddColumn { .. } | Operation::Create(_) | Operation::Drop(Object::Trigger(_) | Object::View(_), _)
    )
}

fn renames(plan: &Plan) -> BTreeMap<Name, Name> {
    plan.steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::RenameTable { names } => Some((names.to.clone(), names.from.clone())),
            _ => None,
        })
        .collect()
}

/// What the tables that a step writes rows of reference once it is done.
fn new_parents(operation: &Operation) -> Vec<Name> {
    let parents = |table: &Table| -> Vec<Name> { table.foreign_keys.iter().map(|key| key.parent.clone()).collect() };
    match operation {
        Operation::Rebuild(rebuild) => rebuild.tables.iter().flat_map(|it| parents(&it.tables.to)).collect(),
        Operation::AddColumn { table, .. } => parents(table),
        _ => Vec::new(),
    }
}

fn touched(operation: &Operation) -> Vec<Name> {
    match operation {
        Operation::RenameTable { names } => vec![names.from.clone()],
        Operation::RenameColumn { table, .. } | Operation::DropColumn { table, .. } => vec![table.clone()],
        Operation::AddColumn { table, .. } => vec![table.name.clone()],
        Operation::Rebuild(rebuild) => rebuild
            .tables
            .iter()
            .map(|table| table.tables.from.name.clone())
            .collect(),
        Operation::CopyRows(copy) => vec![copy.from.clone()],
        Operation::RebuildVirtual { .. } => Vec::new(),
        Operation::WriteRows(rows) => vec![rows.changes.table.clone()],
        Operation::DeleteRows(rows) => vec![rows.changes.table.clone()],
        Operation::Create(object) | Operation::Drop(object, _) => {
            use crate::schema::Object::{Index, Table, Trigger, View, VirtualTable};
            match object {
                Table(table) => vec![table.name.clone()],
                Index(index) => vec![index.table.clone()],
                Trigger(trigger) => vec![trigger.on.clone()],
                View(_) | VirtualTable(_) => Vec::new(),
            }
        }
    }
}

/// Tables that a table's triggers mention.
fn mentions(schema: &Schema) -> BTreeMap<&Name, Vec<Name>> {
    let mut mentions: BTreeMap<&Name, Vec<Name>> = BTreeMap::new();
    for trigger in schema.triggers.values() {
        let mentioned = trigger.sql.mentioned().iter().cloned();
        let tables = mentioned.filter(|name| schema.tables.contains_key(name));
        mentions.entry(&trigger.on).or_default().extend(tables);
    }
    mentions
}

/// Every table of a schema.
pub fn everything(schema: &Schema) -> BTreeSet<Name> {
    schema.tables.keys().cloned().collect()
}

/// Virtual tables that rows can be put into directly.
pub fn virtual_tables(schema: &Schema) -> impl Iterator<Item = &Name> {
    schema
        .virtual_tables
        .values()
        // External content and vocabulary tables show rows that live elsewhere; those of an absent module are not there at all.
        .filter(|table| {
            let elsewhere = |argument: &String| {
                let squeezed: String = argument.chars().filter(|letter| !letter.is_whitespace()).collect();
                squeezed.to_ascii_lowercase().starts_with("content=")
            };
            table.module != Name::new("fts5vocab") && !table.is_opaque() && !table.arguments.iter().any(elsewhere)
        })
        .map(|table| &table.name)
}

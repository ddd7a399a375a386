//! A breaking change in stages that old and new code can both live with: expand, backfill, switch, contract. Pure.
//!
//! *expand* adds what new code needs in a form that old code does not notice, and takes away what would refuse its rows;
//! columns that get another name stand beside the old ones, and triggers keep the two in step. *backfill* fills rows that
//! are there. *switch* changes what means something to both and goes out with the new code. *contract* takes away what
//! only old code needed, and ends at the desired schema.

mod by_position;
mod expand;
mod late_names;
mod notes;
mod renamed_columns;
mod renamed_table;
mod shared_triggers;
mod sync_expressions;
mod sync_triggers;
mod upsert_keys;
mod user_triggers;

use std::collections::BTreeMap;

use crate::diff::{self, Change};
use crate::schema::{
    Allowance, ColumnHint, ForeignKey, Hints, Name, Object, ObjectKind, ObjectRef, Schema, Table, ddl,
};

use late_names::{LateName, late_names, says_new_name};
pub use renamed_columns::Renamed;
use sync_expressions::Sync;
pub use sync_triggers::in_step;

/// One of the stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StageName {
    /// Adds.
    Expand,
    /// Fills rows.
    Backfill,
    /// Changes the meaning of what both read.
    Switch,
    /// Takes away.
    Contract,
}

/// Rows of a column that are filled while both codes run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fill {
    /// The table, by its live name.
    pub table: Name,
    /// The column.
    pub column: Name,
    /// Its value, over the table's other columns.
    pub value: String,
    /// SQL over a row that has to be filled; without it, the rows that have no value yet.
    pub is_behind: Option<String>,
    /// Triggers of the schema's own that an UPDATE of the column would fire.
    pub fires: Vec<Name>,
    /// A column that counts the write, so that triggers pass over it.
    pub counter: Option<Name>,
}

/// Why a change cannot be divided into stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undivided {
    /// What cannot be kept true for both codes.
    pub reason: String,
    /// What to do instead.
    pub remedy: String,
}

/// The way from a live schema to a desired one, with room for old code.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stages {
    /// What old code does not notice.
    pub expand: Schema,
    /// Views that new code may want early; each joins `expand` if it compiles there.
    pub views: Vec<Object>,
    /// Rows to fill.
    pub fills: Vec<Fill>,
    /// Columns that are filled as they are added, by (table's live name, column).
    pub filled_at_once: BTreeMap<(Name, Name), ColumnHint>,
    /// Objects that change, or come, with the new code: each takes its place on top of `expand` if it compiles there.
    pub switched: Vec<Object>,
    /// Defaults that change with the new code: table (live name), column as desired.
    pub defaults: Vec<(Name, crate::schema::Column)>,
    /// How the desired schema is reached from there.
    pub hints: Hints,
    /// Columns and tables that only old code uses, for the reader: "users.email".
    pub old: Vec<String>,
    /// What must hold before the last stage takes the old columns away.
    pub kept: Vec<Kept>,
    /// What is not the same for both codes, one sentence each.
    pub notes: Vec<String>,
    /// Why there can be no stages.
    pub undivided: Vec<Undivided>,
}

/// Every value of a column that goes is in the one that takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The table, by its live name.
    pub table: Name,
    /// The column that goes.
    pub old: Name,
    /// The column that stays.
    pub new: Name,
    /// The new column's value, from the old one.
    pub value: String,
    /// True if the desired schema takes no NULL there.
    pub is_required: bool,
    /// SQL over a row, true if its value would be lost.
    pub is_lost: String,
    /// False if old code does not see what new code writes: the value is converted, and nothing says how it reads in the
    /// old column.
    pub both_ways: bool,
}

impl StageName {
    /// When it may go out.
    pub fn when(self) -> &'static str {
        match self {
            Self::Expand => "now, before the new code",
            Self::Backfill => "right after expand, before the new code; it can be rerun",
            Self::Switch => "with the new code",
            Self::Contract => "once no old code is running",
        }
    }
}

impl std::fmt::Display for StageName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Expand => "expand",
            Self::Backfill => "backfill",
            Self::Switch => "switch",
            Self::Contract => "contract",
        })
    }
}

/// Divides the way from `from` to `desired`.
pub fn stages(from: &Schema, desired: &Schema, hints: &Hints) -> Stages {
    let mut renamed = renamed_columns::renamed(from, desired, hints);
    renamed.extend(renamed_columns::derived(from, desired, hints));
    let late = late_names(from, desired, hints, &renamed);
    let apart = apart(hints, &renamed);
    let diff = diff::compare(from, desired, &apart);
    let mut stages = Stages {
        expand: from.clone(),
        hints: apart,
        ..Stages::default()
    };
    for change in &diff.changes {
        divide(change, from, desired, (&renamed, &late), &mut stages);
    }
    late_names::wait(&mut stages, &late);
    let mut syncs = Vec::new();
    for it in &renamed {
        let old = format!("{}.{}", it.live, it.old);
        if !stages.old.contains(&old) {
            stages.old.push(old);
        }
        let (Some(live), Some(wanted)) = (from.tables.get(&it.live), desired.tables.get(&it.table)) else {
            continue;
        };
        let Some(sync) = Sync::of(it, live, wanted) else {
            continue;
        };
        stages.kept.push(Kept {
            table: it.live.clone(),
            old: it.old.clone(),
            new: it.new.clone(),
            is_lost: sync.is_lost(),
            both_ways: sync.back.is_some(),
            is_required: wanted.column(&it.new).is_some_and(|column| column.not_null.is_some()),
            value: sync.forward.clone(),
        });
        syncs.push(sync);
    }
    syncs.extend(
        renamed_columns::required(from, desired, hints)
            .iter()
            .map(Sync::required),
    );
    let counters = shared_triggers::share(from, desired, &syncs, &mut stages);
    for (old, new) in diff.changes.iter().filter_map(table_rename) {
        if let (Some(live), Some(wanted)) = (from.tables.get(old), desired.tables.get(new)) {
            stages.undivided.extend(renamed_table::lost(live, wanted));
            renamed_table::view(&mut stages.expand, from, live, wanted, &renamed);
        }
    }
    shared_triggers::fill(from, &syncs, &counters, &mut stages);
    by_position::refuse(from, desired, &mut stages);
    notes::collect(from, desired, (&renamed, &syncs), &counters, hints, &mut stages);
    stages
}

fn table_rename(change: &Change) -> Option<(&Name, &Name)> {
    match change {
        Change::RenameTable { from, to } => Some((from, to)),
        _ => None,
    }
}

/// The same wish, where a renamed column is a new one filled from the old one, which goes.
fn apart(hints: &Hints, renamed: &[Renamed]) -> Hints {
    let mut apart = hints.clone();
    for it in renamed {
        let hint = ColumnHint {
            backfill: Some(sync_expressions::forward(it)),
            ..ColumnHint::default()
        };
        apart.columns.insert((it.table.clone(), it.new.clone()), hint);
        apart.allowed.push(Allowance {
            object: ObjectRef::new(ObjectKind::Table, it.table.clone()),
            column: Some(it.old.clone()),
            code: "drop-column".to_owned(),
            reason: format!("its values are in {}", it.new),
        });
    }
    apart
}

/// The table with its keys on tables as they are called until the last stage: the new name of one is a view until then,
/// and no parent.
fn under_live_names(table: &Table, stages: &Stages) -> Table {
    let mut table = table.clone();
    let mut moved = false;
    for key in &mut table.foreign_keys {
        let live = stages.hints.renamed_tables.get(&key.parent);
        let is_there = |it: &&Name| stages.expand.tables.contains_key(it);
        if let (Some(live), None) = (live.filter(is_there), stages.expand.tables.get(&key.parent)) {
            key.parent = live.clone();
            moved = true;
        }
    }
    if moved {
        table.sql = ddl::create_table(&table);
    }
    table
}

/// True if a table, view or index has the name: they share one space of names.
fn is_taken(schema: &Schema, name: &Name) -> bool {
    schema.tables.contains_key(name)
        || schema.virtual_tables.contains_key(name)
        || schema.views.contains_key(name)
        || schema.tables.values().any(|table| table.indexes.contains_key(name))
}

fn divide(
    change: &Change,
    from: &Schema,
    desired: &Schema,
    (renamed, late): (&[Renamed], &[LateName]),
    stages: &mut Stages,
) {
    match change {
        Change::RenameTable { from: old, .. } => stages.old.push(old.to_string()),
        Change::Create(Object::Table(table)) => {
            let table = &under_live_names(table, stages);
            // A key whose parent gets its shape later would make every write fail.
            let fits = |key: &ForeignKey| {
                let parent = stages.expand.tables.get(&key.parent);
                let parent = parent.or_else(|| desired.tables.get(&key.parent));
                parent.is_some_and(|it| key.fits(it))
            };
            if table.foreign_keys.iter().all(fits) && !is_taken(&stages.expand, &table.name) {
                let mut table = table.clone();
                // What goes may have their names until the last stage.
                table.indexes.retain(|name, _| !is_taken(&stages.expand, name));
                stages.expand.tables.insert(table.name.clone(), table);
            }
        }
        Change::Create(view @ Object::View(_)) => stages.views.push(view.clone()),
        Change::Create(Object::Index(index))
            if !index.unique && !is_taken(&stages.expand, &index.name) && !says_new_name(&index.sql, late) =>
        {
            if let Some(table) = stages.expand.tables.get_mut(&index.table) {
                table.indexes.insert(index.name.clone(), index.clone());
            }
        }
        Change::Create(object @ (Object::Trigger(_) | Object::VirtualTable(_))) => stages.switched.push(object.clone()),
        Change::Replace(pair) if matches!(pair.to, Object::View(_) | Object::Trigger(_) | Object::VirtualTable(_)) => {
            stages.switched.push(pair.to.clone());
        }
        Change::AlterTable(change) => expand::table(change, from, (renamed, late), stages),
        Change::Drop(object) => {
            if !matches!(object, Object::Index(_) | Object::Trigger(_)) {
                stages.old.push(object.reference().name.to_string());
            }
        }
        Change::RenameColumn { .. } | Change::Create(_) | Change::Replace(_) | Change::SyncRows(_) => {}
    }
}

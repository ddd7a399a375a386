//! `archive: true`: what a plan drops is kept aside, and `revert` brings it back.

use crate::desired::Desired;
use crate::diff::compare;
use crate::lint::Course;
use crate::plan::{self, CopyRows, Options};
use crate::schema::{ColumnHint, Hints, Name, Schema};

/// The same wish, with a place in the trash for everything that is dropped on the way; `number` is the migration's.
pub fn keep_aside(from: &Schema, desired: &Desired, options: &Options, number: &str) -> (Desired, Options) {
    let diff = compare(from, &desired.schema, &desired.hints);
    let (mut desired, mut options) = (desired.clone(), options.clone());
    for aside in plan::aside(&diff, from, number) {
        // Another branch's migration of the same number has taken the place: what is in it is not to be mixed.
        if from.tables.contains_key(&aside.trash.name) {
            continue;
        }
        desired.schema.tables.insert(aside.trash.name.clone(), aside.trash);
        options.copies.push(aside.copy);
    }
    (desired, options)
}

/// The way back from a migration that kept things aside.
pub(crate) struct Back {
    /// The schema from before it; what is kept aside and gives nothing back stays.
    pub schema: Schema,
    /// Values of columns, in the words of `backfill` directives.
    pub hints: Hints,
    /// Rows of tables.
    pub copies: Vec<CopyRows>,
    /// Tables and columns (`table.column`) that have their contents again.
    pub whole: Vec<String>,
}

/// What the migration `number` kept aside and `now` still has is brought back.
pub(crate) fn back(course: &Course, now: &Schema, number: &str, mut hints: Hints) -> Back {
    let diff = compare(&course.before, &course.after.without_trash(), &course.hints);
    let mut schema = course.before.keeping_trash_of(now);
    let (mut copies, mut whole) = (Vec::new(), Vec::new());
    for aside in plan::aside(&diff, &course.before, number) {
        let Some(table) = course.before.tables.get(&aside.copy.from) else {
            continue;
        };
        if now.tables.get(&aside.trash.name) != Some(&aside.trash) {
            continue;
        }
        let Some(columns) = &aside.columns else {
            whole.push(table.name.to_string());
            copies.push(aside.back(table));
            schema.tables.remove(&aside.trash.name);
            continue;
        };
        let values: Vec<(&Name, String)> = columns
            .dropped
            .iter()
            .filter_map(|column| Some((column, aside.value(column, table)?)))
            .collect();
        if values.len() < columns.dropped.len() {
            continue;
        }
        for (column, value) in values {
            whole.push(format!("{}.{column}", table.name));
            let hint = ColumnHint {
                backfill: Some(value),
                ..ColumnHint::default()
            };
            hints.columns.insert((table.name.clone(), column.clone()), hint);
        }
        schema.tables.remove(&aside.trash.name);
    }
    Back {
        schema,
        hints,
        copies,
        whole,
    }
}

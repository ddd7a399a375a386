//! Views that show something else after a migration which does not name them.

use std::collections::BTreeMap;

use crate::database::{self, Database, Scratch, Value};
use crate::schema::Name;

/// A view whose text is the same and whose columns or rows are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewChange {
    /// Its name.
    pub view: Name,
    /// Columns that it did not have before.
    pub added: Vec<Name>,
    /// It has other rows in the columns of before.
    pub has_other_rows: bool,
}

/// The views at one moment.
pub(super) type Views = BTreeMap<Name, Shown>;

/// What a view shows.
pub(super) struct Shown {
    text: String,
    columns: Vec<Name>,
    rows: Vec<Vec<String>>,
}

/// Reads every view that can be read.
pub(super) fn read(scratch: &mut Scratch) -> database::Result<Views> {
    const MOST: usize = 1_000;
    let mut found = Views::new();
    for row in scratch
        .query("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")?
        .rows
    {
        let [Value::Text(name), Value::Text(text)] = row.as_slice() else {
            continue;
        };
        let name = Name::new(name.as_str());
        let select = format!("SELECT * FROM {}", name.quoted());
        let (Ok(columns), Ok(rows)) = (
            scratch.columns(&select),
            scratch.look(&format!("{select} LIMIT {MOST}")),
        ) else {
            continue;
        };
        let literals = |row: &Vec<Value>| row.iter().map(Value::to_sql).collect();
        let shown = Shown {
            text: text.clone(),
            columns: columns.into_iter().map(Name::new).collect(),
            rows: rows.rows.iter().map(literals).collect(),
        };
        found.insert(name, shown);
    }
    Ok(found)
}

/// The views that show something else.
pub(super) fn compare(before: &Views, after: &Views) -> Vec<ViewChange> {
    let change = |(view, new): (&Name, &Shown)| {
        let old = before.get(view).filter(|it| it.text == new.text)?;
        let added = new.columns.iter().filter(|it| !old.columns.contains(it));
        let shown = |it: &Shown| {
            let place = |name: &Name| it.columns.iter().position(|it| it == name);
            let places: Vec<usize> = old.columns.iter().filter_map(place).collect();
            let cut = |row: &Vec<String>| places.iter().filter_map(|at| row.get(*at).cloned()).collect();
            let mut rows: Vec<Vec<String>> = it.rows.iter().map(cut).collect();
            rows.sort_unstable();
            rows
        };
        let change = ViewChange {
            view: view.clone(),
            added: added.cloned().collect(),
            has_other_rows: shown(old) != shown(new),
        };
        (change.has_other_rows || !change.added.is_empty()).then_some(change)
    };
    after.iter().filter_map(change).collect()
}

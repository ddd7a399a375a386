//! Schema files beside a target that has most of their statements in the same words: only the others are executed.
//!
//! What a statement makes depends on nothing but the table or view that it is on, so each of these is executed with all
//! that is on it, or not at all. Whatever is not as expected is left to the execution of the whole, which also words errors.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::execute::{text, whole};
use super::parallel_load;
use super::source::{SourceFile, Statement};
use crate::database::Rows;
use crate::introspect::{self, Catalog, Live, Ownership, schema_rows};
use crate::schema::{Name, ObjectKind, SchemaRow};

/// What SQLite makes of all the statements; `None` where that has to be seen by executing all of them. `stored` are the
/// target's rows of `sqlite_schema`.
pub(super) fn execute(
    files: &[SourceFile],
    statements: &[Statement],
    stored: &Rows,
    ownership: &Ownership,
) -> Option<Live> {
    let rows: Vec<SchemaRow> = schema_rows(stored).collect();
    let by_text: HashMap<&str, &SchemaRow> = rows.iter().filter_map(|it| Some((it.sql.as_deref()?, it))).collect();
    let found: Vec<Option<&SchemaRow>> = statements
        .iter()
        .map(|it| by_text.get(it.stored.as_deref()?).copied())
        .collect();
    if found.iter().all(Option::is_none) {
        return None;
    }
    let mut homes: Vec<Name> = Vec::with_capacity(statements.len());
    for (statement, row) in statements.iter().zip(&found) {
        homes.push(match (statement.object.kind, row) {
            (ObjectKind::Table | ObjectKind::View | ObjectKind::VirtualTable, _) => statement.object.name.clone(),
            (_, Some(row)) => Name::new(row.table.as_str()),
            (_, None) => parallel_load::owner(text(files, statement))?,
        });
    }
    let mut is_known: BTreeMap<&Name, bool> = BTreeMap::new();
    for (home, row) in homes.iter().zip(&found) {
        *is_known.entry(home).or_insert(true) &= row.is_some();
    }
    let own: BTreeSet<&Name> = relations(statements).collect();
    if is_known.keys().any(|home| !own.contains(*home)) {
        return None;
    }
    let is_known = |home: &Name| is_known.get(home).copied().unwrap_or_default();
    let mut known = Vec::new();
    let mut others = Vec::new();
    for ((statement, row), home) in statements.iter().zip(&found).zip(&homes) {
        match row.filter(|_| is_known(home)) {
            Some(row) => known.push(row.clone()),
            None => others.push(statement.clone()),
        }
    }
    let catalog = match others.as_slice() {
        [] => Catalog::default(),
        _ => executed(files, &others, ownership)?,
    };
    // Search tables make tables of their own, whose names may be taken.
    let names: BTreeSet<Name> = known
        .iter()
        .filter(|it| is_named(it))
        .map(|it| Name::new(it.name.as_str()))
        .collect();
    let made = catalog.stored().into_iter().flat_map(schema_rows);
    if made.filter(is_named).any(|it| names.contains(&Name::new(it.name))) {
        return None;
    }
    let live = catalog.live_beside(known, &Ownership::whole());
    live.unknown.is_empty().then_some(live)
}

fn executed(files: &[SourceFile], statements: &[Statement], ownership: &Ownership) -> Option<Catalog> {
    if let Some(catalog) = parallel_load::execute(files, statements) {
        return Some(catalog);
    }
    let mut scratch = whole(files, statements, ownership).ok()?;
    introspect::catalog(&mut scratch).ok()
}

/// Tables and views of the statements.
fn relations(statements: &[Statement]) -> impl Iterator<Item = &Name> {
    let is_relation = |it: &&Statement| !matches!(it.object.kind, ObjectKind::Index | ObjectKind::Trigger);
    statements.iter().filter(is_relation).map(|it| &it.object.name)
}

/// Triggers have names of their own; all else shares one set of them.
fn is_named(row: &SchemaRow) -> bool {
    row.kind != "trigger"
}

//! Reads the schema of one database again and again, while statements change it: only what they changed, and what depends on
//! that.
//!
//! What a text means depends on what it names alone. So an object is read again if its row of `sqlite_schema` is another one,
//! if it names such an object, directly or by way of views, or if it refers to such a table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::stored_rows::{ChangedRows, StoredRow, StoredRows};
use super::{Ownership, check};
use crate::database::{self, Database};
use crate::schema::{Name, Schema, SchemaRow};

/// The schema as it was read last.
#[derive(Debug, Default)]
pub struct Reread {
    stored: StoredRows,
    schema: Arc<Schema>,
    /// Objects that could not be read, and their tables.
    unread: BTreeSet<Name>,
    /// The texts of the project's views.
    views: BTreeMap<Name, String>,
}

impl Reread {
    /// The schema as it is now, as [`super::read_beside`] reads it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn read(&mut self, database: &mut dyn Database, ownership: &Ownership) -> database::Result<Arc<Schema>> {
        let read = self.reread(database, ownership);
        if read.is_err() {
            *self = Self::default();
        }
        read
    }

    fn reread(&mut self, database: &mut dyn Database, ownership: &Ownership) -> database::Result<Arc<Schema>> {
        let changed = self.stored.reread(database)?;
        if changed.is_empty() && self.unread.is_empty() {
            return Ok(Arc::clone(&self.schema));
        }
        let again = self.again(&changed);
        let is_again = |it: &&StoredRow| again.contains(it.name()) || again.contains(it.table());
        let searches: Vec<&StoredRow> = self.stored.iter().filter(|it| it.is_virtual()).collect();
        let rows = self.stored.iter().filter(is_again);
        let others = searches.iter().copied().filter(|it| !is_again(it));
        let own = ownership.filter(rows.chain(others).map(|it| it.row.clone()));
        let mut kept = check::kept_by_absent_modules(&own, ownership);
        // The question is about all tables and views, so it is asked where the answer may matter.
        let may_be_shadow = |it: &SchemaRow| searches.iter().any(|search| begins_with(&it.name, &search.row.name));
        if own.iter().any(may_be_shadow) {
            let list =
                database.query("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'")?;
            kept.extend(list.texts().map(Name::new));
        }
        let is_kept = |it: &String| kept.contains(&Name::new(it.as_str()));
        let is_again = |it: &SchemaRow| {
            again.contains(&Name::new(it.name.as_str())) || again.contains(&Name::new(it.table.as_str()))
        };
        let own: Vec<SchemaRow> = own
            .into_iter()
            .filter(|it| is_again(it) && !is_kept(&it.name) && !is_kept(&it.table))
            .collect();
        self.views.retain(|it, _| !again.contains(it));
        let views = own.iter().filter(|it| it.kind.eq_ignore_ascii_case("view"));
        self.views
            .extend(views.filter_map(|it| Some((Name::new(it.name.as_str()), it.sql.clone()?))));
        let schema = Arc::make_mut(&mut self.schema);
        schema.remove(&again);
        let unread = schema.read_rows(own, &self.views);
        self.unread = unread.into_iter().map(|it| it.0.name).collect();
        Ok(Arc::clone(&self.schema))
    }

    /// Everything that has to be read again: tables with all that is on them, views.
    fn again(&mut self, rows: &ChangedRows) -> BTreeSet<Name> {
        // Whose a table is depends on the search tables that are there.
        if rows.iter().any(StoredRow::is_virtual) {
            let all = self.stored.iter().chain(&rows.before);
            return all.flat_map(|it| [it.name(), it.table()]).cloned().collect();
        }
        let mut changed: BTreeSet<Name> = rows.iter().flat_map(|it| [it.name(), it.table()]).cloned().collect();
        let unread = std::mem::take(&mut self.unread);
        let on = self.stored.iter().filter(|it| unread.contains(it.name()));
        changed.extend(on.map(|it| it.table().clone()));
        changed.extend(unread);
        dependents(&self.schema, changed, self.stored.iter())
    }
}

/// What has to be read again where these are others: tables with all that is on them, views. `stored` are rows of
/// `sqlite_schema`, those of all views and triggers among them.
pub(super) fn dependents<'a>(
    schema: &Schema,
    mut changed: BTreeSet<Name>,
    stored: impl Iterator<Item = &'a StoredRow>,
) -> BTreeSet<Name> {
    let code: Vec<(&StoredRow, &BTreeSet<Name>)> =
        stored.filter_map(|it| Some((it, it.mentions.as_deref()?))).collect();
    let mut again = BTreeSet::new();
    let mut open: Vec<Name> = changed.iter().cloned().collect();
    while let Some(next) = open.pop() {
        for (row, names) in &code {
            if !names.contains(&next) {
                continue;
            }
            again.insert(row.table().clone());
            // What a view shows is seen by whoever names the view.
            if row.row.kind == "view" && changed.insert(row.name().clone()) {
                open.push(row.name().clone());
            }
        }
    }
    // A key without columns means the parent's primary key.
    let refers = |it: &&crate::schema::Table| it.foreign_keys.iter().any(|key| changed.contains(&key.parent));
    let children = schema.tables.values().filter(refers);
    again.extend(children.map(|it| it.name.clone()));
    again.extend(changed);
    again
}

/// True for `docs_data` and `docs`.
fn begins_with(name: &str, search: &str) -> bool {
    let (head, tail) = (name.get(..search.len()), name.get(search.len()..));
    head.is_some_and(|it| it.eq_ignore_ascii_case(search)) && tail.is_some_and(|it| it.starts_with('_'))
}

#[cfg(test)]
#[path = "reread_tests.rs"]
mod tests;

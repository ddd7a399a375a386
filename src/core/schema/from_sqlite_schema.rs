//! Rows of `sqlite_schema` → a schema.

use std::collections::{BTreeMap, BTreeSet};

use super::name_resolution::Scope;
use super::read::{self, ReadError};
use super::{ForeignKey, Index, IndexTerm, Name, Object, ObjectKind, ObjectRef, Schema};
use crate::sql::keyword;

/// One row of `sqlite_schema`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaRow {
    /// Column `type`: table, index, view or trigger.
    pub kind: String,
    /// Column `name`.
    pub name: String,
    /// Column `tbl_name`.
    pub table: String,
    /// Column `sql`; NULL for the indexes that SQLite makes for constraints.
    pub sql: Option<String>,
}

/// A schema, and the objects that could not be read and are not in it.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What was read.
    pub schema: Schema,
    /// What was not, and why.
    pub unread: Vec<(ObjectRef, ReadError)>,
}

impl Schema {
    /// Reads the rows of `sqlite_schema`, in any order. Rows without text and those called `sqlite_*` are SQLite's own and
    /// are skipped; other internal objects are for the caller to leave out.
    pub fn from_rows(rows: impl IntoIterator<Item = SchemaRow>) -> Reading {
        let rows: Vec<SchemaRow> = rows.into_iter().collect();
        let views = rows.iter().filter(|it| it.kind.eq_ignore_ascii_case("view"));
        let views = views.filter_map(|it| Some((Name::new(it.name.as_str()), it.sql.clone()?)));
        let views = views.filter(|it| !it.0.has_prefix("sqlite_")).collect();
        let mut schema = Self::default();
        let unread = schema.read_rows(rows, &views);
        Reading { schema, unread }
    }

    /// Adds what rows say to a schema; `views` are the texts of all its views. What could not be read, and why.
    pub(crate) fn read_rows(
        &mut self,
        rows: impl IntoIterator<Item = SchemaRow>,
        views: &BTreeMap<Name, String>,
    ) -> Vec<(ObjectRef, ReadError)> {
        let mut unread = Vec::new();
        let mut later = Vec::new();
        for row in rows {
            let name = Name::new(row.name);
            let Some(sql) = row.sql.filter(|_| !name.has_prefix("sqlite_")) else {
                continue;
            };
            let kind = match row.kind.to_ascii_lowercase().as_str() {
                "index" => ObjectKind::Index,
                "view" => ObjectKind::View,
                "trigger" => ObjectKind::Trigger,
                _ => {
                    let object = read::object(&row.kind, &sql);
                    unread.extend(self.add(ObjectRef::new(ObjectKind::Table, name), object));
                    continue;
                }
            };
            later.push((ObjectRef::new(kind, name), sql));
        }
        for (reference, sql) in later {
            let object = self.read_dependent(reference.kind, &sql, views);
            unread.extend(self.add(reference, object));
        }
        self.fill_parent_keys();
        unread
    }

    /// Takes out these tables, with all that is on them, and views.
    pub(crate) fn remove(&mut self, names: &BTreeSet<Name>) {
        for name in names {
            self.tables.remove(name);
            self.virtual_tables.remove(name);
            self.views.remove(name);
        }
        self.triggers.retain(|_, it| !names.contains(&it.on));
    }

    /// These tables, with all that is on them, and views.
    pub(crate) fn only(&self, names: &BTreeSet<Name>) -> Self {
        Self {
            tables: self.tables.named(names),
            virtual_tables: self.virtual_tables.named(names),
            views: self.views.named(names),
            triggers: self.triggers.part(|it| names.contains(&it.on)),
        }
    }

    /// Adds an object as its row calls it; else why it could not be read.
    fn add(&mut self, reference: ObjectRef, object: Result<Object, ReadError>) -> Option<(ObjectRef, ReadError)> {
        let added = object.and_then(|object| {
            let found = object.reference().name;
            if found != reference.name {
                return Err(ReadError::OtherName(found));
            }
            self.insert(object)
        });
        added.err().map(|error| (reference, error))
    }

    /// Reads an index, view or trigger in sight of this schema's tables.
    pub(crate) fn read_dependent(
        &self,
        kind: ObjectKind,
        sql: &str,
        views: &BTreeMap<Name, String>,
    ) -> Result<Object, ReadError> {
        let scope = Scope::new(self, sql, views);
        let known = |word: &str| scope.knows(word);
        match kind {
            ObjectKind::View => read::view(sql, &known).map(Object::View),
            ObjectKind::Trigger => read::trigger(sql, &known).map(Object::Trigger),
            _ => self.read_index(sql).map(Object::Index),
        }
    }

    /// Reads an index; which words are names, and which COLLATE says something, is for its table to tell.
    pub(crate) fn read_index(&self, sql: &str) -> Result<Index, ReadError> {
        let mut index = read::index(sql, &|table, word| {
            self.tables.get(table).is_some_and(|table| {
                let mut columns = table.columns.iter().map(|it| it.name.as_str());
                let is_rowid = !table.without_rowid && keyword::is_rowid(word);
                is_rowid || columns.any(|it| it.eq_ignore_ascii_case(word))
            })
        })?;
        let Some(table) = self.tables.get(&index.table) else {
            return Err(ReadError::NoTable(index.table));
        };
        for column in &mut index.columns {
            if let IndexTerm::Column(name) = &column.term {
                let own = table.column(name).and_then(|it| it.collation.as_ref());
                column.collation = column.collation.take().filter(|it| !read::is_own_collation(it, own));
            }
        }
        Ok(index)
    }

    /// Foreign keys without parent columns mean the parent's primary key.
    /// <https://www.sqlite.org/foreignkeys.html#fk_indexes>
    pub(crate) fn fill_parent_keys(&mut self) {
        let open = self.tables.values().flat_map(|it| &it.foreign_keys);
        let open: BTreeSet<&Name> = open
            .filter(|it| it.parent_columns.is_empty())
            .map(|it| &it.parent)
            .collect();
        let key = |name: &Name| {
            let key = self.tables.get(name)?.primary_key.as_ref()?;
            Some((name.clone(), key.columns.iter().map(|it| it.name.clone()).collect()))
        };
        let keys: BTreeMap<Name, Vec<Name>> = open.into_iter().filter_map(key).collect();
        let fills = |it: &ForeignKey| {
            let key = keys.get(&it.parent).filter(|_| it.parent_columns.is_empty());
            key.filter(|key| key.len() == it.columns.len())
        };
        let open = self
            .tables
            .values()
            .filter(|it| it.foreign_keys.iter().any(|it| fills(it).is_some()));
        let open: Vec<Name> = open.map(|it| it.name.clone()).collect();
        for table in open {
            let Some(table) = self.tables.get_mut(&table) else {
                continue;
            };
            for foreign_key in &mut table.foreign_keys {
                if let Some(key) = fills(foreign_key) {
                    foreign_key.parent_columns.clone_from(key);
                }
            }
            read::drop_repeated(&mut table.foreign_keys, |a, b| a == b);
        }
    }

    /// Adds an object, or puts it in the place of the one of that name.
    /// An index whose table is not there is given back.
    pub fn insert(&mut self, object: Object) -> Result<(), ReadError> {
        match object {
            Object::Table(it) => self.tables.insert(it.name.clone(), it),
            Object::VirtualTable(it) => self.virtual_tables.insert(it.name.clone(), it),
            Object::View(it) => self.views.insert(it.name.clone(), it),
            Object::Trigger(it) => self.triggers.insert(it.name.clone(), it),
            Object::Index(it) => match self.tables.get_mut(&it.table) {
                Some(table) => drop(table.indexes.insert(it.name.clone(), it)),
                None => return Err(ReadError::NoTable(it.table)),
            },
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
impl Schema {
    /// What SQLite has stored, all of which must be readable.
    pub(super) fn stored(connection: &rusqlite::Connection) -> Self {
        let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema
            WHERE tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')";
        let mut rows = connection.prepare(sql).unwrap();
        let rows = rows.query_map([], |row| {
            Ok(SchemaRow {
                kind: row.get(0)?,
                name: row.get(1)?,
                table: row.get(2)?,
                sql: row.get(3)?,
            })
        });
        let reading = Self::from_rows(rows.unwrap().map(Result::unwrap));
        assert!(reading.unread.is_empty(), "{:?}", reading.unread);
        reading.schema
    }
}

#[cfg(test)]
#[path = "from_sqlite_schema_tests.rs"]
mod tests;

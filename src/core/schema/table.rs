//! Ordinary tables: columns, keys, constraints, options.

use std::collections::BTreeMap;

use super::affinity::{Affinity, affinity};
use super::{Index, Name, Sql, canonical};
use crate::sql::{ConflictClause, keyword};

/// An ordinary table, with the indexes on it. `==` ignores column order (which a whole schema may give a meaning),
/// constraint names and `sql`.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Columns in declared order, generated ones included.
    pub columns: Vec<Column>,
    /// The primary key, if one is declared (inline or as a table constraint).
    pub primary_key: Option<PrimaryKey>,
    /// UNIQUE constraints, inline ones included; those that SQLite merges into one index are one here.
    pub uniques: Vec<Unique>,
    /// CHECK constraints, inline ones included.
    pub checks: Vec<Check>,
    /// FOREIGN KEY and REFERENCES clauses.
    pub foreign_keys: Vec<ForeignKey>,
    /// STRICT.
    pub strict: bool,
    /// WITHOUT ROWID.
    pub without_rowid: bool,
    /// Indexes made by CREATE INDEX (not those that back UNIQUE or PRIMARY KEY).
    pub indexes: BTreeMap<Name, Index>,
    /// The CREATE TABLE statement exactly as SQLite stores it (no trailing `;`).
    pub sql: String,
}

/// A column. `==` compares the declared type without case and white space.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Declared type as written, without generated-column keywords; empty when none.
    pub type_name: String,
    /// NOT NULL in effect: declared here, or implied by the key of a STRICT or WITHOUT ROWID table. Absent on a rowid
    /// alias, which is never NULL whatever is declared. NULL spelled out counts as absent.
    pub not_null: Option<NotNull>,
    /// DEFAULT value: literal, signed number, bareword or parenthesised expression. NULL counts as absent.
    pub default: Option<Sql>,
    /// COLLATE; BINARY counts as absent.
    pub collation: Option<Name>,
    /// GENERATED ALWAYS AS.
    pub generated: Option<Generated>,
}

/// A NOT NULL constraint. `==` ignores its name.
#[derive(Debug, Clone)]
pub struct NotNull {
    /// ON CONFLICT.
    pub conflict: ConflictClause,
    /// CONSTRAINT name.
    pub name: Option<Name>,
}

/// A generated column's expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The expression without its outer parentheses.
    pub expression: Sql,
    /// Stored or computed on read.
    pub kind: GeneratedKind,
}

/// VIRTUAL (SQLite's default) or STORED.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeneratedKind {
    /// Computed when read.
    Virtual,
    /// Computed when written.
    Stored,
}

/// A column within a primary key or UNIQUE constraint.
#[derive(Debug, Clone)]
pub struct KeyColumn {
    /// The column.
    pub name: Name,
    /// COLLATE within the key; absent when it is the column's own.
    pub collation: Option<Name>,
    /// DESC.
    pub descending: bool,
}

/// The primary key. `==` ignores its name and where it is written.
#[derive(Debug, Clone)]
pub struct PrimaryKey {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// Key columns in key order.
    pub columns: Vec<KeyColumn>,
    /// ON CONFLICT.
    pub conflict: ConflictClause,
    /// AUTOINCREMENT.
    pub autoincrement: bool,
    /// Written as a column constraint. It matters: `INTEGER PRIMARY KEY DESC` inline is *not* the rowid. Reading has
    /// settled that: `descending` is false on every key that is the rowid.
    pub inline: bool,
}

/// A UNIQUE constraint. `==` ignores its name.
#[derive(Debug, Clone)]
pub struct Unique {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// Columns in declared order.
    pub columns: Vec<KeyColumn>,
    /// ON CONFLICT.
    pub conflict: ConflictClause,
}

/// A CHECK constraint. `==` ignores its name.
#[derive(Debug, Clone)]
pub struct Check {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// The expression without its outer parentheses.
    pub expression: Sql,
}

/// A foreign key. `==` ignores its name, where it is written, and the order of its column pairs.
#[derive(Debug, Clone)]
pub struct ForeignKey {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// Columns of this table.
    pub columns: Vec<Name>,
    /// The referenced table, which may not exist.
    pub parent: Name,
    /// Referenced columns. Where none are written the parent's primary key is meant, and filled in once the whole schema
    /// is known; empty only if there is no such table or key.
    pub parent_columns: Vec<Name>,
    /// ON DELETE.
    pub on_delete: ReferentialAction,
    /// ON UPDATE.
    pub on_update: ReferentialAction,
    /// When the constraint is checked.
    pub deferrable: Deferrable,
}

/// What happens to a child row when its parent's key goes. <https://www.sqlite.org/foreignkeys.html#fk_actions>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ReferentialAction {
    /// The default.
    #[default]
    NoAction,
    /// RESTRICT.
    Restrict,
    /// SET NULL.
    SetNull,
    /// SET DEFAULT.
    SetDefault,
    /// CASCADE.
    Cascade,
}

impl ReferentialAction {
    /// True if the action deletes or changes child rows (CASCADE, SET NULL, SET DEFAULT).
    pub fn is_destructive(self) -> bool {
        matches!(self, Self::Cascade | Self::SetNull | Self::SetDefault)
    }
}

/// When a foreign key is checked. Only `DEFERRABLE INITIALLY DEFERRED` differs from immediate in effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Deferrable {
    /// At the end of each statement (also `NOT DEFERRABLE` and `INITIALLY IMMEDIATE`).
    #[default]
    Immediate,
    /// At COMMIT.
    Deferred,
}

impl Column {
    /// True if the declared type is exactly INTEGER: the only one whose key can be the rowid.
    pub fn is_integer(&self) -> bool {
        self.type_name.trim().eq_ignore_ascii_case("INTEGER")
    }

    /// True if both declared types read the same to SQLite and to people: case and white space do not count.
    pub fn has_type(&self, type_name: &str) -> bool {
        canonical::type_name(&self.type_name) == canonical::type_name(type_name)
    }
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &Name) -> Option<&Column> {
        self.columns.iter().find(|it| it.name == *name)
    }

    /// The column that is the rowid under another name. <https://www.sqlite.org/lang_createtable.html#rowid>
    pub fn rowid_alias(&self) -> Option<&Column> {
        let key = self.primary_key.as_ref().filter(|_| !self.without_rowid)?;
        let [key_column] = key.columns.as_slice() else {
            return None;
        };
        if key.inline && key_column.descending {
            return None;
        }
        self.column(&key_column.name).filter(|it| it.is_integer())
    }

    /// True for a name of the rowid, where the table has one. ALTER TABLE takes no column of such a name there, be the rowid
    /// hidden by it or not (SQLite 3.53, alter.c).
    pub fn has_rowid_called(&self, name: &Name) -> bool {
        !self.without_rowid && keyword::is_rowid(name.as_str())
    }

    /// A name by which the rowid can be reached: the alias, or one of `rowid`, `_rowid_`, `oid` that no column hides.
    pub fn rowid_name(&self) -> Option<Name> {
        if self.without_rowid {
            return None;
        }
        let alias = self.rowid_alias().map(|it| it.name.clone());
        alias.or_else(|| {
            let is_hidden = |name: &str| self.column(&Name::new(name)).is_some();
            keyword::free_rowid(is_hidden).map(Name::from)
        })
    }

    /// True if rows may have the same primary key, all of it or part of it being NULL.
    /// <https://www.sqlite.org/quirks.html#primary_keys_can_sometimes_contain_nulls>
    pub fn may_share_key(&self) -> bool {
        let is_alias = |name: &Name| self.rowid_alias().is_some_and(|it| it.name == *name);
        let takes_null = |name: &Name| self.column(name).is_some_and(|it| it.not_null.is_none());
        let open = |name: &Name| !is_alias(name) && takes_null(name);
        let key = self.primary_key.as_ref();
        !self.without_rowid && key.is_some_and(|key| key.columns.iter().any(|it| open(&it.name)))
    }

    /// Affinity of the column, by its declared type.
    pub fn affinity(&self, column: &Name) -> Option<Affinity> {
        self.column(column).map(|it| affinity(&it.type_name, self.strict))
    }

    /// True if a foreign key may reference these columns: together they are the primary key or have a UNIQUE constraint
    /// or index of their own, whole and with the columns' own collations (sqlite3FkLocateIndex, fkey.c).
    pub fn is_key_unique(&self, columns: &[Name]) -> bool {
        let same_set = |key: &[&Name]| key.len() == columns.len() && columns.iter().all(|it| key.contains(&it));
        let is_key = |key: &[KeyColumn]| {
            same_set(&key.iter().map(|it| &it.name).collect::<Vec<_>>()) && key.iter().all(|it| it.collation.is_none())
        };
        let is_index = |index: &Index| {
            let plain: Option<Vec<_>> = index.columns.iter().map(|it| it.plain()).collect();
            index.unique && index.predicate.is_none() && plain.is_some_and(|it| same_set(&it))
        };
        self.primary_key.as_ref().is_some_and(|key| is_key(&key.columns))
            || self.uniques.iter().any(|unique| is_key(&unique.columns))
            || self.indexes.values().any(is_index)
    }

    /// True if rows can be found by these columns without a scan: some index starts with them, in any order.
    /// Whether its collation and affinity serve a foreign key is not looked at.
    pub fn has_index_on(&self, columns: &[Name]) -> bool {
        let starts = |key: &[Option<&Name>]| {
            key.len() >= columns.len()
                && columns
                    .iter()
                    .all(|it| key.iter().take(columns.len()).any(|term| *term == Some(it)))
        };
        let is_key = |key: &[KeyColumn]| starts(&key.iter().map(|it| Some(&it.name)).collect::<Vec<_>>());
        let is_index = |index: &Index| {
            index.predicate.is_none() && starts(&index.columns.iter().map(|it| it.plain()).collect::<Vec<_>>())
        };
        self.primary_key.as_ref().is_some_and(|key| is_key(&key.columns))
            || self.uniques.iter().any(|unique| is_key(&unique.columns))
            || self.indexes.values().any(is_index)
    }

    /// The columns of the primary key, in its order; none without one.
    pub fn key_names(&self) -> impl Iterator<Item = &Name> {
        let key = self.primary_key.iter().flat_map(|key| &key.columns);
        key.map(|it| &it.name)
    }

    /// True if the column is one of the primary key.
    pub fn has_in_key(&self, column: &Name) -> bool {
        self.key_names().any(|it| it == column)
    }

    /// The columns with values of their own, which are not computed.
    pub fn stored_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|it| it.generated.is_none())
    }

    /// The foreign keys of this table that reference `parent`.
    pub fn foreign_keys_to<'a>(&'a self, parent: &'a Name) -> impl Iterator<Item = &'a ForeignKey> {
        self.foreign_keys.iter().filter(move |it| it.parent == *parent)
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;

//! Ordinary tables: columns, keys, constraints, options.

use std::collections::BTreeMap;

use super::{Index, Name, Sql};

/// An ordinary table, with the indexes on it. `==` ignores column order, constraint names and `sql`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Columns in declared order, generated ones included.
    pub columns: Vec<Column>,
    /// The primary key, if one is declared (inline or as a table constraint).
    pub primary_key: Option<PrimaryKey>,
    /// UNIQUE constraints, inline ones included.
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

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Declared type as written, without generated-column keywords; empty when none.
    pub type_name: String,
    /// NOT NULL as declared here. NULL spelled out counts as absent.
    pub not_null: Option<NotNull>,
    /// DEFAULT value: literal, signed number, bareword or parenthesised expression.
    pub default: Option<Sql>,
    /// COLLATE; BINARY counts as absent.
    pub collation: Option<Name>,
    /// GENERATED ALWAYS AS.
    pub generated: Option<Generated>,
}

/// A NOT NULL constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// What SQLite does when a constraint fails; ABORT is its default.
/// <https://www.sqlite.org/lang_conflict.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ConflictClause {
    /// The default.
    #[default]
    Abort,
    /// ON CONFLICT ROLLBACK.
    Rollback,
    /// ON CONFLICT FAIL.
    Fail,
    /// ON CONFLICT IGNORE.
    Ignore,
    /// ON CONFLICT REPLACE.
    Replace,
}

/// A column within a primary key or UNIQUE constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyColumn {
    /// The column.
    pub name: Name,
    /// COLLATE within the key; absent when it is the column's own.
    pub collation: Option<Name>,
    /// DESC.
    pub descending: bool,
}

/// The primary key.
#[derive(Debug, Clone, PartialEq)]
pub struct PrimaryKey {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// Key columns in key order.
    pub columns: Vec<KeyColumn>,
    /// ON CONFLICT.
    pub conflict: ConflictClause,
    /// AUTOINCREMENT.
    pub autoincrement: bool,
    /// Written as a column constraint. It matters: `INTEGER PRIMARY KEY DESC` inline is *not* the rowid.
    pub inline: bool,
}

/// A UNIQUE constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct Unique {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// Columns in declared order.
    pub columns: Vec<KeyColumn>,
    /// ON CONFLICT.
    pub conflict: ConflictClause,
}

/// A CHECK constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// The expression without its outer parentheses.
    pub expression: Sql,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKey {
    /// CONSTRAINT name.
    pub name: Option<Name>,
    /// Columns of this table.
    pub columns: Vec<Name>,
    /// The referenced table, which may not exist.
    pub parent: Name,
    /// Referenced columns; empty when not written: then the parent's primary key is meant.
    pub parent_columns: Vec<Name>,
    /// ON DELETE.
    pub on_delete: ReferentialAction,
    /// ON UPDATE.
    pub on_update: ReferentialAction,
    /// When the constraint is checked.
    pub deferrable: Deferrable,
    /// Written as a column constraint (`REFERENCES …`), so DROP COLUMN takes it along.
    pub inline: bool,
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

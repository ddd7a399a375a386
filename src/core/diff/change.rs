//! The typed differences.

use super::RowChanges;
use crate::schema::{
    Check, Column, ForeignKey, Name, Object, ObjectRef, Pair, PrimaryKey, Sql, Table, Unique, single_spaced,
};

/// One difference between two schemas.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// A table has a new name (declared by `renamed-from`).
    RenameTable {
        /// Name in the live schema.
        from: Name,
        /// Name wanted.
        to: Name,
    },
    /// A column has a new name (declared by `renamed-from`).
    RenameColumn {
        /// The table, under its new name.
        table: Name,
        /// Name in the live schema.
        from: Name,
        /// Name wanted.
        to: Name,
    },
    /// An object is new. A new table brings its indexes with it: they are not listed apart.
    Create(Object),
    /// An object goes. A dropped table takes its indexes and triggers with it: they are not listed apart.
    Drop(Object),
    /// An index, view, trigger or virtual table is defined otherwise. Never a table.
    Replace(Pair<Object>),
    /// A table differs in itself (its indexes are changes of their own).
    AlterTable(TableChange),
    /// The rows of a reference table are not those that its file declares.
    SyncRows(Box<RowChanges>),
}

/// How one table differs. `tables.from` is the live table *after* the declared renames.
#[derive(Debug, Clone, PartialEq)]
pub struct TableChange {
    /// Live (renames applied) and wanted.
    pub tables: Pair<Table>,
    /// What differs, at least one, in a stable order.
    pub clauses: Vec<Clause>,
}

impl TableChange {
    /// The CHECKs that are new.
    pub fn added_checks(&self) -> impl Iterator<Item = &Check> {
        self.clauses.iter().filter_map(|it| match it {
            Clause::AddCheck(check) => Some(check),
            _ => None,
        })
    }

    /// The columns that go.
    pub fn dropped_columns(&self) -> impl Iterator<Item = &Column> {
        self.clauses.iter().filter_map(|it| match it {
            Clause::DropColumn(column) => Some(column),
            _ => None,
        })
    }

    /// The old form of a foreign key that is added, on the same columns.
    pub(super) fn replaced_by(&self, added: &ForeignKey) -> Option<&ForeignKey> {
        self.clauses.iter().find_map(|it| match it {
            Clause::DropForeignKey(old) if old.columns == added.columns => Some(old),
            _ => None,
        })
    }

    /// The new form of a foreign key that is dropped, on the same columns.
    pub(super) fn replacing(&self, dropped: &ForeignKey) -> Option<&ForeignKey> {
        self.clauses.iter().find_map(|it| match it {
            Clause::AddForeignKey(new) if new.columns == dropped.columns => Some(new),
            _ => None,
        })
    }
}

/// One difference inside a table. Few exist at a time, so their size does not matter.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Clause {
    /// A column is new.
    AddColumn {
        /// Its definition.
        column: Column,
        /// The value for rows already there, from a `backfill` directive.
        backfill: Option<String>,
    },
    /// A column goes, with its values.
    DropColumn(Column),
    /// A column that stays is defined otherwise.
    ChangeColumn {
        /// Both definitions.
        columns: Pair<Column>,
        /// What differs, at least one.
        facets: Vec<ColumnFacet>,
        /// The value for rows where it is NULL now, from a `backfill` directive.
        backfill: Option<String>,
        /// What its values become, from a `using` directive; then `Values` is among the facets.
        using: Option<String>,
    },
    /// Another primary key, or AUTOINCREMENT, or its conflict clause.
    ChangePrimaryKey(Pair<Option<PrimaryKey>>),
    /// A UNIQUE constraint is new.
    AddUnique(Unique),
    /// A UNIQUE constraint goes.
    DropUnique(Unique),
    /// A CHECK is new.
    AddCheck(Check),
    /// A CHECK goes.
    DropCheck(Check),
    /// A foreign key is new.
    AddForeignKey(ForeignKey),
    /// A foreign key goes.
    DropForeignKey(ForeignKey),
    /// The columns come in another order, which ALTER TABLE cannot give them.
    ColumnOrder {
        /// The order after all columns that come and go, were they added at the end; and the wanted one.
        order: Pair<Vec<Name>>,
        /// The view or trigger that uses their positions; where there is none, the schema file asks for its order.
        used_by: Option<ObjectRef>,
    },
    /// STRICT is wanted (true) or no more (false).
    Strict(bool),
    /// WITHOUT ROWID is wanted (true) or no more (false).
    WithoutRowid(bool),
}

/// The parts of a column that can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ColumnFacet {
    /// Declared type.
    Type,
    /// NOT NULL, or its conflict clause.
    NotNull,
    /// DEFAULT.
    Default,
    /// COLLATE.
    Collation,
    /// GENERATED: expression, kind, or whether it is one.
    Generated,
    /// Its values in rows that are there, by a `using` directive.
    Values,
}

impl ColumnFacet {
    /// The declared type, default or collation of a column, for people; of other facets nothing.
    pub(super) fn value(self, column: &Column) -> String {
        let (value, usual) = match self {
            Self::Type => (Some(column.type_name.as_str()).filter(|it| !it.is_empty()), "none"),
            Self::Default => (column.default.as_ref().map(Sql::text), "none"),
            Self::Collation => (column.collation.as_ref().map(Name::as_str), "BINARY"),
            Self::NotNull | Self::Generated | Self::Values => (None, ""),
        };
        single_spaced(value.unwrap_or(usual))
    }
}

/// A difference that SQLite does not act on.
#[derive(Debug, Clone, PartialEq)]
pub enum Cosmetic {
    /// The same columns in another order.
    ColumnOrder {
        /// The table.
        table: Name,
        /// Live order and wanted order.
        order: Pair<Vec<Name>>,
    },
    /// New columns that come last, though the schema file has others behind them.
    AddedLast {
        /// The table.
        table: Name,
        /// Those columns.
        columns: Vec<Name>,
    },
    /// The same constraint under another name.
    ConstraintName {
        /// The table.
        table: Name,
        /// Live name and wanted name.
        names: Pair<Option<Name>>,
    },
    /// A name that the schema file spells in another case. SQLite would not notice.
    Spelling {
        /// The table, as it is spelt now.
        table: Name,
        /// The column, if it is one.
        column: Option<Name>,
        /// The wanted spelling.
        wanted: Name,
    },
    /// A `using` directive on a column that is new, and has no values to convert.
    NothingToConvert {
        /// The table.
        table: Name,
        /// The column.
        column: Name,
    },
    /// A `renamed-from` directive that has nothing left to do.
    SpentDirective {
        /// The object it stands on.
        object: ObjectRef,
        /// The old name that is gone.
        old: Name,
    },
}

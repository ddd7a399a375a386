//! What a schema is: names, tables, columns, constraints, definitions; reading and writing DDL.
//!
//! Everything here is a plain value. Two schemas are equal (`==`) when SQLite would behave the same
//! under both; constraint names do not count, nor does column order where nothing in the schema uses positions (they are
//! reported apart).
//! No I/O: text in, values out.

mod absent_module;
mod affinity;
mod alias;
mod archive_names;
mod areas;
mod canonical;
mod canonical_form;
mod column_refs;
pub mod ddl;
mod directive;
mod double_quoted_strings;
mod encoding;
mod equality;
mod failing_expressions;
mod fingerprint;
mod foreign_key;
mod from_sqlite_schema;
mod fts5;
mod hints;
mod index;
mod loss_consent;
mod name_resolution;
mod naming;
mod object;
mod objects;
mod order;
mod positions;
mod printable_text;
pub mod read;
mod related_tables;
pub mod rename;
mod result_names;
mod sql;
mod table;
mod table_comments;
mod trigger;
mod unusable_names;
mod view;
mod virtual_table;

pub use crate::sql::{ConflictClause, Name, ObjectKind};

pub(crate) use absent_module::{original, substitute};
pub use affinity::{Affinity, affinity};
pub use areas::Area;
pub(crate) use column_refs::{over_row, with_column};
pub(crate) use directive::{Directive, behind_words, directives, may_hold_directives};
pub use encoding::decoded;
pub(crate) use failing_expressions::{documents, may_fail};
pub use fingerprint::Fingerprint;
pub use from_sqlite_schema::{Reading, SchemaRow};
pub use hints::{Allowance, ColumnHint, Hints};
pub use index::{Index, IndexColumn, IndexTerm};
pub use loss_consent::{AGREEMENT, agree, agreed};
pub(crate) use name_resolution::names;
pub use naming::{Convention, Naming};
pub use object::{Object, ObjectRef};
pub use objects::Objects;
pub use printable_text::{is_invisible, on_one_line, shortened, single_spaced, visible, visible_but};
pub use sql::Sql;
pub use table::{
    Check, Column, Deferrable, ForeignKey, Generated, GeneratedKind, KeyColumn, NotNull, PrimaryKey, ReferentialAction,
    Table, Unique,
};
pub use table_comments::TableComments;
pub use trigger::{Trigger, TriggerEvent, TriggerTiming};
pub(crate) use unusable_names::{StandIns, free};
pub use view::View;
pub use virtual_table::VirtualTable;

/// Two values of one kind: what is there, and what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<T> {
    /// What is there now.
    pub from: T,
    /// What is wanted.
    pub to: T,
}

/// A whole database schema, without internal objects (`sqlite_*`, `_cf_*`, ledgers, shadow tables).
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Ordinary tables with their indexes.
    pub tables: Objects<Table>,
    /// FTS5, rtree and other virtual tables; their shadow tables are left out.
    pub virtual_tables: Objects<VirtualTable>,
    /// Views.
    pub views: Objects<View>,
    /// Triggers, on tables and on views.
    pub triggers: Objects<Trigger>,
}

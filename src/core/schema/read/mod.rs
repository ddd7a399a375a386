//! Stored CREATE text → typed objects.
//!
//! Reads only what SQLite has accepted, following its grammar (parse.y) far enough to find every clause, and keeps
//! expressions as spans of the author's own text. What it cannot follow is an error, never a guess.

mod column;
mod constraint;
mod index;
mod normalise;
pub(crate) mod table;
mod trigger;
mod view;
mod virtual_table;

pub(crate) use normalise::{drop_repeated, is_own as is_own_collation};
pub(crate) use table::Role;

use super::canonical::Known;
use super::{Name, Object};
use crate::sql::Unexpected;

/// Why a stored statement could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Some other token was expected.
    #[error(transparent)]
    Unexpected(#[from] Unexpected),
    /// `sqlite_schema` has a kind of object that is not known.
    #[error("unknown type of object {0:?}")]
    UnknownKind(String),
    /// The name in the text is not the name of the row.
    #[error("its CREATE statement names {0} instead")]
    OtherName(Name),
    /// The table of an index could not be read.
    #[error("its table {0} does not exist or could not be read")]
    NoTable(Name),
    /// CREATE TABLE … AS SELECT, which SQLite never stores like that.
    #[error("CREATE TABLE … AS SELECT has no columns of its own to read")]
    AsSelect,
}

/// Reads one row of `sqlite_schema`: its `type` column and its `sql` column.
pub fn object(kind: &str, sql: &str) -> Result<Object, ReadError> {
    if kind.eq_ignore_ascii_case("table") {
        if virtual_table::is_virtual(sql) {
            return virtual_table::parse(sql).map(Object::VirtualTable);
        }
        return table::read(sql).map(Object::Table);
    }
    // Without a schema to ask, a name is what the text itself uses as one.
    if kind.eq_ignore_ascii_case("index") {
        return index::parse(sql, &|_, _| true).map(Object::Index);
    }
    if kind.eq_ignore_ascii_case("view") {
        return view(sql, &|_| false).map(Object::View);
    }
    if kind.eq_ignore_ascii_case("trigger") {
        return trigger(sql, &|_| false).map(Object::Trigger);
    }
    Err(ReadError::UnknownKind(kind.to_owned()))
}

/// Reads CREATE VIEW; `known` tells which double-quoted words are names.
pub(crate) fn view(sql: &str, known: Known<'_>) -> Result<super::View, ReadError> {
    view::parse(sql, known)
}

/// Reads CREATE TRIGGER; `known` tells which double-quoted words are names.
pub(crate) fn trigger(sql: &str, known: Known<'_>) -> Result<super::Trigger, ReadError> {
    trigger::parse(sql, known).map(|text| text.trigger)
}

/// Where the BEGIN of a trigger's body stands, in bytes.
pub(crate) fn trigger_body(sql: &str) -> Option<usize> {
    trigger::parse(sql, &|_| false).ok().map(|text| text.body)
}

/// Reads a CREATE INDEX statement; `known` is true for words that are columns of its table.
pub(crate) fn index(sql: &str, known: &dyn Fn(&Name, &str) -> bool) -> Result<super::Index, ReadError> {
    index::parse(sql, known)
}

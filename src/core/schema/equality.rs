//! `==` of the parts of a schema: equal canonical forms, so that it can never disagree with a fingerprint.
//!
//! Most parts that are compared are the same to the letter, so their fields are looked at before any form is written.

use super::canonical_form::Form;
use super::{
    Check, Column, ForeignKey, Index, IndexColumn, KeyColumn, NotNull, PrimaryKey, Schema, Table, Trigger, Unique,
    View, VirtualTable,
};

/// True if all that a form is written from is the same; false says nothing.
trait Alike {
    fn is_alike(&self, other: &Self) -> bool;
}

macro_rules! equal_by_form {
    ($($type:ty: $($field:ident),+;)*) => { $(
        impl Alike for $type {
            fn is_alike(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&+
            }
        }
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.is_alike(other) || self.form() == other.form()
            }
        }
        impl Eq for $type {}
    )* };
}

equal_by_form! {
    NotNull: conflict;
    Column: name, type_name, not_null, default, collation, generated;
    KeyColumn: name, collation, descending;
    PrimaryKey: columns, conflict, autoincrement;
    Unique: columns, conflict;
    Check: expression;
    ForeignKey: columns, parent, parent_columns, on_delete, on_update, deferrable;
    IndexColumn: term, collation, descending;
    Index: name, table, unique, columns, predicate;
    VirtualTable: name, sql;
    View: name, sql, names;
    Trigger: name, sql;
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        // The same text means the same, but for keys that are another table's to name: the common case, and a fast one.
        let is_same_text = std::ptr::eq(self, other)
            || self.sql == other.sql
                && self.foreign_keys == other.foreign_keys
                && self.indexes.len() == other.indexes.len()
                && self
                    .indexes
                    .values()
                    .zip(other.indexes.values())
                    .all(|(a, b)| a.sql == b.sql);
        is_same_text || self.form() == other.form()
    }
}
impl Eq for Table {}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.tables == other.tables
            && self.virtual_tables == other.virtual_tables
            && self.views == other.views
            && self.triggers == other.triggers
            && self.meaningful_orders() == other.meaningful_orders()
    }
}
impl Eq for Schema {}

#[cfg(test)]
#[path = "equality_tests.rs"]
mod tests;

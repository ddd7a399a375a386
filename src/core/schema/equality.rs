//! `==` of the parts of a schema: equal canonical forms, so that it can never disagree with a fingerprint.

use super::canonical_form::Form;
use super::{
    Check, Column, ForeignKey, Index, IndexColumn, KeyColumn, NotNull, PrimaryKey, Schema, Table, Trigger, Unique,
    View, VirtualTable,
};

macro_rules! equal_by_form {
    ($($type:ty),* $(,)?) => { $(
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.form() == other.form()
            }
        }
        impl Eq for $type {}
    )* };
}

equal_by_form!(
    NotNull,
    Column,
    KeyColumn,
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
    IndexColumn,
    Index,
    VirtualTable,
    View,
    Trigger
);

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        // The same text means the same, but for keys that are another table's to name: the common case, and a fast one.
        let is_same_text = self.sql == other.sql
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

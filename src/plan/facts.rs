//! What the planner may know of the data and of broken objects; gathered before, so that planning stays pure.

use std::collections::BTreeMap;

use crate::schema::{Name, ObjectRef};

/// Facts about a live database. Anything missing is unknown, and unknown is planned for as the worst case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// By live table name (before renames).
    pub tables: BTreeMap<Name, TableFacts>,
    /// Views and triggers that do not compile, with SQLite's message. They block RENAME and DROP COLUMN of anything.
    pub broken: BTreeMap<ObjectRef, String>,
}

/// Facts about one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableFacts {
    /// How many rows it has.
    pub rows: Option<u64>,
}

//! What the planner may know of the data and of broken objects; gathered before, so that planning stays pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Name, ObjectRef};

/// Facts about a live database. Anything missing is unknown, and unknown is planned for as the worst case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// By live table name (before renames).
    pub tables: BTreeMap<Name, TableFacts>,
    /// Views and triggers that do not compile, with SQLite's message. They block RENAME and DROP COLUMN of anything.
    pub broken: BTreeMap<ObjectRef, String>,
    /// Search tables whose content is not there, with what is missing: nothing can be read from them.
    pub unreadable: BTreeMap<Name, String>,
    /// Search tables of the wanted schema whose content is not there then: they are made, and cannot be filled.
    pub unfilled: BTreeSet<Name>,
    /// Statements of the application that the change concerns.
    pub code: Vec<CodeFact>,
    /// Rows that the target reads in a second, where that was measured.
    pub rate: Option<u64>,
}

/// What the change does to one statement of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeFact {
    /// Where it is, as a person would look it up: `src/index.ts:14:51`.
    pub place: String,
    /// What happens to it.
    pub effect: Effect,
}

/// What happens to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It works before, and fails afterwards.
    Breaks,
    /// It fails before, and works afterwards.
    Needs,
    /// It finds rows by an index before, and reads the whole table afterwards.
    Scans {
        /// The index.
        index: Name,
        /// Its table.
        table: Name,
    },
}

impl Facts {
    /// Where the statements are that something happens to.
    pub(super) fn places(&self, concerned: impl Fn(&Effect) -> bool) -> Vec<&str> {
        let found = self.code.iter().filter(|it| concerned(&it.effect));
        found.map(|it| it.place.as_str()).collect()
    }
}

/// Facts about one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableFacts {
    /// How many rows it has.
    pub rows: Option<u64>,
}

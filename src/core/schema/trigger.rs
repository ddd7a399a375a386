//! Triggers.

use super::{Name, Sql};

/// A trigger. `==` compares the definition's canonical tokens.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Its name.
    pub name: Name,
    /// The table or view it is on.
    pub on: Name,
    /// BEFORE, AFTER or INSTEAD OF.
    pub timing: TriggerTiming,
    /// What fires it.
    pub event: TriggerEvent,
    /// The whole CREATE TRIGGER statement as SQLite stores it.
    pub sql: Sql,
}

/// When a trigger fires; BEFORE when nothing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriggerTiming {
    /// BEFORE.
    Before,
    /// AFTER.
    After,
    /// INSTEAD OF.
    InsteadOf,
}

/// The statement that fires a trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriggerEvent {
    /// DELETE.
    Delete,
    /// INSERT.
    Insert,
    /// UPDATE, with the columns of `UPDATE OF` (empty: any column).
    Update(Vec<Name>),
}

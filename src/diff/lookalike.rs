//! A drop next to an add that could be a rename: evidence, never acted on alone.

use crate::schema::{Name, Pair};

/// Two things that look like one renamed.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookalike {
    /// A dropped and a created table.
    Table {
        /// Names.
        names: Pair<Name>,
        /// Why it looks like a rename, for people: "5 of 6 columns are the same".
        reason: String,
    },
    /// A dropped and an added column of one table.
    Column {
        /// The table.
        table: Name,
        /// Names.
        names: Pair<Name>,
        /// Why it looks like a rename.
        reason: String,
    },
}

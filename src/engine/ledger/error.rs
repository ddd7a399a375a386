//! What can go wrong when a ledger is read.

use crate::database;

/// An error of this room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database could not be read.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A table of the ledger's name is something else.
    #[error(
        "table {table} is not a ledger: {reason}\nhelp: name wrangler's migrations table in the configuration (`migrations_table`)"
    )]
    NotALedger {
        /// The table.
        table: String,
        /// What gives it away.
        reason: String,
    },
}

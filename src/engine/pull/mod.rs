//! Rows of a database, chosen with their parents and masked, into a file beside the one that they are to replace.
//! What is read stays in memory: only masked rows are written.

mod chosen_rows;
mod mask;
mod row_fetch;
mod source_table;

pub use chosen_rows::{Chosen, Contents, Pulled, RowsOf, pull};
pub use mask::{Mask, MaskKey};
pub use source_table::{SourceTable, source_tables};

/// What went wrong, and at which table.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The source.
    #[error(transparent)]
    Source(#[from] crate::database::Error),
    /// A row that the file does not take.
    #[error("{table}: {reason}")]
    Row {
        /// The table.
        table: String,
        /// What SQLite said; it names columns and constraints, never values.
        reason: String,
    },
}

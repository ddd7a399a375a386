//! What can go wrong with a migrations folder.

use std::path::PathBuf;

/// An error of this room.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder or a file in it cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A migration is not text.
    #[error("cannot read {}: {reason}", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// A migration cannot be written; nothing of it remains.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Another process wrote a migration of that number, or a file of that name, in the meantime.
    #[error(
        "number {number} was taken by {taken_by} in the meantime\nhelp: review that file, then run `reconcile plan` again"
    )]
    NumberTaken {
        /// The number.
        number: String,
        /// The file that has it.
        taken_by: String,
    },
    /// A pattern says more than we can read.
    #[error(
        "migrations pattern {pattern} is not supported: {reason}\nhelp: use `*`, `?` and `**`, such as `*.sql` or `*/migration.sql`"
    )]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is the matter.
        reason: &'static str,
    },
    /// A file was edited after its proof, and the SQL in hand is not the SQL of the file.
    #[error("{file} does not have the statements that were proven\nhelp: run `reconcile plan` again")]
    NotProven {
        /// The file.
        file: String,
    },
}

//! What can go wrong between us and a database.

/// A result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error from a database. No variant ever carries a credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The engine refused a statement; nothing of its batch remains.
    #[error("{message}")]
    Statement {
        /// Index within the batch or list of queries, where known.
        index: Option<usize>,
        /// The engine's own words.
        message: String,
        /// Byte offset within the statement, where the engine tells.
        offset: Option<usize>,
    },
    /// Another process holds the database.
    #[error("{label} is in use by another process (waited {waited_ms} ms)")]
    Busy {
        /// Which database.
        label: String,
        /// How long we waited.
        waited_ms: u64,
    },
    /// It cannot be opened, read or written.
    #[error("cannot open {label}: {message}")]
    Open {
        /// Which database.
        label: String,
        /// Why.
        message: String,
    },
    /// The file is not a database, is damaged, read-only, or the disk is full.
    #[error("{label}: {message}")]
    Storage {
        /// Which database.
        label: String,
        /// Why.
        message: String,
    },
    /// Network, HTTP or API trouble; `help` says what to do.
    #[error("{label}: {message}")]
    Remote {
        /// Which database.
        label: String,
        /// What happened.
        message: String,
        /// What to type or check next.
        help: Option<String>,
    },
    /// The request was sent and no answer came: the batch ran whole or not at all, and only the database knows which.
    /// Never to be run again before the ledger has been read.
    #[error("{label}: {message}; it is unknown whether the statements ran")]
    Ambiguous {
        /// Which database.
        label: String,
        /// What happened.
        message: String,
    },
}

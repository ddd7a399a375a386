//! What a target says was applied: wrangler's `d1_migrations`, and our own table beside it.
//!
//! Wrangler's table alone decides what is applied, so either tool may run the next file. Ours adds what wrangler does
//! not note: checksum, duration, who, from where, which schema before and after. A third one, [`HISTORY_TABLE`], only grows:
//! its rows are chained by their hashes, so that a row that was changed afterwards is found. Reading never creates anything;
//! [`Note`] gives the statements that belong into the same transaction as the migration.

mod chain;
mod entry;
mod error;
mod history;
mod history_rows;
pub mod other_ledgers;
mod pairing;
mod progress;
mod read;
mod record;
mod rewrite;
mod sha256_sql;
mod state;

pub use chain::{ChainFinding, ChainFindingKind, Verified, verify};
pub use entry::{Approval, Entry, Ledger, Provenance, Record};
pub use error::Error;
pub use history::{Event, EventKind, chain, suited};
pub use history_rows::{HistoryRow, approvals, read_history};
pub use pairing::{Pairing, pairing};
pub use progress::{PROGRESS_TABLE, Progress, progress};
pub use read::{queries, read, read_with_answers, read_with_schema};
pub use record::{Note, tables};
pub use rewrite::Rewrite;
pub use state::{FileState, State, pending, states};

/// Wrangler's table, unless `migrations_table` says otherwise.
pub const WRANGLER_TABLE: &str = "d1_migrations";

/// Our own table; reserved names start like it, in any case.
pub const OWN_TABLE: &str = "_reconcile_ledger";

/// What happened to the database, one row per event.
pub const HISTORY_TABLE: &str = "_reconcile_history";

#[cfg(test)]
mod chain_tests;
#[cfg(test)]
mod tests;

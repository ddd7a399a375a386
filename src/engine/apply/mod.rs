//! Pending migrations → a target: precondition, one batch each, verification. Never plans, never decides.
//!
//! A migration and its ledger rows are one transaction, so a target is always before it or after it. What the ledger
//! does not know has not run; what it knows is never run again, not even when an answer got lost.

mod ambiguous_outcome;
mod batched;
mod difference;
mod error;
mod measured_rows;
mod online;
mod precondition;
mod row_figures;
mod run;
mod schema_reading;
mod single_file;
mod state_assertion;
mod target_state;
mod waiting_for_release;

pub use difference::{Difference, DifferenceKind, differences};
pub use error::{Error, Reason, Refusal};
pub use online::abort;
pub use row_figures::{Counted, RowFigures};
pub use run::{Applied, Observer, Options, Outcome, check, refusals, run, run_from};
pub use single_file::run_file;
pub use target_state::TargetState;
pub use waiting_for_release::{due, held};

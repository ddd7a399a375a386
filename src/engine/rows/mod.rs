//! Rows for a scratch database: copied from a small local target, or made to fit the constraints.
//!
//! Made rows are hostile where they may be (NULL, quotes, line breaks, text beyond ASCII, blobs, integers beyond 2^53)
//! and linked: every parent row has children. Values that satisfy a CHECK are mined from its own literals and tried
//! on a copy of the table's columns. The same schema always gets the same rows. A table for which no row could be made
//! is named with the reason, never passed over in silence.

mod constraint_trial;
mod copied_rows;
mod fill_tables;
mod fixups;
mod json;
mod pseudo_random;
mod reachable_tables;
mod row_conditions;
mod row_constraints;
mod row_generator;
mod value;
mod values_in_expressions;

#[cfg(test)]
mod tests;

pub use copied_rows::{Copied, SourceRows};
pub use fill_tables::{Filled, Given, fill, fill_beside};
pub use fixups::reindex;
pub use reachable_tables::{everything, only_grows, reach, virtual_tables};
pub use row_conditions::Fit;

pub use constraint_trial::rowid_name;
pub use row_conditions::{column_before, table_before};
pub use values_in_expressions::{mentions, values};

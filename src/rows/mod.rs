//! Rows for a scratch database: copied from a small local target, or made to fit the constraints.
//!
//! Made rows are hostile where they may be (NULL, quotes, line breaks, text beyond ASCII, blobs, integers beyond 2^53)
//! and linked: every parent row has children. Values that satisfy a CHECK are mined from its own literals and tried
//! on a copy of the table's columns. The same schema always gets the same rows. A table for which no row could be made
//! is named with the reason, never passed over in silence.

mod choice;
mod dice;
mod fill;
mod finish;
mod fit;
mod json;
mod mine;
mod mold;
mod order;
mod scope;
mod shape;
mod source;
mod value;

#[cfg(test)]
mod tests;

pub use fill::{Filled, fill};
pub use finish::reindex;
pub use fit::Fit;
pub use scope::{everything, reach};
pub use source::{Copied, SourceRows};

pub use fit::{column_before, table_before};
pub use mine::{mentions, values};
pub use mold::rowid_name;

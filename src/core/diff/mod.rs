//! Two schemas → typed changes. Says what differs, never how to get there.

mod change;
mod compare;
mod conversion;
mod describe;
mod drift_wording;
mod edits;
mod order;
mod rename_candidates;
mod renames;
mod row_changes;
mod spelling;
mod summary;
mod table;

pub use change::{Change, Clause, ColumnFacet, Cosmetic, TableChange};
pub use compare::compare;
pub use describe::order_matters;
pub use drift_wording::Live;
pub(crate) use edits::{edits, likeness};
pub use rename_candidates::Lookalike;
pub use row_changes::{RowChanges, RowDifference, SetAside, ValueChange, WrittenRow};
pub use summary::{ChangeLine, Mark, subject};

/// All that differs between two schemas.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Diff {
    /// Changes that a plan must make, in a stable order: renames first, then by object kind and name.
    pub changes: Vec<Change>,
    /// Differences without effect in SQLite: reported, not acted on.
    pub cosmetic: Vec<Cosmetic>,
    /// Drops next to adds that look like renames nobody declared.
    pub lookalikes: Vec<Lookalike>,
}

impl Diff {
    /// True if nothing has to change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

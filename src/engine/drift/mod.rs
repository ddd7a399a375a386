//! Live vs what the ledger says it should be, and vs desired. Never writes.
//!
//! [`check`] judges a target; [`verify`] judges a folder without any database; [`relocation`] finds applied files that have
//! other names now; [`HandWritten`] is what the last files made by hand.

mod check;
mod expected;
mod hand_written;
mod relocation;
mod verify;

use crate::diff::{self, Change};
use crate::schema::{Hints, Schema};

pub use check::{Drift, Drifted, DriftedObject, Pending, check, object_of};
pub use hand_written::HandWritten;
pub use relocation::{Relocation, Word, relocation, unproven};
pub use verify::verify;

/// The desired schema with its directives.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// What its directives say.
    pub hints: &'a Hints,
}

impl Wanted<'_> {
    /// What is left to change, and whether that is all that differs.
    fn compared(self, live: &Schema) -> Compared {
        // What is kept aside is in no schema file, and stays until it is purged.
        let wanted = self.schema.keeping_trash_of(live);
        let changes = diff::compare(live, &wanted, self.hints).changes;
        if changes.is_empty() && live.fingerprint() != wanted.fingerprint() {
            return Compared::Unnamed;
        }
        Compared::Changes(changes)
    }
}

/// Two answers to one question: when they do not agree, nothing may be taken for in sync.
enum Compared {
    Changes(Vec<Change>),
    /// The fingerprints differ, yet no difference was found.
    Unnamed,
}

#[cfg(test)]
mod tests;

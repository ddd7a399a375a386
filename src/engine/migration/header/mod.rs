//! The comment block that a sealed migration opens with, so that a reviewer understands it without the tool.
//!
//! At most a dozen lines for an ordinary change: title, why, changes, one verdict, hazards, proof, queries to verify with,
//! fingerprints. Files of 0.1.0 have a longer form, in sections, which is still read. The last line is the seal: a SHA-256 over both fingerprints and every byte below it. What stands above may be
//! reworded freely; an edit of the SQL, or of what it was reviewed for, is noticed.

mod allowed_losses;
mod cost;
mod read;
mod sections;
mod write;

use crate::plan::Cost;
use crate::schema::{Fingerprint, Pair};

pub use allowed_losses::{Consent, Loss};
pub(super) use read::read;
pub use write::entry;
pub(super) use write::{normalised, seal_of, write};

/// What the header of a sealed migration says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The number as in the file name: `0007`.
    pub number: String,
    /// What it does, in a few words.
    pub title: String,
    /// Version of reconcile that wrote it.
    pub version: String,
    /// When, as RFC 3339 in UTC.
    pub written_at: String,
    /// What a reviewer needs to know.
    pub review: Review,
    /// What was proven on scratch.
    pub proof: Vec<String>,
    /// Of the schema that it was made for, and of the schema that it leaves.
    pub fingerprints: Pair<Fingerprint>,
}

/// The part of a header that comes from the plan. Each entry is one line, or several for a list under it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Review {
    /// Why the migration exists, in the user's words: nothing where nothing was said.
    pub because: Option<String>,
    /// The issue or ticket that asked for it.
    pub reference: Option<String>,
    /// What it is for, where it is not simply the next step to the schema: an undo, a stage, a purge.
    pub purpose: Vec<String>,
    /// What changes, one entry each.
    pub changes: Vec<String>,
    /// Undo, rows, time and code in one line; none in files of 0.1.0.
    pub verdict: Option<String>,
    /// Rows that D1 is to read and write, by the rows of the database that was planned against; none where no row is read.
    pub cost: Option<Cost>,
    /// Hazards with their figures.
    pub hazards: Vec<String>,
    /// What was agreed to; none in files of before, where only the hazards' own words tell.
    pub consent: Option<Consent>,
    /// The strategy of each rebuilt table, and why, in files of 0.1.0; later ones say so at the step.
    pub strategies: Vec<String>,
    /// Queries to run afterwards, each with the answer to expect.
    pub verification: Vec<String>,
}

/// Whether a migration is still what was proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// Hand-written, or made by wrangler: there is no header.
    Absent,
    /// As it was proven.
    Intact,
    /// The SQL or a fingerprint was edited since.
    Broken,
    /// The header can no longer be read: a line of it was edited away.
    Damaged,
}

//! Runs the exact text of a migration on scratch and judges the result, one check per file.
//!
//! The scratch database follows D1's rules and holds the live schema with rows: real ones where the target is local
//! and small, else rows made to fit (`rows`). Only tables that the plan can reach are filled (`rows::Scope`): those it
//! changes, all that reference them, what their triggers mention, and the parents that all of these need.
//!
//! `Proven` can be made nowhere else, and only a `Proven` is sealed into a file.

mod check;
mod claim;
mod conversion;
mod disproof;
mod proven;
mod rehearsal;
pub mod rows;
mod snapshot;
mod stay;
mod words;

pub use claim::{Claim, Rows};
pub use disproof::{Disproof, Failure};
pub use proven::{Evidence, Proven};

use rehearsal::attempt;

/// Runs the claim's script on scratch and every check on what it leaves.
pub fn prove(claim: &Claim<'_>) -> Result<Proven, Disproof> {
    let first = attempt(claim, &claim.rows);
    match (&claim.rows, first) {
        // A target's own rows never go into a bug report: show the failure on made rows where it shows there too.
        (Rows::Source(_), Err(_)) => match attempt(claim, &Rows::Made) {
            Err(disproof) => Err(disproof),
            Ok(_) => attempt(claim, &claim.rows).map_err(Disproof::by_rows),
        },
        (_, outcome) => outcome,
    }
}

#[cfg(test)]
mod tests;

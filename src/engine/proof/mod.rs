//! Runs the exact text of a migration on scratch and judges the result, one check per file.
//!
//! The scratch database follows D1's rules and holds the live schema with rows: real ones where the target is local
//! and small, else rows made to fit (`rows`). Only tables that the plan can reach are filled (`rows::reach`): those it
//! changes, all that reference them, what their triggers mention, and the parents that all of these need.
//!
//! `Proven` can be made nowhere else, and only a `Proven` is sealed into a file.

mod check;
mod conversion;
mod counterexample;
mod execution;
mod input;
mod plural;
mod proven;
mod snapshot;
mod surviving_columns;

pub(crate) use counterexample::RUNS;
pub use counterexample::{Cause, Disproof, Failure};
pub use input::{Claim, Rows};
pub use proven::{Evidence, Proven};

use execution::attempt;

/// Runs the claim's script on scratch and every check on what it leaves.
pub fn prove(claim: &Claim<'_>) -> Result<Proven, Disproof> {
    let first = match attempt(claim, &claim.rows) {
        Ok(proven) => return Ok(proven),
        Err(disproof) => disproof,
    };
    // A target's own rows never go into a bug report: show the failure on made rows where it shows there too.
    let disproof = match &claim.rows {
        Rows::Source(_) => match attempt(claim, &Rows::Made) {
            Ok(_) => return Err(first.because(Cause::Rows)),
            Err(disproof) => disproof,
        },
        Rows::Made | Rows::None => first,
    };
    let is_of_rows = disproof.cause == Cause::Bug && disproof.stopped() && attempt(claim, &Rows::None).is_ok();
    Err(match is_of_rows {
        true => disproof.because(Cause::MadeRows),
        false => disproof,
    })
}

#[cfg(test)]
mod tests;

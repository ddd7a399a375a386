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
mod part_in_reach;
mod plural;
mod proven;
mod reference_rows;
mod snapshot;
mod surviving_columns;

pub(crate) use counterexample::RUNS;
pub use counterexample::{Cause, Disproof, Failure};
pub use input::{Claim, Rows};
pub use proven::{Evidence, Proven};

use execution::attempt;

/// Runs the claim's script on scratch and every check on what it leaves.
pub fn prove(claim: &Claim<'_>) -> Result<Proven, Disproof> {
    let is_large = claim.from.tables.len() >= part_in_reach::MANY;
    if let Some(Ok(proven)) = is_large.then(|| prove_in_reach(claim)).flatten() {
        return Ok(proven);
    }
    let first = match attempt(claim, &claim.rows) {
        Ok(proven) => return Ok(proven),
        Err(disproof) => disproof,
    };
    // A target's own rows never go into a bug report: show the failure on made rows where it shows there too.
    let disproof = match &claim.rows {
        Rows::Source(_) => match attempt(claim, &Rows::Made) {
            Ok(_) if first.cause == Cause::DeclaredRows => return Err(first),
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

/// The same proof on the part of the schema that the plan can reach; `None` where that is all of it. The outcome is that of
/// [`prove`], which asks it only of large schemas, and proves the whole where it fails.
pub fn prove_in_reach(claim: &Claim<'_>) -> Option<Result<Proven, Disproof>> {
    let part = part_in_reach::part_in_reach(claim)?;
    let claim = Claim {
        from: &part.from,
        desired: &part.to,
        ..claim.clone()
    };
    Some(attempt(&claim, &claim.rows))
}

#[cfg(test)]
mod tests;

//! `verify --fleet`: does every database have all migrations, and the schema that they end at?

use super::survey::{Watch, position, survey};
use crate::error::Error;
use crate::report::{FleetReport, MemberState};
use crate::session::{FleetSession, Session};
use crate::verbs;
use crate::verbs::drift::judged;

/// Holds every database to the end of the folder and to the schema.
///
/// # Errors
/// Those of the project's files.
pub fn fleet_verify(fleet: &FleetSession<'_>, watch: &mut dyn Watch) -> Result<FleetReport, Error> {
    fleet.offline().folder()?;
    fleet.offline().desired()?;
    Ok(survey(fleet, state, watch))
}

fn state(session: &Session<'_>) -> Result<(&'static str, MemberState), Error> {
    let status = verbs::status(session)?;
    let drift = judged(session)?;
    let verdict = match (status.verdict, drift.verdict) {
        ("blocked", _) => "blocked",
        (_, of_drift) => of_drift,
    };
    let findings = status
        .found
        .findings
        .into_iter()
        .chain(drift.found.changes)
        .chain(drift.found.desired);
    Ok((
        verdict,
        MemberState {
            findings: findings.chain(drift.found.reason).collect(),
            ..position(session)?
        },
    ))
}

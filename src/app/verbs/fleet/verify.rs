//! `verify --fleet`: does every database have all migrations, and the schema that they end at?

use super::survey::{Watch, state_with, survey};
use crate::error::Error;
use crate::report::{Document, FleetReport, MemberState};
use crate::session::{FleetSession, Session};
use crate::verbs;
use crate::verbs::drift::judged;

/// Holds every database to the end of the folder and to the schema.
///
/// # Errors
/// Those of the project's files.
pub fn fleet_verify(fleet: &FleetSession<'_>, watch: &mut dyn Watch) -> Result<Document<FleetReport>, Error> {
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
    let findings = status.found.findings.into_iter().chain(drift.found.sentences());
    Ok((verdict, state_with(session, findings.collect())?))
}

//! `drift --fleet`: which databases are not what their ledger and the schema say.

use super::survey::{Watch, confirmed_survey, state_with};
use crate::config::command_at;
use crate::error::Error;
use crate::report::{Document, FleetReport, MemberState};
use crate::session::{FleetSession, Session};
use crate::verbs::drift::{is_finding, judged};

/// The drift of every database.
///
/// # Errors
/// Those of the project's files.
pub fn fleet_drift(fleet: &FleetSession<'_>, watch: &mut dyn Watch) -> Result<Document<FleetReport>, Error> {
    fleet.offline().folder()?;
    fleet.offline().desired()?;
    let mut report = confirmed_survey(fleet, state, is_finding, watch);
    let drifted = report.groups.iter().find(|it| it.verdict == "drifted");
    if let Some(first) = drifted.and_then(|it| it.names.first())
        && let Some(member) = fleet.members.iter().find(|it| it.name == *first)
    {
        let of_one = command_at(&fleet.project_of(member)?, "drift");
        report
            .next
            .push(format!("for the ways out, one database at a time: {of_one}"));
    }
    Ok(report)
}

fn state(session: &Session<'_>) -> Result<(&'static str, MemberState), Error> {
    if session.is_missing() {
        return Err(Error::Missing(session.label()));
    }
    let drift = judged(session)?;
    Ok((drift.verdict, state_with(session, drift.found.sentences().collect())?))
}

//! `status --fleet`: which databases are where, and whose schema is another than their ledger says.

use super::survey::{Watch, state_with, survey};
use crate::authoring::plan_base::sentences;
use crate::config::command;
use crate::drift::{self, Drift};
use crate::error::Error;
use crate::pending::due::ApplyRequest;
use crate::report::{Document, FleetReport, MemberState};
use crate::session::{FleetSession, Session};
use crate::verbs;

/// The status of every database.
///
/// # Errors
/// Those of the project's files.
pub fn fleet_status(fleet: &FleetSession<'_>, watch: &mut dyn Watch) -> Result<Document<FleetReport>, Error> {
    fleet.offline().folder()?;
    let mut report = survey(fleet, state, watch);
    let typed = |words: &str| command(&fleet.project.given, &format!("{words} --fleet {}", fleet.name));
    if report.count("drifted") > 0 {
        report
            .next
            .push(format!("to see what was changed by hand: {}", typed("drift")));
    }
    if report.count("pending") > 0 {
        report
            .next
            .push(format!("to apply what is pending: {}", typed("apply")));
    }
    Ok(report)
}

/// What `apply --fleet` would run on every database.
///
/// # Errors
/// Those of the project's files.
pub fn fleet_dry_run(
    fleet: &FleetSession<'_>,
    request: &ApplyRequest,
    watch: &mut dyn Watch,
) -> Result<Document<FleetReport>, Error> {
    request.check_names(fleet.offline().folder()?)?;
    let ask = |session: &Session<'_>| {
        let report = verbs::dry_run(session, request)?;
        let files = report.migrations.iter().map(|it| it.name.clone());
        let refused = report.refused.iter().map(|it| it.message.clone());
        let verdict = if report.refused.is_some() {
            "blocked"
        } else {
            report.verdict
        };
        Ok((verdict, state_with(session, files.chain(refused).collect())?))
    };
    Ok(survey(fleet, ask, watch))
}

pub(super) fn state(session: &Session<'_>) -> Result<(&'static str, MemberState), Error> {
    let status = verbs::status(session)?;
    let mut found = state_with(session, status.found.findings)?;
    let ledger = &session.reading()?.ledger;
    let drift = drift::check(
        session.live()?,
        ledger,
        session.folder()?,
        None,
        &session.project.ledger,
    );
    let verdict = match drift {
        Drift::Drifted(drifted) if status.verdict != "blocked" => {
            found.findings.extend(sentences(drifted));
            "drifted"
        }
        Drift::Unknown(reason) if status.verdict == "in-sync" => {
            found.findings.push(reason);
            "unknown"
        }
        _ => status.verdict,
    };
    Ok((verdict, found))
}

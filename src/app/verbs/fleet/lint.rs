//! `lint --fleet`: what is found in the migrations that are still to run, and on which databases.

use super::survey::{Watch, state_with, survey};
use crate::error::Error;
use crate::policy::lint_findings::Since;
use crate::report::{Document, FleetReport};
use crate::session::{FleetSession, Session};
use crate::verbs;

/// The findings of what is pending on every database.
///
/// # Errors
/// Those of the project's files.
pub fn fleet_lint(fleet: &FleetSession<'_>, watch: &mut dyn Watch) -> Result<Document<FleetReport>, Error> {
    let offline = fleet.offline();
    let whole = verbs::lint(&offline, &Since::Start)?;
    let folder = offline.folder()?;
    let ask = |session: &Session<'_>| {
        let pending = session.pending()?;
        let paths: Vec<String> = pending
            .iter()
            .map(|it| folder.path_of(&it.file_name).display().to_string())
            .collect();
        let found = whole.findings.iter().filter(|it| it.severity != "note");
        let findings: Vec<String> = found
            .filter(|it| paths.contains(&it.place.file))
            .map(|it| format!("{}:{}: {}: {}", it.place.file, it.place.line, it.code, it.message))
            .collect();
        let verdict = if findings.is_empty() { "ok" } else { "findings" };
        Ok((verdict, state_with(session, findings)?))
    };
    let mut report = survey(fleet, ask, watch);
    if report.verdict == "in-sync" {
        report.verdict = "ok";
    }
    Ok(report)
}

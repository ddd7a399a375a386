//! `plan --fleet`: one migration for all databases of a fleet.

use super::status::state;
use super::survey::{Watch, survey};
use crate::error::Error;
use crate::report::{Document, GroupRow, PlanReport};
use crate::session::FleetSession;
use crate::verbs::{self, PlanIntent, PlanRequest};

/// Plans from the schema that most databases have, asking the rows of all that have it.
///
/// # Errors
/// Those of `plan`; a fleet of which no database can be read, or all were changed by hand.
pub fn fleet_plan(
    fleet: &FleetSession<'_>,
    intent: &PlanIntent,
    request: &PlanRequest,
    watch: &mut dyn Watch,
) -> Result<Document<PlanReport>, Error> {
    fleet.offline().desired()?;
    fleet.offline().folder()?;
    note_questions(fleet, intent, request);
    let found = survey(fleet, state, watch);
    let is_right = |it: &&GroupRow| matches!(it.verdict, "in-sync" | "pending");
    // Of several the largest: what is pending leads all of them to one end.
    let chosen = found.groups.iter().filter(is_right).max_by_key(|it| it.databases);
    let Some(chosen) = chosen else {
        return Err(Error::NoShape {
            fleet: fleet.name.clone(),
            databases: found.databases,
        });
    };
    let alike = fleet.like(chosen.names.first().map(String::as_str).unwrap_or_default())?;
    let (project, known) = fleet.project_of_all(&alike)?;
    let session = fleet.of_all(&project, &known, alike);
    let mut report = verbs::plan(session, intent, request)?;
    report
        .notes
        .extend(found.groups.iter().filter_map(|it| others(it, chosen)));
    Ok(report)
}

/// Plans for one database, and writes nothing: what that asks of its rows is asked of all, in the request for their schema.
/// Whatever goes wrong here goes wrong again where it counts.
fn note_questions(fleet: &FleetSession<'_>, intent: &PlanIntent, request: &PlanRequest) {
    let Some(usual) = fleet.usual().filter(|it| it.target.is_remote()) else {
        return;
    };
    let one = vec![usual.clone()];
    if let Ok((project, known)) = fleet.project_of_all(&one) {
        let request = PlanRequest {
            write: false,
            ..request.clone()
        };
        let _ = verbs::plan(fleet.of_all(&project, &known, one), intent, &request);
    }
}

/// What there is to say of databases whose rows were not asked.
fn others(group: &GroupRow, chosen: &GroupRow) -> Option<String> {
    let who = group.who();
    if std::ptr::eq(group, chosen) || group.found.shape == chosen.found.shape && group.found.at == chosen.found.at {
        return None;
    }
    let at = group.found.at.as_deref().unwrap_or("the start");
    Some(match group.verdict {
        "in-sync" | "pending" => {
            format!("{who}: at {at}, with another schema than most; the rows there were not asked")
        }
        "failed" => format!("{who}: could not be read"),
        verdict => format!("{who}: {verdict} at {at}; the migration is refused there until that is resolved"),
    })
}

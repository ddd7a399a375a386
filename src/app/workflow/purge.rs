//! `purge`: the next migration deletes for good what earlier ones kept aside.

use super::apply::folder;
use super::author_migration::{Journey, travel};
use super::drift_repair::go_on;
use super::error::Error;
use super::plan::{PlanRequest, empty_report};
use super::plan_base::{Start, base};
use super::relocation;
use super::unrecorded_changes;
use crate::config::Project;
use crate::database::Database;
use crate::desired::Desired;
use crate::introspect;
use crate::ledger;
use crate::migration::Migration;
use crate::plan::Options;
use crate::report::PlanReport;
use crate::schema::{Name, Schema};

/// Writes a migration that drops what is kept aside by the migrations numbered below `before`, or by all of them.
///
/// # Errors
/// Unreadable folder or target; a pending migration that does not run; a failed proof.
pub fn purge(
    project: &Project,
    database: &mut dyn Database,
    before: Option<u64>,
    request: &PlanRequest,
) -> Result<PlanReport, Error> {
    let mut folder = folder(project)?;
    let live = introspect::read_beside(database, &project.ledger)?;
    let ledger = relocation::read_to_plan(project, database, &folder, &live.schema)?.ledger;
    let pending: Vec<Migration> = ledger::pending(&folder, &ledger).into_iter().cloned().collect();
    let pending: Vec<&Migration> = pending.iter().collect();
    let told = unrecorded_changes::refuse(project, &database.label(), &live.schema, (&folder, &ledger), &pending)?;
    let base = base(project, &live, (&folder, &ledger), &pending, None, told.is_some())?;
    let from = base.schema;
    let goes =
        |name: &Name| name.is_trash() && before.is_none_or(|before| name.kept_by().is_some_and(|it| it < before));
    let mut wanted: Schema = from.clone();
    wanted.tables.retain(|name, _| !goes(name));
    let desired = Desired {
        schema: wanted,
        ..Desired::default()
    };
    let mut report = empty_report(database.label(), &live, &desired);
    report.pending = pending.iter().map(|it| it.file_name.clone()).collect();
    report.drift = base.drift;
    let request = PlanRequest {
        // To delete them is what was asked for.
        allow: vec!["drop-table".to_owned()],
        name: Some(request.name.clone().unwrap_or_else(|| "purge the archive".to_owned())),
        options: Options {
            purge: true,
            ..request.options.clone()
        },
        ..request.clone()
    };
    let journey = Journey {
        real_rows: pending.is_empty() && base.start == Start::Live,
        purpose: "delete for good what earlier migrations archived",
        ..Journey::new(&from, &live.schema, &desired, "purge")
    };
    let mut report = travel(project, &mut folder, &journey, database, &request, report)?;
    if report.verdict == "in-sync" {
        report.nothing = Some("nothing to purge");
    } else if base.start == Start::Folder && report.refused.is_empty() {
        go_on(project, &live.schema, &folder, &ledger, &mut report)?;
    }
    Ok(report)
}

//! `plan --undo-drift`: what was done to one target by hand is undone by a file of its own, which is no migration: on
//! every other target there is nothing to undo.

use super::author_migration::{Journey, Place, travel};
use super::drift_repair::repair;
use super::error::Error;
use super::known_codes;
use super::plan::{PlanRequest, empty_report};
use super::plan_base::{Start, base};
use super::relocation;
use crate::config::Project;
use crate::database::Database;
use crate::desired::Desired;
use crate::introspect;
use crate::ledger;
use crate::migration;
use crate::report::PlanReport;
use crate::schema::{ColumnHint, Hints};

/// What the header of such a file says that it is for.
pub(super) const PURPOSE: &str = "undo what was done by hand";

/// Writes the file that brings a target back to its folder.
///
/// # Errors
/// Unreadable schema, folder or target; a folder that does not run from nothing; a failed proof.
pub fn undo_drift(project: &Project, database: &mut dyn Database, request: &PlanRequest) -> Result<PlanReport, Error> {
    let wanted = known_codes::load(&project.schema, &project.ledger)?;
    let mut folder = super::apply::folder(project)?;
    let live = introspect::read_beside(database, &project.ledger)?;
    let ledger = relocation::read_to_plan(project, database, &folder, &live.schema)?.ledger;
    let mut report = empty_report(database.label(), &live, &wanted);
    if !live.unknown.is_empty() {
        report.verdict = "unknown";
        return Ok(report);
    }
    let pending = ledger::pending(&folder, &ledger);
    let found = base(project, &live, (&folder, &ledger), &pending, Some(Start::Folder), false)?;
    if found.drift.is_empty() {
        report.nothing = Some("nothing was changed by hand");
        return Ok(report);
    }
    if !found.is_explained {
        report.verdict = "unknown";
        report.notes.extend(found.drift);
        return Ok(report);
    }
    report.drift = found.drift;
    let repair = repair(&live.schema, &folder, &ledger, &project.ledger)?;
    if repair.is_there {
        report.verdict = "changes";
        report.next = repair.next(project, &database.label());
        return Ok(report);
    }
    let desired = Desired {
        schema: repair.schema.clone(),
        hints: backfills(&wanted.hints),
        ..Desired::default()
    };
    let number = ledger.last().and_then(|it| migration::order::number_text(&it.name));
    let target = project.target_name.clone().unwrap_or_else(|| database.label());
    let name = migration::undo_name(number.unwrap_or("0000"), &target);
    let purpose = format!("{PURPOSE} on {target}; it is not a migration, and runs on no other target");
    let journey = Journey {
        real_rows: true,
        purpose: &purpose,
        place: Place::Beside(&name),
        ..Journey::new(&live.schema, &live.schema, &desired, "plan --undo-drift")
    };
    let request = PlanRequest {
        name: Some(request.name.clone().unwrap_or_else(|| format!("{PURPOSE} on {target}"))),
        ..request.clone()
    };
    let mut report = travel(project, &mut folder, &journey, database, &request, report)?;
    if let Some(it) = &report.migration {
        report.next = repair.then(project, &it.file);
    }
    Ok(report)
}

/// Values for columns that come back, where the schema files say any. Nothing else of them is about the way back.
fn backfills(directives: &Hints) -> Hints {
    let mut hints = Hints::default();
    for (key, hint) in &directives.columns {
        let backfill = hint.backfill.clone();
        if backfill.is_some() {
            let hint = ColumnHint {
                backfill,
                ..ColumnHint::default()
            };
            hints.columns.insert(key.clone(), hint);
        }
    }
    hints
}

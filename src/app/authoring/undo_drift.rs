//! `plan --undo-drift`: what was done to one target by hand is undone by a file of its own, which is no migration: on
//! every other target there is nothing to undo.

use super::author_migration::{Brief, Intent, author};
use super::drift_repair::repair;
use super::plan_base::{Start, base};
use super::plan_request::{PlanRequest, empty_report};
use crate::desired::Desired;
use crate::error::Error;
use crate::migration;
use crate::reference::Reference;
use crate::report::{Document, PlanReport};
use crate::schema::{ColumnHint, Hints};
use crate::session::{Session, relocation};

/// What the header of such a file says that it is for.
pub(crate) const PURPOSE: &str = "undo what was done by hand";

/// Writes the file that brings a target back to its folder.
///
/// # Errors
/// Unreadable schema, folder or target; a folder that does not run from nothing; a failed proof.
pub fn undo_drift(session: &Session<'_>, request: &PlanRequest) -> Result<Document<PlanReport>, Error> {
    let (project, wanted, live) = (session.project, session.desired()?, session.live()?);
    let mut folder = session.folder()?.clone();
    let ledger = &relocation::read_to_plan(session)?.ledger;
    let mut report = empty_report(session.label(), live, wanted);
    if !live.unknown.is_empty() {
        report.verdict = "unknown";
        return Ok(report);
    }
    let found = base(session, Some(Start::Folder), false)?;
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
    let repair = repair(&live.schema, &folder, ledger, &project.ledger)?;
    if repair.is_there {
        report.verdict = "changes";
        report.next = repair.next(project, &session.label());
        return Ok(report);
    }
    let desired = Desired {
        schema: repair.schema.clone(),
        hints: backfills(&wanted.hints),
        ..Desired::default()
    };
    let number = ledger.last().and_then(|it| migration::order::number_text(&it.name));
    let target = project.target_name.clone().unwrap_or_else(|| session.label());
    let name = migration::undo_name(number.unwrap_or("0000"), &target);
    let purpose = format!("{PURPOSE} on {target}; it is not a migration, and runs on no other target");
    let brief = Brief {
        asks: &[],
        reference: Reference::default(),
        real_rows: true,
        purpose: &purpose,
        intent: Intent::UndoDrift(&name),
        from: &live.schema,
        there: &live.schema,
        desired: &desired,
        command: "plan --undo-drift",
    };
    let request = PlanRequest {
        name: Some(request.name.clone().unwrap_or_else(|| format!("{PURPOSE} on {target}"))),
        ..request.clone()
    };
    let mut report = author(session, &mut folder, &brief, &request, report)?;
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

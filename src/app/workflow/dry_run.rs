//! `apply --dry-run`: what would run, and what it does.

use super::apply::{due_of, folder, held, number_notes};
use super::due_files;
use super::edited_migrations::edited;
use super::error::Error;
use super::hand_written_files;
use super::pending_effects;
use super::unreviewed_loss;
use super::{ApplyRequest, release, unrecorded_changes};
use crate::config::Project;
use crate::database::Database;
use crate::migration::{Folder, Migration};
use crate::report::{AppliedRow, ApplyReport, EffectsRow, RefusedRow};

/// What `apply` would do. A refusal for want of a word is part of the result.
///
/// # Errors
/// Those of the folder and the ledger, and what else would keep the files from running.
pub fn dry_run(project: &Project, database: &mut dyn Database, request: &ApplyRequest) -> Result<ApplyReport, Error> {
    let folder = folder(project)?;
    let (ledger, due) = due_of(project, database, &folder, request)?;
    unrecorded_changes::refuse_in(project, database, &folder, &ledger)?;
    let mut effects = Vec::new();
    let mut refused = None;
    if !due.is_empty() {
        let judged = due_files::judged(project, database, &folder, &due)?;
        effects = pending_effects::rows(&judged, &folder);
        refused = hand_written_files::refusal(project, &judged, &folder, &request.allow);
    }
    let refused = refused.map(|error| {
        let text = error.to_string();
        let (message, help) = text.split_once("\nhelp: ").unwrap_or((&text, ""));
        RefusedRow {
            message: message.to_owned(),
            help: (!help.is_empty()).then(|| help.to_owned()),
        }
    });
    if refused.is_none() {
        unreviewed_loss::check_reviewed(project, database, &folder, &due, &request.allow)?;
        release::check(project, database, &due, request)?;
    }
    let row = |it: &&Migration| AppliedRow::named(&it.file_name);
    let first = due.first().map(|it| it.file_name.as_str());
    Ok(ApplyReport {
        version: 1,
        target: database.label(),
        verdict: match (&refused, due.is_empty()) {
            (Some(_), _) => "refused",
            (None, true) => "in-sync",
            (None, false) => "pending",
        },
        migrations: due.iter().map(row).collect(),
        held: held(project, database, request)?,
        notes: number_notes(project, first)?,
        edited: edited(project, due.iter().copied()),
        effects,
        refused,
        next: Vec::new(),
    })
}

/// What the files do that are due, for whoever is asked before they run.
///
/// # Errors
/// Those of the folder, the ledger and the target.
pub fn effects_of_due(
    project: &Project,
    database: &mut dyn Database,
    request: &ApplyRequest,
) -> Result<Vec<EffectsRow>, Error> {
    let folder: Folder = folder(project)?;
    let (_, due) = due_of(project, database, &folder, request)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let judged = due_files::judged(project, database, &folder, &due)?;
    Ok(pending_effects::rows(&judged, &folder))
}

//! `apply`: the pending migrations of a project run on a target.

use std::path::Path;

use crate::apply::{self, Applied, Observer, Outcome, Reason, TargetState};
use crate::authoring::undo_drift::PURPOSE;
use crate::config::{Project, command_at, quoted};
use crate::error::Error;
use crate::ledger::{self, Ledger};
use crate::migration::{Folder, Header, Migration};
use crate::pending::due::{ApplyRequest, due, held, number_notes};
use crate::pending::edited_migrations::edited;
use crate::pending::{pending_effects, unexpected_rows, unrecorded_changes};
use crate::policy::due_files::{self, DueFiles};
use crate::policy::{approvals, hand_written_files, promotion, release, unreviewed_loss};
use crate::report::{AppliedRow, ApplyReport, Document, EditedRow, EffectsRow, Failure, RefusedRow};
use crate::session::{Connector, FleetSession, Session, relocation};

/// Those of the migrations that `apply` would run that were edited after they were proven. The target is asked only where
/// there may be one.
///
/// # Errors
/// Those of folder and ledger.
pub fn edited_and_due(session: &Session<'_>, request: &ApplyRequest) -> Result<Vec<EditedRow>, Error> {
    let folder = session.folder()?;
    if edited(session.project, folder.migrations()).is_empty() {
        return Ok(Vec::new());
    }
    let due = apply::due(folder, session.ledger()?, &request.options(session)?);
    Ok(edited(session.project, due))
}

/// What `apply` would do. A refusal for want of a word is part of the result.
///
/// # Errors
/// Those of the folder and the ledger, and what else would keep the files from running.
pub fn dry_run(session: &Session<'_>, request: &ApplyRequest) -> Result<Document<ApplyReport>, Error> {
    let (project, folder) = (session.project, session.folder()?);
    let due = due(session, request)?;
    unrecorded_changes::refuse(session)?;
    let mut effects = Vec::new();
    let mut refused = None;
    if !due.is_empty() {
        let judged = due_files::judged(session, &due)?;
        effects = pending_effects::rows(&judged, folder);
        refused = hand_written_files::refusal(project, &judged, folder, &request.allow);
    }
    let refused = refused.map(|error| {
        let Failure { message, help, .. } = Failure::of_text(&error.to_string());
        RefusedRow { message, help }
    });
    if refused.is_none() {
        unreviewed_loss::check_reviewed(session, &due, &request.allow)?;
        release::check(session, &due, &request.released, &request.allow)?;
        approvals::check(session, &due, request.authors)?;
    }
    let first = due.first().map(|it| it.file_name.as_str());
    let verdict = match (&refused, due.is_empty()) {
        (Some(_), _) => "refused",
        (None, true) => "in-sync",
        (None, false) => "pending",
    };
    let found = ApplyReport {
        migrations: due.iter().map(|it| AppliedRow::named(&it.file_name)).collect(),
        held: held(session, session.ledger()?, request)?,
        notes: number_notes(folder, first),
        edited: edited(project, due),
        effects,
        refused,
        aborted: Vec::new(),
    };
    Ok(Document::new(session.label(), verdict, found))
}

/// What the files do that are due, for whoever is asked before they run.
///
/// # Errors
/// Those of the folder, the ledger and the target.
pub fn effects_of_due(session: &Session<'_>, request: &ApplyRequest) -> Result<Vec<EffectsRow>, Error> {
    let due = due(session, request)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let folder = session.folder()?;
    Ok(pending_effects::rows(&due_files::judged(session, &due)?, folder))
}

/// Whether the stage before the target has what `apply` would run.
///
/// # Errors
/// [`Error::Refused`]; those of the folder, the ledger and the other stage.
pub fn check_promotion(session: &Session<'_>, connector: &Connector<'_>, request: &ApplyRequest) -> Result<(), Error> {
    if promotion::stage_before(session.project).is_none() {
        return Ok(());
    }
    // What else keeps the files from running is for the run to say.
    let due = apply::due(session.folder()?, session.ledger()?, &request.options(session)?);
    let skipped = request.provenance.skipped_promotion.as_deref();
    promotion::check_promotion(session, connector, &due, skipped)
}

/// The same for a fleet.
///
/// # Errors
/// As [`check_promotion`].
pub fn check_fleet_promotion(fleet: &FleetSession<'_>, request: &ApplyRequest) -> Result<(), Error> {
    let session = fleet.offline();
    let skipped = request.provenance.skipped_promotion.as_deref();
    promotion::check_fleet_promotion(fleet, &request.options(&session)?, skipped)
}

/// Runs what is pending. Nothing to do makes no file.
///
/// # Errors
/// [`Error::Apply`], which says what was applied before.
pub fn apply(
    session: &mut Session<'_>,
    request: &ApplyRequest,
    observer: &mut dyn Observer,
) -> Result<Document<ApplyReport>, Error> {
    let mut judged = None;
    if session.is_missing() {
        let due = due(session, request)?;
        judged = check_missing(session, &due, request)?;
        if due.is_empty() {
            return Ok(Document::new(session.label(), "in-sync", ApplyReport::default()));
        }
    }
    session.make()?;
    let session = &*session;
    let (project, folder) = (session.project, session.folder()?);
    request.check_names(folder)?;
    relocation::refuse_other_ledger(session)?;
    let mut options = request.options(session)?;
    let ledger = session.ledger()?;
    let due = apply::due(folder, ledger, &options);
    // A refusal of the run itself, as of a gap, comes from there.
    let all: Vec<&Migration> = folder.migrations().iter().collect();
    if unreviewed_loss::may_ask(project, &all) {
        // The file that was just made is as empty as the one that was missing.
        if judged.is_none() {
            judged = unreviewed_loss::check(session, &due, &request.allow)?;
        }
        options.counted = judged.as_ref().map(unexpected_rows::counted).unwrap_or_default();
        options.agreed = unreviewed_loss::agreed(project, &due, &request.allow);
    }
    let mut next = release::check(session, &due, &request.released, &request.allow)?;
    options.provenance.approvals = approvals::check(session, &due, request.authors)?;
    let state = TargetState {
        ledger: ledger.clone(),
        live: session.known_live().cloned(),
        expected: session.expected().cloned(),
    };
    let ran = apply::run_from(state, &mut *session.database()?, folder, &options, observer);
    let Outcome { applied } = ran.or_else(|error| {
        if matches!(error.reason, Reason::Refused(_)) {
            relocation::refuse(session, Some(&error.reason))?;
        }
        Err(unrecorded_changes::explained(session, error))
    })?;
    let mut after: Ledger = ledger.clone();
    applied.iter().for_each(|it| after.push(&it.file));
    let way_back = applied.iter().find_map(|it| it.bookmark.as_ref());
    next.extend(way_back.map(|it| format!("undo: {}", restore(session, it))));
    next.extend(left_out(session, &after, request)?);
    let ran = |it: &&Migration| applied.iter().any(|applied| applied.file == it.file_name);
    let found = ApplyReport {
        migrations: applied
            .iter()
            .map(|it| row(session, folder, judged.as_ref(), it))
            .collect(),
        held: held(session, &after, request)?,
        edited: edited(project, folder.migrations().iter().filter(ran)),
        notes: number_notes(folder, applied.first().map(|it| it.file.as_str())),
        ..ApplyReport::default()
    };
    let verdict = if applied.is_empty() { "in-sync" } else { "applied" };
    Ok(Document::new(session.label(), verdict, found).then(next))
}

/// What keeps files from running on a target that is not there yet, so that no file is made for nothing. The files, judged,
/// where one of them is not proven.
fn check_missing(session: &Session<'_>, due: &[&Migration], request: &ApplyRequest) -> Result<Option<DueFiles>, Error> {
    unrecorded_changes::refuse(session)?;
    let judged = unreviewed_loss::check(session, due, &request.allow)?;
    release::check(session, due, &request.released, &request.allow)?;
    approvals::check(session, due, request.authors)?;
    Ok(judged)
}

fn row(session: &Session<'_>, folder: &Folder, judged: Option<&DueFiles>, applied: &Applied) -> AppliedRow {
    let file = folder.migrations().iter().find(|it| it.file_name == applied.file);
    let header = file.and_then(Migration::sealed_header);
    AppliedRow {
        name: applied.file.clone(),
        duration_ms: u64::try_from(applied.duration.as_millis()).ok(),
        bookmark: applied.bookmark.clone(),
        rows: applied.rows,
        batches: applied.batches,
        rows_read: applied.figures.rows_read,
        rows_written: applied.figures.rows_read.and(applied.figures.rows_written),
        estimate: applied.figures.rows_read.and(header.and_then(|it| it.review.cost)),
        surprises: judged.map_or_else(Vec::new, |it| unexpected_rows::surprises(it, folder, applied)),
        undo: applied.bookmark.as_ref().map(|it| restore(session, it)),
    }
}

fn restore(session: &Session<'_>, bookmark: &str) -> String {
    command_at(session.project, &format!("restore {}", quoted(bookmark)))
}

/// What `--to` left pending.
fn left_out(session: &Session<'_>, ledger: &Ledger, request: &ApplyRequest) -> Result<Option<String>, Error> {
    if request.up_to.is_none() {
        return Ok(None);
    }
    let left = ledger::pending(session.folder()?, ledger).len();
    let are = if left == 1 { "migration is" } else { "migrations are" };
    let apply = command_at(session.project, "apply");
    Ok((left > 0).then(|| format!("{left} more {are} pending: {apply}")))
}

/// Reads the file of `apply --file`: the undo of what was done to a target by hand, noted in no ledger.
///
/// # Errors
/// A file that cannot be read, or is not what `plan --undo-drift` wrote.
pub fn file_to_apply(project: &Project, path: &Path) -> Result<Migration, Error> {
    let refused = |reason: String, help: String| Error::NotDone {
        deed: format!("run {}", path.display()),
        reason,
        help,
    };
    let plan = command_at(project, "plan --undo-drift");
    let text = std::fs::read_to_string(path).map_err(|error| {
        refused(
            error.to_string(),
            format!("check the path, or write the file with {plan}"),
        )
    })?;
    let file = Migration::parse(path.display().to_string(), &text);
    let is_undo = |header: &Header| header.review.purpose.iter().any(|it| it.starts_with(PURPOSE));
    match (file.sealed_header(), &file.header) {
        (Some(header), _) if is_undo(header) => Ok(file),
        (None, Some(header)) if is_undo(header) => Err(refused(
            "it was edited after it was proven".to_owned(),
            format!("write it again: {plan}"),
        )),
        _ => Err(refused(
            "only a file that undoes changes made by hand can run outside the migrations".to_owned(),
            format!(
                "write one with {plan}; to run migrations: {}",
                command_at(project, "apply")
            ),
        )),
    }
}

/// What `--dry-run` says of such a file.
pub fn file_report(target: String, name: &str) -> Document<ApplyReport> {
    Document::new(target, "pending", ApplyReport::of(AppliedRow::named(name)))
}

/// Runs the file on the target.
///
/// # Errors
/// [`Error::Apply`]: another schema than it was made for, rows that it would lose and nobody agreed to, a failed statement.
pub fn apply_file(
    session: Session<'_>,
    file: &Migration,
    request: &ApplyRequest,
) -> Result<Document<ApplyReport>, Error> {
    let Some(header) = file.sealed_header() else {
        return Ok(Document::new(session.label(), "in-sync", ApplyReport::default()));
    };
    let single = Folder::of(&session.project.migrations, [file.clone()]);
    let session = &session.with_folder(single);
    unreviewed_loss::check(session, &[file], &request.allow)?;
    let live = session.live()?.schema.fingerprint();
    let options = request.options(session)?;
    let applied = apply::run_file(&mut *session.database()?, file, header, &live, &options)?;
    let row = AppliedRow {
        name: applied.file,
        duration_ms: u64::try_from(applied.duration.as_millis()).ok(),
        bookmark: applied.bookmark,
        ..AppliedRow::default()
    };
    let next = format!("to see its state: {}", command_at(session.project, "drift"));
    Ok(Document::new(session.label(), "applied", ApplyReport::of(row)).then(vec![next]))
}

//! `apply`: the pending migrations of a project run on a target.

use std::collections::{BTreeMap, BTreeSet};

use super::edited_migrations::edited;
use super::error::Error;
use super::unrecorded_changes;
use super::unreviewed_loss;
use super::{command_at, quoted, release, relocation, unexpected_rows};
use crate::apply::{self, Observer, Options, Outcome, Reason};
use crate::config::Project;
use crate::database::Database;
use crate::ledger::{self, Ledger, Provenance};
use crate::migration::{Folder, Migration, Pattern};
use crate::report::{AppliedRow, ApplyReport, HeldRow};

/// What is asked of `apply`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct ApplyRequest {
    /// Names or numbers that may run although they are out of order.
    pub out_of_order: BTreeSet<String>,
    /// Names or numbers that may run although they are held.
    pub released: BTreeSet<String>,
    /// Name or number of the last one that may run; all without it.
    pub up_to: Option<String>,
    /// `--allow`: hazard codes, or `all`.
    pub allow: Vec<String>,
    /// Who, from where, with what.
    pub provenance: Provenance,
}

/// The names of migrations that would run, in order.
///
/// # Errors
/// Those of the folder and the ledger, and what would keep them from running.
pub fn to_apply(project: &Project, database: &mut dyn Database, request: &ApplyRequest) -> Result<Vec<String>, Error> {
    let folder = folder(project)?;
    let (ledger, due) = due_of(project, database, &folder, request)?;
    unrecorded_changes::refuse_in(project, database, &folder, &ledger)?;
    unreviewed_loss::check(project, database, &folder, &due, &request.allow)?;
    release::check(project, database, &due, request)?;
    Ok(due.iter().map(|it| it.file_name.clone()).collect())
}

/// The ledger, and the migrations that are next.
///
/// # Errors
/// Those of the ledger, and what would keep them from running.
pub(super) fn due_of<'a>(
    project: &Project,
    database: &mut dyn Database,
    folder: &'a Folder,
    request: &ApplyRequest,
) -> Result<(Ledger, Vec<&'a Migration>), Error> {
    known(folder, request)?;
    let ledger = ledger::read(database, &project.ledger)?;
    let options = options(project, folder, request);
    if let Err(reason) = apply::check(folder, &ledger, &options) {
        relocation::refuse(project, database, folder, &ledger, Some(&reason))?;
        return Err(Box::new(apply::Error {
            applied: Vec::new(),
            reason,
        })
        .into());
    }
    let due = apply::due(folder, &ledger, &options);
    Ok((ledger, due))
}

/// What waits for its time, and until when.
///
/// # Errors
/// Those of the folder and the ledger.
pub(super) fn held(
    project: &Project,
    database: &mut dyn Database,
    request: &ApplyRequest,
) -> Result<Vec<HeldRow>, Error> {
    let folder = folder(project)?;
    let ledger = ledger::read(database, &project.ledger)?;
    let behind = |held: &Migration| {
        let pending = ledger::pending(&folder, &ledger).into_iter();
        let after = pending.skip_while(|it| it.file_name != held.file_name).skip(1);
        after.map(|it| it.file_name.clone()).collect()
    };
    let row = |it: &Migration| HeldRow {
        name: it.file_name.clone(),
        until: it.held_until().unwrap_or_default().to_owned(),
        behind: behind(it),
    };
    Ok(apply::held(&folder, &ledger, &options(project, &folder, request))
        .map(row)
        .into_iter()
        .collect())
}

/// A typing error in `--release`, `--out-of-order` or `--to` must not pass for something that is done.
fn known(folder: &Folder, request: &ApplyRequest) -> Result<(), Error> {
    let known = |name: &String| folder.migrations().iter().any(|it| it.is_called(name));
    let unknown = request
        .released
        .iter()
        .chain(&request.out_of_order)
        .chain(&request.up_to)
        .find(|it| !known(it));
    unknown.map_or(Ok(()), |name| Err(Error::no_such_migration(folder, name)))
}

/// Runs what is pending.
///
/// # Errors
/// [`Error::Apply`], which says what was applied before.
pub fn apply(
    project: &Project,
    database: &mut dyn Database,
    request: &ApplyRequest,
    observer: &mut dyn Observer,
) -> Result<ApplyReport, Error> {
    let folder = folder(project)?;
    known(&folder, request)?;
    let mut options = options(project, &folder, request);
    let mut judged = None;
    // A refusal of the run itself, as of a gap, comes from there.
    let all: Vec<&Migration> = folder.migrations().iter().collect();
    if unreviewed_loss::may_ask(project, &all) {
        let ledger = ledger::read(database, &project.ledger)?;
        let due = apply::due(&folder, &ledger, &options);
        judged = unreviewed_loss::check(project, database, &folder, &due, &request.allow)?;
        options.counted = judged.as_ref().map(unexpected_rows::counted).unwrap_or_default();
        options.agreed = unreviewed_loss::agreed(project, &due, &request.allow);
    }
    let mut next = Vec::new();
    if !request.released.is_empty() {
        let ledger = ledger::read(database, &project.ledger)?;
        next = release::check(project, database, &apply::due(&folder, &ledger, &options), request)?;
    }
    let outcome: Outcome = match apply::run(database, &folder, &options, observer) {
        Ok(outcome) => outcome,
        Err(error) => {
            if matches!(error.reason, Reason::Refused(_)) {
                let ledger = ledger::read(database, &project.ledger)?;
                relocation::refuse(project, database, &folder, &ledger, Some(&error.reason))?;
            }
            return Err(unrecorded_changes::explained(project, database, &folder, error));
        }
    };
    let row = |it: &apply::Applied| AppliedRow {
        name: it.file.clone(),
        duration_ms: u64::try_from(it.duration.as_millis()).ok(),
        bookmark: it.bookmark.clone(),
        rows: it.rows,
        batches: it.batches,
        rows_read: it.figures.rows_read,
        rows_written: it.figures.rows_read.and(it.figures.rows_written),
        surprises: match &judged {
            Some(judged) => unexpected_rows::surprises(judged, &folder, it),
            None => Vec::new(),
        },
        undo: it
            .bookmark
            .as_ref()
            .map(|it| command_at(project, &format!("restore {}", quoted(it)))),
    };
    let bookmark = outcome.applied.iter().find_map(|it| it.bookmark.as_ref());
    let way_back = bookmark.map(|it| {
        let restore = command_at(project, &format!("restore {}", quoted(it)));
        format!("undo: {restore}")
    });
    Ok(ApplyReport {
        version: 1,
        target: database.label(),
        verdict: if outcome.applied.is_empty() {
            "in-sync"
        } else {
            "applied"
        },
        migrations: outcome.applied.iter().map(row).collect(),
        held: held(project, database, request)?,
        edited: {
            let ran = |it: &&Migration| outcome.applied.iter().any(|applied| applied.file == it.file_name);
            edited(project, folder.migrations().iter().filter(ran))
        },
        effects: Vec::new(),
        refused: None,
        notes: numbers_passed(&folder, outcome.applied.first().map(|it| it.file.as_str())),
        next: next
            .into_iter()
            .chain(way_back)
            .chain(left_out(project, database, &folder, request)?)
            .collect(),
    })
}

/// What `verify` has to say about numbers, for a database that gets the folder from its first file on: it is no reason to
/// stop, since the order is wrangler's and the same everywhere.
///
/// # Errors
/// An unreadable folder.
pub(super) fn number_notes(project: &Project, first: Option<&str>) -> Result<Vec<String>, Error> {
    Ok(numbers_passed(&folder(project)?, first))
}

fn numbers_passed(folder: &Folder, first: Option<&str>) -> Vec<String> {
    let is_new = folder
        .migrations()
        .first()
        .is_some_and(|it| Some(it.file_name.as_str()) == first);
    let findings = folder.findings().into_iter();
    let of_numbers = findings.filter(|it| is_new && matches!(it.code, "missing-number" | "duplicate-number"));
    of_numbers.map(|it| it.to_string()).collect()
}

/// What `--to` left pending.
fn left_out(
    project: &Project,
    database: &mut dyn Database,
    folder: &Folder,
    request: &ApplyRequest,
) -> Result<Option<String>, Error> {
    if request.up_to.is_none() {
        return Ok(None);
    }
    let ledger = ledger::read(database, &project.ledger)?;
    let left = ledger::pending(folder, &ledger).len();
    let are = if left == 1 { "migration is" } else { "migrations are" };
    Ok((left > 0).then(|| format!("{left} more {are} pending: {}", command_at(project, "apply"))))
}

/// The names of migrations that are next, whether or not something keeps them from running.
pub(super) fn due_names(
    project: &Project,
    database: &mut dyn Database,
    folder: &Folder,
    request: &ApplyRequest,
) -> Result<BTreeSet<String>, Error> {
    let ledger = ledger::read(database, &project.ledger)?;
    let due = apply::due(folder, &ledger, &options(project, folder, request));
    Ok(due.iter().map(|it| it.file_name.clone()).collect())
}

fn options(project: &Project, folder: &Folder, request: &ApplyRequest) -> Options {
    // Of several with one number, the last: all of them are up to it.
    let up_to = |name: &String| folder.migrations().iter().rfind(|it| it.is_called(name));
    let up_to = request.up_to.as_ref().and_then(up_to);
    Options {
        up_to: up_to.map(|it| it.file_name.clone()),
        ledger_table: project.ledger.clone(),
        agreed: BTreeSet::new(),
        counted: BTreeMap::new(),
        out_of_order: request.out_of_order.clone(),
        released: request.released.clone(),
        provenance: request.provenance.clone(),
    }
}

/// The migrations folder of a project.
pub(super) fn folder(project: &Project) -> Result<Folder, Error> {
    let pattern = project
        .pattern
        .as_deref()
        .map(Pattern::parse)
        .transpose()?
        .unwrap_or_default();
    Ok(Folder::read_matching(project.require_migrations()?, pattern)?)
}

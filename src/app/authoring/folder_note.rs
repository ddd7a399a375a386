//! What `plan` says of a folder that does not end where the schema does, though the target does: `verify` fails on it.

use crate::config::{Project, command_at};
use crate::desired::Desired;
use crate::diff::compare;
use crate::error::Error;
use crate::ledger::{FileState, State, states};
use crate::schema::Hints;
use crate::session::Session;

/// A note for a target that is in sync, or will be once what is pending is applied.
pub(crate) fn of(session: &Session<'_>, desired: &Desired) -> Result<Option<String>, Error> {
    let (project, folder, ledger) = (session.project, session.folder()?, &session.reading()?.ledger);
    let wanted = desired.schema.without_trash();
    if wanted.is_empty() {
        return Ok(None);
    }
    let dir = folder.dir().display();
    if folder.migrations().is_empty() && ledger.entries.is_empty() {
        return Ok(Some(format!(
            "{dir} has no migrations, so no new database can be built from it: write the first one with {}, mark it \
             as applied with {}",
            command_at(project, "plan --from folder"),
            command_at(project, "baseline")
        )));
    }
    // `apply` refuses these, which is said already.
    let is_lost = |it: FileState| matches!(it.state, State::Edited { .. } | State::Missing);
    if states(folder, ledger).into_iter().any(is_lost) {
        return Ok(None);
    }
    // What the newest file was proven to leave needs no replay.
    let newest = folder.migrations().last().and_then(|it| it.sealed_header());
    if newest.is_some_and(|it| desired.schema.fingerprint().is_recorded_as(&it.fingerprints.to)) {
        return Ok(None);
    }
    // One that does not run from nothing is for `verify` to tell, and no plan would change it.
    let Ok(end) = session.head().map(|it| it.without_trash()) else {
        return Ok(None);
    };
    if compare(&end, &wanted, &Hints::default()).changes.is_empty() {
        return Ok(None);
    }
    Ok(Some(format!(
        "the files of {dir} do not end at the schema: write what is missing with {}, mark it as applied here with {}",
        command_at(project, "plan --from folder"),
        command_at(project, "baseline")
    )))
}

/// A note for the first migration of a folder, made for what a database has already.
pub(crate) fn first_on_a_database(project: &Project, label: &str) -> String {
    format!(
        "this first migration expects the tables of {label}, so no new database can be built from the folder, and \
         `verify` fails; to start with the existing tables, delete the file, then: {}",
        command_at(project, "plan --from folder")
    )
}

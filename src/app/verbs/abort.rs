//! `apply --abort`: an online rebuild that has begun is taken back.

use crate::apply::{self, Options};
use crate::config::command_at;
use crate::error::Error;
use crate::ledger::Provenance;
use crate::report::{ApplyReport, Document};
use crate::session::Session;

/// Drops what was prepared; the file is pending again. Nothing to take back is no error.
///
/// # Errors
/// [`Error::Apply`] where the new table is in place already; those of the target.
pub fn abort(session: &Session<'_>, provenance: &Provenance) -> Result<Document<ApplyReport>, Error> {
    let options = Options {
        ledger_table: session.project.ledger.clone(),
        provenance: provenance.clone(),
        ..Options::default()
    };
    let aborted = apply::abort(&mut *session.database()?, &options)?;
    let verdict = if aborted.is_empty() { "in-sync" } else { "aborted" };
    let next = aborted.first().map(|it| {
        format!(
            "{} is pending again: {}, or delete the file",
            it.name,
            command_at(session.project, "apply")
        )
    });
    let found = ApplyReport {
        aborted: aborted.into_iter().map(|it| it.name).collect(),
        ..ApplyReport::default()
    };
    Ok(Document::new(session.label(), verdict, found).then(next.into_iter().collect()))
}

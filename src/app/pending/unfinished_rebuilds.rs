//! Online rebuilds that have begun on a target: asked for only where a pending file is one.

use crate::config::command_at;
use crate::error::Error;
use crate::ledger::{self, Progress};
use crate::session::Session;

/// Those that are not at their end.
///
/// # Errors
/// Those of the folder, the ledger and the target.
pub(crate) fn found(session: &Session<'_>) -> Result<Vec<Progress>, Error> {
    if !session.pending()?.iter().any(|it| it.is_online()) {
        return Ok(Vec::new());
    }
    Ok(ledger::progress(&mut *session.database()?, &session.project.ledger)?)
}

/// Nothing is planned against a target while a table of it is rebuilt.
///
/// # Errors
/// [`Error::Refused`], with what to type next; those of [`found`].
pub(crate) fn refuse(session: &Session<'_>) -> Result<(), Error> {
    let Some(progress) = found(session)?.into_iter().next() else {
        return Ok(());
    };
    let at = |words: &str| command_at(session.project, words);
    let help = match progress.is_switched() {
        true => format!("finish it: {}", at("apply")),
        false => format!("finish it: {}, or take it back: {}", at("apply"), at("apply --abort")),
    };
    Err(Error::Refused {
        reason: format!("{} is rebuilding a table: {}", progress.name, progress.phase()),
        help,
    })
}

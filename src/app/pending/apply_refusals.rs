//! What `plan` says of files that `apply` is going to refuse: who reviews the plan learns it first.

use crate::apply::{Options, Refusal, refusals};
use crate::error::Error;
use crate::session::Session;

/// A note for each; applied files that the folder lacks are one.
pub(crate) fn notes(session: &Session<'_>) -> Result<Vec<String>, Error> {
    let (folder, ledger) = (session.folder()?, &session.reading()?.ledger);
    let mut missing = Vec::new();
    let mut notes = Vec::new();
    for refusal in refusals(folder, ledger, &Options::default()) {
        match refusal {
            Refusal::Missing { file } => missing.push(file),
            other => {
                let text = other.to_string();
                let (reason, help) = text.split_once("\nhelp: ").unwrap_or((&text, "correct that first"));
                notes.push(format!("`apply` will refuse: {reason}; {help}"));
            }
        }
    }
    if let Some(what) = listed(&missing) {
        notes.push(format!(
            "`apply` will refuse: {what} applied, but missing from {}; restore what is missing from Git, or check out the \
             branch that has it",
            folder.dir().display()
        ));
    }
    Ok(notes)
}

/// Refuses to begin a folder where the target has migrations that are somewhere else.
///
/// # Errors
/// [`Error::NotDone`], with the key of the config that names the folder.
pub(crate) fn refuse_empty_folder(session: &Session<'_>) -> Result<(), Error> {
    let (folder, ledger) = (session.folder()?, &session.reading()?.ledger);
    let applied: Vec<String> = ledger.entries.iter().map(|it| it.name.clone()).collect();
    match listed(&applied).filter(|_| folder.migrations().is_empty()) {
        None => Ok(()),
        Some(what) => Err(Error::NotDone {
            deed: "plan".to_owned(),
            reason: format!(
                "{} has no migrations, yet {what} applied to {}",
                folder.dir().display(),
                session.label()
            ),
            help: "name the folder that has them: `migrations` in reconcile.yaml, or --migrations FOLDER".to_owned(),
        }),
    }
}

/// `0001_a.sql is`, `0001_a.sql and 2 more are`
fn listed(files: &[String]) -> Option<String> {
    match files {
        [] => None,
        [one] => Some(format!("{one} is")),
        [first, rest @ ..] => Some(format!("{first} and {} more are", rest.len())),
    }
}

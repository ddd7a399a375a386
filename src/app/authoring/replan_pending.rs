//! `plan --redo NNNN`: a pending file that no longer fits is planned again, under its number and name.

use super::drift_repair::words;
use crate::config::{Project, command_at};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::migration::{Folder, Migration, NewName};
use crate::session::Session;

/// The file that is to be planned again, and the folder without it.
///
/// # Errors
/// No such file; one that is applied, was written or edited by hand, is held, or has others after it.
pub(crate) fn taken_out(session: &Session<'_>, name: &str) -> Result<(NewName, Folder), Error> {
    let (project, folder, ledger) = (session.project, session.folder()?, &session.reading()?.ledger);
    let all = folder.migrations();
    let at = all.iter().rposition(|it| it.is_called(name));
    let Some((at, old)) = at.and_then(|at| Some((at, all.get(at)?))) else {
        return Err(Error::no_such_migration(folder, name));
    };
    if let Some((reason, help)) = obstacle(project, folder, ledger, old, all.get(at + 1)) {
        return Err(Error::NotDone {
            deed: format!("plan {} again", old.file_name),
            reason,
            help,
        });
    }
    Ok((old.name(), folder.without(&old.file_name)))
}

fn obstacle(
    project: &Project,
    folder: &Folder,
    ledger: &Ledger,
    old: &Migration,
    later: Option<&Migration>,
) -> Option<(String, String)> {
    let path = folder.path_of(&old.file_name).display().to_string();
    let plan = command_at(project, "plan");
    if ledger.get(&old.file_name).is_some() {
        let help = format!("change the schema and write the next migration: {plan}");
        return Some(("it is applied".to_owned(), help));
    }
    if let Some(later) = later {
        return Some((
            format!("{} comes after it and expects its schema", later.file_name),
            format!(
                "if they are not applied anywhere, delete {} and all later files, then: {}",
                folder.path_of(&later.file_name).display(),
                command_at(project, &format!("plan --redo {}", words(old)))
            ),
        ));
    }
    let delete = format!("if it is not applied anywhere and you need nothing in it, delete {path}, then: {plan}");
    if old.held_until().is_some() {
        return Some(("it is a stage that is held".to_owned(), delete));
    }
    if old.header.is_none() {
        return Some(("it was written by hand".to_owned(), delete));
    }
    if old.sealed_header().is_none() {
        return Some(("it was edited after it was proven".to_owned(), delete));
    }
    None
}

//! What keeps `revert` from a migration that is not the newest, and how to get it out of the way.

use super::drift_repair::words;
use crate::config::command;
use crate::error::Error;
use crate::migration::{Folder, Migration};
use crate::session::Session;

/// Which later migrations changed the schema. One that is held and has not run is not undone by another, which would wait
/// behind it: it goes by deleting its file.
pub(crate) fn error(session: &Session<'_>, at: usize) -> Error {
    found(session, at).unwrap_or_else(|error| error)
}

fn found(session: &Session<'_>, at: usize) -> Result<Error, Error> {
    let (folder, courses) = (session.folder()?, session.history()?);
    let all = folder.migrations();
    let Some(migration) = all.get(at) else {
        return Err(Error::no_migrations(folder));
    };
    let later = || courses.iter().zip(all).skip(at + 1);
    let changed: Vec<&Migration> = later()
        .filter(|(course, _)| course.before != course.after)
        .map(|(_, it)| it)
        .collect();
    let (place, waiting): (String, Vec<&Migration>) = match session.has_database() {
        true => {
            let pending = session.pending()?.into_iter();
            (
                session.label(),
                pending.skip_while(|it| it.held_until().is_none()).collect(),
            )
        }
        false => Default::default(),
    };
    let waits = |it: &Migration| waiting.iter().any(|held| held.file_name == it.file_name);
    let ran: Vec<&Migration> = changed.iter().copied().filter(|it| !waits(it)).collect();
    let waiting: Vec<&Migration> = later().map(|it| it.1).filter(|it| waits(it)).collect();
    let newest_first = "revert them by number, newest first";
    let help = match (waiting.as_slice(), ran.is_empty()) {
        ([], _) => format!("{newest_first}; or edit the schema and plan"),
        (_, true) => format!(
            "{}; then: {}",
            delete(folder, &waiting, &place),
            command(&session.project.given, &format!("revert {}", words(migration)))
        ),
        (_, false) => format!("{}; then {newest_first}", delete(folder, &waiting, &place)),
    };
    Ok(Error::NotDone {
        deed: format!("revert {}", migration.file_name),
        reason: format!("later migrations changed the schema: {}", names(&changed)),
        help,
    })
}

fn delete(folder: &Folder, waiting: &[&Migration], place: &str) -> String {
    let paths = waiting
        .iter()
        .map(|it| folder.path_of(&it.file_name).display().to_string());
    let paths = paths.collect::<Vec<_>>().join(", ");
    match waiting.len() {
        1 => format!("delete {paths}, which is held and has not run on {place}"),
        _ => format!("delete {paths}: the first is held, and none of them has run on {place}"),
    }
}

fn names(migrations: &[&Migration]) -> String {
    let names = migrations.iter().map(|it| it.file_name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

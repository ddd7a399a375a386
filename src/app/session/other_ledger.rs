//! A target whose migrations another tool applied and recorded: what its ledger says of the folder.

use super::Session;
use crate::error::Error;
use crate::ledger::other_ledgers::{self, Import, imports};
use crate::migration::journal;
use crate::schema::Name;

/// What the ledgers of other tools say, where ours is empty; `table` names the one that counts. None where there is none, or none
/// that knows a file of the folder.
///
/// # Errors
/// [`Error::SeveralLedgers`] where several say different things; those of folder and target.
pub(crate) fn found(session: &Session<'_>, table: Option<&str>) -> Result<Option<Import>, Error> {
    let (project, folder) = (session.project, session.folder()?);
    if folder.migrations().is_empty() || !session.ledger()?.entries.is_empty() {
        return Ok(None);
    }
    let catalog = session.catalog()?;
    let is_other = |it: &&str| Name::new(*it) != Name::new(project.ledger.ledger()) && catalog.has_table(it);
    let tables: Vec<&str> = other_ledgers::tables().into_iter().filter(is_other).collect();
    let ledgers = other_ledgers::read(&mut *session.database()?, &tables)?;
    let journal = journal(folder.dir()).ok().flatten().unwrap_or_default();
    let all = imports(&ledgers, folder, &journal);
    if let Some(table) = table {
        let named = all.iter().find(|it| Name::new(it.table.as_str()) == Name::new(table));
        return match named {
            Some(import) => Ok(Some(import.clone())),
            None => Err(Error::NoSuchLedger {
                table: table.to_owned(),
                target: session.label(),
                known: all.into_iter().map(|it| it.table).collect(),
            }),
        };
    }
    match all.as_slice() {
        [] => Ok(None),
        [first, rest @ ..] if rest.iter().all(|it| first.holds(it)) => Ok(Some(first.clone())),
        [first, ..] => Err(Error::SeveralLedgers {
            target: session.label(),
            tables: all.iter().map(|it| it.table.clone()).collect(),
            command: crate::config::command_at(project, &format!("baseline --ledger {}", first.table)),
        }),
    }
}

/// What does not fit, one sentence each.
pub(crate) fn remarks(import: &Import) -> Vec<String> {
    let Import { table, .. } = import;
    let edited = import
        .edited()
        .map(|it| format!("{it} is not the text that was applied: {table} has another checksum"));
    let unfinished = import
        .unfinished
        .iter()
        .map(|(name, why)| format!("{name} is not taken for applied, since {table} says that {why}"));
    let gone = import
        .without_file
        .iter()
        .map(|it| format!("{it} was applied according to {table}, but no file of the folder is it"));
    let unreadable = import.is_unreadable.then(|| {
        format!("the checksums in {table} are made in a way that is not known, so they are not compared with the files")
    });
    edited.chain(unfinished).chain(gone).chain(unreadable).collect()
}

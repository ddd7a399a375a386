//! A database that has what pending migrations make: someone ran them by hand, and the ledger does not know of it.

use std::collections::BTreeSet;

use crate::config::{Project, command_at};
use crate::error::Error;
use crate::introspect::{self, Ownership};
use crate::ledger::{self, Ledger};
use crate::migration::{Folder, Migration};
use crate::replay::Replay;
use crate::schema::{ObjectRef, Schema};
use crate::session::Session;

/// What points to it.
pub(crate) struct ByHand {
    /// The first migration that makes what is there.
    file: String,
    /// What of it is there.
    objects: Vec<ObjectRef>,
    /// The number of the last migration to mark, where the database is exactly what the files up to there make, and
    /// more files are pending.
    to: Option<String>,
    /// It is exactly that.
    exact: bool,
    /// The pending migrations run on it all the same.
    pub runs: bool,
}

impl ByHand {
    /// "sqlite:app.db already has table users, which 0001_users.sql creates"
    pub fn what(&self, label: &str) -> String {
        let more = match self.objects.len() {
            0 => return format!("{label} already has the schema that {} creates", self.file),
            1 => String::new(),
            many => format!(" and {} more", many - 1),
        };
        let first = self.objects.first().map(ToString::to_string).unwrap_or_default();
        format!("{label} already has {first}{more}, which {} creates", self.file)
    }

    /// What to type next.
    pub fn next(&self, project: &Project) -> String {
        let words = self
            .to
            .as_ref()
            .map_or_else(|| "baseline".to_owned(), |to| format!("baseline --to {to}"));
        let command = command_at(project, &words);
        match self.exact {
            true => format!("to mark what was run by hand as applied: {command}"),
            false => format!(
                "if the migrations were run by hand, mark them as applied, or see what differs: {command}; to bring \
                 the database in line: {}",
                command_at(project, "plan --undo-drift")
            ),
        }
    }

    /// True if the database is exactly what all pending migrations make, and none of them could run on it.
    pub fn is_all(&self) -> bool {
        self.exact && self.to.is_none() && !self.runs
    }

    fn refusal(&self, project: &Project, label: &str) -> Error {
        Error::Refused {
            reason: format!("{}, but the ledger does not record it", self.what(label)),
            help: self.next(project),
        }
    }
}

/// Replays what is pending on what is applied, and looks for it in the database.
pub(crate) fn found(
    live: &Schema,
    folder: &Folder,
    ledger: &Ledger,
    pending: &[&Migration],
    ownership: &Ownership,
) -> Result<Option<ByHand>, Error> {
    if pending.is_empty() {
        return Ok(None);
    }
    let found = live.fingerprint();
    let made_for = |it: &&Migration| it.sealed_header().map(|it| found.is_recorded_as(&it.fingerprints.from));
    let made_for_it = pending.first().and_then(made_for);
    if live.is_empty() || made_for_it == Some(true) {
        return Ok(None);
    }
    let mut replay = Replay::new(ownership)?;
    if !replay.runs(ledger.entries.iter().filter_map(|it| folder.get(&it.name)))? {
        return Ok(None);
    }
    let before: BTreeSet<ObjectRef> = replay.live()?.schema.objects().into_iter().collect();
    let there: BTreeSet<ObjectRef> = live.objects().into_iter().collect();
    let mut objects: Vec<ObjectRef> = Vec::new();
    let mut first = None;
    let mut last = None;
    for (index, migration) in pending.iter().enumerate() {
        if !replay.runs([*migration])? {
            break;
        }
        let schema = replay.schema()?;
        let made = schema.objects().into_iter();
        let made = made.filter(|it| !before.contains(it) && there.contains(it) && !objects.contains(it));
        let made: Vec<ObjectRef> = made.collect();
        if !made.is_empty() {
            first = first.or(Some(*migration));
        }
        objects.extend(made);
        if schema.fingerprint() == found {
            last = Some((index, *migration));
        }
    }
    let Some(file) = first.or(last.map(|it| it.1)) else {
        return Ok(None);
    };
    let to = last.filter(|(index, _)| index + 1 < pending.len());
    let mut replay = Replay::on(live, ownership)?;
    let runs = made_for_it.is_none() && replay.runs(pending.iter().copied())?;
    Ok(Some(ByHand {
        file: file.file_name.clone(),
        objects,
        to: to.map(|(_, it)| it.number_text().to_owned()),
        exact: last.is_some(),
        runs,
    }))
}

/// What was run by hand on a database without a ledger.
pub(crate) fn without_ledger(session: &Session<'_>) -> Result<Option<ByHand>, Error> {
    let (project, ledger) = (session.project, &session.reading()?.ledger);
    if !ledger.entries.is_empty() {
        return Ok(None);
    }
    let live = &session.live()?.schema;
    found(live, session.folder()?, ledger, &session.pending()?, &project.ledger)
}

/// Refuses where what is pending cannot run for that reason, on a database without a ledger. A note where it can.
pub(crate) fn refuse(session: &Session<'_>) -> Result<Option<String>, Error> {
    refuse_what(session, without_ledger(session)?)
}

/// As [`refuse`], of what was found.
pub(crate) fn refuse_what(session: &Session<'_>, found: Option<ByHand>) -> Result<Option<String>, Error> {
    let (project, label) = (session.project, session.label());
    match found {
        Some(it) if !it.runs => Err(it.refusal(project, &label)),
        Some(it) => Ok(Some(format!("{}; {}", it.what(&label), it.next(project)))),
        None => Ok(None),
    }
}

/// A failed run again, with the way out where a migration met what it makes.
pub(crate) fn explained(session: &Session<'_>, error: crate::apply::Error) -> Error {
    use crate::apply::Reason;
    let (project, label) = (session.project, session.label());
    if !matches!(error.reason, Reason::Failed(_) | Reason::OtherSchema { .. }) {
        return Box::new(error).into();
    }
    // Whatever goes wrong now, the run's own error is the one to tell. The target is not what it was before the run.
    let look = || -> Result<Option<ByHand>, Error> {
        let mut database = session.database()?;
        let database = &mut *database;
        let ledger = ledger::read(database, &project.ledger)?;
        let live = introspect::read_beside(database, &project.ledger)?.schema;
        let folder = session.folder()?;
        found(
            &live,
            folder,
            &ledger,
            &ledger::pending(folder, &ledger),
            &project.ledger,
        )
    };
    match look() {
        Ok(Some(it)) if !it.runs => match &error.reason {
            Reason::Failed(failure) => Error::Refused {
                reason: format!("{failure}\nthe migration was rolled back; {}", it.what(&label)),
                help: it.next(project),
            },
            _ => it.refusal(project, &label),
        },
        _ => Box::new(error).into(),
    }
}

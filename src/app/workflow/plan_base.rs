//! Where a plan starts: from what is live, or from where the folder ends. The two differ where someone changed the
//! database by hand; a file that undid that on the way would run on no other target.

use super::drift::sentences;
use super::error::Error;
use super::schema_after_pending::after;
use crate::config::Project;
use crate::diff::{self, compare};
use crate::drift::{self, Drift};
use crate::introspect::{Live, Ownership};
use crate::ledger::Ledger;
use crate::migration::{Folder, Migration};
use crate::replay::Replay;
use crate::schema::{Hints, Schema};

/// What a plan starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The live schema, once the pending migrations have run.
    Live,
    /// The schema that all files of the folder make from nothing.
    Folder,
}

/// A plan's start.
pub(super) struct Base {
    /// The schema that the migration starts from.
    pub schema: Schema,
    /// Whose it is.
    pub start: Start,
    /// What was done to the database by hand, one sentence each.
    pub drift: Vec<String>,
    /// The folder says what the database should be.
    pub is_explained: bool,
}

/// What of a target no migration has made.
#[derive(Default)]
struct ByHand {
    changes: Vec<String>,
    /// The folder says what the target should be.
    is_explained: bool,
}

/// Works out where the next plan starts: where `choice` says; else where the folder ends if the target was changed by
/// hand, so that the file runs on every target. `is_told` says that what is there was told to be the work of pending files.
///
/// # Errors
/// Files that do not run from nothing, where they are asked for; a pending file that does not run on the target.
pub(super) fn base(
    project: &Project,
    live: &Live,
    (folder, ledger): (&Folder, &Ledger),
    pending: &[&Migration],
    choice: Option<Start>,
    is_told: bool,
) -> Result<Base, Error> {
    let by_hand = match is_told {
        true => ByHand::default(),
        false => by_hand(live, folder, ledger, pending, &project.ledger),
    };
    let from_folder = |schema| Base {
        schema,
        start: Start::Folder,
        drift: by_hand.changes.clone(),
        is_explained: by_hand.is_explained,
    };
    match choice {
        Some(Start::Folder) => return Ok(from_folder(end(folder, &project.ledger)?)),
        None if by_hand.is_explained => {
            if let Ok(schema) = end(folder, &project.ledger) {
                return Ok(from_folder(schema));
            }
        }
        _ => {}
    }
    Ok(Base {
        schema: after(&live.schema, pending, &project.ledger)?,
        start: Start::Live,
        is_explained: by_hand.is_explained,
        drift: by_hand.changes,
    })
}

/// The schema that the files of a folder make from nothing.
///
/// # Errors
/// The first file that does not run.
pub(super) fn end(folder: &Folder, ownership: &Ownership) -> Result<Schema, Error> {
    let mut replay = Replay::new(ownership)?;
    for migration in folder.migrations() {
        replay.run(migration)?;
    }
    let live = replay.live()?;
    match live.unknown.into_iter().next() {
        Some(unknown) => Err(Error::Unknown {
            object: unknown.object,
            reason: unknown.reason,
        }),
        None => Ok(live.schema),
    }
}

fn by_hand(live: &Live, folder: &Folder, ledger: &Ledger, pending: &[&Migration], ownership: &Ownership) -> ByHand {
    if ledger.entries.is_empty() {
        return without_ledger(live, folder, pending);
    }
    match drift::check(live, ledger, folder, None, ownership) {
        Drift::Drifted(drifted) => ByHand {
            is_explained: drifted.unexplained.is_none(),
            changes: sentences(drifted),
        },
        _ => ByHand::default(),
    }
}

/// Nothing was ever applied: what is there was made by hand, unless the first file was made for it or there is no file.
fn without_ledger(live: &Live, folder: &Folder, pending: &[&Migration]) -> ByHand {
    let found = live.schema.fingerprint();
    let made_for_it = |it: &&Migration| {
        it.sealed_header()
            .is_some_and(|it| found.is_recorded_as(&it.fingerprints.from))
    };
    if live.schema.is_empty() || folder.migrations().is_empty() || pending.first().is_some_and(made_for_it) {
        return ByHand::default();
    }
    let changes = compare(&Schema::default(), &live.schema, &Hints::default()).changes;
    ByHand {
        changes: changes.iter().map(|it| it.standing(diff::Live::To)).collect(),
        is_explained: true,
    }
}

//! Where a plan starts: from what is live, or from where the folder ends. The two differ where someone changed the
//! database by hand; a file that undid that on the way would run on no other target.

use crate::diff::{self, compare};
use crate::drift::{self, Drift, Drifted, DriftedObject};
use crate::error::Error;
use crate::introspect::Live;
use crate::migration::{Folder, Migration};
use crate::schema::{Hints, Schema};
use crate::session::Session;

/// What a plan starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The live schema, once the pending migrations have run.
    Live,
    /// The schema that all files of the folder make from nothing.
    Folder,
}

/// A plan's start.
pub(crate) struct Base {
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
pub(crate) fn base(session: &Session<'_>, choice: Option<Start>, is_told: bool) -> Result<Base, Error> {
    let by_hand = match is_told {
        true => ByHand::default(),
        false => by_hand(session)?,
    };
    let from_folder = |schema| Base {
        schema,
        start: Start::Folder,
        drift: by_hand.changes.clone(),
        is_explained: by_hand.is_explained,
    };
    match choice {
        Some(Start::Folder) => return Ok(from_folder(session.head()?)),
        None if by_hand.is_explained => {
            if let Ok(schema) = session.head() {
                return Ok(from_folder(schema));
            }
        }
        _ => {}
    }
    Ok(Base {
        schema: session.schema_after_pending()?,
        start: Start::Live,
        is_explained: by_hand.is_explained,
        drift: by_hand.changes,
    })
}

fn by_hand(session: &Session<'_>) -> Result<ByHand, Error> {
    let (live, folder, ledger) = (session.live()?, session.folder()?, &session.reading()?.ledger);
    if ledger.entries.is_empty() {
        return Ok(without_ledger(live, folder, &session.pending()?));
    }
    Ok(
        match drift::check(live, ledger, folder, None, &session.project.ledger) {
            Drift::Drifted(drifted) => ByHand {
                is_explained: drifted.unexplained.is_none(),
                changes: sentences(drifted),
            },
            _ => ByHand::default(),
        },
    )
}

/// What was done to a target by hand, one sentence each.
pub(crate) fn sentences(drifted: Drifted) -> Vec<String> {
    let changed = |it: DriftedObject| {
        let last = it.last_touched.map(|file| format!(" (last touched by {file})"));
        format!("{}{}", it.change.standing(diff::Live::To), last.unwrap_or_default())
    };
    let unexplained = drifted.unexplained;
    let changes = drifted.changes.into_iter().map(changed);
    changes
        .chain(unexplained.map(|why| format!("it is unknown what exactly changed: {why}")))
        .collect()
}

/// Nothing was ever applied: what is there was made by hand, unless the first file was made for it or there is no file.
fn without_ledger(live: &Live, folder: &Folder, pending: &[&Migration]) -> ByHand {
    let made_for_it = |it: &&Migration| {
        it.sealed_header()
            .is_some_and(|it| live.schema.fingerprint().is_recorded_as(&it.fingerprints.from))
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

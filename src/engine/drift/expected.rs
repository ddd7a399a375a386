//! What the ledger says a target should be.

use crate::introspect::Ownership;
use crate::ledger::{FileState, Ledger, State};
use crate::migration::Folder;
use crate::replay::Replay;
use crate::schema::{Fingerprint, ObjectRef, Schema};

/// The expected schema, as far as it can be known.
pub(super) enum Expected {
    /// Recorded when the last migration was applied, or replayed.
    Known {
        fingerprint: Fingerprint,
        /// The schema itself, or why the folder cannot give it.
        schema: Result<Box<Replayed>, String>,
    },
    /// Nothing says what it should be.
    Unknown(String),
}

/// The schema that the applied files leave, with what is known of each object's past.
pub(super) struct Replayed {
    pub(super) schema: Schema,
    replay: Replay,
}

impl Replayed {
    pub(super) fn last_touched(&self, object: &ObjectRef) -> Option<String> {
        self.replay.last_touched(object).map(str::to_owned)
    }
}

/// Fingerprint recorded with the last applied migration: it needs no replay.
pub(super) fn recorded(ledger: &Ledger) -> Option<&Fingerprint> {
    let record = ledger.last()?.record.as_ref()?;
    record.fingerprints.as_ref().map(|it| &it.to)
}

/// Replays what is applied, in the order in which it was. `states` are those of folder and ledger.
pub(super) fn expected(folder: &Folder, ledger: &Ledger, states: &[FileState], ownership: &Ownership) -> Expected {
    let replayed = replayed(folder, ledger, states, ownership);
    match (recorded(ledger).cloned(), replayed) {
        (Some(fingerprint), Ok(replayed)) if replayed.schema.fingerprint().is_recorded_as(&fingerprint) => {
            Expected::Known {
                fingerprint,
                schema: Ok(replayed),
            }
        }
        (Some(fingerprint), Ok(_)) => Expected::Known {
            fingerprint,
            schema: Err("replaying the applied files does not give the recorded schema".to_owned()),
        },
        (Some(fingerprint), Err(reason)) => Expected::Known {
            fingerprint,
            schema: Err(reason),
        },
        (None, Ok(replayed)) => Expected::Known {
            fingerprint: replayed.schema.fingerprint(),
            schema: Ok(replayed),
        },
        (None, Err(reason)) => Expected::Unknown(reason),
    }
}

fn replayed(
    folder: &Folder,
    ledger: &Ledger,
    states: &[FileState],
    ownership: &Ownership,
) -> Result<Box<Replayed>, String> {
    for it in states {
        match it.state {
            State::Edited { .. } => return Err(format!("{} was edited after it was applied", it.file)),
            State::Missing => return Err(format!("{} is applied, but missing from the folder", it.file)),
            _ => {}
        }
    }
    let mut applied = ledger.entries.iter().filter_map(|it| folder.get(&it.name)).peekable();
    let first = applied.peek().and_then(|it| it.sealed_header());
    if first.is_some_and(|it| !Schema::default().fingerprint().is_recorded_as(&it.fingerprints.from)) {
        let reason = "the folder was made for a database that already had objects, so it cannot be replayed on an empty database";
        return Err(reason.to_owned());
    }
    let replay = Replay::new(ownership).and_then(Replay::noting_touched);
    let mut replay = replay.map_err(|error| error.to_string())?;
    let failed = |error| format!("the applied files cannot be replayed on an empty database: {error}");
    replay.run_all(applied).map_err(failed)?;
    let live = replay.live().map_err(|error| error.to_string())?;
    match live.unknown.first() {
        Some(unknown) => Err(format!("{} cannot be read: {}", unknown.object, unknown.reason)),
        None => Ok(Box::new(Replayed {
            schema: live.schema,
            replay,
        })),
    }
}

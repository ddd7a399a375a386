//! One target judged.

use std::borrow::Cow;

use super::expected::{Expected, expected, recorded};
use super::{Compared, Wanted};
use crate::diff::{self, Change};
use crate::introspect::{Live, Ownership};
use crate::ledger::{Ledger, pending, states};
use crate::migration::{Folder, Migration};
use crate::replay::Replay;
use crate::schema::{Fingerprint, Hints, Name, ObjectKind, ObjectRef, Schema};

/// How a target stands to its ledger and to the desired schema.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Drift {
    /// It is what the ledger says, nothing is pending, and it is the desired schema.
    InSync,
    /// It is what the ledger says, and work is left.
    Pending(Pending),
    /// It is not what the ledger says: somebody changed it by hand.
    Drifted(Drifted),
    /// It cannot be told, for this reason. Never taken for in sync.
    Unknown(String),
}

/// Work that is left on a target that is what its ledger says. Pending files are no drift; what no file makes yet is a difference.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Pending {
    /// Recorded names of migrations to apply.
    pub files: Vec<String>,
    /// From what the pending migrations leave to desired. Empty when they are all there is, or no desired schema was given.
    pub changes: Vec<Change>,
    /// Why `changes` cannot be told: a pending migration does not run.
    pub unknown: Option<String>,
}

/// A target that is not what its ledger says.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Drifted {
    /// Of the schema that the ledger says.
    pub expected: Fingerprint,
    /// Of the live schema.
    pub found: Fingerprint,
    /// What was done to it, from expected to live.
    pub changes: Vec<DriftedObject>,
    /// Why `changes` cannot be told.
    pub unexplained: Option<String>,
    /// The live schema is the desired one: a change was made by hand that a migration would have made.
    pub is_desired: bool,
    /// Recorded names of migrations that are pending besides.
    pub pending: Vec<String>,
}

/// One object that was changed by hand.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DriftedObject {
    /// What was done.
    pub change: Change,
    /// The object.
    pub object: ObjectRef,
    /// The migration that last created, changed or dropped it.
    pub last_touched: Option<String>,
}

/// Judges a target: `live` against what `ledger` and `folder` say it should be, and against `desired` where given.
pub fn check(
    live: &Live,
    ledger: &Ledger,
    folder: &Folder,
    desired: Option<Wanted<'_>>,
    ownership: &Ownership,
) -> Drift {
    if let Some(unknown) = live.unknown.first() {
        return Drift::Unknown(format!("{} cannot be read: {}", unknown.object, unknown.reason));
    }
    let found = live.schema.fingerprint();
    let pending = pending(folder, ledger);
    if ledger.entries.is_empty() {
        return without_ledger(live, &found, ownership, &pending, desired);
    }
    if recorded(ledger).is_some_and(|it| found.is_recorded_as(it)) {
        return as_expected(live, ownership, &pending, desired);
    }
    match expected(folder, ledger, &states(folder, ledger), ownership) {
        Expected::Unknown(reason) => Drift::Unknown(reason),
        Expected::Known { fingerprint, .. } if found.is_recorded_as(&fingerprint) => {
            as_expected(live, ownership, &pending, desired)
        }
        Expected::Known { fingerprint, schema } => {
            let (changes, unexplained) = match schema {
                Err(reason) => (Vec::new(), Some(reason)),
                Ok(replayed) => {
                    let changes = diff::compare(&replayed.schema, &live.schema, &Hints::default()).changes;
                    let told = |change: Change| {
                        let object = object_of(&change);
                        let last_touched = replayed.last_touched(&object);
                        DriftedObject {
                            change,
                            object,
                            last_touched,
                        }
                    };
                    (changes.into_iter().map(told).collect(), None)
                }
            };
            Drift::Drifted(Drifted {
                expected: fingerprint,
                is_desired: desired.is_some_and(|it| it.schema.fingerprint() == found),
                found,
                changes,
                unexplained,
                pending: names(&pending),
            })
        }
    }
}

/// Nothing was ever applied: an empty database waits for its migrations; one that is not empty is right only where
/// the first pending migration was made for it, or no migration is there at all.
fn without_ledger(
    live: &Live,
    found: &Fingerprint,
    ownership: &Ownership,
    pending: &[&Migration],
    desired: Option<Wanted<'_>>,
) -> Drift {
    let made_for_it = |it: &&Migration| {
        it.sealed_header()
            .is_some_and(|it| found.is_recorded_as(&it.fingerprints.from))
    };
    if live.schema.is_empty() || pending.first().is_none_or(made_for_it) {
        return as_expected(live, ownership, pending, desired);
    }
    Drift::Unknown(
        "the ledger is empty but the database is not, so its migrations are unknown; record them with `reconcile baseline`"
            .to_owned(),
    )
}

/// The target is what the ledger says; will it be what is wanted, once the pending migrations have run?
fn as_expected(live: &Live, ownership: &Ownership, pending: &[&Migration], desired: Option<Wanted<'_>>) -> Drift {
    let compared = desired.map(|it| after(&live.schema, ownership, pending).map(|end| it.compared(&end)));
    let (changes, unknown) = match compared {
        None => (Vec::new(), None),
        Some(Err(reason)) => (Vec::new(), Some(reason)),
        Some(Ok(Compared::Changes(changes))) => (changes, None),
        Some(Ok(Compared::Unnamed)) => {
            let reason = "the live and the desired schema have different fingerprints, but no difference was found";
            return Drift::Unknown(reason.to_owned());
        }
    };
    if pending.is_empty() && changes.is_empty() {
        return Drift::InSync;
    }
    Drift::Pending(Pending {
        files: names(pending),
        changes,
        unknown,
    })
}

/// The schema that the pending migrations leave, held ones too: it is what they wait for.
fn after<'a>(live: &'a Schema, ownership: &Ownership, pending: &[&Migration]) -> Result<Cow<'a, Schema>, String> {
    if pending.is_empty() {
        return Ok(Cow::Borrowed(live));
    }
    let mut replay = Replay::on(live, ownership).map_err(|error| error.to_string())?;
    replay
        .run_all(pending.iter().copied())
        .map_err(|error| error.to_string())?;
    let live = replay.live().map_err(|error| error.to_string())?;
    match live.unknown.first() {
        Some(unknown) => Err(format!("{} cannot be read: {}", unknown.object, unknown.reason)),
        None => Ok(Cow::Owned(live.schema)),
    }
}

fn names(migrations: &[&Migration]) -> Vec<String> {
    migrations.iter().map(|it| it.file_name.clone()).collect()
}

/// The object that a change is about, as it was before.
pub fn object_of(change: &Change) -> ObjectRef {
    let table = |name: &Name| ObjectRef::new(ObjectKind::Table, name.clone());
    match change {
        Change::RenameTable { from, .. } => table(from),
        Change::RenameColumn { table: name, .. } => table(name),
        Change::Create(object) | Change::Drop(object) => object.reference(),
        Change::Replace(pair) => pair.from.reference(),
        Change::AlterTable(change) => table(&change.tables.from.name),
        Change::SyncRows(rows) => table(&rows.table),
    }
}

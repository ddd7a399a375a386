//! A sealed migration runs only on the schema that it was reviewed for.

use super::difference::differences;
use super::{Difference, Reason};
use crate::introspect::{Live, Ownership};
use crate::migration::{Folder, Header, Migration};
use crate::replay::{self, Replay};
use crate::schema::{Fingerprint, Pair, Schema};

/// Holds the live schema, with its fingerprint, to the header's `from`.
pub(super) fn check(
    folder: &Folder,
    migration: &Migration,
    header: &Header,
    (live, found): (&Live, Fingerprint),
    ownership: &Ownership,
) -> Result<(), Reason> {
    if found.is_recorded_as(&header.fingerprints.from) {
        return Ok(());
    }
    Err(Reason::OtherSchema {
        file: migration.file_name.clone(),
        differences: explained(folder, migration, header, live, ownership),
        fingerprints: Pair {
            from: header.fingerprints.from.clone(),
            to: found,
        },
    })
}

/// What differs, if replaying the files before it gives the reviewed schema again. A folder that was adopted with a
/// database that was already there cannot be replayed; then the fingerprints are all there is to say.
fn explained(
    folder: &Folder,
    migration: &Migration,
    header: &Header,
    live: &Live,
    ownership: &Ownership,
) -> Vec<Difference> {
    match before(folder, migration, ownership) {
        Ok(reviewed) if reviewed.fingerprint().is_recorded_as(&header.fingerprints.from) => {
            differences(&reviewed, live)
        }
        _ => Vec::new(),
    }
}

fn before(folder: &Folder, migration: &Migration, ownership: &Ownership) -> Result<Schema, replay::Error> {
    let mut replay = Replay::new(ownership)?;
    let earlier = folder.migrations().iter();
    replay.run_all(earlier.take_while(|it| it.file_name != migration.file_name))?;
    Ok(replay.live()?.schema)
}

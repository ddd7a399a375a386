//! The schema that a database will have.

use super::error::Error;
use crate::introspect::Ownership;
use crate::migration::Migration;
use crate::replay::Replay;
use crate::schema::Schema;

/// The live schema once the pending migrations have run.
pub(super) fn after(live: &Schema, pending: &[&Migration], ownership: &Ownership) -> Result<Schema, Error> {
    if pending.is_empty() {
        return Ok(live.clone());
    }
    let mut replay = Replay::on(live, ownership)?;
    for migration in pending {
        replay.run(migration)?;
    }
    let found = replay.live()?;
    match found.unknown.first() {
        Some(unknown) => Err(Error::Unknown {
            object: unknown.object.clone(),
            reason: unknown.reason.clone(),
        }),
        None => Ok(found.schema),
    }
}

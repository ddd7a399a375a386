//! `inspect`: a live schema as it is.

use crate::error::Error;
use crate::introspect::{self, Live, Unknown};
use crate::schema::{ObjectKind, ObjectRef};
use crate::session::Session;

/// The schema of a target.
///
/// # Errors
/// Those of the database.
pub fn inspect(session: &Session<'_>) -> Result<Live, Error> {
    let mut live = session.live()?.clone();
    let unreadable = introspect::unreadable(&live.schema)?;
    live.unknown
        .extend(unreadable.into_iter().map(|(name, missing)| Unknown {
            object: ObjectRef::new(ObjectKind::VirtualTable, name),
            reason: missing.to_string(),
        }));
    Ok(live)
}

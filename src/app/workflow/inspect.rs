//! `inspect`: a live schema as it is.

use super::error::Error;
use crate::config::Project;
use crate::database::Database;
use crate::introspect::{self, Live, Unknown};
use crate::schema::{ObjectKind, ObjectRef};

/// The schema of a target.
///
/// # Errors
/// Those of the database.
pub fn inspect(project: &Project, database: &mut dyn Database) -> Result<Live, Error> {
    let mut live = introspect::read_beside(database, &project.ledger)?;
    let unreadable = introspect::unreadable(&live.schema)?;
    live.unknown
        .extend(unreadable.into_iter().map(|(name, missing)| Unknown {
            object: ObjectRef::new(ObjectKind::VirtualTable, name),
            reason: missing.to_string(),
        }));
    Ok(live)
}

//! `inspect`: a live schema as it is.

use super::error::Error;
use crate::config::Project;
use crate::database::Database;
use crate::introspect::{self, Live};

/// The schema of a target.
///
/// # Errors
/// Those of the database.
pub fn inspect(project: &Project, database: &mut dyn Database) -> Result<Live, Error> {
    Ok(introspect::read_beside(database, &project.ledger)?)
}

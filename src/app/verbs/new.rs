//! `new`: an empty numbered migration, for a data change by hand.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::config::Project;
use crate::error::Error;
use crate::session::folder_at;

/// Writes the next migration of the folder, with a comment and no statement.
///
/// # Errors
/// A folder that cannot be read or written.
pub fn new_migration(project: &Project, name: &str, now: Timestamp) -> Result<PathBuf, Error> {
    let mut folder = folder_at(project, &project.migrations)?;
    let note = "Statements run in one transaction with foreign keys on. End each with a semicolon.";
    let migration = folder.next(name, now)?.hand_written(name, now, note, "");
    Ok(folder.write(migration)?)
}

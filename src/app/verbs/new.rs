//! `new`: an empty numbered migration, for a data change by hand.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::config::Project;
use crate::error::Error;
use crate::migration::Migration;
use crate::schema::is_invisible;
use crate::session::folder_at;

/// Writes the next migration of the folder, with a comment and no statement.
///
/// # Errors
/// A folder that cannot be read or written.
pub fn new_migration(project: &Project, name: &str, now: Timestamp) -> Result<PathBuf, Error> {
    let mut folder = folder_at(project, &project.migrations)?;
    let next = folder.next(name, now)?;
    let when = now.strftime("%Y-%m-%dT%H:%M:%SZ");
    let title: String = name.chars().map(|it| if is_invisible(it) { ' ' } else { it }).collect();
    let text = format!(
        "-- Migration number: {}\n-- {title}\n-- {when}\n--\n-- Statements run in one transaction with foreign keys on. End each with a semicolon.\n",
        next.number
    );
    Ok(folder.write(Migration::parse(next.file_name, &text))?)
}

//! The migration that a database taken over begins with: it makes what is there, so that the folder ends at the schema.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::error::Error;
use super::plan::{PlanRequest, plan};
use crate::config::{self, Flags};
use crate::database::Scratch;

/// Writes the first migration of the project that `init` has just written, from nothing to its schema.
///
/// # Errors
/// Those of a plan: what is there need not be what a schema may hold.
pub(super) fn write(here: &Path, flags: &Flags, now: Timestamp) -> Result<Option<PathBuf>, Error> {
    // What was typed chooses the folders; the target is not asked.
    let flags = Flags {
        target: None,
        ..flags.clone()
    };
    let project = config::project(&flags, here)?;
    let request = PlanRequest {
        name: Some("start".to_owned()),
        write: true,
        now,
        ..PlanRequest::default()
    };
    let report = plan(&project, &mut Scratch::new()?, &request)?;
    Ok(report
        .migration
        .filter(|it| it.written)
        .map(|it| PathBuf::from(it.file)))
}

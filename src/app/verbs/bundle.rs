//! `bundle`: the migrations folder as a TypeScript module. No database.

use std::fs;
use std::path::Path;

use crate::bundle;
use crate::config;
use crate::error::Error;
use crate::report::{BundleReport, Document};
use crate::session::Session;

/// The module's text.
///
/// # Errors
/// A folder that cannot be read or is empty; a migration that could not run in an object.
pub fn bundle(session: &Session<'_>) -> Result<String, Error> {
    let (project, folder) = (session.project, session.folder()?);
    if folder.migrations().is_empty() {
        return Err(Error::no_migrations(folder));
    }
    bundle::runnable(folder, &project.ledger)?;
    Ok(bundle::module(folder, &project.ledger))
}

/// Writes the module into a file, or, where it `only_checks`, says whether the file holds it.
///
/// # Errors
/// As [`bundle()`]; a file that cannot be written.
pub fn bundle_into(session: &Session<'_>, path: &Path, only_checks: bool) -> Result<Document<BundleReport>, Error> {
    let text = bundle(session)?;
    let is_same = fs::read_to_string(path).is_ok_and(|it| it == text);
    let found = BundleReport {
        file: path.display().to_string(),
        migrations: session.folder()?.migrations().len(),
    };
    let mut report = Document::new(session.project.migrations.display().to_string(), "in-sync", found);
    if is_same {
        return Ok(report);
    }
    if only_checks {
        report.verdict = "differs";
        return Ok(report);
    }
    config::write_file(path, &text)?;
    report.verdict = "written";
    Ok(report)
}

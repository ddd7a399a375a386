//! `verify --tests`: the user's own tests of migrations, each on a scratch database.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::migration::{Folder, Migration};
use crate::replay::{Deviation, Trial};
use crate::report::{Document, FindingPlace, FindingReport, VerifyReport};
use crate::session::Session;

/// Where tests are, seen from the config: a folder per migration, named by its number or its file name without `.sql`.
pub const TESTS: &str = "tests/migrations";

/// Runs every test of the folder and adds to `report` what is otherwise than expected.
///
/// # Errors
/// An unreadable folder or file; a migration that does not run.
pub fn trials(session: &Session<'_>, path: &Path, report: &mut Document<VerifyReport>) -> Result<(), Error> {
    let folder = session.folder()?;
    let mut count = 0;
    for group in entries(path)? {
        if !group.is_dir() {
            continue;
        }
        let name = group
            .file_name()
            .map(|it| it.to_string_lossy().into_owned())
            .unwrap_or_default();
        let Some(at) = position(folder, &name) else {
            let message = format!("{}: there is no migration {name}", group.display());
            report.findings.push(finding(None, message));
            continue;
        };
        for file in entries(&group)? {
            if file.extension().is_none_or(|it| it != "sql") {
                continue;
            }
            count += 1;
            let text = std::fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
            let deviations = match Trial::parse(&text) {
                Ok(trial) => trial.run(folder, at, &session.project.ledger)?,
                Err(deviation) => vec![deviation],
            };
            let told = |it: &Deviation| {
                let path = file.display().to_string();
                let message = format!("{path}:{}: {}", it.line, it.message);
                finding(Some(FindingPlace::line(path, it.line)), message)
            };
            report.findings.extend(deviations.iter().map(told));
        }
    }
    if count == 0 {
        return Err(Error::NoTests {
            folder: path.to_path_buf(),
        });
    }
    report.tests = Some(count);
    if report.findings.iter().any(|it| it.severity != "note") {
        report.verdict = "findings";
    }
    Ok(())
}

/// By number, by file name, or by file name without its ending.
fn position(folder: &Folder, name: &str) -> Option<usize> {
    let is_it = |it: &Migration| it.is_called(name) || it.file_name.strip_suffix(".sql") == Some(name);
    folder.migrations().iter().position(is_it)
}

fn entries(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error: std::io::Error| unreadable(path, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        found.push(entry.map_err(failed)?.path());
    }
    found.sort();
    Ok(found)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::Config(crate::config::Error::Read {
        path: path.to_path_buf(),
        message: error.to_string(),
    })
}

fn finding(place: Option<FindingPlace>, message: String) -> FindingReport {
    FindingReport {
        code: "test".to_owned(),
        severity: "error",
        message,
        remedy: "correct the migration, or what the test expects".to_owned(),
        place,
    }
}

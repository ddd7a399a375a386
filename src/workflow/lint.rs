//! `lint`: what is legal and asks for trouble, in the schema files and in the migrations folder. No database.

use super::apply::folder;
use super::error::Error;
use crate::config::Project;
use crate::desired::{self, Problem};
use crate::migration::Finding;
use crate::report::{FindingReport, LintReport};

/// Checks schema files and migrations, each finding with its place and a remedy.
///
/// # Errors
/// Unreadable schema or folder.
pub fn lint(project: &Project) -> Result<LintReport, Error> {
    let desired = desired::load(&project.schema)?;
    let folder = folder(project)?;
    let warning = |it: &Problem| FindingReport {
        code: "schema".to_owned(),
        message: format!("{}:{}: {}", it.location.file.display(), it.location.line, it.message),
        remedy: it.help.clone().unwrap_or_default(),
    };
    let in_folder = |it: &Finding| {
        // The whole path, so that a terminal or an editor can open it.
        let place = it.file.as_ref().map(|file| {
            let line = it.line.map(|line| format!(":{line}")).unwrap_or_default();
            format!("{}{line}: ", folder.path_of(file).display())
        });
        FindingReport {
            code: it.code.to_owned(),
            message: format!("{}{}", place.unwrap_or_default(), it.message),
            remedy: it.remedy.clone(),
        }
    };
    let mut findings: Vec<FindingReport> = desired.warnings.iter().map(warning).collect();
    findings.extend(folder.findings().iter().map(in_folder));
    Ok(LintReport {
        version: 1,
        target: project.migrations.display().to_string(),
        verdict: if findings.is_empty() { "ok" } else { "findings" },
        findings,
    })
}

//! `lint`: what is legal and asks for trouble, in the schema files and in the migrations folder. No database.

use std::path::PathBuf;

use super::apply::folder;
use super::codes;
use super::error::Error;
use crate::config::{Decision, Project};
use crate::desired::Problem;
use crate::lint::{self, Finding, Findings, Place, Severity};
use crate::migration::{Folder, Migration};
use crate::report::{AllowedFinding, LintFinding, LintReport};

/// Checks schema files and migrations, each finding with its place and a remedy. `since` is the name or number of the
/// first migration that is of interest.
///
/// # Errors
/// Unreadable schema or folder; a migration that is not there; nothing to look at.
pub fn lint(project: &Project, since: Option<&str>) -> Result<LintReport, Error> {
    let folder = folder(project)?;
    let first = since.map(|it| find(&folder, it)).transpose()?.unwrap_or(0);
    // Others' projects have migrations and no schema files; a path that somebody typed is no default.
    let is_default = |path: &PathBuf| path.file_name().is_some_and(|name| name == "schema");
    let is_absent = project.schema.iter().all(|path| is_default(path) && !path.exists());
    let schema = !folder.exists() || !is_absent;
    let mut findings = Vec::new();
    if schema && since.is_none() {
        findings.extend(codes::load(&project.schema)?.warnings.iter().map(in_schema));
    }
    let Findings {
        findings: found,
        allowed,
    } = lint::lint(&folder, &project.ledger)?;
    let wanted: Vec<&Migration> = folder.migrations().iter().skip(first).collect();
    let migration = |place: &Place| wanted.iter().copied().find(|it| it.file_name == place.file);
    let path = |place: &Place| folder.path_of(&place.file).display().to_string();
    let mut report = LintReport {
        version: 1,
        target: project.migrations.display().to_string(),
        verdict: "ok",
        migrations: wanted.len(),
        findings,
        allowed: Vec::new(),
        schema: schema && since.is_none(),
    };
    let pass = |finding: &Finding, reason: String| AllowedFinding {
        code: finding.code.to_owned(),
        file: path(&finding.place),
        line: finding.place.line,
        reason,
    };
    for it in allowed.iter().filter(|it| migration(&it.finding.place).is_some()) {
        let denied = project.decision_everywhere(it.finding.code) == Decision::Deny;
        match migration(&it.finding.place).filter(|_| denied) {
            Some(migration) => report
                .findings
                .push(reported(&it.finding, migration, &folder, Severity::Error)),
            None => report.allowed.push(pass(&it.finding, it.reason.clone())),
        }
    }
    for finding in &found {
        let Some(migration) = migration(&finding.place) else {
            continue;
        };
        let severity = match project.decision_everywhere(finding.code) {
            Decision::Allow => {
                report.allowed.push(pass(finding, "policy of the project".to_owned()));
                continue;
            }
            Decision::Ask => finding.severity,
            Decision::Deny => Severity::Error,
        };
        report.findings.push(reported(finding, migration, &folder, severity));
    }
    if report.findings.iter().any(|it| it.severity != "note") {
        report.verdict = "findings";
    }
    Ok(report)
}

fn reported(finding: &Finding, migration: &Migration, folder: &Folder, severity: Severity) -> LintFinding {
    let (text, range) = LintFinding::excerpt(&migration.text, finding.place.range.clone());
    LintFinding {
        text,
        range,
        code: finding.code.to_owned(),
        severity: severity.word(),
        // The whole path, so that a terminal or an editor can open it.
        file: folder.path_of(&finding.place.file).display().to_string(),
        line: finding.place.line,
        column: finding.place.column,
        message: finding.message.clone(),
        remedy: finding.remedy.clone(),
    }
}

fn in_schema(it: &Problem) -> LintFinding {
    let file = it.location.file.display().to_string();
    let place = Place::of(&file, &it.text, it.location.range.clone());
    let (text, range) = LintFinding::excerpt(&it.text, it.location.range.clone());
    LintFinding {
        text,
        range,
        code: lint::SCHEMA.code.to_owned(),
        severity: lint::SCHEMA.severity.word(),
        line: it.location.line,
        column: place.column,
        file,
        message: it.message.clone(),
        remedy: it.help.clone().unwrap_or_default(),
    }
}

/// The position of the migration with this name or number.
fn find(folder: &Folder, name: &str) -> Result<usize, Error> {
    folder
        .migrations()
        .iter()
        .position(|it| it.is_called(name))
        .ok_or_else(|| Error::NoSuchMigration {
            name: name.to_owned(),
            folder: folder.dir().to_path_buf(),
        })
}

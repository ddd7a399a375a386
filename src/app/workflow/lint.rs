//! `lint`: what is legal and asks for trouble, in the schema files and in the migrations folder. No database.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::apply::folder;
use super::error::Error;
use super::known_codes;
use crate::config::{Decision, Project};
use crate::desired::Problem;
use crate::lint::{self, Conventions, Finding, Findings, Place, Severity};
use crate::migration::{Folder, Migration};
use crate::report::{AllowedFinding, LintFinding, LintReport};

/// Which migrations are of interest.
#[derive(Debug, Clone, Default)]
pub enum Since {
    /// All of them.
    #[default]
    Start,
    /// The one with this name or number, and those after it.
    Migration(String),
    /// Those of these recorded names: new or changed since a revision. What is wrong with their numbers is not the past's.
    Files(BTreeSet<String>),
}

impl Since {
    /// The migrations of interest.
    pub(super) fn files<'a>(&self, folder: &'a Folder) -> Result<Vec<&'a Migration>, Error> {
        let all = folder.migrations().iter();
        Ok(match self {
            Self::Start => all.collect(),
            Self::Migration(name) => all.skip(find(folder, name)?).collect(),
            Self::Files(names) => all.filter(|it| names.contains(&it.file_name)).collect(),
        })
    }
}

/// What `lint` finds in the migrations of interest, with comments and policy taken into account.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// How much each counts.
    pub findings: Vec<(Finding, Severity)>,
    /// What comments and policy take out, and why.
    pub allowed: Vec<(Finding, String)>,
}

/// Runs the rules, as `lint` and `verify` share them.
pub(super) fn judged(project: &Project, folder: &Folder, since: &Since) -> Result<Judged, Error> {
    let wanted = since.files(folder)?;
    let is_wanted = |it: &Finding| wanted.iter().any(|migration| migration.file_name == it.place.file);
    let Findings { findings, allowed } = lint::lint_with(folder, &project.ledger, &conventions(project))?;
    let mut judged = Judged::default();
    for it in allowed.into_iter().filter(|it| is_wanted(&it.finding)) {
        match known_codes::decision_everywhere(project, it.finding.code) {
            Decision::Deny => judged.findings.push((it.finding, Severity::Error)),
            Decision::Ask | Decision::Allow => judged.allowed.push((it.finding, it.reason)),
        }
    }
    for finding in findings.into_iter().filter(is_wanted) {
        let severity = match known_codes::decision_everywhere(project, finding.code) {
            Decision::Allow => {
                judged.allowed.push((finding, "policy of the project".to_owned()));
                continue;
            }
            Decision::Deny => Severity::Error,
            Decision::Ask if matches!(since, Since::Files(_)) && OF_NUMBERS.contains(&finding.code) => {
                Severity::Warning
            }
            Decision::Ask => finding.severity,
        };
        judged.findings.push((finding, severity));
    }
    Ok(judged)
}

/// What the project's config asks for beside what holds everywhere.
pub(super) fn conventions(project: &Project) -> Conventions {
    Conventions {
        naming: project.naming.clone(),
        codes: project.codes.iter().map(|it| it.code.clone()).collect(),
    }
}

/// Notes about the past are warnings about a new file.
const OF_NUMBERS: [&str; 2] = ["missing-number", "duplicate-number"];

/// True if the folder has a migration of this name or number.
///
/// # Errors
/// An unreadable folder.
pub fn is_migration(project: &Project, name: &str) -> Result<bool, Error> {
    Ok(folder(project)?.migrations().iter().any(|it| it.is_called(name)))
}

/// Checks schema files and migrations, each finding with its place and a remedy.
///
/// # Errors
/// Unreadable schema or folder; a migration that is not there; nothing to look at.
pub fn lint(project: &Project, since: &Since) -> Result<LintReport, Error> {
    let folder = folder(project)?;
    let is_all = matches!(since, Since::Start);
    // Others' projects have migrations and no schema files; a path that somebody typed is no default.
    let is_default = |path: &PathBuf| path.file_name().is_some_and(|name| name == "schema");
    let is_absent = project.schema.iter().all(|path| is_default(path) && !path.exists());
    let schema = !folder.exists() || !is_absent;
    let mut findings = Vec::new();
    if schema && is_all {
        findings.extend(
            known_codes::load(&project.schema, &project.ledger)?
                .warnings
                .iter()
                .map(in_schema),
        );
    }
    let judged = judged(project, &folder, since)?;
    let mut report = LintReport {
        version: 1,
        target: project.migrations.display().to_string(),
        verdict: "ok",
        migrations: since.files(&folder)?.len(),
        findings,
        allowed: Vec::new(),
        schema: schema && is_all,
    };
    for (finding, severity) in &judged.findings {
        if let Some(migration) = folder.get(&finding.place.file) {
            report.findings.push(reported(finding, migration, &folder, *severity));
        }
    }
    report.allowed = judged
        .allowed
        .iter()
        .map(|(finding, reason)| AllowedFinding {
            code: finding.code.to_owned(),
            file: folder.path_of(&finding.place.file).display().to_string(),
            line: finding.place.line,
            reason: reason.clone(),
        })
        .collect();
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
        .ok_or_else(|| Error::no_such_migration(folder, name))
}

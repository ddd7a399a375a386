//! `lint`: what is legal and asks for trouble, in the schema files and in the migrations folder. No database.

use std::path::PathBuf;

use crate::desired::Problem;
use crate::diagnostic::Code;
use crate::error::Error;
use crate::lint::{Finding, Severity};
use crate::migration::{Folder, Migration};
use crate::policy::lint_findings::{Since, judged};
use crate::report::{AllowedFinding, Document, FailurePlace, LintFinding, LintReport};
use crate::session::Session;

/// Checks schema files and migrations, each finding with its place and a remedy.
///
/// # Errors
/// Unreadable schema or folder; a migration that is not there; nothing to look at.
pub fn lint(session: &Session<'_>, since: &Since) -> Result<Document<LintReport>, Error> {
    let (project, folder) = (session.project, session.folder()?);
    let is_all = matches!(since, Since::Start);
    // Others' projects have migrations and no schema files; a path that somebody typed is no default.
    let is_default = |path: &PathBuf| path.file_name().is_some_and(|name| name == "schema");
    let is_absent = project.schema.iter().all(|path| is_default(path) && !path.exists());
    let schema = !folder.exists() || !is_absent;
    let path = |it: &&Migration| folder.path_of(&it.file_name).display().to_string();
    let mut findings = Vec::new();
    if schema && is_all {
        findings.extend(session.desired()?.warnings.iter().map(in_schema));
    }
    let judged = judged(session, since)?;
    let found = LintReport {
        migrations: since.files(folder)?.len(),
        findings,
        allowed: Vec::new(),
        schema: schema && is_all,
        files: since.files(folder)?.iter().map(path).collect(),
    };
    let mut report = Document::new(project.migrations.display().to_string(), "ok", found);
    for (finding, severity) in &judged.findings {
        if let Some(migration) = folder.get(&finding.place.file) {
            report.findings.push(reported(finding, migration, folder, *severity));
        }
    }
    report.allowed = judged
        .allowed
        .iter()
        .map(|(finding, reason)| AllowedFinding {
            code: finding.code.to_string(),
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

/// What is shown of a line with such a finding must not repeat what it is about.
const SENSITIVE: [Code; 2] = [Code::SecretValue, Code::PersonalData];

fn reported(finding: &Finding, migration: &Migration, folder: &Folder, severity: Severity) -> LintFinding {
    // The whole path, so that a terminal or an editor can open it.
    let file = folder.path_of(&finding.place.file).display().to_string();
    let mut place = FailurePlace::of(file, &migration.text, finding.place.range.clone());
    if SENSITIVE.contains(&finding.code) {
        place.keep_the_word();
    }
    LintFinding {
        code: finding.code.to_string(),
        severity: severity.word(),
        place,
        message: finding.message.clone(),
        remedy: finding.remedy.clone(),
    }
}

fn in_schema(it: &Problem) -> LintFinding {
    LintFinding {
        code: Code::Schema.to_string(),
        severity: Code::Schema.severity().word(),
        place: FailurePlace::of_problem(it),
        message: it.message.clone(),
        remedy: it.help.clone().unwrap_or_default(),
    }
}

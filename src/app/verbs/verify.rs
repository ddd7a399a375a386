//! `verify`: does the migrations folder end at the schema, and is it sound? No database.

use crate::authoring::{idempotence_check, reference_rows};
use crate::diagnostic::{Code, Diagnostic, Group};
use crate::drift::{self, Wanted};
use crate::error::Error;
use crate::lint::Severity;
use crate::migration::{Folder, Migration};
use crate::policy::lint_findings::{Judged, Since, judged};
use crate::report::{AllowedFinding, Document, FindingPlace, FindingReport, VerifyReport};
use crate::session::Session;

/// Findings about where the folder leads, whichever of its files is of interest.
const OF_THE_END: [Code; 3] = [Code::NotDesired, Code::Unknown, Code::Replay];

/// Checks the folder without a database: first where it ends, then its files, by the rules and severities of `lint`.
///
/// # Errors
/// Unreadable schema or folder; a migration that is not there.
pub fn verify(session: &Session<'_>, since: &Since) -> Result<Document<VerifyReport>, Error> {
    let (project, desired, folder) = (session.project, session.desired()?, session.folder()?);
    let wanted = Wanted {
        schema: &desired.schema,
        hints: &desired.hints,
    };
    let recent = since.files(folder)?;
    let is_recent = |it: &Diagnostic| it.concerns(|name| recent.iter().any(|it| it.file_name == name));
    let mut found = drift::verify(folder, Some(wanted), &project.ledger);
    found.extend(not_again(session)?);
    // A folder that begins with what was there before it cannot be replayed.
    let mut ends = !found
        .iter()
        .any(|it| OF_THE_END.contains(&it.code) || it.code == Code::OtherStart);
    found.retain(|it| OF_THE_END.contains(&it.code) || is_recent(it));
    // What decides whether the folder ends at the schema is said first.
    found.sort_by_key(|it| it.code != Code::NotDesired);
    let mut findings: Vec<FindingReport> = found.iter().map(|it| report(folder, it, Severity::Error)).collect();
    if ends {
        let rows = declared_rows(session)?;
        ends = rows.is_empty();
        findings.extend(rows);
    }
    let of_folder: Vec<Diagnostic> = folder.findings().into_iter().filter(|it| is_recent(it)).collect();
    // Only lint can weigh these, and it takes longer than all the rest.
    let judged = match of_folder.iter().any(|it| it.code.group() != Group::Verify) {
        true => judged(session, since)?,
        false => Judged::default(),
    };
    let mut allowed = Vec::new();
    for finding in &of_folder {
        match word(&judged, finding) {
            Word::Counts(severity) => findings.push(report(folder, finding, severity)),
            Word::Allowed(reason) => allowed.push(AllowedFinding {
                code: finding.code.to_string(),
                file: finding.place.file.clone(),
                line: finding.place.line.max(1),
                reason: reason.to_owned(),
            }),
            Word::Nothing => {}
        }
    }
    let counts = findings.iter().any(|it| it.severity != Severity::Note.word());
    let found = VerifyReport {
        migrations: folder.migrations().len(),
        ends,
        tests: None,
        findings,
        allowed,
        files: recent
            .iter()
            .map(|it| folder.path_of(&it.file_name).display().to_string())
            .collect(),
    };
    Ok(Document::new(
        project.migrations.display().to_string(),
        if counts { "findings" } else { "ok" },
        found,
    ))
}

/// The rows that the folder leaves otherwise than files declare them.
fn declared_rows(session: &Session<'_>) -> Result<Vec<FindingReport>, Error> {
    let declared = session.reference()?;
    let mut findings = Vec::new();
    for changes in reference_rows::in_folder(session)? {
        let Some(table) = declared.iter().find(|it| it.table == changes.table) else {
            continue;
        };
        findings.extend(changes.differences().into_iter().map(|it| {
            let place = FindingPlace::line(table.path.display().to_string(), it.line.unwrap_or(1));
            let what = it.message.replace(" in the database", " once the migrations have run");
            FindingReport {
                message: format!("{}:{}: {what}", table.path.display(), it.line.unwrap_or(1)),
                place: Some(place),
                code: Code::NotDesired.to_string(),
                severity: Severity::Error.word(),
                remedy: "run `reconcile plan`".to_owned(),
            }
        }));
    }
    Ok(findings)
}

/// What `lint` makes of a finding.
enum Word<'a> {
    Counts(Severity),
    Allowed(&'a str),
    /// It does not mind it: a proven file holds it on purpose, or a later file puts it right.
    Nothing,
}

fn word<'a>(judged: &'a Judged, finding: &Diagnostic) -> Word<'a> {
    if finding.code.group() == Group::Verify {
        return Word::Counts(Severity::Error);
    }
    let is_it = |it: &Diagnostic| {
        it.code == finding.code && it.place.file == finding.place.file && it.place.line == finding.place.line.max(1)
    };
    if let Some((_, severity)) = judged.findings.iter().find(|it| is_it(&it.0)) {
        return Word::Counts(*severity);
    }
    let allowed = judged.allowed.iter().find(|it| is_it(&it.0));
    allowed.map_or(Word::Nothing, |it| Word::Allowed(&it.1))
}

fn report(folder: &Folder, finding: &Diagnostic, severity: Severity) -> FindingReport {
    let place = &finding.place;
    let file = (!place.file.is_empty()).then(|| folder.path_of(&place.file).display().to_string());
    FindingReport {
        place: file.map(|file| FindingPlace::line(file, place.line)),
        code: finding.code.to_string(),
        severity: severity.word(),
        message: finding.to_string(),
        remedy: finding.remedy.clone(),
    }
}

/// Migrations in batches whose second run would change rows again.
fn not_again(session: &Session<'_>) -> Result<Vec<Diagnostic>, Error> {
    let folder = session.folder()?;
    let is_batched = |it: &Migration| it.batches().is_ok_and(|it| it.is_some());
    if !folder.migrations().iter().any(is_batched) {
        return Ok(Vec::new());
    }
    let courses = session.history()?;
    let batched = folder
        .migrations()
        .iter()
        .zip(courses)
        .filter(|(it, course)| is_batched(it) && !course.failed);
    Ok(batched
        .filter_map(
            |(migration, course)| match idempotence_check::run(migration, &course.before, &[]) {
                Err(Error::Fill { file, line, reason }) => {
                    let remedy = "exclude finished rows in its WHERE, since an interrupted run repeats the rest";
                    let place = (Some(file.as_str()), Some(line));
                    Some(Diagnostic::of_line(Code::NotRepeatable, place, reason, remedy))
                }
                // Rows that cannot be made show nothing.
                _ => None,
            },
        )
        .collect())
}

//! `apply --file`: the undo of what was done to a target by hand, run there and noted in no ledger.

use std::path::Path;

use super::command_at;
use super::error::Error;
use super::undo_drift::PURPOSE;
use super::unreviewed_loss;
use crate::apply;
use crate::config::Project;
use crate::database::Database;
use crate::migration::{Folder, Header, Migration};
use crate::report::{AppliedRow, ApplyReport};

/// Reads such a file.
///
/// # Errors
/// A file that cannot be read, or is not what `plan --undo-drift` wrote.
pub fn file_to_apply(project: &Project, path: &Path) -> Result<Migration, Error> {
    let refused = |reason: String, help: String| Error::NotRun {
        file: path.display().to_string(),
        reason,
        help,
    };
    let plan = command_at(project, "plan --undo-drift");
    let text = std::fs::read_to_string(path).map_err(|error| {
        refused(
            error.to_string(),
            format!("check the path, or write the file with {plan}"),
        )
    })?;
    let file = Migration::parse(path.display().to_string(), &text);
    let is_undo = |header: &Header| header.review.purpose.iter().any(|it| it.starts_with(PURPOSE));
    match (file.sealed_header(), &file.header) {
        (Some(header), _) if is_undo(header) => Ok(file),
        (None, Some(header)) if is_undo(header) => Err(refused(
            "it was edited after it was proven".to_owned(),
            format!("write it again: {plan}"),
        )),
        _ => Err(refused(
            "only a file that undoes changes made by hand can run outside the migrations".to_owned(),
            format!(
                "write one with {plan}; to run migrations: {}",
                command_at(project, "apply")
            ),
        )),
    }
}

/// Runs the file on the target.
///
/// # Errors
/// [`Error::Apply`]: another schema than it was made for, rows that it would lose and nobody agreed to, a failed statement.
pub fn apply_file(
    project: &Project,
    database: &mut dyn Database,
    file: &Migration,
    allow: &[String],
) -> Result<ApplyReport, Error> {
    let Some(header) = file.sealed_header() else {
        return Ok(report(database.label(), Vec::new(), "in-sync"));
    };
    let single = Folder::of(&project.migrations, [file.clone()]);
    unreviewed_loss::check(project, database, &single, &[file], allow)?;
    let applied = apply::run_file(database, file, header, &project.ledger).map_err(|reason| {
        Box::new(apply::Error {
            applied: Vec::new(),
            reason,
        })
    })?;
    let row = AppliedRow {
        name: applied.file,
        duration_ms: u64::try_from(applied.duration.as_millis()).ok(),
        bookmark: applied.bookmark,
        ..AppliedRow::named("")
    };
    let mut report = report(database.label(), vec![row], "applied");
    report
        .next
        .push(format!("to see its state: {}", command_at(project, "drift")));
    Ok(report)
}

/// Of a run of one file.
fn report(target: String, migrations: Vec<AppliedRow>, verdict: &'static str) -> ApplyReport {
    ApplyReport {
        version: 1,
        target,
        verdict,
        migrations,
        held: Vec::new(),
        edited: Vec::new(),
        effects: Vec::new(),
        refused: None,
        notes: Vec::new(),
        next: Vec::new(),
    }
}

/// What `--dry-run` says of a file.
pub fn file_report(target: String, name: &str) -> ApplyReport {
    report(target, vec![AppliedRow::named(name)], "pending")
}

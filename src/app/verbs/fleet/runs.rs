//! `fleet runs` and `fleet show`: what was done to fleets from this folder.

use crate::config::Project;
use crate::error::Error;
use crate::fleet::{self, MemberRun};
use crate::report::{Document, RolloutReport, RunRow, RunsReport};

/// All runs, the newest first.
///
/// # Errors
/// A run file that cannot be read.
pub fn fleet_runs(project: &Project) -> Result<Document<RunsReport>, Error> {
    let runs = fleet::runs(&project.base)?.into_iter().map(RunRow::of).collect();
    Ok(Document::new("runs", "listed", RunsReport { runs }))
}

/// One run, the newest if none is named; `member` gets each of its databases.
///
/// # Errors
/// A run that there is no file of, or that cannot be read.
pub fn fleet_show(
    project: &Project,
    run: Option<&str>,
    member: &mut dyn FnMut(&MemberRun),
) -> Result<RolloutReport, Error> {
    let mut report = RolloutReport::default();
    let summary = fleet::shown(&project.base, run, &mut |it| {
        report.add(&it);
        member(&it);
    })?;
    report.version = 1;
    report.target = format!("fleet {}", summary.start.fleet);
    report.run = summary.start.run;
    report.databases = summary.start.members;
    match summary.end {
        Some(end) => {
            report.verdict = end.verdict;
            report.reason = end.reason;
            report.counts = end.counts;
        }
        None => report.verdict = "running".to_owned(),
    }
    Ok(report)
}

/// The databases of a run that failed or were refused, by name.
///
/// # Errors
/// As [`fleet_show`].
pub fn failed_in(project: &Project, run: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    fleet::shown(&project.base, Some(run), &mut |it| {
        if matches!(it.verdict.as_str(), "failed" | "refused") {
            names.push(it.name);
        }
    })?;
    Ok(names)
}

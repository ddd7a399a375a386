//! `plan`: live schema and pending migrations against the desired schema, proven, written as the next migration.

use jiff::Timestamp;

pub(super) use super::ahead::after;
use super::error::Error;
use super::journey::{Journey, travel};
use super::relocation::{self, Reading};
use super::seen::Both;
use super::{by_hand, consent, converted, edited, revert, seen};
use crate::config::Project;
use crate::database::Database;
use crate::desired::Desired;
use crate::introspect::Live;
use crate::migration::{Folder, Migration, Pattern};
use crate::plan::Options;
use crate::report::PlanReport;
use crate::schema::Schema;

/// What is asked of `plan`, beside the project.
#[derive(Debug, Clone)]
pub struct PlanRequest {
    /// `--allow`: hazard codes, or `all`.
    pub allow: Vec<String>,
    /// `--name`.
    pub name: Option<String>,
    /// False for `--dry-run` and `--check`.
    pub write: bool,
    /// `--diff`.
    pub with_diff: bool,
    /// For `revert`: a down file beside the migration, and no migration.
    pub down: bool,
    /// `--strategy`.
    pub options: Options,
    /// The clock.
    pub now: Timestamp,
}

/// Plans the next migration of a project for one target.
///
/// # Errors
/// Unreadable schema, folder or target; a pending migration that does not run; a failed proof.
pub fn plan(project: &Project, database: &mut dyn Database, request: &PlanRequest) -> Result<PlanReport, Error> {
    let Both { desired, live } = seen::both(project, database)?;
    let pattern = project
        .pattern
        .as_deref()
        .map(Pattern::parse)
        .transpose()?
        .unwrap_or_default();
    let mut folder = Folder::read_matching(&project.migrations, pattern)?;
    let is_live = live.as_ref().map_or(&desired.schema, |it| &it.schema);
    let Reading { ledger, notice } = relocation::read_to_plan(project, database, &folder, is_live)?;
    let notice: Vec<String> = notice.iter().map(relocation::Notice::line).collect();
    let pending: Vec<&Migration> = folder
        .migrations()
        .iter()
        .filter(|it| ledger.get(&it.file_name).is_none())
        .collect();
    if live.is_none() && pending.is_empty() {
        let mut report = empty_report(database.label(), &Live::default(), &desired);
        report.notes.extend(notice);
        return Ok(report);
    }
    let live = live.unwrap_or_else(|| Live {
        schema: desired.schema.clone(),
        unknown: Vec::new(),
    });
    let mut report = empty_report(database.label(), &live, &desired);
    report.notes.extend(notice);
    report.pending = pending.iter().map(|it| it.file_name.clone()).collect();
    if !live.unknown.is_empty() {
        report.verdict = "unknown";
        return Ok(report);
    }
    report.notes.extend(by_hand::refuse(
        project,
        &database.label(),
        &live.schema,
        (&folder, &ledger),
        &pending,
    )?);
    let from = after(&live.schema, &pending, &project.ledger)?;
    // What is kept aside is in no schema file, and stays until it is purged.
    let desired = Desired {
        schema: desired.schema.keeping_trash_of(&from),
        ..desired
    };
    let (desired, notes) = converted::still_to_do(project, &folder, &from, desired)?;
    report.notes.extend(notes);
    let journey = Journey {
        real_rows: pending.is_empty(),
        purpose: "bring the database to the desired schema",
        ..Journey::new(&from, &live.schema, &desired, "plan")
    };
    report.notes.extend(edited::notes(project, &pending));
    // What is written already may lose more here than where it was reviewed.
    match consent::check(project, database, &folder, &pending, &[]) {
        Ok(()) => {}
        Err(Error::Apply(error)) => report.notes.push(error.to_string()),
        Err(error) => return Err(error),
    }
    let mut report = travel(project, &mut folder, &journey, database, request, report)?;
    if project.rollbacks && report.migration.as_ref().is_some_and(|it| it.written) {
        report.next.insert(0, revert::down_beside(project, database, request));
    }
    Ok(report)
}

pub(super) fn empty_report(target: String, live: &Live, desired: &Desired) -> PlanReport {
    let unknown = live
        .unknown
        .iter()
        .map(|it| format!("{} is not understood: {}", it.object, it.reason));
    let warnings = desired
        .warnings
        .iter()
        .map(|it| format!("{}:{}: {}", it.location.file.display(), it.location.line, it.message));
    PlanReport {
        version: 1,
        target,
        verdict: "in-sync",
        migration: None,
        steps: Vec::new(),
        hazards: Vec::new(),
        cost: None,
        refused: Vec::new(),
        proof: Vec::new(),
        compat: Vec::new(),
        notes: unknown.chain(warnings).collect(),
        pending: Vec::new(),
        diff: None,
        next: Vec::new(),
        nothing: None,
    }
}

pub(super) fn unified(from: &Schema, to: &Schema, names: [&str; 2]) -> String {
    let (from, to) = (from.to_sql(), to.to_sql());
    similar::TextDiff::from_lines(from.as_str(), to.as_str())
        .unified_diff()
        .header(names[0], names[1])
        .to_string()
}

//! `drift`: is a target what its ledger and the schema say?

use std::path::PathBuf;

use super::command_at;
use super::drift_repair::repair;
use super::error::Error;
use super::known_codes;
use super::relocation::{self, Reading};
use super::{after_plan, reverting_migration};
use crate::apply;
use crate::config::Project;
use crate::database::Database;
use crate::desired::Desired;
use crate::diff::{Change, Live};
use crate::drift::{self, Drift, Drifted, DriftedObject, Wanted};
use crate::introspect;
use crate::report::{DifferenceRow, DriftReport};
use crate::schema::ObjectRef;

/// Judges a target against its ledger and the desired schema.
///
/// # Errors
/// Unreadable schema, folder or target.
pub fn drift(project: &Project, database: &mut dyn Database) -> Result<DriftReport, Error> {
    let desired = known_codes::load(&project.schema, &project.ledger)?;
    let folder = super::apply::folder(project)?;
    let live = introspect::read_beside(database, &project.ledger)?;
    let Reading { ledger, notice } = relocation::read(project, database, &folder)?;
    let wanted = Wanted {
        schema: &desired.schema,
        hints: &desired.hints,
    };
    let mut report = DriftReport {
        version: 1,
        target: database.label(),
        verdict: "in-sync",
        changes: Vec::new(),
        desired: Vec::new(),
        differences: Vec::new(),
        pending: Vec::new(),
        reason: None,
        next: Vec::new(),
    };
    let typed = |words: &str| command_at(project, words);
    match drift::check(&live, &ledger, &folder, Some(wanted), &project.ledger) {
        Drift::InSync => {}
        Drift::Pending(pending) => {
            report.verdict = if pending.changes.is_empty() {
                "pending"
            } else {
                "changes"
            };
            if !pending.files.is_empty() {
                let held = apply::held(&folder, &ledger, &apply::Options::default());
                let is_due = !apply::due(&folder, &ledger, &apply::Options::default()).is_empty();
                report
                    .next
                    .extend(is_due.then(|| format!("apply what is pending: {}", typed("apply"))));
                report.next.extend(held.map(|it| after_plan::held_line(project, it)));
            }
            if !pending.changes.is_empty() {
                report.next.push(
                    match reverting_migration::done_again(project, &folder, &desired.schema) {
                        Some(again) => again,
                        None => format!("write the migration: {}", typed("plan")),
                    },
                );
            }
            report.reason = pending.unknown;
            report.pending = pending.files;
            report.differences.extend(pending.changes.iter().map(|change| {
                let object = drift::object_of(change);
                let place = place(&desired, &object, None);
                row("schema", &object, change, Live::From, place)
            }));
            report.desired = pending.changes.iter().map(|it| it.standing(Live::From)).collect();
        }
        Drift::Drifted(drifted) => {
            report.verdict = "drifted";
            report.pending.clone_from(&drifted.pending);
            report.next = match drifted.unexplained {
                None => repair(&live.schema, &folder, &ledger, &project.ledger)?.next(project, &database.label()),
                Some(_) => Vec::new(),
            };
            report.differences.extend(drifted.changes.iter().map(|it| {
                let file = it.last_touched.as_ref().map(|file| project.migrations.join(file));
                let place = place(&desired, &it.object, file);
                row("drifted", &it.object, &it.change, Live::To, place)
            }));
            report.changes = sentences(drifted);
        }
        Drift::Unknown(reason) => {
            report.verdict = "unknown";
            report.reason = Some(reason);
        }
    }
    // First things first: `apply` refuses until the names are right.
    report
        .next
        .splice(0..0, notice.into_iter().flat_map(|it| [it.reason, it.help]));
    Ok(report)
}

/// What was done to a target by hand, one sentence each.
pub(super) fn sentences(drifted: Drifted) -> Vec<String> {
    let changed = |it: DriftedObject| {
        let last = it.last_touched.map(|file| format!(" (last touched by {file})"));
        format!("{}{}", it.change.standing(Live::To), last.unwrap_or_default())
    };
    let unexplained = drifted.unexplained;
    let changes = drifted.changes.into_iter().map(changed);
    changes
        .chain(unexplained.map(|why| format!("it is unknown what exactly changed: {why}")))
        .collect()
}

/// Where the schema files define an object, or else the migration that last touched it.
fn place(desired: &Desired, object: &ObjectRef, touched: Option<PathBuf>) -> Option<(PathBuf, usize)> {
    let defined = desired.sources.get(object).map(|it| (it.file.clone(), it.line));
    defined.or_else(|| touched.map(|file| (file, 1)))
}

fn row(
    from: &'static str,
    object: &ObjectRef,
    change: &Change,
    live: Live,
    place: Option<(PathBuf, usize)>,
) -> DifferenceRow {
    DifferenceRow {
        from,
        object: object.to_string(),
        mark: change.mark(live),
        message: change.standing(live),
        file: place.as_ref().map(|(file, _)| file.display().to_string()),
        line: place.map(|(_, line)| line),
    }
}

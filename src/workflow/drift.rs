//! `drift`: is a target what its ledger and the schema say?

use super::apply::folder;
use super::codes;
use super::command_at;
use super::error::Error;
use super::relocation::{self, Reading};
use crate::config::Project;
use crate::database::Database;
use crate::diff::Live;
use crate::drift::{self, Drift, Wanted};
use crate::introspect;
use crate::report::DriftReport;

/// Judges a target against its ledger and the desired schema.
///
/// # Errors
/// Unreadable schema, folder or target.
pub fn drift(project: &Project, database: &mut dyn Database) -> Result<DriftReport, Error> {
    let desired = codes::load(&project.schema)?;
    let folder = folder(project)?;
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
        pending: Vec::new(),
        reason: None,
        next: Vec::new(),
    };
    let typed = |words: &str| command_at(project, words);
    match drift::check(&live, &ledger, &folder, Some(wanted)) {
        Drift::InSync => {}
        Drift::Pending(pending) => {
            report.verdict = "pending";
            report.next.push(match pending.files.is_empty() {
                true => format!("write the migration: {}", typed("plan")),
                false => format!("apply what is pending: {}", typed("apply")),
            });
            report.pending = pending.files;
            report.desired = pending.changes.iter().map(|it| it.standing(Live::From)).collect();
        }
        Drift::Drifted(drifted) => {
            report.verdict = "drifted";
            report.pending = drifted.pending;
            report.changes = drifted
                .changes
                .iter()
                .map(|it| {
                    let last = it
                        .last_touched
                        .as_ref()
                        .map(|file| format!(" (last touched by {file})"));
                    format!("{}{}", it.change.standing(Live::To), last.unwrap_or_default())
                })
                .collect();
            if let Some(why) = drifted.unexplained {
                report
                    .changes
                    .push(format!("what exactly changed cannot be told: {why}"));
            }
            report.next.push(if drifted.is_desired {
                "the live schema is the desired one: someone made the change by hand".to_owned()
            } else {
                format!(
                    "to undo it, or to adopt it after putting it into the schema: {}",
                    typed("plan")
                )
            });
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

//! `drift`: is a target what its ledger and the schema say?

use std::path::PathBuf;

use crate::apply;
use crate::authoring::drift_repair::repair;
use crate::authoring::plan_base::sentences;
use crate::authoring::{after_plan, reverting_migration};
use crate::config::command_at;
use crate::desired::Desired;
use crate::diff::{Change, Live};
use crate::drift::{self, Drift, Wanted};
use crate::error::Error;
use crate::report::{DifferenceRow, Document, DriftReport};
use crate::schema::ObjectRef;
use crate::session::Session;

/// Judges a target against its ledger and the desired schema.
///
/// # Errors
/// Unreadable schema, folder or target.
pub fn drift(session: &Session<'_>) -> Result<Document<DriftReport>, Error> {
    let (project, desired, folder) = (session.project, session.desired()?, session.folder()?);
    let live = session.live()?;
    let reading = session.reading()?;
    let ledger = &reading.ledger;
    let wanted = Wanted {
        schema: &desired.schema,
        hints: &desired.hints,
    };
    let mut report = Document::new(session.label(), "in-sync", DriftReport::default());
    let typed = |words: &str| command_at(project, words);
    match drift::check(live, ledger, folder, Some(wanted), &project.ledger) {
        Drift::InSync => {}
        Drift::Pending(pending) => {
            report.verdict = if pending.changes.is_empty() {
                "pending"
            } else {
                "changes"
            };
            if !pending.files.is_empty() {
                let held = apply::held(folder, ledger, &apply::Options::default());
                let is_due = !apply::due(folder, ledger, &apply::Options::default()).is_empty();
                report
                    .next
                    .extend(is_due.then(|| format!("apply what is pending: {}", typed("apply"))));
                report.next.extend(held.map(|it| after_plan::held_line(project, it)));
            }
            if !pending.changes.is_empty() {
                report.next.push(
                    match reverting_migration::done_again(project, folder, &desired.schema) {
                        Some(again) => again,
                        None => format!("write the migration: {}", typed("plan")),
                    },
                );
            }
            report.reason = pending.unknown;
            report.pending = pending.files;
            report.differences.extend(pending.changes.iter().map(|change| {
                let object = drift::object_of(change);
                let place = place(desired, &object, None);
                row("schema", &object, change, Live::From, place)
            }));
            report.desired = pending.changes.iter().map(|it| it.standing(Live::From)).collect();
        }
        Drift::Drifted(drifted) => {
            report.verdict = "drifted";
            report.pending.clone_from(&drifted.pending);
            report.next = match drifted.unexplained {
                None => repair(&live.schema, folder, ledger, &project.ledger)?.next(project, &session.label()),
                Some(_) => Vec::new(),
            };
            report.differences.extend(drifted.changes.iter().map(|it| {
                let file = it.last_touched.as_ref().map(|file| project.migrations.join(file));
                let place = place(desired, &it.object, file);
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
    report.next.splice(
        0..0,
        reading
            .notice
            .iter()
            .flat_map(|it| [it.reason.clone(), it.help.clone()]),
    );
    Ok(report)
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

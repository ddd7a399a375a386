//! `drift`: is a target what its ledger and the schema say?

use std::path::PathBuf;

use crate::apply;
use crate::authoring::drift_repair::repair;
use crate::authoring::plan_base::sentences;
use crate::authoring::{after_plan, hand_written_schema, reference_rows, reverting_migration};
use crate::config::{Project, Target, command_at};
use crate::database;
use crate::desired::Desired;
use crate::diff::{Change, Live};
use crate::drift::{self, Drift, HandWritten, Wanted};
use crate::error::Error;
use crate::ledger::{self, Ledger, Progress, State};
use crate::migration::Folder;
use crate::pending::unfinished_rebuilds;
use crate::report::{DifferenceRow, Document, DriftReport, ddl_diff};
use crate::schema::ObjectRef;
use crate::session::{Connector, Session};

/// Judges a target against its ledger and the desired schema. What is no good news is read twice.
///
/// # Errors
/// Unreadable schema or folder.
pub fn drift(session: &Session<'_>) -> Result<Document<DriftReport>, Error> {
    // What is wrong with the files is an error, whatever the target is.
    session.folder()?;
    session.desired()?;
    // A path may be mistyped; wrangler's own file is made by the first `apply` or `wrangler dev`.
    if session.is_missing() && matches!(session.project.target, Some(Target::Sqlite(_))) {
        let created = command_at(session.project, "apply");
        let found = DriftReport {
            reason: Some("there is no such file".to_owned()),
            ..DriftReport::default()
        };
        let next = format!("check its path; a new database is created by: {created}");
        return Ok(Document::new(session.label(), "unreachable", found).then(vec![next]));
    }
    let read = |session: &Session<'_>| {
        let report = reading(session)?;
        let word = match report.verdict {
            "running" | "unreachable" => None,
            _ => Some(session.state()?),
        };
        Ok(((report.verdict, word), report))
    };
    match session.read_until_agreed(read, |it| is_finding(it.verdict)) {
        Err(Error::Changing) => Ok(changing(session)),
        read => read,
    }
}

/// A target that is judged, or why it cannot be: of a target that is not there, too.
///
/// # Errors
/// Those of the configuration; unreadable schema or folder.
pub fn drift_of(project: &Project, connector: &Connector<'_>, target: &Target) -> Result<Document<DriftReport>, Error> {
    match Session::open(project, connector, target) {
        Ok(session) => drift(&session),
        Err(error) => unread(&target.to_string(), error),
    }
}

/// True for a verdict that has to be confirmed by a second reading. Of a lock the reading has waited for the end already.
pub(super) fn is_finding(verdict: &str) -> bool {
    !matches!(verdict, "in-sync" | "pending" | "running")
}

/// A target of which no two readings in a row are the same.
fn changing(session: &Session<'_>) -> Document<DriftReport> {
    let again = command_at(session.project, "drift");
    let found = DriftReport {
        reason: Some(Error::Changing.to_string()),
        ..DriftReport::default()
    };
    Document::new(session.label(), "running", found).then(vec![format!("once that has ended: {again}")])
}

/// A target where a new table is in place whose indexes do not have their names yet.
fn switched(session: &Session<'_>, progress: &Progress) -> Document<DriftReport> {
    let found = DriftReport {
        reason: Some(format!("{} is rebuilding a table: {}", progress.name, progress.phase())),
        ..DriftReport::default()
    };
    let apply = command_at(session.project, "apply");
    Document::new(session.label(), "running", found).then(vec![format!("finish it: {apply}")])
}

/// One reading.
fn reading(session: &Session<'_>) -> Result<Document<DriftReport>, Error> {
    let found = unfinished_rebuilds::found(session).and_then(|found| match found.iter().find(|it| it.is_switched()) {
        Some(it) => Ok(switched(session, it)),
        None => judged(session),
    });
    found.or_else(|error| unread(&session.label(), error))
}

/// Why a target could not be read, as a verdict. What is wrong with the project's files stays an error.
fn unread(label: &str, error: Error) -> Result<Document<DriftReport>, Error> {
    let verdict = match &error {
        Error::Database(it) | Error::Ledger(ledger::Error::Database(it)) if is_at_work(it) => "running",
        Error::Database(database::Error::Statement { .. }) => return Err(error),
        Error::Database(_) | Error::Ledger(ledger::Error::Database(_)) => "unreachable",
        _ => return Err(error),
    };
    let text = error.to_string();
    let found = DriftReport {
        reason: Some(text.strip_prefix(&format!("{label}: ")).unwrap_or(&text).to_owned()),
        ..DriftReport::default()
    };
    Ok(Document::new(label, verdict, found).then(error.help().into_iter().collect()))
}

/// True where another program holds the database: a lock on a file, or an import that D1 is at.
fn is_at_work(error: &database::Error) -> bool {
    match error {
        database::Error::Busy { .. } => true,
        database::Error::Remote { message, .. } | database::Error::Statement { message, .. } => {
            message.contains("long-running import") || message.contains("long-running export")
        }
        _ => false,
    }
}

/// What one reading comes to.
pub(super) fn judged(session: &Session<'_>) -> Result<Document<DriftReport>, Error> {
    let (project, desired, folder) = (session.project, session.desired()?, session.folder()?);
    let live = session.live()?;
    let reading = session.reading()?;
    let ledger = &reading.ledger;
    let wanted = Wanted {
        schema: &desired.schema,
        hints: &desired.hints,
    };
    let mut report = Document::new(session.label(), "in-sync", DriftReport::default());
    report.missing = missing(folder, ledger);
    let typed = |words: &str| command_at(project, words);
    match drift::check(live, ledger, folder, Some(wanted), &project.ledger) {
        Drift::InSync => {}
        Drift::Pending(pending) => {
            let by_hand = match pending.changes.is_empty() {
                true => None,
                false => HandWritten::of(folder, &project.ledger),
            };
            let side = match pending.files.is_empty() {
                true => Side::Schema,
                false => Side::SchemaAndMigrations,
            };
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
            if !pending.changes.is_empty() && !report.missing.is_empty() {
                let line = format!(
                    "update the checkout: {} applied, but missing from {}",
                    is_or_are(&report.missing),
                    folder.dir().display()
                );
                report.next.push(line);
            } else if !pending.changes.is_empty() {
                let again = reverting_migration::done_again(project, folder, &desired.schema).map(|it| vec![it]);
                let ways = || hand_written_schema::ways(project, by_hand.as_ref()?, &pending.changes, &desired.schema);
                let plan = || vec![format!("write the migration: {}", typed("plan"))];
                report.next.extend(again.or_else(ways).unwrap_or_else(plan));
            }
            report.reason = pending.unknown;
            report.pending = pending.files;
            report.differences.extend(pending.changes.iter().map(|change| {
                let object = drift::object_of(change);
                let place = place(desired, &object, None);
                let file = by_hand.as_ref().and_then(|it| it.file(change, &desired.schema));
                let mut row = row(side, &object, change, file.map(str::to_owned), place);
                if let Some(file) = file {
                    row.message.push_str(&format!(" (by hand in {file})"));
                }
                row
            }));
            report.desired = report.differences.iter().map(|it| it.message.clone()).collect();
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
                row(Side::Ledger, &it.object, &it.change, it.last_touched.clone(), place)
            }));
            report.changes = sentences(drifted);
        }
        Drift::Unknown(reason) => {
            report.verdict = "unknown";
            report.reason = Some(reason);
        }
    }
    rows(session, &mut report)?;
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

/// What differs in the rows of reference tables. A target whose verdict is unknown is not compared.
fn rows(session: &Session<'_>, report: &mut Document<DriftReport>) -> Result<(), Error> {
    let declared = session.reference()?;
    if declared.is_empty() || report.verdict == "unknown" || report.reason.is_some() {
        return Ok(());
    }
    let found = match reference_rows::on_target(session) {
        // That pending files do not run there is for the schema to tell.
        Err(Error::Replay(_) | Error::Unknown { .. }) => return Ok(()),
        found => found?,
    };
    for changes in found {
        let file = declared.iter().find(|it| it.table == changes.table).map(|it| &it.path);
        for difference in changes.differences() {
            report.rows.push(difference.message.clone());
            report.differences.push(DifferenceRow {
                from: "rows",
                object: format!("table {}", changes.table),
                mark: difference.mark,
                message: difference.message,
                key: Some(difference.key),
                column: difference.column.map(|it| it.to_string()),
                file: file.map(|it| it.display().to_string()),
                line: file.map(|_| difference.line.unwrap_or(1)),
                last_touched: None,
                diff: String::new(),
            });
        }
    }
    if !report.rows.is_empty() && matches!(report.verdict, "in-sync" | "pending") {
        report.verdict = "changes";
        let plan = command_at(session.project, "plan");
        report.next.push(format!("write the migration: {plan}"));
    }
    Ok(())
}

/// What is applied, but not in the folder: a checkout that is behind the database.
fn missing(folder: &Folder, ledger: &Ledger) -> Vec<String> {
    let states = ledger::states(folder, ledger).into_iter();
    states
        .filter(|it| it.state == State::Missing)
        .map(|it| it.file)
        .collect()
}

/// `0002_a.sql is`, `0002_a.sql and 1 more are`
fn is_or_are(files: &[String]) -> String {
    match files {
        [one] => format!("{one} is"),
        [first, rest @ ..] => format!("{first} and {} more are", rest.len()),
        [] => String::new(),
    }
}

/// Where the schema files define an object, or else the migration that last touched it.
fn place(desired: &Desired, object: &ObjectRef, touched: Option<PathBuf>) -> Option<(PathBuf, usize)> {
    let defined = desired.sources.get(object).map(|it| (it.file.clone(), it.line));
    defined.or_else(|| touched.map(|file| (file, 1)))
}

/// What the database is compared with.
#[derive(Clone, Copy)]
enum Side {
    Ledger,
    Schema,
    /// With the schema, once the pending migrations ran.
    SchemaAndMigrations,
}

fn row(
    side: Side,
    object: &ObjectRef,
    change: &Change,
    last_touched: Option<String>,
    place: Option<(PathBuf, usize)>,
) -> DifferenceRow {
    let (from, live, other) = match side {
        Side::Ledger => ("drifted", Live::To, "ledger"),
        Side::Schema => ("schema", Live::From, "schema"),
        Side::SchemaAndMigrations => ("schema", Live::FromMigrations, "schema"),
    };
    DifferenceRow {
        from,
        object: object.to_string(),
        mark: change.mark(live),
        message: change.standing(live),
        key: None,
        column: None,
        file: place.as_ref().map(|(file, _)| file.display().to_string()),
        line: place.map(|(_, line)| line),
        last_touched,
        diff: ddl_diff(change, live, &format!("{other}: {object}")),
    }
}

//! `plan`: live schema and pending migrations against the desired schema, proven, written as the next migration.

use super::revert;
use crate::authoring::author_migration::{Brief, Intent, author};
use crate::authoring::plan_base::{Start, base};
use crate::authoring::plan_request::{PlanRequest, empty_report};
use crate::authoring::{
    drift_repair, earlier_conversions, folder_note, hand_written_schema, reference_rows, replan_pending,
    reverting_migration, unfilled_columns, unknown_renames,
};
use crate::config::quoted;
use crate::desired::Desired;
use crate::error::Error;
use crate::introspect;
use crate::pending::{apply_refusals, edited_migrations, unfinished_rebuilds, unrecorded_changes};
use crate::plan::StrategyName;
use crate::policy::unreviewed_loss;
use crate::reference::Reference;
use crate::report::{Document, PlanReport};
use crate::schema::Schema;
use crate::session::{Notice, Session, relocation};

/// Which migration a plan is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanIntent {
    /// The next one, from here; without a start where the folder ends if the target was changed by hand, else what is live.
    Next(Option<Start>),
    /// `--redo`: the pending one of this name or number, planned again.
    Again(String),
}

/// Plans the next migration of a project for one target.
///
/// # Errors
/// Unreadable schema, folder or target; a pending migration that does not run; a failed proof.
pub fn plan(session: Session<'_>, intent: &PlanIntent, request: &PlanRequest) -> Result<Document<PlanReport>, Error> {
    let project = session.project;
    let is_as_desired = session.is_as_desired()?;
    let reading = relocation::read_to_plan(&session)?;
    let notice: Option<String> = reading.notice.as_ref().map(Notice::line);
    let (session, again, start) = match intent {
        PlanIntent::Again(name) => {
            let (name, rest) = replan_pending::taken_out(&session, name)?;
            (session.with_folder(rest), Some(name), None)
        }
        PlanIntent::Next(start) => (session, None, *start),
    };
    let (desired, live, label) = (session.desired()?, session.live()?, session.label());
    let ledger = &session.reading()?.ledger;
    let pending = session.pending()?;
    let is_plain = start.is_none() && again.is_none();
    let mut report = empty_report(label.clone(), live, desired);
    report.notes.extend(notice);
    report.notes.extend(apply_refusals::notes(&session)?);
    let declared = session.reference()?;
    if is_as_desired && pending.is_empty() && is_plain && declared.is_empty() {
        earlier_conversions::refuse_idle(&session, &desired.schema, desired)?;
        report.notes.extend(folder_note::of(&session, desired)?);
        return Ok(report);
    }
    unfinished_rebuilds::refuse(&session)?;
    apply_refusals::refuse_empty_folder(&session)?;
    let mut folder = session.folder()?.clone();
    report.notes.extend(unreadable(&live.schema)?);
    report.pending = pending.iter().map(|it| it.file_name.clone()).collect();
    if !live.unknown.is_empty() {
        report.verdict = "unknown";
        return Ok(report);
    }
    let by_hand = unrecorded_changes::without_ledger(&session)?;
    if let Some(found) = by_hand.as_ref().filter(|it| is_plain && it.is_all())
        && live.schema.fingerprint() == desired.schema.fingerprint()
    {
        // Nothing is to be written; that the ledger does not know of it matters to `apply`.
        report
            .notes
            .push(format!("{}; {}", found.what(&label), found.next(project)));
        report.pending.clear();
        return Ok(report);
    }
    let told = unrecorded_changes::refuse_what(&session, by_hand)?;
    let base = base(&session, start, told.is_some())?;
    report.notes.extend(told);
    let is_first = folder.migrations().is_empty() && ledger.entries.is_empty() && !live.schema.is_empty();
    let creates_live = is_first && base.start == Start::Folder;
    let from = base.schema;
    // What is kept aside is in no schema file, and stays until it is purged.
    let desired = match creates_live {
        true => Desired {
            schema: live.schema.clone(),
            ..Desired::default()
        },
        false => Desired {
            schema: desired.schema.keeping_trash_of(&from),
            ..desired.clone()
        },
    };
    let command = match intent {
        PlanIntent::Again(name) => format!("plan --redo {}", quoted(name)),
        PlanIntent::Next(_) => "plan".to_owned(),
    };
    let (mut desired, notes) = earlier_conversions::still_to_do(&session, &from, desired)?;
    earlier_conversions::refuse_idle(&session, &from, &desired)?;
    // Whoever asks for a rebuild asks for the order of the file.
    if request.options.strategy.is_some_and(|it| it > StrategyName::Alter) {
        let tables = desired.schema.tables.keys().cloned();
        desired.hints.keep_order.extend(tables);
    }
    report.notes.extend(notes);
    let unfilled = unfilled_columns::notes(&session, &from, &live.schema, &desired)?;
    report.notes.extend(unfilled);
    report.notes.extend(unknown_renames::notes(&from, &desired));
    let by_hand = hand_written_schema::undone(&session, &from, &desired, &report.pending)?;
    report.notes.extend(by_hand.note);
    // An online rebuild is no single transaction: rows come with the next plan.
    let is_online = request.options.online && from.fingerprint() != desired.schema.fingerprint();
    let without_rows = creates_live || is_online;
    let starts = match without_rows {
        true => Vec::new(),
        false => reference_rows::starts(&session, &from, base.start, &desired)?,
    };
    let brief = Brief {
        asks: &by_hand.drops,
        reference: Reference {
            declared: if without_rows { &[] } else { declared },
            starts: &starts,
        },
        real_rows: pending.is_empty() && base.start == Start::Live,
        purpose: match creates_live {
            true => "create the existing tables",
            false => "",
        },
        intent: again.as_ref().map_or(Intent::Next, Intent::Again),
        from: &from,
        there: &live.schema,
        desired: &desired,
        command: &command,
    };
    report.notes.extend(edited_migrations::notes(project, &pending));
    // What is written already may lose more here than where it was reviewed.
    match unreviewed_loss::check(&session, &pending, &[]) {
        Ok(_) => {}
        Err(Error::Apply(error)) => report.notes.push(error.to_string()),
        Err(error) => return Err(error),
    }
    if again.is_none() {
        let again = reverting_migration::done_again(project, &folder, &desired.schema);
        report.notes.extend(again);
    }
    report.from = (base.start == Start::Folder && !creates_live).then_some("folder");
    report.drift = base.drift;
    let mut report = author(&session, &mut folder, &brief, request, report)?;
    if let (Some(name), "in-sync") = (&again, report.verdict) {
        report.nothing = Some("nothing is left for it to do");
        report.next = vec![format!("delete {}", folder.path_of(&name.file_name).display())];
        return Ok(report);
    }
    if report.verdict == "in-sync" && base.start == Start::Live {
        report.notes.extend(folder_note::of(&session, &desired)?);
    } else if is_first && !creates_live && report.refused.is_empty() {
        report.notes.push(folder_note::first_on_a_database(project, &label));
    } else if !report.drift.is_empty() && base.start == Start::Live {
        let note = "planned from the live schema, which was changed by hand: the file runs only on databases with the same changes";
        report.notes.push(note.to_owned());
    }
    if base.start == Start::Folder && report.refused.is_empty() {
        drift_repair::go_on(&session, &folder, &mut report)?;
    }
    if project.rollbacks && report.migration.as_ref().is_some_and(|it| it.written) {
        let down = revert::down_beside(session.with_folder(folder), request);
        report.next.insert(0, down);
    }
    Ok(report)
}

/// Live search tables that fail whoever reads them: a plan may drop or replace them, and is not kept from anything else.
fn unreadable(live: &Schema) -> Result<Vec<String>, Error> {
    let found = introspect::unreadable(live)?;
    let note = |(name, missing)| format!("virtual table {name} is broken, so every search in it fails: {missing}");
    Ok(found.into_iter().map(note).collect())
}

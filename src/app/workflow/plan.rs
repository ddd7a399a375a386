//! `plan`: live schema and pending migrations against the desired schema, proven, written as the next migration.

use jiff::Timestamp;

use super::author_migration::{Journey, Place, travel};
use super::error::Error;
use super::load_inputs::Both;
use super::plan_base::{Start, base};
use super::relocation::{self, Reading};
pub(super) use super::schema_after_pending::after;
use super::{
    NewFill, drift_repair, earlier_conversions, edited_migrations, folder_note, load_inputs, quoted, replan_pending,
    revert, reverting_migration, unfilled_columns, unrecorded_changes, unreviewed_loss,
};
use crate::config::Project;
use crate::database::Database;
use crate::desired::Desired;
use crate::introspect::{self, Live};
use crate::ledger;
use crate::migration::{Folder, Migration, Pattern};
use crate::plan::{Options, StrategyName};
use crate::report::PlanReport;
use crate::schema::Schema;

/// What is asked of `plan`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct PlanRequest {
    /// `--allow`: hazard codes, or `all`.
    pub allow: Vec<String>,
    /// `--name`.
    pub name: Option<String>,
    /// `--because`: why, for the header, the ledger and the JSON.
    pub because: Option<String>,
    /// `--ref`: the issue or ticket.
    pub reference: Option<String>,
    /// False for `--dry-run` and `--check`.
    pub write: bool,
    /// `--diff`.
    pub with_diff: bool,
    /// For `revert`: a down file beside the migration, and no migration.
    pub down: bool,
    /// `--from`: what the plan starts from; without it the folder's end where the target was changed by hand.
    pub start: Option<Start>,
    /// `--redo`: the name or number of a pending migration that is planned again.
    pub redo: Option<String>,
    /// For `revert`: values for NOT NULL columns that come back.
    pub backfills: Vec<NewFill>,
    /// For `revert`: the schema files are changed, too.
    pub write_schema: bool,
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
    let Both { desired, live } = load_inputs::both(project, database)?;
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
    let again = match &request.redo {
        Some(name) => {
            let (name, rest) = replan_pending::taken_out(project, &folder, &ledger, name)?;
            folder = rest;
            Some(name)
        }
        None => None,
    };
    let pending: Vec<Migration> = ledger::pending(&folder, &ledger).into_iter().cloned().collect();
    let pending: Vec<&Migration> = pending.iter().collect();
    let is_plain = request.start.is_none() && again.is_none();
    if live.is_none() && pending.is_empty() && is_plain {
        earlier_conversions::refuse_idle(project, &folder, &desired.schema, &desired)?;
        let mut report = empty_report(database.label(), &Live::default(), &desired);
        report.notes.extend(notice);
        report
            .notes
            .extend(folder_note::of(project, &folder, &ledger, &desired));
        return Ok(report);
    }
    let live = live.unwrap_or_else(|| Live {
        schema: desired.schema.clone(),
        unknown: Vec::new(),
    });
    let mut report = empty_report(database.label(), &live, &desired);
    report.notes.extend(notice);
    report.notes.extend(unreadable(&live.schema)?);
    report.pending = pending.iter().map(|it| it.file_name.clone()).collect();
    if !live.unknown.is_empty() {
        report.verdict = "unknown";
        return Ok(report);
    }
    let label = database.label();
    let told = unrecorded_changes::refuse(project, &label, &live.schema, (&folder, &ledger), &pending)?;
    let base = base(
        project,
        &live,
        (&folder, &ledger),
        &pending,
        request.start,
        told.is_some(),
    )?;
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
            ..desired
        },
    };
    let command = match &request.redo {
        Some(name) => format!("plan --redo {}", quoted(name)),
        None => "plan".to_owned(),
    };
    let (mut desired, notes) = earlier_conversions::still_to_do(project, &folder, &from, desired)?;
    earlier_conversions::refuse_idle(project, &folder, &from, &desired)?;
    // Whoever asks for a rebuild asks for the order of the file.
    if request.options.strategy.is_some_and(|it| it > StrategyName::Alter) {
        let tables = desired.schema.tables.keys().cloned();
        desired.hints.keep_order.extend(tables);
    }
    report.notes.extend(notes);
    report.notes.extend(unfilled_columns::notes(
        database,
        &folder,
        &from,
        &live.schema,
        &desired,
    ));
    let journey = Journey {
        real_rows: pending.is_empty() && base.start == Start::Live,
        purpose: match creates_live {
            true => "create the existing tables",
            false => "",
        },
        place: again.as_ref().map_or(Place::Next, Place::Again),
        ..Journey::new(&from, &live.schema, &desired, &command)
    };
    report.notes.extend(edited_migrations::notes(project, &pending));
    // What is written already may lose more here than where it was reviewed.
    match unreviewed_loss::check(project, database, &folder, &pending, &[]) {
        Ok(_) => {}
        Err(Error::Apply(error)) => report.notes.push(error.to_string()),
        Err(error) => return Err(error),
    }
    if again.is_none() {
        report
            .notes
            .extend(reverting_migration::done_again(project, &folder, &desired.schema));
    }
    report.from = (base.start == Start::Folder && !creates_live).then_some("folder");
    report.drift = base.drift;
    let mut report = travel(project, &mut folder, &journey, database, request, report)?;
    if let (Some(name), "in-sync") = (&again, report.verdict) {
        report.nothing = Some("nothing is left for it to do");
        report.next = vec![format!("delete {}", folder.path_of(&name.file_name).display())];
        return Ok(report);
    }
    if report.verdict == "in-sync" && base.start == Start::Live {
        report
            .notes
            .extend(folder_note::of(project, &folder, &ledger, &desired));
    } else if is_first && !creates_live && report.refused.is_empty() {
        report.notes.push(folder_note::first_on_a_database(project, &label));
    } else if !report.drift.is_empty() && base.start == Start::Live {
        let note = "planned from the live schema, which was changed by hand: the file runs only on databases with the same changes";
        report.notes.push(note.to_owned());
    }
    if base.start == Start::Folder && report.refused.is_empty() {
        drift_repair::go_on(project, &live.schema, &folder, &ledger, &mut report)?;
    }
    if project.rollbacks && report.migration.as_ref().is_some_and(|it| it.written) {
        report.next.insert(0, revert::down_beside(project, database, request));
    }
    Ok(report)
}

/// Live search tables that fail whoever reads them: a plan may drop or replace them, and is not kept from anything else.
fn unreadable(live: &Schema) -> Result<Vec<String>, Error> {
    let found = introspect::unreadable(live)?;
    let note = |(name, missing)| format!("virtual table {name} is broken, so every search in it fails: {missing}");
    Ok(found.into_iter().map(note).collect())
}

pub(super) fn empty_report(target: String, live: &Live, desired: &Desired) -> PlanReport {
    let unknown = live
        .unknown
        .iter()
        .map(|it| format!("cannot parse {}: {}", it.object, it.reason));
    let warnings = desired
        .warnings
        .iter()
        .map(|it| format!("{}:{}: {}", it.location.file.display(), it.location.line, it.message));
    PlanReport {
        version: 1,
        target,
        verdict: "in-sync",
        drift: Vec::new(),
        from: None,
        because: None,
        reference: None,
        migration: None,
        changes: Vec::new(),
        steps: Vec::new(),
        hazards: Vec::new(),
        cost: None,
        refused: Vec::new(),
        proven_on: None,
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

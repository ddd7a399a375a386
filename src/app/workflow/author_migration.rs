//! The way from one schema to another, planned, proven and written as a migration: what plan, revert, purge and stages share.

use jiff::Timestamp;

use super::error::Error;
use super::hazard_gate::{is_allowed, refuses};
use super::plan::{PlanRequest, unified};
use super::{
    after_plan, archive, compat, contract_assertions, cosmetic_notes, draft, header_review, ignored_dependents,
    loss_assertions, made_by_pending, naming, unreviewed_loss,
};
use crate::compat::Judgement;
use crate::config::Project;
use crate::database::Database;
use crate::desired::Desired;
use crate::migration::{self, Folder, Meta, NewName, Review};
use crate::plan::Hazard;
use crate::proof::{self, Claim, Proven, Rows};
use crate::render::{self, Segment};
use crate::report::{BreakReport, MigrationReport, PlanReport};
use crate::rows;
use crate::schema::{Pair, Schema};
use crate::stage::Kept;

/// Most rows of a target that a proof carries; above that it makes its own.
const MOST_REAL_ROWS: usize = 20_000;

/// Hazards to code that runs, which stages take away.
const OF_CODE: [&str; 3] = ["breaks-app", "app-needs-migration", "rename"];

/// Where the text of a plan goes.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// Into the next migration of the folder.
    Next,
    /// Into a migration that is there and not applied.
    Again(&'a NewName),
    /// Into a file beside the migrations, which is none of them.
    Beside(&'a NewName),
}

/// From where to where a migration is to lead.
pub(super) struct Journey<'a> {
    /// The schema that it starts from.
    pub from: &'a Schema,
    /// The schema of the database that is asked about its rows.
    pub there: &'a Schema,
    /// Where it ends.
    pub desired: &'a Desired,
    /// The database has the schema that the migration starts from, so that its rows can be tried.
    pub real_rows: bool,
    /// Why, for the migration's header, a line for each entry.
    pub purpose: &'a str,
    /// What was typed, for what to type next.
    pub command: &'a str,
    /// What the migration cannot bring back, one sentence each.
    pub lost: &'a [String],
    /// Until when `apply` leaves it pending.
    pub hold: Option<&'a str>,
    /// Which file it becomes.
    pub place: Place<'a>,
    /// Columns that take the place of others, which this migration drops.
    pub kept: &'a [Kept],
    /// It undoes what was decided before: what concerns no row passes, and every target is asked again when it runs.
    pub undoes: bool,
    /// True to stop where a plan is refused or not, before its proof.
    pub asks_only: bool,
}

impl<'a> Journey<'a> {
    /// With nothing special about it.
    pub fn new(from: &'a Schema, there: &'a Schema, desired: &'a Desired, command: &'a str) -> Self {
        Self {
            from,
            there,
            desired,
            real_rows: false,
            purpose: "",
            command,
            lost: &[],
            hold: None,
            place: Place::Next,
            kept: &[],
            undoes: false,
            asks_only: false,
        }
    }
}

/// Plans the way, proves it and writes it as the next migration; or says why not.
pub(super) fn travel(
    project: &Project,
    folder: &mut Folder,
    journey: &Journey<'_>,
    database: &mut dyn Database,
    request: &PlanRequest,
    mut report: PlanReport,
) -> Result<PlanReport, Error> {
    // What is no migration keeps nothing: nothing would know the number of what it kept.
    let is_beside = matches!(journey.place, Place::Beside(_));
    let put_aside = match project.archive && !request.options.purge && !is_beside {
        true => {
            let number = match journey.place {
                Place::Again(name) => name.number.clone(),
                _ => folder.next("archive", request.now)?.number,
            };
            Some(archive::keep_aside(
                journey.from,
                journey.desired,
                &request.options,
                &number,
            ))
        }
        false => None,
    };
    let (desired, options) = match &put_aside {
        Some((desired, options)) => (desired, options),
        None => (journey.desired, &request.options),
    };
    let journey = &Journey { desired, ..*journey };
    let Journey { from, there, .. } = *journey;
    let judgement = match compat::touched(project, from, &desired.schema) {
        Ok(judgement) => judgement,
        // It informs: a source that cannot be read is no reason not to plan.
        Err(error) => {
            let note = format!("the application's SQL was not checked: {error}");
            report.notes.push(note);
            Judgement::default()
        }
    };
    let mut draft = draft(from, desired, database, there, options, compat::code_facts(&judgement))?;
    if made_by_pending::answer(&mut draft.plan, folder, &project.ledger, &report.pending, there)? {
        draft.script = render::script(&draft.plan);
    }
    if !journey.kept.is_empty() {
        draft
            .script
            .segments
            .insert(0, contract_assertions::nothing_lost(journey.kept));
    }
    if let Some(moment) = journey.hold {
        let held = Segment {
            comments: vec![migration::hold_line(moment)],
            ..Segment::default()
        };
        draft.script.segments.insert(0, held);
    }
    report.notes.extend(cosmetic_notes::notes(&draft));
    report
        .notes
        .extend(ignored_dependents::check(&draft.plan, &project.ledger, database)?);
    if draft.diff.is_empty() {
        report.verdict = "in-sync";
        let next = after_plan::apply_lines(project, folder, &report.pending, false);
        report.next.extend(next);
        return Ok(report);
    }
    report.verdict = "changes";
    if request.with_diff {
        report.diff = Some(unified(from, &desired.schema, ["live", "desired"]));
    }
    report.compat = judgement.breaks.iter().map(BreakReport::new).collect();
    // Stages are there so that it does not happen to code, and the held ones wait until that is so.
    let is_divided = journey.hold.is_some() || journey.asks_only;
    let is_refused = |hazard: &Hazard| {
        let is_passed =
            (is_divided && OF_CODE.contains(&hazard.code.0)) || (journey.undoes && concerns_nothing(hazard));
        !is_passed && refuses(project, desired, request, hazard)
    };
    let plan = &draft.plan;
    report.take(&draft.diff, plan, &is_refused);
    if !report.refused.is_empty() {
        let refused = plan.all_hazards().filter(|it| is_refused(it));
        report.next = after_plan::allow_line(project, journey.command, &request.allow, refused);
        return Ok(report);
    }
    if journey.asks_only {
        return Ok(report);
    }
    let is_unasked = |hazard: &Hazard| {
        unreviewed_loss::passed_for_want_of_rows(hazard, &|it| is_allowed(project, desired, &request.allow, it))
    };
    let loss = loss_assertions::segment(&draft.plan, there, &is_unasked);
    let agreement = loss_assertions::agreement(loss.as_ref());
    if let Some(loss) = loss {
        let at = draft.script.segments.iter().position(|it| it.step.is_some());
        draft.script.segments.insert(at.unwrap_or_default(), loss);
    }
    let (proven, is_copy) = prove(journey, &draft, agreement, database)?;
    report.proven_on = Some(if is_copy { "target" } else { "made" });
    report.proof = proven.evidence().to_vec();
    report.because.clone_from(&request.because);
    report.reference.clone_from(&request.reference);
    let title = request
        .name
        .as_ref()
        .map_or_else(|| naming::title(&draft.diff, from), |name| name.replace('_', " "));
    let name = match journey.place {
        Place::Beside(name) | Place::Again(name) => name.clone(),
        Place::Next => folder.next(&title, request.now)?,
    };
    let review = header_review::review(&draft, &is_unasked, judgement.breaks.len());
    let mut meta = meta(name.clone(), title, request.now, &draft, review);
    meta.review.because.clone_from(&request.because);
    meta.review.reference.clone_from(&request.reference);
    meta.review.purpose = journey.purpose.lines().map(str::to_owned).collect();
    meta.review.hazards.extend(journey.lost.iter().cloned());
    let migration = migration::seal(&proven, meta);
    let file = folder.path_of(&migration.file_name).display().to_string();
    report.migration = Some(MigrationReport {
        file,
        name: name.file_name.clone(),
        number: name.number.clone(),
        sql: migration.text.clone(),
        written: request.write,
    });
    if request.write && is_beside {
        folder.write_beside(&name, &migration.text)?;
    } else if request.write {
        match journey.place {
            Place::Again(_) => folder.replace(migration)?,
            _ => folder.write(migration)?,
        };
        let mut all = report.pending.clone();
        all.push(name.file_name.clone());
        report.next.extend(after_plan::apply_lines(project, folder, &all, true));
    }
    Ok(report)
}

/// True for losses that no row has, and for what looks like a rename: which renames there were is known.
fn concerns_nothing(hazard: &Hazard) -> bool {
    hazard.code.0 == "possible-rename" || hazard.finding.as_ref().is_some_and(|it| it.rows == 0)
}

fn meta(name: NewName, title: String, now: Timestamp, draft: &super::Draft, review: Review) -> Meta {
    Meta {
        name,
        title,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        written_at: now,
        fingerprints: Pair {
            from: draft.plan.from.clone(),
            to: draft.plan.to.clone(),
        },
        review,
    }
}

fn prove(
    journey: &Journey<'_>,
    draft: &super::Draft,
    agreement: Option<String>,
    database: &mut dyn Database,
) -> Result<(Proven, bool), Error> {
    let Journey { from, desired, .. } = *journey;
    let reach = rows::reach(&draft.plan, from);
    // Real rows prove most, as long as they are few and the target already has this schema.
    let copied = if journey.real_rows && database.is_local() {
        rows::SourceRows::copy(database, from, &reach, MOST_REAL_ROWS)?
    } else {
        rows::Copied::TooMany
    };
    let rows = match copied {
        rows::Copied::All(source) if source.count() > 0 => Rows::Source(source),
        _ => Rows::Made,
    };
    let settle: Vec<String> = journey
        .kept
        .iter()
        .flat_map(contract_assertions::settle)
        .chain(agreement)
        .collect();
    let claim = Claim {
        settle: &settle,
        plan: &draft.plan,
        script: &draft.script,
        from,
        desired: &desired.schema,
        hints: &desired.hints,
        rows,
    };
    let is_copy = matches!(claim.rows, Rows::Source(_));
    let proven = proof::prove(&claim).map_err(|disproof| Error::Disproof(Box::new(disproof)))?;
    Ok((proven, is_copy))
}

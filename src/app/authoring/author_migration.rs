//! The way from one schema to another, planned, proven and written as a migration: what plan, revert, purge and stages share.

use jiff::Timestamp;

use super::plan_request::{PlanRequest, unified};
use super::{
    after_plan, contract_assertions, cosmetic_notes, header_review, ignored_dependents, made_by_pending, naming,
};
use crate::archive::keep_aside;
use crate::compat::Judgement;
use crate::database::Database;
use crate::desired::Desired;
use crate::diagnostic::Code;
use crate::draft::{Draft, draft_with_rows};
use crate::error::Error;
use crate::migration::{self, Folder, Meta, NewName, Review};
use crate::plan::Hazard;
use crate::policy::hazard_gate::{is_allowed, refuses};
use crate::policy::{allowed_losses, loss_assertions};
use crate::proof::{self, Claim, Proven, Rows};
use crate::reference::Reference;
use crate::render::{self, Segment};
use crate::report::{BreakReport, Document, MigrationReport, PlanReport};
use crate::rows;
use crate::schema::{ObjectRef, Schema};
use crate::session::{Session, application_code, code_facts};
use crate::stage::Kept;

/// Most rows of a target that a proof carries; above that it makes its own.
const MOST_REAL_ROWS: usize = 20_000;

/// Hazards to code that runs, which stages take away.
const OF_CODE: [Code; 3] = [Code::BreaksApp, Code::AppNeedsMigration, Code::Rename];

/// What a migration is written for.
#[derive(Clone, Copy)]
pub(crate) enum Intent<'a> {
    /// The next migration of the folder.
    Next,
    /// A pending migration, planned again.
    Again(&'a NewName),
    /// The undo of what was done to one target by hand: a file beside the migrations, which is none of them.
    UndoDrift(&'a NewName),
    /// The undo of a migration: what concerns no row passes, and every target is asked again when it runs.
    Revert {
        /// What it cannot bring back, one sentence each.
        lost: &'a [String],
        /// The down file that it becomes, which is no migration.
        down: Option<&'a NewName>,
    },
    /// A stage of a breaking change.
    Stage {
        /// Until when `apply` leaves it pending.
        hold: Option<&'a str>,
        /// Columns that take the place of others, which it drops.
        kept: &'a [Kept],
    },
    /// Nothing is written: whether it would be refused is all that is asked.
    Question,
}

impl<'a> Intent<'a> {
    /// The file that it is to become, if that is not the next one.
    fn file(self) -> Option<&'a NewName> {
        match self {
            Self::Again(name) | Self::UndoDrift(name) => Some(name),
            Self::Revert { down, .. } => down,
            Self::Next | Self::Stage { .. } | Self::Question => None,
        }
    }

    /// True if the file is no migration of the folder.
    fn is_beside(self) -> bool {
        matches!(self, Self::UndoDrift(_) | Self::Revert { down: Some(_), .. })
    }

    fn kept(self) -> &'a [Kept] {
        match self {
            Self::Stage { kept, .. } => kept,
            _ => &[],
        }
    }
}

/// From where to where a migration is to lead.
pub(crate) struct Brief<'a> {
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
    /// Tables whose drop needs a word even where they have no row.
    pub asks: &'a [ObjectRef],
    /// What it is written for.
    pub intent: Intent<'a>,
    /// The rows that files declare, where it makes them so.
    pub reference: Reference<'a>,
}

/// Plans the way, proves it and writes it as the next migration; or says why not.
pub(crate) fn author(
    session: &Session<'_>,
    folder: &mut Folder,
    brief: &Brief<'_>,
    request: &PlanRequest,
    mut report: Document<PlanReport>,
) -> Result<Document<PlanReport>, Error> {
    let (project, intent) = (session.project, brief.intent);
    // What is no migration keeps nothing: nothing would know the number of what it kept.
    let put_aside = match project.archive && !request.options.purge && !intent.is_beside() {
        true => {
            let number = match intent.file() {
                Some(name) => name.number.clone(),
                None => folder.next("archive", request.now)?.number,
            };
            Some(keep_aside(brief.from, brief.desired, &request.options, &number))
        }
        false => None,
    };
    let (desired, options) = match &put_aside {
        Some((desired, options)) => (desired, options),
        None => (brief.desired, &request.options),
    };
    let brief = &Brief { desired, ..*brief };
    let Brief { from, there, .. } = *brief;
    let judgement = match application_code::touched(project, from, &desired.schema) {
        Ok(judgement) => judgement,
        // It informs: a source that cannot be read is no reason not to plan.
        Err(error) => {
            let note = format!("the application's SQL was not checked: {error}");
            report.notes.push(note);
            Judgement::default()
        }
    };
    let code = code_facts(&judgement);
    let mut draft = draft_with_rows(
        from,
        desired,
        &mut *session.database()?,
        there,
        options,
        code,
        brief.reference,
    )?;
    if made_by_pending::answer(&mut draft.plan, session, folder, &report.pending, there)? {
        draft.script = render::script(&draft.plan);
    }
    if !intent.kept().is_empty() {
        draft
            .script
            .segments
            .insert(0, contract_assertions::nothing_lost(intent.kept()));
    }
    if let Intent::Stage { hold: Some(moment), .. } = intent {
        let held = Segment {
            comments: vec![migration::hold_line(moment)],
            ..Segment::default()
        };
        draft.script.segments.insert(0, held);
    }
    report.notes.extend(cosmetic_notes::notes(&draft));
    report.notes.extend(ignored_dependents::check(&draft.plan, session)?);
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
    let is_passed = |hazard: &Hazard| match intent {
        Intent::Stage { hold: Some(_), .. } | Intent::Question => OF_CODE.contains(&hazard.code),
        Intent::Revert { .. } => concerns_nothing(hazard),
        // The file runs only on this target, where the column has no value.
        Intent::UndoDrift(_) => {
            hazard.code == Code::DropColumn && hazard.finding.as_ref().is_some_and(|it| it.rows == 0)
        }
        _ => false,
    };
    let is_asked = |hazard: &Hazard| {
        let is_drop = hazard.code == Code::DropTable && brief.asks.contains(&hazard.object);
        is_drop && !is_allowed(project, desired, &request.allow, hazard)
    };
    let is_refused =
        |hazard: &Hazard| !is_passed(hazard) && (is_asked(hazard) || refuses(project, desired, &request.allow, hazard));
    let plan = &draft.plan;
    report.take(&draft.diff, plan, &is_refused);
    report.take_schemas(from, desired, &draft.diff);
    if !report.refused.is_empty() {
        let refused = plan.all_hazards().filter(|it| is_refused(it));
        report.next = after_plan::allow_line(project, brief.command, &request.allow, refused);
        return Ok(report);
    }
    if matches!(intent, Intent::Question) {
        return Ok(report);
    }
    let is_unasked = |hazard: &Hazard| {
        allowed_losses::passed_for_want_of_rows(hazard, &|it| is_allowed(project, desired, &request.allow, it))
    };
    // Without pending files, what the target lacks was dropped there by hand, and other targets have it.
    let has = if report.pending.is_empty() { from } else { there };
    let loss = loss_assertions::segment(&draft.plan, has, &is_unasked);
    let agreement = loss_assertions::agreement(loss.as_ref());
    if let Some(loss) = loss {
        let at = draft.script.segments.iter().position(|it| it.step.is_some());
        draft.script.segments.insert(at.unwrap_or_default(), loss);
    }
    let (proven, is_copy) = prove(brief, &draft, agreement, &mut *session.database()?)?;
    report.proven_on = Some(if is_copy { "target" } else { "made" });
    report.proof = proven.evidence().to_vec();
    report.because.clone_from(&request.because);
    report.reference.clone_from(&request.reference);
    let title = request
        .name
        .as_ref()
        .map_or_else(|| naming::title(&draft.diff, from), |name| name.replace('_', " "));
    let name = match intent.file() {
        Some(name) => name.clone(),
        None => folder.next(&title, request.now)?,
    };
    let review = header_review::review(&draft, &is_unasked, judgement.breaks.len());
    let mut meta = meta(name.clone(), title, request.now, review);
    meta.review.because.clone_from(&request.because);
    meta.review.reference.clone_from(&request.reference);
    meta.review.purpose = brief.purpose.lines().map(str::to_owned).collect();
    if let Intent::Revert { lost, .. } = intent {
        meta.review.hazards.extend(lost.iter().cloned());
    }
    let migration = migration::seal(&proven, meta);
    let file = folder.path_of(&migration.file_name).display().to_string();
    report.migration = Some(MigrationReport {
        file,
        name: name.file_name.clone(),
        number: name.number.clone(),
        sql: migration.text.clone(),
        written: request.write,
    });
    if request.write && intent.is_beside() {
        folder.write_beside(&name, &migration.text)?;
    } else if request.write {
        match intent {
            Intent::Again(_) => folder.replace(migration)?,
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
    hazard.code == Code::PossibleRename || hazard.finding.as_ref().is_some_and(|it| it.rows == 0)
}

fn meta(name: NewName, title: String, now: Timestamp, review: Review) -> Meta {
    Meta {
        name,
        title,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        written_at: now,
        review,
    }
}

fn prove(
    brief: &Brief<'_>,
    draft: &Draft,
    agreement: Option<String>,
    database: &mut dyn Database,
) -> Result<(Proven, bool), Error> {
    let Brief { from, desired, .. } = *brief;
    let reach = rows::reach(&draft.plan, from);
    // Real rows prove most, as long as they are few and the target already has this schema.
    let copied = if brief.real_rows && database.is_local() {
        rows::SourceRows::copy(database, from, &reach, MOST_REAL_ROWS)?
    } else {
        rows::Copied::TooMany
    };
    let rows = match copied {
        rows::Copied::All(source) if source.count() > 0 => Rows::Source(source),
        _ => Rows::Made,
    };
    let settle: Vec<String> = brief
        .intent
        .kept()
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
        reference: brief.reference,
    };
    let is_copy = matches!(claim.rows, Rows::Source(_));
    let proven = proof::prove(&claim).map_err(|disproof| Error::Disproof(Box::new(disproof)))?;
    Ok((proven, is_copy))
}

//! Losses that nobody agreed to: a plan made where there was nothing to lose, applied where there is.
//!
//! A table without rows is dropped without a question. The migration says so in its header, and is asked about again on
//! every target that it is applied to.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::allowed_losses::{Unasked, loses, unasked};
use super::due_files::{self, DueFiles};
use super::hand_written_files;
use super::known_codes::decision;
use crate::apply::Reason;
use crate::config::{Decision, Project, command_at};
use crate::desired::Problem;
use crate::diagnostic::Code;
use crate::diff::compare;
use crate::draft::asked;
use crate::error::Error;
use crate::introspect;
use crate::lint;
use crate::migration::Migration;
use crate::plan::{self, Facts, Gate, Hazard, Options, TableFacts, hazard};
use crate::render::hazard_sentence;
use crate::replay::Replay;
use crate::schema::{Hints, Pair, Schema};
use crate::session::{Session, application_code, code_facts};

/// True if there may be something to ask: most folders spare the target the questions.
pub(crate) fn may_ask(project: &Project, due: &[&Migration]) -> bool {
    project.denies_something() || due.iter().any(|it| !unasked(it).is_empty() || is_unproven(it))
}

/// True for a file that somebody wrote or edited by hand.
fn is_unproven(migration: &Migration) -> bool {
    migration.sealed_header().is_none()
}

/// Asks the target's rows about the losses of what is due, where nobody agreed to them or policy denies them. The files as
/// they were judged, where a file by hand is among them.
///
/// # Errors
/// [`Reason::MoreThanReviewed`]: nothing is to be run. Those of the folder and the target.
pub(crate) fn check(session: &Session<'_>, due: &[&Migration], allow: &[String]) -> Result<Option<DueFiles>, Error> {
    let project = session.project;
    if due.is_empty() || !may_ask(project, due) {
        return Ok(None);
    }
    let mut judged = None;
    if due.iter().any(|it| is_unproven(it)) || hand_written_files::denies_of_proven(project) {
        let files = judged.insert(due_files::judged(session, due)?);
        if let Some(error) = hand_written_files::refusal(project, files, session.folder()?, allow) {
            return Err(error.into());
        }
    }
    check_reviewed(session, due, allow)?;
    Ok(judged)
}

/// The same, but for what lint says of files that no proof exists for.
///
/// # Errors
/// As [`check`].
pub(crate) fn check_reviewed(session: &Session<'_>, due: &[&Migration], allow: &[String]) -> Result<(), Error> {
    let project = session.project;
    schema_files(session, due)?;
    if due.is_empty() || !project.denies_something() && due.iter().all(|it| unasked(it).is_empty()) {
        return Ok(());
    }
    let live = &session.live()?.schema;
    let courses = session.history()?;
    // From what is there, which the folder need not have made.
    let mut replay = Replay::on(live, &project.ledger)?;
    let mut before = Arc::new(live.clone());
    for (course, migration) in courses.iter().zip(session.folder()?.migrations()) {
        if !due.iter().any(|it| it.file_name == migration.file_name) {
            continue;
        }
        // What does not run here loses nothing, and is for the run itself to tell.
        if replay.run(migration).is_err() {
            break;
        }
        let after = replay.schema()?;
        let way = Pair {
            from: before.as_ref(),
            to: after.as_ref(),
        };
        let unasked = unasked(migration);
        let is_unproven = is_unproven(migration) && !live.tables.is_empty();
        let facts = match is_unproven {
            true => facts(session, live, &way)?,
            false => Facts::default(),
        };
        let hazards = hazards(way, &course.hints, migration, &facts);
        let hazards = hazards.into_iter().filter(|it| {
            let is_denied = is_unproven && decision(project, it.code) == Decision::Deny;
            is_denied || loses(it) && it.probe.is_some()
        });
        let mut refused: Vec<Hazard> = asked(hazards.collect(), &mut *session.database()?, live)
            .into_iter()
            .filter(|it| match &it.finding {
                Some(finding) => finding.rows > 0,
                // Nothing that rows could tell.
                None => is_unproven && decision(project, it.code) == Decision::Deny,
            })
            .filter(|it| {
                let code = it.code;
                let allowed = code.is_among(allow);
                match decision(project, code) {
                    Decision::Deny => true,
                    Decision::Allow => false,
                    // What is kept aside needs no word, and `purge` is one.
                    Decision::Ask => {
                        it.gate != Gate::Open && !allowed && unasked.iter().any(|unasked| unasked.is_about(it))
                    }
                }
            })
            .collect();
        refused.dedup();
        if !refused.is_empty() {
            return Err(refusal(project, migration, &refused).into());
        }
        if let Some(error) = denied_at_review(project, migration) {
            return Err(error.into());
        }
        before = after;
    }
    Ok(())
}

/// The files whose unreviewed losses are agreed to: their own assertions let them pass.
pub(crate) fn agreed(project: &Project, due: &[&Migration], allow: &[String]) -> BTreeSet<String> {
    let is_agreed = |it: &Unasked| match decision(project, it.code) {
        Decision::Allow => true,
        Decision::Ask => it.code.is_among(allow),
        Decision::Deny => false,
    };
    let files = due.iter().filter(|it| unasked(it).iter().any(is_agreed));
    files.map(|it| it.file_name.clone()).collect()
}

/// What the header of a proven migration tells that policy denies, where no row can tell otherwise.
fn denied_at_review(project: &Project, migration: &Migration) -> Option<Reason> {
    let header = migration.sealed_header()?;
    let code_of = |line: &String| {
        let kind = hazard::kinds().find(|kind| line.split(':').next() == Some(kind.code.name()))?;
        // That all tables go is no matter of rows, and which rows of a reference table go is in the file itself.
        let is_of_rows = kind.gate != Gate::Open && ![Code::DropAll, Code::DeleteRows].contains(&kind.code);
        (!is_of_rows && decision(project, kind.code) == Decision::Deny).then_some(kind.code)
    };
    let denied: Vec<(Code, &String)> = header
        .review
        .hazards
        .iter()
        .filter_map(|line| Some((code_of(line)?, line)))
        .collect();
    let (code, _) = *denied.first()?;
    let lines = denied.iter().map(|it| it.1.clone()).collect();
    Some(hand_written_files::refused(
        &migration.file_name,
        hand_written_files::DENIED,
        lines,
        hand_written_files::denies(code),
    ))
}

/// What the schema files hold that policy denies: `apply` reads them for nothing else.
fn schema_files(session: &Session<'_>, due: &[&Migration]) -> Result<(), Error> {
    let project = session.project;
    let is_denied = decision(project, lint::SCHEMA.code) == Decision::Deny;
    let (Some(first), true) = (due.first(), is_denied && project.schema.iter().all(|it| it.exists())) else {
        return Ok(());
    };
    let found = &session.desired()?.warnings;
    let line = |it: &Problem| format!("{}:{}: {}", it.location.file.display(), it.location.line, it.message);
    let lines: Vec<String> = found.iter().map(line).collect();
    match lines.is_empty() {
        true => Ok(()),
        false => {
            let remedy = hand_written_files::denies(lint::SCHEMA.code);
            let what = "comes with schema files that break a policy";
            Err(hand_written_files::refused(&first.file_name, what, lines, remedy).into())
        }
    }
}

/// What the target and the sources tell of a file that no proof exists for, where policy denies what depends on it.
fn facts(session: &Session<'_>, live: &Schema, way: &Pair<&Schema>) -> Result<Facts, Error> {
    let project = session.project;
    let is_denied = |code: Code| decision(project, code) == Decision::Deny;
    let mut facts = Facts::default();
    if is_denied(Code::LargeRebuild) {
        let counts = introspect::row_counts(&mut *session.database()?, live.tables.keys())?.into_iter();
        facts.tables = counts
            .map(|(name, rows)| (name, TableFacts { rows: Some(rows) }))
            .collect();
    }
    if [Code::AppNeedsMigration, Code::BreaksApp, Code::DropIndex]
        .into_iter()
        .any(is_denied)
    {
        facts.code = code_facts(&application_code::touched(project, way.from, way.to)?);
    }
    Ok(facts)
}

/// The hazards of a migration, with the questions that tell how many rows they concern; what it keeps aside is not lost.
fn hazards(way: Pair<&Schema>, hints: &Hints, migration: &Migration, facts: &Facts) -> Vec<Hazard> {
    let diff = compare(way.from, way.to, hints);
    let kept = plan::aside(&diff, way.from, migration.number_text())
        .into_iter()
        .filter(|it| way.to.tables.contains_key(&it.trash.name))
        .map(|it| it.copy)
        .collect();
    let options = Options {
        copies: kept,
        // What a purge deletes is gone for good.
        purge: true,
        ..Options::default()
    };
    let Ok(plan) = plan::build(&diff, way, facts, &options) else {
        return Vec::new();
    };
    plan.all_hazards().cloned().collect()
}

fn refusal(project: &Project, migration: &Migration, hazards: &[Hazard]) -> Reason {
    let denied: Vec<Code> = hazards
        .iter()
        .map(|it| it.code)
        .filter(|code| decision(project, *code) == Decision::Deny)
        .collect();
    let mut codes: Vec<&str> = hazards.iter().map(|it| it.code.name()).collect();
    codes.dedup();
    let remedy = match denied.first() {
        Some(code) => hand_written_files::denies(*code),
        None => format!(
            "the plan was reviewed on a database where no rows were affected; to allow it here: {} --allow {}",
            command_at(project, "apply"),
            codes.join(",")
        ),
    };
    Reason::MoreThanReviewed {
        file: migration.file_name.clone(),
        losses: hazards.iter().map(|it| hazard_sentence(it, None)).collect(),
        remedy,
    }
}

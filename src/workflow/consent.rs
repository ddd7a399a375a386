//! Losses that nobody agreed to: a plan made where there was nothing to lose, applied where there is.
//!
//! A table without rows is dropped without a question. The migration says so in its header, and is asked about again on
//! every target that it is applied to.

use std::collections::BTreeSet;

use super::command_at;
use super::draft::asked;
use super::error::Error;
use crate::apply::{self, Reason};
use crate::config::{Decision, Project};
use crate::database::Database;
use crate::diff::compare;
use crate::introspect;
use crate::lint::{self, courses};
use crate::migration::{Folder, Migration};
use crate::plan::{self, Gate, Hazard, Options, hazard};
use crate::render::hazard_sentence;
use crate::replay::Replay;
use crate::schema::{Hints, Pair, Schema};

/// What the header says behind a hazard that no row was concerned by when it was reviewed.
pub(super) const NO_MORE: &str = ", and no more was allowed";

/// True for a hazard that passed for want of rows alone: neither flags, the schema nor policy allow it.
pub(super) fn passed_for_want_of_rows(hazard: &Hazard, is_allowed: &dyn Fn(&Hazard) -> bool) -> bool {
    let none = hazard.finding.as_ref().is_some_and(|it| it.rows == 0);
    none && loses(hazard) && !is_allowed(hazard)
}

/// True if a hazard needs no word, or if the header of a migration says that it had one: it tells the hazard, and not that it
/// passed for want of rows. Files without a header are their authors' own word.
pub(super) fn was_given(migration: &Migration, hazard: &Hazard) -> bool {
    let told = hazard_sentence(hazard, None);
    let agreed = |line: &String| {
        let rest = line.strip_prefix(&told);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(';')) && !line.ends_with(NO_MORE)
    };
    let header = migration.header.as_ref();
    !loses(hazard) || header.is_none_or(|header| header.review.hazards.iter().any(agreed))
}

/// True for a kind of hazard that has to be allowed.
fn loses(hazard: &Hazard) -> bool {
    let kind = hazard::kinds().find(|kind| kind.code == hazard.code);
    kind.is_some_and(|kind| matches!(kind.gate, Gate::NeedsAllow | Gate::NeedsAllowIfFound))
}

/// True if there may be something to ask: most folders spare the target the questions.
pub(super) fn may_ask(project: &Project, folder: &Folder) -> bool {
    project.denies_something() || folder.migrations().iter().any(|it| !unasked(it).is_empty())
}

/// Asks the target's rows about the losses of what is due, where nobody agreed to them or policy denies them.
///
/// # Errors
/// [`Reason::MoreThanReviewed`]: nothing is to be run. Those of the folder and the target.
pub(super) fn check(
    project: &Project,
    database: &mut dyn Database,
    folder: &Folder,
    due: &[&Migration],
    allow: &[String],
) -> Result<(), Error> {
    if !due
        .iter()
        .any(|it| project.denies_something() || !unasked(it).is_empty())
    {
        return Ok(());
    }
    let live = introspect::read_beside(database, &project.ledger)?.schema;
    denied_by_hand(project, &live, folder, due)?;
    let courses = courses(folder, &project.ledger)?;
    // From what is there, which the folder need not have made.
    let mut replay = Replay::on(&live, &project.ledger)?;
    let mut before = live.clone();
    for (course, migration) in courses.iter().zip(folder.migrations()) {
        if !due.iter().any(|it| it.file_name == migration.file_name) {
            continue;
        }
        // What does not run here loses nothing, and is for the run itself to tell.
        if replay.run(migration).is_err() {
            break;
        }
        let after = replay.live()?.schema;
        let way = Pair {
            from: &before,
            to: &after,
        };
        let unasked = unasked(migration);
        let mut refused: Vec<Hazard> = asked(losses(way, &course.hints, migration), database, &live)
            .into_iter()
            .filter(|it| it.finding.as_ref().is_some_and(|finding| finding.rows > 0))
            .filter(|it| {
                let code = it.code.0;
                let allowed = allow.iter().any(|it| it == code || it == "all");
                match project.decision(code) {
                    Decision::Deny => true,
                    Decision::Allow => false,
                    // What is kept aside needs no word, and `purge` is one.
                    Decision::Ask => {
                        it.gate != Gate::Open
                            && !allowed
                            && unasked.contains(&format!("{code}: {}", it.message).as_str())
                    }
                }
            })
            .collect();
        refused.dedup();
        if !refused.is_empty() {
            return Err(refusal(project, migration, &refused).into());
        }
        before = after;
    }
    Ok(())
}

/// The files whose unreviewed losses are agreed to: their own assertions let them pass.
pub(super) fn agreed(project: &Project, due: &[&Migration], allow: &[String]) -> BTreeSet<String> {
    let is_agreed = |line: &str| {
        let code = line.split(':').next().unwrap_or_default();
        let decision = project.decision(code);
        decision == Decision::Allow || decision == Decision::Ask && allow.iter().any(|it| it == code || it == "all")
    };
    let files = due.iter().filter(|it| unasked(it).into_iter().any(is_agreed));
    files.map(|it| it.file_name.clone()).collect()
}

/// Findings of `lint` that mean lost rows or values although the schemas before and after do not tell.
const LOSSES: [(&str, &[&str]); 2] = [
    ("drop-table", &["rows-lost"]),
    ("drop-column", &["values-lost", "drop-column"]),
];

/// A migration that no proof stands for (written or edited by hand) can lose rows on the way from one schema to another: what
/// `lint` finds there is held to the target's policy, too. A target without tables has nothing to lose.
fn denied_by_hand(project: &Project, live: &Schema, folder: &Folder, due: &[&Migration]) -> Result<(), Error> {
    let denied: Vec<(&str, &str)> = LOSSES
        .iter()
        .filter(|(code, _)| project.decision(code) == Decision::Deny)
        .flat_map(|(code, findings)| findings.iter().map(|it| (*code, *it)))
        .collect();
    let by_hand = |it: &&&Migration| it.sealed_header().is_none();
    if denied.is_empty() || live.tables.is_empty() || !due.iter().any(|it| by_hand(&it)) {
        return Ok(());
    }
    let found = lint::lint(folder, &project.ledger)?.findings;
    for migration in due.iter().filter(by_hand) {
        let lost = found.iter().filter(|it| it.place.file == migration.file_name);
        let lost: Vec<(&str, String)> = lost
            .filter_map(|it| {
                let (code, _) = denied.iter().find(|(_, finding)| *finding == it.code)?;
                Some((*code, format!("line {}: {}: {}", it.place.line, it.code, it.message)))
            })
            .collect();
        if let Some((code, _)) = lost.first() {
            let remedy = denies(code);
            let losses = lost.iter().map(|(_, told)| told.clone()).collect();
            return Err(more_than_reviewed(migration, losses, remedy).into());
        }
    }
    Ok(())
}

fn denies(code: &str) -> String {
    format!("policy denies {code} on this target, and no flag lets it pass")
}

fn more_than_reviewed(migration: &Migration, losses: Vec<String>, remedy: String) -> Box<apply::Error> {
    Box::new(apply::Error {
        applied: Vec::new(),
        reason: Reason::MoreThanReviewed {
            file: migration.file_name.clone(),
            losses,
            remedy,
        },
    })
}

/// Hazards of the header that passed for want of rows.
fn unasked(migration: &Migration) -> Vec<&str> {
    // Of an edited one, too: an edit below the header is no consent.
    let lines = migration.header.iter().flat_map(|it| &it.review.hazards);
    lines
        .filter_map(|line| line.strip_suffix(NO_MORE)?.strip_suffix("; 0 rows"))
        .collect()
}

/// What a migration loses, with the questions that tell how much; what it keeps aside is not lost.
fn losses(way: Pair<&Schema>, hints: &Hints, migration: &Migration) -> Vec<Hazard> {
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
    let Ok(plan) = plan::build(&diff, way, &plan::Facts::default(), &options) else {
        return Vec::new();
    };
    plan.all_hazards()
        .filter(|it| loses(it) && it.probe.is_some())
        .cloned()
        .collect()
}

fn refusal(project: &Project, migration: &Migration, hazards: &[Hazard]) -> Box<apply::Error> {
    let denied: Vec<&str> = hazards
        .iter()
        .map(|it| it.code.0)
        .filter(|code| project.decision(code) == Decision::Deny)
        .collect();
    let mut codes: Vec<&str> = hazards.iter().map(|it| it.code.0).collect();
    codes.dedup();
    let remedy = match denied.first() {
        Some(code) => denies(code),
        None => format!(
            "it was reviewed where no row was concerned; if that is meant here too: {} --allow {}",
            command_at(project, "apply"),
            codes.join(",")
        ),
    };
    let losses = hazards.iter().map(|it| hazard_sentence(it, None)).collect();
    more_than_reviewed(migration, losses, remedy)
}

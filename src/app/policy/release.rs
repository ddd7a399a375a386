//! `apply --release`: what can be known of code that still uses what a held migration takes away.

use std::collections::BTreeSet;

use crate::apply::{self, Reason};
use crate::compat::Kind;
use crate::config::Project;
use crate::diagnostic::Code;
use crate::error::Error;
use crate::migration::Migration;
use crate::replay::Replay;
use crate::session::{Session, application_code};

/// Checks the sources that the config names against each migration that is released now. Returns what was looked at, one
/// sentence each.
///
/// # Errors
/// [`Reason::StillUsed`] where a statement of theirs would fail; unreadable sources or target.
pub(crate) fn check(
    session: &Session<'_>,
    due: &[&Migration],
    released: &BTreeSet<String>,
    allow: &[String],
) -> Result<Vec<String>, Error> {
    let project = session.project;
    let is_released = |it: &Migration| it.held_until().is_some() && released.iter().any(|name| it.is_called(name));
    if !due.iter().any(|it| is_released(it)) {
        return Ok(Vec::new());
    }
    let mut said = Vec::new();
    let mut before = session.live()?.schema.clone();
    let mut replay = Replay::on(&before, &project.ledger)?;
    for migration in due {
        // What does not run here is for the run itself to tell.
        if replay.run(migration).is_err() {
            break;
        }
        let after = replay.live()?.schema;
        if is_released(migration) {
            said.extend(evidence(project, migration, (&before, &after), allow)?);
        }
        before = after;
    }
    Ok(said)
}

fn evidence(
    project: &Project,
    migration: &Migration,
    (before, after): (&crate::schema::Schema, &crate::schema::Schema),
    allow: &[String],
) -> Result<Option<String>, Error> {
    let name = &migration.file_name;
    // What takes nothing away from code says so in its header, or has none.
    let header = migration.header.as_ref();
    let takes = header.is_some_and(|it| {
        it.review
            .hazards
            .iter()
            .any(|line| Code::BreaksApp.is_called(line.split(':').next().unwrap_or_default()))
    });
    if project.compat.is_empty() {
        return Ok(takes.then(|| format!(
            "{name} is released, but no sources were checked for code that still uses what it drops; name them under \
             `compat` in reconcile.yaml"
        )));
    }
    let judgement = application_code::touched(project, before, after)?;
    let broken = judgement.breaks.iter().filter(|it| it.kind == Kind::OldCode);
    let statements: BTreeSet<String> = broken.map(|it| format!("{}: {}", it.place, it.sql)).collect();
    let is_allowed = Code::BreaksApp.is_among(allow);
    if !statements.is_empty() && !is_allowed {
        let reason = Reason::StillUsed {
            file: name.clone(),
            statements: statements.into_iter().collect(),
        };
        let applied = Vec::new();
        return Err(Box::new(apply::Error { applied, reason }).into());
    }
    let said = format!(
        "{name} is released: {} statements of the sources were checked, and {} what it drops; code deployed from \
         other sources was not checked",
        judgement.checked,
        match statements.len() {
            0 => "none uses".to_owned(),
            1 => "1 uses".to_owned(),
            count => format!("{count} use"),
        }
    );
    Ok(takes.then_some(said))
}

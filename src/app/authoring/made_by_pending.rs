//! Questions about tables and columns that a target does not have, since pending files are yet to make them or somebody
//! dropped them by hand: it has no row in them.

use std::collections::BTreeSet;

use crate::diff::{Change, compare};
use crate::error::Error;
use crate::lint::courses;
use crate::migration::Folder;
use crate::plan::{Finding, Plan, Question};
use crate::schema::{Name, Object, Schema};
use crate::session::Session;

/// Answers what the target could not be asked, where files of ours make all that the question reads, and copy nothing into it.
///
/// # Errors
/// Those of the scratch database.
pub(crate) fn answer(
    plan: &mut Plan,
    session: &Session<'_>,
    folder: &Folder,
    pending: &[String],
    there: &Schema,
) -> Result<bool, Error> {
    let is_open = |it: &&crate::plan::Hazard| it.finding.is_none() && it.probe.is_some();
    if plan.all_hazards().filter(is_open).count() == 0 {
        return Ok(false);
    }
    // Without pending files, whatever is not there was dropped by hand.
    let is_gone = pending.is_empty();
    let (tables, columns) = match is_gone {
        true => Default::default(),
        false => made(session, folder, pending)?,
    };
    let mut answered = false;
    for hazard in plan.all_hazards_mut().filter(|it| it.finding.is_none()) {
        let Some(probe) = &hazard.probe else { continue };
        let table = &probe.source.table;
        let lost = match (&probe.question, &hazard.column) {
            (Question::HasValue(_), Some(column)) => Some((table.clone(), column.clone())),
            _ => None,
        };
        let is_empty = match there.tables.get(table) {
            None => tables.contains(table) || is_gone && !there.virtual_tables.contains_key(table),
            // Values that a pending file gives are no one's own.
            Some(it) => lost.is_some_and(|lost| it.column(&lost.1).is_none() && (is_gone || columns.contains(&lost))),
        };
        if is_empty {
            hazard.finding = Some(Finding::default());
            answered = true;
        }
    }
    Ok(answered)
}

/// The tables and columns that pending files of ours make. A file by hand may copy rows into whatever it likes.
#[allow(clippy::type_complexity)]
fn made(
    session: &Session<'_>,
    folder: &Folder,
    pending: &[String],
) -> Result<(BTreeSet<Name>, BTreeSet<(Name, Name)>), Error> {
    let (mut tables, mut columns) = (BTreeSet::new(), BTreeSet::new());
    // Stages are not in the session's folder.
    let staged;
    let courses = match folder.migrations().len() == session.folder()?.migrations().len() {
        true => session.history()?,
        false => {
            staged = courses(folder, &session.project.ledger)?;
            &staged
        }
    };
    for (course, migration) in courses.iter().zip(folder.migrations()) {
        if !pending.contains(&migration.file_name) {
            continue;
        }
        if migration.sealed_header().is_none() {
            return Ok(Default::default());
        }
        for change in compare(&course.before, &course.after, &course.hints).changes {
            match change {
                Change::Create(Object::Table(table)) if !table.name.is_trash() => {
                    tables.insert(table.name.clone());
                }
                Change::AlterTable(change) => {
                    let table = &change.tables.to.name;
                    columns.extend(change.added_columns().map(|it| (table.clone(), it.name.clone())));
                }
                _ => {}
            }
        }
    }
    Ok((tables, columns))
}

//! The rows of reference tables where a plan starts: on the target once its pending migrations have run, and where the folder
//! ends. Rows that both have are as declared everywhere.

use std::collections::BTreeMap;

use super::plan_base::Start;
use crate::desired::Desired;
use crate::diff::{Change, RowChanges, compare};
use crate::error::Error;
use crate::migration::Migration;
use crate::reference::{self, DeclaredTable, StartRows};
use crate::replay::Replay;
use crate::rows::table_before;
use crate::schema::{Name, Schema};
use crate::session::Session;

/// How many rows each table is to have, by its name in one schema.
type Counts = BTreeMap<Name, usize>;

/// The rows to start from, for a plan from the schema `from`: the target's, then those of the folder.
///
/// # Errors
/// A table with far more rows than its file declares; those of the target.
pub(crate) fn starts(
    session: &Session<'_>,
    from: &Schema,
    start: Start,
    desired: &Desired,
) -> Result<Vec<StartRows>, Error> {
    let declared = session.reference()?;
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    let diff = compare(from, &desired.schema, &desired.hints);
    let count = |it: &DeclaredTable| Some((table_before(&diff, &it.table)?, it.rows.len()));
    let counts: Counts = declared.iter().filter_map(count).collect();
    let folder = of_folder(session, from, &counts)?;
    let mut starts = match start {
        Start::Live => vec![of_target(session, &counts, folder.as_ref())?],
        // What was changed by hand does not concern the other databases, for which the file is made, too.
        Start::Folder => Vec::new(),
    };
    starts.extend(folder.filter(|it| !starts.contains(it)));
    Ok(starts)
}

/// The target's rows, under the names that hold once its pending migrations have run.
fn of_target(session: &Session<'_>, counts: &Counts, folder: Option<&StartRows>) -> Result<StartRows, Error> {
    let live = &session.live()?.schema;
    let pending = session.pending()?;
    if pending.is_empty() {
        return Ok(StartRows::read(&mut *session.database()?, live, counts)?);
    }
    let there: Counts = counts
        .iter()
        .map(|(name, count)| Ok((before(session, &pending, name)?, *count)))
        .collect::<Result<_, Error>>()?;
    let rows = StartRows::read(&mut *session.database()?, live, &there)?;
    let scratch = reference::with_rows(live, &rows)?;
    let mut replay = Replay::of(scratch, &session.project.ledger)?;
    // A migration that reads tables which are not here may not run: then the folder's rows have to do.
    match (replay.runs(pending.iter().copied())?, folder) {
        (false, Some(folder)) => return Ok(folder.clone()),
        (false, None) => replay.run_all(pending.iter().copied())?,
        (true, _) => {}
    }
    let after = replay.live()?.schema;
    Ok(StartRows::read(replay.database(), &after, counts)?)
}

/// The name that a table has before the pending migrations, which may rename it.
fn before(session: &Session<'_>, pending: &[&Migration], name: &Name) -> Result<Name, Error> {
    let mut name = name.clone();
    let courses = session.history()?.iter().zip(session.folder()?.migrations());
    let courses: Vec<_> = courses
        .filter(|(_, migration)| pending.iter().any(|it| it.file_name == migration.file_name))
        .collect();
    for (course, _) in courses.into_iter().rev() {
        for change in compare(&course.before, &course.after, &course.hints).changes {
            if let Change::RenameTable { from, to } = change
                && to == name
            {
                name = from;
                break;
            }
        }
    }
    Ok(name)
}

/// The rows that the folder makes from nothing, if it ends at this schema.
fn of_folder(session: &Session<'_>, from: &Schema, counts: &Counts) -> Result<Option<StartRows>, Error> {
    let folder = session.folder()?;
    if folder.migrations().is_empty() {
        return Ok(None);
    }
    let mut replay = Replay::new(&session.project.ledger)?;
    if !replay.runs(folder.migrations())? {
        return Ok(None);
    }
    let end = replay.live()?.schema;
    match end.fingerprint() == from.fingerprint() {
        true => Ok(Some(StartRows::read(replay.database(), &end, counts)?)),
        false => Ok(None),
    }
}

/// What differs on the target once its pending migrations have run, of tables that are as the schema has them.
///
/// # Errors
/// As [`starts`].
pub(crate) fn on_target(session: &Session<'_>) -> Result<Vec<RowChanges>, Error> {
    let declared = session.reference()?;
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    let schema = session.schema_after_pending()?;
    let (comparable, counts) = comparable(session, declared, &schema)?;
    let folder = of_folder(session, &schema, &counts)?;
    let rows = of_target(session, &counts, folder.as_ref())?;
    Ok(reference::compared(&schema, &rows, &comparable)?)
}

/// What differs where the folder ends, of tables that are as the schema has them.
///
/// # Errors
/// Those of the scratch database.
pub(crate) fn in_folder(session: &Session<'_>) -> Result<Vec<RowChanges>, Error> {
    let declared = session.reference()?;
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    let schema = session.head()?;
    let (comparable, counts) = comparable(session, declared, &schema)?;
    let rows = of_folder(session, &schema, &counts)?.unwrap_or_default();
    Ok(reference::compared(&schema, &rows, &comparable)?)
}

/// The declared tables that a schema has as the schema files do.
fn comparable(
    session: &Session<'_>,
    declared: &[DeclaredTable],
    schema: &Schema,
) -> Result<(Vec<DeclaredTable>, Counts), Error> {
    let desired = &session.desired()?.schema;
    let is_same = |it: &&DeclaredTable| schema.tables.get(&it.table) == desired.tables.get(&it.table);
    let tables: Vec<DeclaredTable> = declared.iter().filter(is_same).cloned().collect();
    let counts = tables.iter().map(|it| (it.table.clone(), it.rows.len())).collect();
    Ok((tables, counts))
}

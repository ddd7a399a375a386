//! Conversions that the folder holds already: a `using` directive that is left in the schema does not run again when its column
//! changes for another reason.

use super::expressions_already_run::has_run;
use crate::desired::{self, Desired};
use crate::diff::{Change, compare};
use crate::error::Error;
use crate::lint::Course;
use crate::schema::{ColumnHint, Name, Schema};
use crate::session::Session;
use crate::sql::{lexemes, with_name};

/// A conversion that a comparison asks for.
struct Conversion {
    table: Name,
    /// The table's live name.
    live: Name,
    column: Name,
    value: String,
}

/// The wish without the conversions that are done, and what is to be said of these.
///
/// # Errors
/// Those of the scratch database that the folder is replayed on.
pub(crate) fn still_to_do(
    session: &Session<'_>,
    from: &Schema,
    mut desired: Desired,
) -> Result<(Desired, Vec<String>), Error> {
    let mut notes = Vec::new();
    let asked = asked(from, &desired);
    if asked.is_empty() {
        return Ok((desired, notes));
    }
    let (courses, folder) = (session.history()?, session.folder()?);
    for it in asked {
        let mut past = courses.iter().zip(folder.migrations()).rev();
        let Some((_, migration)) = past
            .find(|(course, _)| holds(course, &it))
            .filter(|(course, _)| !is_undone(course, from, &it))
        else {
            continue;
        };
        if let Some(hint) = desired.hints.columns.get_mut(&(it.table.clone(), it.column.clone())) {
            hint.using = None;
        }
        notes.push(format!(
            "values of {}.{} were converted by {}, so its `using` has no effect: remove it, or write another expression",
            it.table, it.column, migration.file_name
        ));
    }
    Ok((desired, notes))
}

/// Refuses a `using` that this plan does not run, and that no migration of the folder ran: whoever wrote it waits for it in vain.
///
/// # Errors
/// The first one, at its place.
pub(crate) fn refuse_idle(session: &Session<'_>, from: &Schema, desired: &Desired) -> Result<(), Error> {
    let runs = asked(from, desired);
    let mut idle = desired.idle_conversions.iter().filter(|((table, column), _)| {
        let hint = desired.hints.columns.get(&(table.clone(), column.clone()));
        let live = desired.hints.renamed_tables.get(table);
        let live = from.tables.get(table).or_else(|| from.tables.get(live?));
        let is_there = |hint: &ColumnHint| {
            let names = std::iter::once(column).chain(&hint.renamed_from);
            live.is_some_and(|live| names.into_iter().any(|name| live.column(name).is_some()))
        };
        hint.is_some_and(|hint| hint.using.is_some() && is_there(hint))
            && !runs.iter().any(|it| it.table == *table && it.column == *column)
    });
    let Some(first) = idle.next() else { return Ok(()) };
    let (courses, folder) = (session.history()?, session.folder()?);
    // A folder that does not run from nothing, as one that begins on a database with tables, does not tell what it converted.
    if courses.iter().any(|it| it.failed) {
        return Ok(());
    }
    let mut vain = std::iter::once(first)
        .chain(idle)
        .filter(|(key, _)| !courses.iter().any(|it| ran(it, desired, key)))
        // Stages convert rows by statements of their own.
        .filter(|((table, column), _)| {
            let hint = desired.hints.columns.get(&(table.clone(), column.clone()));
            let using = hint.and_then(|it| it.using.as_ref());
            !using.is_some_and(|it| has_run(folder, (table, column), it))
        });
    match vain.next() {
        Some((_, problem)) => Err(desired::Error::At(Box::new(problem.clone())).into()),
        None => Ok(()),
    }
}

/// True if a migration converted the column so, whatever it did with NULL.
fn ran(course: &Course, desired: &Desired, key: &(Name, Name)) -> bool {
    let live = desired.hints.renamed_tables.get(&key.0).unwrap_or(&key.0);
    let of = |table: &Name| course.hints.columns.get(&(table.clone(), key.1.clone()));
    let done = of(&key.0).or_else(|| of(live)).and_then(|hint| hint.using.as_ref());
    let hint = desired.hints.columns.get(key);
    let (Some(done), Some((hint, using))) = (done, hint.and_then(|it| Some((it, it.using.as_ref()?)))) else {
        return false;
    };
    let renamed = hint.renamed_from.as_ref().map(|old| with_name(using, old, &key.1));
    let words = |text: &str| -> Vec<String> { lexemes(text).iter().map(|it| it.unquoted().to_lowercase()).collect() };
    let done = words(done);
    let is_in = |text: &String| {
        let text = words(text);
        done.windows(text.len().max(1)).any(|some| some == text)
    };
    is_in(using) || renamed.as_ref().is_some_and(is_in)
}

fn asked(from: &Schema, desired: &Desired) -> Vec<Conversion> {
    if desired.hints.columns.values().all(|hint| hint.using.is_none()) {
        return Vec::new();
    }
    let changes = compare(from, &desired.schema, &desired.hints).changes;
    let mut found = Vec::new();
    for change in &changes {
        let Change::AlterTable(change) = change else { continue };
        let table = &change.tables.to.name;
        for column in change.tables.to.columns.iter().filter(|it| change.converts(&it.name)) {
            found.push(Conversion {
                table: table.clone(),
                live: desired.hints.renamed_tables.get(table).unwrap_or(table).clone(),
                column: column.name.clone(),
                value: change.carried(&column.name).unwrap_or_default(),
            });
        }
    }
    found
}

/// True if the migration converts the column by the same expression.
fn holds(course: &Course, it: &Conversion) -> bool {
    let words = |text: &str| -> Vec<String> { lexemes(text).iter().map(|lexeme| lexeme.text.to_owned()).collect() };
    let of = |table: &Name| course.hints.columns.get(&(table.clone(), it.column.clone()));
    let done = of(&it.table)
        .or_else(|| of(&it.live))
        .and_then(|hint| hint.using.as_ref());
    done.is_some_and(|done| words(done) == words(&it.value))
}

/// True if the column is again what it was before that migration.
fn is_undone(course: &Course, from: &Schema, it: &Conversion) -> bool {
    let definition = |schema: &Schema| {
        let table = schema.tables.get(&it.live).or_else(|| schema.tables.get(&it.table))?;
        let column = table.column(&it.column)?.clone();
        let checks = table
            .checks
            .iter()
            .filter(|check| check.expression.mentions(&it.column));
        Some((column, checks.cloned().collect::<Vec<_>>()))
    };
    let before = definition(&course.before);
    before.is_some() && before == definition(from)
}

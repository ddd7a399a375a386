//! Conversions that the folder holds already: a `using` directive that is left in the schema does not run again when its column
//! changes for another reason.

use super::error::Error;
use crate::config::Project;
use crate::desired::Desired;
use crate::diff::{Change, compare};
use crate::lint::{Course, courses};
use crate::migration::Folder;
use crate::schema::{Name, Schema, lexemes};

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
pub(super) fn still_to_do(
    project: &Project,
    folder: &Folder,
    from: &Schema,
    mut desired: Desired,
) -> Result<(Desired, Vec<String>), Error> {
    let mut notes = Vec::new();
    let asked = asked(from, &desired);
    if asked.is_empty() {
        return Ok((desired, notes));
    }
    let courses = courses(folder, &project.ledger)?;
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
            "values of {}.{} were converted by {}, so its `using` has no effect: take it out, or write another expression",
            it.table, it.column, migration.file_name
        ));
    }
    Ok((desired, notes))
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

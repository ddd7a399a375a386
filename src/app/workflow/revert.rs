//! `revert`: the next migration, which undoes one. Proven like any plan.

use super::apply::folder;
use super::author_migration::{Journey, Place, travel};
use super::error::Error;
use super::known_codes;
use super::plan::{PlanRequest, after, empty_report};
use super::revert_blockers;
use super::suggested_command::{self, command};
use super::unrecorded_changes;
use super::{archive, relocation, restore_synced_columns, reverting_migration};
use crate::config::Project;
use crate::database::Database;
use crate::desired::Desired;
use crate::diff::{Change, Clause, Diff, compare};
use crate::introspect::{self, Live};
use crate::lint::{Course, courses};
use crate::migration::{self, Folder, Migration};
use crate::plan::Options;
use crate::report::PlanReport;
use crate::schema::{ColumnHint, Hints, Name, Object, Schema, Table};

/// Writes the inverse of the newest migration, or of the one that is named by number or file name. Rows are asked of
/// `database`, where there is one; without one, nothing is known of them.
///
/// # Errors
/// No migrations, or no such one; a migration after it that changed the schema; a failed proof.
pub fn revert(
    project: &Project,
    database: Option<&mut dyn Database>,
    name: Option<&str>,
    request: &PlanRequest,
) -> Result<PlanReport, Error> {
    let mut folder = folder(project)?;
    let at = position(&folder, name)?;
    let courses = courses(&folder, &project.ledger)?;
    let (Some(course), Some(last), Some(migration)) =
        (courses.get(at), courses.last(), folder.migrations().get(at).cloned())
    else {
        return Err(none(&folder));
    };
    if let Some(broken) = courses.iter().zip(folder.migrations()).find(|(it, _)| it.failed) {
        return Err(Error::NotReverted {
            file: migration.file_name.clone(),
            reason: format!("{} does not run on a scratch database", broken.1.file_name),
            help: "see where and why with `reconcile lint`".to_owned(),
        });
    }
    let wanted = known_codes::load(&project.schema, &project.ledger)?;
    if request.write_schema
        && reverting_migration::undone_last(&folder).is_some_and(|it| it.file_name == migration.file_name)
    {
        return reverting_migration::schema_only(project, &wanted, &last.after, request.write);
    }
    // A purge in between takes nothing but what is kept aside.
    if course.after.without_trash().fingerprint() != last.after.without_trash().fingerprint() {
        return Err(revert_blockers::error(project, database, &folder, &courses, at));
    }
    if let Some((old, new)) = course.reused_names.first() {
        return Err(Error::NotReverted {
            file: migration.file_name.clone(),
            reason: format!(
                "it renames table {old} to {new} and creates another {old}, which must be dropped before {new} can be renamed back"
            ),
            help: format!(
                "undo it in two migrations: plan and apply the schema without the new {old}, then with `-- reconcile: \
                 renamed-from` on {old}"
            ),
        });
    }
    let back = archive::back(course, &last.after, migration.number_text(), reversed(&course.hints));
    let mut back = back;
    restore_synced_columns::bring_back(course, &mut back);
    back.hints.keep_order.extend(moved(course));
    reverting_migration::give_values(course, &mut back, &wanted.hints, &request.backfills)?;
    let request = PlanRequest {
        name: Some(request.name.clone().unwrap_or_else(|| title(&migration))),
        options: Options {
            copies: back.copies,
            undo: true,
            ..request.options.clone()
        },
        ..request.clone()
    };
    let desired = Desired {
        schema: back.schema,
        hints: back.hints,
        ..Desired::default()
    };
    let notes = lost(course, &desired, &migration, &back.whole);
    let mut empty;
    let (database, there, real_rows, pending) = match database {
        Some(database) => {
            let live = introspect::read_beside(database, &project.ledger)?;
            let (ready, pending) = standing(project, database, &folder, &live, &last.after)?;
            (database, live.schema, ready && pending.is_empty(), pending)
        }
        None => {
            empty = introspect::replica(&last.after)?;
            (&mut empty as &mut dyn Database, last.after.clone(), false, Vec::new())
        }
    };
    let target = project
        .target
        .as_ref()
        .map_or_else(|| folder.dir().display().to_string(), ToString::to_string);
    let mut report = empty_report(target, &Live::default(), &desired);
    report.pending = pending;
    let purpose = match request.down {
        true => format!(
            "undo {0} by hand, then remove it from the ledger:\nDELETE FROM {1} WHERE name = '{2}';",
            migration.file_name,
            project.ledger.ledger(),
            migration.file_name.replace('\'', "''")
        ),
        false => format!("undo {}", migration.file_name),
    };
    let command_words = name.map_or_else(
        || "revert".to_owned(),
        |name| format!("revert {}", suggested_command::quoted(name)),
    );
    let down = migration::down_name(migration.number_text());
    let journey = Journey {
        real_rows,
        purpose: &purpose,
        lost: &notes,
        undoes: true,
        place: if request.down {
            Place::Beside(&down)
        } else {
            Place::Next
        },
        ..Journey::new(&last.after, &there, &desired, &command_words)
    };
    let mut report = travel(project, &mut folder, &journey, database, &request, report)?;
    report.notes.extend(notes.iter().cloned());
    if report.verdict == "in-sync" {
        report
            .notes
            .push("the schema is the same before and after it, so there is nothing to undo in it".to_owned());
    }
    if report.refused.iter().any(|it| it.0 == "required-column") {
        report.next.push(format!(
            "or give the value: {}",
            command(
                &project.given,
                &format!("{command_words} --backfill TABLE.COLUMN=EXPRESSION")
            )
        ));
    }
    // The schema files say what was wanted; the next plan would do it again.
    if report.migration.is_some() {
        reverting_migration::schema_files(&wanted, &desired.schema.without_trash(), &request, &mut report)?;
    }
    Ok(report)
}

/// Writes the down file of the migration that has just been written, or says why there is none.
pub(super) fn down_beside(project: &Project, database: &mut dyn Database, request: &PlanRequest) -> String {
    let request = PlanRequest {
        // It takes away what the migration adds: that is what it is for.
        allow: vec!["all".to_owned()],
        name: None,
        down: true,
        ..request.clone()
    };
    match revert(project, Some(database), None, &request) {
        Ok(report) => match report.migration {
            Some(it) => format!("its down file is {}", it.file),
            None => format!(
                "there is no down file for it: {}",
                report
                    .refused
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        },
        Err(error) => format!("there is no down file for it: {error}"),
    }
}

fn none(folder: &Folder) -> Error {
    Error::NoMigrations {
        folder: folder.dir().to_path_buf(),
    }
}

fn position(folder: &Folder, name: Option<&str>) -> Result<usize, Error> {
    let all = folder.migrations();
    let Some(name) = name else {
        return all.len().checked_sub(1).ok_or_else(|| none(folder));
    };
    all.iter()
        .position(|it| it.is_called(name))
        .ok_or_else(|| Error::no_such_migration(folder, name))
}

fn title(migration: &Migration) -> String {
    format!("revert {} {}", migration.number_text(), migration.title())
}

/// Tables whose columns only changed places.
fn moved(course: &Course) -> Vec<Name> {
    let is_same = course.before.fingerprint() == course.after.fingerprint();
    let order = |table: &Table| -> Vec<Name> { table.columns.iter().map(|it| it.name.clone()).collect() };
    let has_moved = |table: &&Table| {
        let after = course.after.tables.get(&table.name);
        after.is_some_and(|after| order(after) != order(table))
    };
    let tables = course.before.tables.values().filter(|_| is_same);
    tables.filter(has_moved).map(|it| it.name.clone()).collect()
}

/// The same renames, the other way.
fn reversed(hints: &Hints) -> Hints {
    let mut reverse = Hints::default();
    for (new, old) in &hints.renamed_tables {
        reverse.renamed_tables.insert(old.clone(), new.clone());
    }
    for ((table, new), hint) in &hints.columns {
        let Some(old) = &hint.renamed_from else { continue };
        let table = hints.renamed_tables.get(table).unwrap_or(table);
        let hint = ColumnHint {
            renamed_from: Some(new.clone()),
            ..ColumnHint::default()
        };
        reverse.columns.insert((table.clone(), old.clone()), hint);
    }
    reverse
}

/// Whether the target, once its pending migrations ran, has the schema that the folder ends in; and what is pending.
fn standing(
    project: &Project,
    database: &mut dyn Database,
    folder: &Folder,
    live: &Live,
    end: &Schema,
) -> Result<(bool, Vec<String>), Error> {
    let ledger = relocation::read_to_plan(project, database, folder, &live.schema)?.ledger;
    let pending: Vec<&Migration> = folder
        .migrations()
        .iter()
        .filter(|it| ledger.get(&it.file_name).is_none())
        .collect();
    unrecorded_changes::refuse(project, &database.label(), &live.schema, (folder, &ledger), &pending)?;
    let is_ready = match after(&live.schema, &pending, &project.ledger) {
        Ok(reached) => reached.fingerprint() == end.fingerprint(),
        // The target was changed by hand; the way back is the folder's all the same.
        Err(Error::Replay(_)) => false,
        Err(error) => return Err(error),
    };
    let names = pending.iter().map(|it| it.file_name.clone()).collect();
    Ok((is_ready, names))
}

/// What no migration brings back, and where it can be had.
fn lost(course: &Course, desired: &Desired, migration: &Migration, whole: &[String]) -> Vec<String> {
    let diff: Diff = compare(&course.after, &desired.schema, &desired.hints);
    let mut notes = Vec::new();
    let way = "restore them from a bookmark (`reconcile restore`) or an earlier backup";
    for change in &diff.changes {
        match change {
            Change::Create(Object::Table(table)) if !whole.contains(&table.name.to_string()) => {
                notes.push(format!("table {} is restored without its rows: {way}", table.name));
            }
            Change::AlterTable(it) => {
                for clause in &it.clauses {
                    if let Clause::AddColumn { column, .. } = clause
                        && column.generated.is_none()
                        && !whole.contains(&format!("{}.{}", it.tables.to.name, column.name))
                    {
                        let name = &it.tables.to.name;
                        notes.push(format!(
                            "column {name}.{} is restored without its values: {way}",
                            column.name
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    if course.changes_rows {
        notes.push(format!(
            "{} changed rows by hand, which is not undone: write that yourself, or restore a backup",
            migration.file_name
        ));
    }
    notes
}

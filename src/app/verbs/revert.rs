//! `revert`: the next migration, which undoes one. Proven like any plan.

use crate::archive::keep::back;
use crate::archive::synced_columns;
use crate::authoring::author_migration::{Brief, Intent, author};
use crate::authoring::new_backfill::NewFill;
use crate::authoring::plan_request::{PlanRequest, empty_report};
use crate::authoring::{revert_blockers, reverting_migration};
use crate::config::{command, quoted};
use crate::desired::Desired;
use crate::diagnostic::Code;
use crate::diff::{Change, Clause, Diff, compare};
use crate::error::Error;
use crate::introspect::{self, Live};
use crate::lint::Course;
use crate::migration::{self, Folder, Migration};
use crate::pending::unrecorded_changes;
use crate::plan::Options;
use crate::reference::Reference;
use crate::report::{Document, PlanReport};
use crate::schema::{ColumnHint, Hints, Name, Object, Schema, Table};
use crate::session::{Session, relocation};

/// Which migration is undone, and what is written for that.
#[derive(Debug, Clone, Default)]
pub struct RevertIntent {
    /// Its number or name; the newest one without it.
    pub migration: Option<String>,
    /// A down file beside the migration, and no migration.
    pub down: bool,
    /// Values for NOT NULL columns that come back.
    pub backfills: Vec<NewFill>,
    /// The schema files are changed, too.
    pub write_schema: bool,
}

/// Writes the inverse of the newest migration, or of the one that is named by number or file name. Rows are asked of
/// `database`, where there is one; without one, nothing is known of them.
///
/// # Errors
/// No migrations, or no such one; a migration after it that changed the schema; a failed proof.
pub fn revert(
    session: Session<'_>,
    intent: &RevertIntent,
    request: &PlanRequest,
) -> Result<Document<PlanReport>, Error> {
    let project = session.project;
    let mut folder = session.folder()?.clone();
    let at = position(&folder, intent.migration.as_deref())?;
    let courses = session.history()?;
    let (Some(course), Some(last), Some(migration)) = (
        session.transition(at)?,
        courses.last(),
        folder.migrations().get(at).cloned(),
    ) else {
        return Err(Error::no_migrations(&folder));
    };
    if let Some(broken) = courses.iter().zip(folder.migrations()).find(|(it, _)| it.failed) {
        return Err(Error::NotDone {
            deed: format!("revert {}", migration.file_name),
            reason: format!("{} does not run on a scratch database", broken.1.file_name),
            help: "see where and why with `reconcile lint`".to_owned(),
        });
    }
    let wanted = session.desired()?;
    if intent.write_schema
        && reverting_migration::undone_last(&folder).is_some_and(|it| it.file_name == migration.file_name)
    {
        return reverting_migration::schema_only(project, &migration, wanted, &last.after, request.write);
    }
    // A purge in between takes nothing but what is kept aside.
    if course.after.without_trash().fingerprint() != last.after.without_trash().fingerprint() {
        return Err(revert_blockers::error(&session, at));
    }
    if let Some((old, new)) = course.reused_names.first() {
        return Err(Error::NotDone {
            deed: format!("revert {}", migration.file_name),
            reason: format!(
                "it renames table {old} to {new} and creates another {old}, which must be dropped before {new} can be renamed back"
            ),
            help: format!(
                "undo it in two migrations: plan and apply the schema without the new {old}, then with `-- reconcile: \
                 renamed-from` on {old}"
            ),
        });
    }
    let mut back = back(course, &last.after, migration.number_text(), reversed(&course.hints));
    synced_columns::bring_back(course, &mut back);
    back.hints.keep_order.extend(moved(course));
    reverting_migration::give_values(course, &mut back, &wanted.hints, &intent.backfills)?;
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
    let (there, real_rows, pending) = match session.has_database() {
        true => {
            let (ready, pending) = standing(&session, &last.after)?;
            (session.live()?.schema.clone(), ready && pending.is_empty(), pending)
        }
        false => (last.after.clone(), false, Vec::new()),
    };
    let target = project
        .target
        .as_ref()
        .map_or_else(|| folder.dir().display().to_string(), ToString::to_string);
    let mut report = empty_report(target, &Live::default(), &desired);
    report.pending = pending;
    let purpose = match intent.down {
        true => format!(
            "undo {0} by hand, then remove it from the ledger:\nDELETE FROM {1} WHERE name = '{2}';",
            migration.file_name,
            project.ledger.ledger(),
            migration.file_name.replace('\'', "''")
        ),
        false => format!("undo {}", migration.file_name),
    };
    let command_words = intent
        .migration
        .as_ref()
        .map_or_else(|| "revert".to_owned(), |name| format!("revert {}", quoted(name)));
    let down = migration::down_name(migration.number_text());
    let brief = Brief {
        asks: &[],
        reference: Reference::default(),
        real_rows,
        purpose: &purpose,
        intent: Intent::Revert {
            lost: &notes,
            down: intent.down.then_some(&down),
        },
        from: &last.after,
        there: &there,
        desired: &desired,
        command: &command_words,
    };
    let empty;
    let on = match session.has_database() {
        true => &session,
        // Nothing is known of any rows.
        false => {
            empty = Session::new(project, Box::new(introspect::replica(&last.after)?)).with_folder(folder.clone());
            &empty
        }
    };
    let mut report = author(on, &mut folder, &brief, &request, report)?;
    report.notes.extend(notes.iter().cloned());
    if report.verdict == "in-sync" {
        let rows = match on.reference()?.is_empty() {
            true => "",
            false => "; to undo rows of reference tables, restore their files and plan",
        };
        report.notes.push(format!(
            "the schema is the same before and after it, so there is nothing to undo in it{rows}"
        ));
    }
    if report.refused.contains(&Code::RequiredColumn) {
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
        let writes = intent.write_schema && request.write;
        let after = desired.schema.without_trash();
        reverting_migration::schema_files(project, &migration, wanted, &after, writes, &mut report)?;
    }
    Ok(report)
}

/// Writes the down file of the migration that has just been written, or says why there is none.
pub(super) fn down_beside(session: Session<'_>, request: &PlanRequest) -> String {
    let request = PlanRequest {
        // It takes away what the migration adds: that is what it is for.
        allow: vec!["all".to_owned()],
        name: None,
        ..request.clone()
    };
    let intent = RevertIntent {
        down: true,
        ..RevertIntent::default()
    };
    match revert(session, &intent, &request) {
        Ok(report) => match report.found.migration {
            Some(it) => format!("its down file is {}", it.file),
            None => format!(
                "there is no down file for it: {}",
                report.refused.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ")
            ),
        },
        Err(error) => format!("there is no down file for it: {error}"),
    }
}

fn position(folder: &Folder, name: Option<&str>) -> Result<usize, Error> {
    let all = folder.migrations();
    let Some(name) = name else {
        return all.len().checked_sub(1).ok_or_else(|| Error::no_migrations(folder));
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
fn standing(session: &Session<'_>, end: &Schema) -> Result<(bool, Vec<String>), Error> {
    relocation::read_to_plan(session)?;
    unrecorded_changes::refuse(session)?;
    let is_ready = match session.schema_after_pending() {
        Ok(reached) => reached.fingerprint() == end.fingerprint(),
        // The target was changed by hand; the way back is the folder's all the same.
        Err(Error::Replay(_)) => false,
        Err(error) => return Err(error),
    };
    let names = session.pending()?.iter().map(|it| it.file_name.clone()).collect();
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

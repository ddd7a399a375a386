//! What is special about a migration that undoes one: values for columns that come back, and the schema files, which
//! still say what was undone.

use super::new_backfill::NewFill;
use super::plan_request::{empty_report, unified};
use super::schema_patch::{self, patched};
use crate::archive::keep::Back;
use crate::config::{Project, command_at};
use crate::desired::Desired;
use crate::diff::{Change, Clause, compare};
use crate::error::Error;
use crate::introspect::Live;
use crate::lint::Course;
use crate::migration::{Folder, Migration};
use crate::report::{Document, PlanReport};
use crate::schema::{Hints, Name, Schema};

/// How the header of such a migration says what it is for.
const UNDO: &str = "undo ";

/// What the newest migration undoes, if that is what it is for.
pub(crate) fn undone_last(folder: &Folder) -> Option<&Migration> {
    let purpose = &folder.migrations().last()?.header.as_ref()?.review.purpose;
    let file = purpose.iter().find_map(|it| it.strip_prefix(UNDO))?;
    folder.get(file)
}

/// That the schema files say what they said before the newest migration undid something: a plan would do that again.
pub(crate) fn done_again(project: &Project, folder: &Folder, wanted: &Schema) -> Option<String> {
    let undone = undone_last(folder)?;
    let newest = folder.migrations().last()?;
    if !wanted
        .fingerprint()
        .is_recorded_as(&newest.sealed_header()?.fingerprints.from)
    {
        return None;
    }
    Some(format!(
        "the schema files still have what {} undid; to remove it from them: {}",
        newest.file_name,
        write_schema(project, undone)
    ))
}

/// The command that only changes the schema files, once a migration is undone. Without the number it would undo the undoing.
fn write_schema(project: &Project, undone: &Migration) -> String {
    command_at(project, &format!("revert {} --write-schema", undone.number_text()))
}

/// Values for the rows of columns that come back: those given, else those that the schema files say.
pub(crate) fn give_values(
    course: &Course,
    back: &mut Back,
    directives: &Hints,
    given: &[NewFill],
) -> Result<(), Error> {
    let mut open: Vec<&NewFill> = given.iter().collect();
    for change in compare(&course.after, &back.schema, &back.hints).changes {
        let Change::AlterTable(change) = change else { continue };
        let table = &change.tables.to.name;
        for clause in &change.clauses {
            let (column, backfill) = match clause {
                Clause::AddColumn { column, backfill } => (column, backfill),
                Clause::ChangeColumn { columns, backfill, .. } => (&columns.to, backfill),
                _ => continue,
            };
            let is_it = |it: &NewFill| it.table == *table && it.column == column.name;
            let typed = open
                .iter()
                .position(|it| is_it(it))
                .map(|at| open.remove(at).value.clone());
            let key = (table.clone(), column.name.clone());
            let said = || directives.columns.get(&key).and_then(|it| it.backfill.clone());
            // What was kept aside is the rows' own.
            let value = match (backfill, typed) {
                (_, Some(typed)) => Some(typed),
                (Some(_), None) => None,
                (None, None) => said(),
            };
            if let Some(value) = value {
                back.hints.columns.entry(key).or_default().backfill = Some(value);
            }
        }
    }
    match open.first() {
        None => Ok(()),
        Some(it) => Err(Error::NoFill {
            text: format!("{}.{}, which is not restored,", Name::as_str(&it.table), it.column),
        }),
    }
}

/// Says, as a patch, what the revert of `undone` means for the schema files; changes them where that was asked for.
pub(crate) fn schema_files(
    project: &Project,
    undone: &Migration,
    wanted: &Desired,
    to: &Schema,
    writes: bool,
    report: &mut Document<PlanReport>,
) -> Result<(), Error> {
    if wanted.schema.fingerprint() == to.fingerprint() {
        return Ok(());
    }
    let Some(files) = patched(wanted, to) else {
        report.diff = Some(unified(&wanted.schema, to, ["the schema files", "after the revert"]));
        let line = "change the schema files as the diff shows, or the next plan will redo the change";
        report.next.insert(0, line.to_owned());
        return Ok(());
    };
    if writes {
        schema_patch::write(&files).map_err(Error::Config)?;
        let names = files.iter().map(|it| it.path.display().to_string());
        let line = format!("changed {}", names.collect::<Vec<_>>().join(", "));
        report.next.insert(0, line);
        return Ok(());
    }
    report.diff = Some(schema_patch::diff(&files));
    report.next.insert(
        0,
        format!(
            "change the schema files as the diff shows, or the next plan will redo the change; to have it done: {}",
            write_schema(project, undone)
        ),
    );
    Ok(())
}

/// `revert NNNN --write-schema` once NNNN is undone: only the schema files are left to change.
pub(crate) fn schema_only(
    project: &Project,
    undone: &Migration,
    wanted: &Desired,
    end: &Schema,
    write: bool,
) -> Result<Document<PlanReport>, Error> {
    let target = project.migrations.display().to_string();
    let mut report = empty_report(target, &Live::default(), wanted);
    report.nothing = Some("it is already undone");
    schema_files(project, undone, wanted, &end.without_trash(), write, &mut report)?;
    Ok(report)
}

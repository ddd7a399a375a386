//! The way back for a target that was changed by hand: to the point of the folder that it is nearest to. What was done
//! by hand and is also what pending files make stays; those files are marked as applied afterwards.

use crate::config::{Project, command_at, quoted};
use crate::diff::{Change, Clause, compare};
use crate::error::Error;
use crate::introspect::Ownership;
use crate::ledger::{Ledger, pending};
use crate::migration::{Folder, Migration};
use crate::replay::Replay;
use crate::report::{Document, PlanReport};
use crate::schema::{Hints, Name, Schema};
use crate::session::Session;

/// Where a target goes back to.
pub(crate) struct Repair {
    /// The schema there.
    pub schema: Schema,
    /// The last pending file whose work is on the target already, wholly or in part.
    pub mark: Option<Migration>,
    /// The target is there.
    pub is_there: bool,
    /// The newest file, where it is not applied and `plan` can write it again.
    redo: Option<String>,
    /// No file is pending, so that what was done by hand can become the next one.
    can_adopt: bool,
}

/// Looks for the point of the folder, from what is applied on, that has most of what was done by hand.
///
/// # Errors
/// A file that does not run from nothing.
pub(crate) fn repair(live: &Schema, folder: &Folder, ledger: &Ledger, ownership: &Ownership) -> Result<Repair, Error> {
    let mut replay = Replay::new(ownership)?;
    replay.run_all(ledger.entries.iter().filter_map(|it| folder.get(&it.name)))?;
    let applied = replay.live()?.schema;
    let by_hand = atoms(&applied, live);
    let found = live.fingerprint();
    let mut best = Repair {
        is_there: applied.fingerprint() == found,
        schema: applied.clone(),
        mark: None,
        redo: folder.migrations().last().filter(|it| can_redo(it, ledger)).map(words),
        can_adopt: pending(folder, ledger).is_empty(),
    };
    let mut most = 0;
    for migration in pending(folder, ledger) {
        if best.is_there {
            break;
        }
        replay.run(migration)?;
        let schema = replay.live()?.schema;
        let wanted = atoms(&applied, &schema);
        let common = by_hand.iter().filter(|it| wanted.contains(it)).count();
        let is_there = schema.fingerprint() == found;
        if common > most || is_there {
            most = common;
            best = Repair {
                schema,
                mark: Some(migration.clone()),
                is_there,
                ..best
            };
        }
    }
    // Rows that were kept aside are no part of the files.
    best.schema = best.schema.keeping_trash_of(live);
    Ok(best)
}

/// True for a file of ours that is applied nowhere as far as the ledger knows, and as it was written.
pub(crate) fn can_redo(migration: &Migration, ledger: &Ledger) -> bool {
    let is_pending = ledger.get(&migration.file_name).is_none();
    is_pending && migration.sealed_header().is_some() && migration.held_until().is_none()
}

/// A file's number, or its name where it has none, for a command.
pub(crate) fn words(migration: &Migration) -> String {
    match migration.number {
        Some(_) => migration.number_text().to_owned(),
        None => quoted(&migration.file_name),
    }
}

impl Repair {
    /// What to type next, before the undo is planned.
    pub fn next(&self, project: &Project, label: &str) -> Vec<String> {
        let typed = |text: &str| command_at(project, text);
        let undo = typed("drift --undo");
        match &self.mark {
            Some(it) if self.is_there => vec![format!(
                "{label} already has the schema that {} creates; to mark it as applied there: {}",
                it.file_name,
                typed(&format!("baseline --to {}", words(it)))
            )],
            Some(it) => vec![format!(
                "{label} already has part of what {} creates; to bring the rest in line: {undo}",
                it.file_name
            )],
            None => {
                let keep = match &self.redo {
                    _ if self.can_adopt => format!("to keep them: {}", typed("drift --adopt")),
                    Some(number) => format!(
                        "to keep them, put them into the schema, then: {}",
                        typed(&format!("plan --redo {number}"))
                    ),
                    None => format!("to keep them, put them into the schema, then: {}", typed("plan")),
                };
                vec![format!("to undo the changes made by hand on {label}: {undo}"), keep]
            }
        }
    }

    /// What to type once the undo is written.
    pub fn then(&self, project: &Project, file: &str) -> Vec<String> {
        let run = command_at(project, &format!("apply --file {}", quoted(file)));
        let mark = self.mark.as_ref().map(|it| {
            let baseline = command_at(project, &format!("baseline --to {}", words(it)));
            format!("then mark {} as applied there: {baseline}", it.file_name)
        });
        [format!("review it, then run it on that target only: {run}")]
            .into_iter()
            .chain(mark)
            .collect()
    }
}

/// For a plan that starts where the folder ends, and not at its target: what to type there before the file runs, or
/// instead of running it.
pub(crate) fn go_on(session: &Session<'_>, folder: &Folder, report: &mut Document<PlanReport>) -> Result<(), Error> {
    let (project, live) = (session.project, &session.live()?.schema);
    let mut folder = folder.clone();
    if let Some(it) = report.migration.as_ref().filter(|it| !it.written) {
        folder.take_up(Migration::parse(it.name.clone(), &it.sql));
    }
    let repair = repair(live, &folder, &session.reading()?.ledger, &project.ledger)?;
    if repair.is_there && repair.mark.is_none() {
        return Ok(());
    }
    // The folder ends at the schema, and the target does not.
    report.verdict = "changes";
    report.next = match &report.migration {
        Some(_) => {
            vec!["review the migration; it runs on every target that has all migrations of the folder".to_owned()]
        }
        None => Vec::new(),
    };
    report.next.extend(repair.next(project, &report.target));
    Ok(())
}

/// Differences in their smallest pieces, so that a column in common counts though its table differs otherwise.
#[derive(PartialEq)]
enum Atom {
    Change(Box<Change>),
    Clause(Name, Box<Clause>),
}

fn atoms(from: &Schema, to: &Schema) -> Vec<Atom> {
    let changes = compare(from, to, &Hints::default()).changes.into_iter();
    changes
        .flat_map(|change| match change {
            Change::AlterTable(it) => {
                let name = it.tables.to.name.clone();
                let clause = |clause| Atom::Clause(name.clone(), Box::new(clause));
                it.clauses.into_iter().map(clause).collect()
            }
            other => vec![Atom::Change(Box::new(other))],
        })
        .collect()
}

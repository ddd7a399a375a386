//! `baseline`: files of the folder are marked as applied without being run, for a database that was made another way or whose
//! applied files were renamed, moved or merged since.

use crate::config::{Project, command_at};
use crate::database;
use crate::drift::{self, Relocation, Word};
use crate::error::Error;
use crate::ledger::other_ledgers::{Import, Imported};
use crate::ledger::{self, Event, Ledger, Note, Provenance, Rewrite};
use crate::migration::{Folder, Migration};
use crate::report::{BaselineReport, Document, RenamedRow};
use crate::session::{Session, other_ledger, relocation};

/// What is asked of `baseline`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct BaselineRequest {
    /// `--to`: name or number of the last file to mark; all files without it.
    pub to: Option<String>,
    /// `--ledger`: the table of another tool whose ledger is taken over, where there are several.
    pub ledger: Option<String>,
    /// `--force`: mark them although the live schema is another one.
    pub force: bool,
    /// False for `--dry-run`.
    pub write: bool,
    /// Who, from where, with what.
    pub provenance: Provenance,
}

/// Marks files as applied, all of them or none. Refuses where the live schema is not what the marked files make: `drift`
/// and `apply` would take the difference for someone's work.
///
/// # Errors
/// An empty folder, a file that is not there; those of folder, ledger and target.
pub fn baseline(session: &Session<'_>, request: &BaselineRequest) -> Result<Document<BaselineReport>, Error> {
    let (project, folder, ledger) = (session.project, session.folder()?, session.ledger()?);
    let to = request.to.as_deref().map(|it| position(folder, it)).transpose()?;
    if ledger::pairing(folder, ledger).is_some() {
        return relocate(session, to, request);
    }
    if to.is_none()
        && let Some(import) = other_ledger::found(session, request.ledger.as_deref())?
    {
        return take_over(session, &import, request);
    }
    let marked = marked(folder, ledger, to)?;
    let mut report = Document::new(session.label(), "in-sync", BaselineReport::default());
    report.migrations = marked.iter().map(|it| it.file_name.clone()).collect();
    if marked.is_empty() {
        return Ok(report);
    }
    let live = session.live()?;
    let applied = ledger.entries.iter().filter_map(|it| folder.get(&it.name));
    let files = applied.chain(marked.iter().copied());
    report.differences = drift::unproven(files, &project.ledger, live)?;
    let mut batch = Vec::new();
    mark(&mut batch, &marked, project, request);
    write(session, &batch, request, report)
}

/// Marks the files that another tool's ledger records, with its dates. That table stays as it is.
fn take_over(
    session: &Session<'_>,
    import: &Import,
    request: &BaselineRequest,
) -> Result<Document<BaselineReport>, Error> {
    let (project, folder) = (session.project, session.folder()?);
    let mut report = Document::new(session.label(), "in-sync", BaselineReport::default());
    let files: Vec<(&Imported, &Migration)> = import
        .files
        .iter()
        .filter_map(|it| Some((it, folder.get(&it.file_name)?)))
        .collect();
    report.imported_from = Some(import.table.clone());
    report.notes = other_ledger::remarks(import);
    report.migrations = files.iter().map(|(_, it)| it.file_name.clone()).collect();
    report.differences = drift::unproven(files.iter().map(|it| it.1), &project.ledger, session.live()?)?;
    if let Some(edited) = import.edited().next().filter(|_| !request.force) {
        report.verdict = "refused";
        report.next = vec![
            "nothing was marked".to_owned(),
            format!("restore the text of {edited} that was applied from Git, and put the change into a new migration"),
            format!(
                "or accept the files as they are: {}",
                command_at(project, "baseline --force")
            ),
        ];
        return Ok(report);
    }
    let by = Provenance {
        applied_by: Some(import.tool.to_owned()),
        environment: request.provenance.environment.clone(),
        ..Provenance::default()
    };
    let mut batch = Vec::new();
    for (imported, migration) in &files {
        let note = Note::of(migration, &project.ledger, &by, None);
        let note = match &imported.applied_at {
            Some(at) => note.applied_earlier(at, imported.duration_ms),
            None => note,
        };
        batch.extend(note.record());
    }
    let marked: Vec<&Migration> = files.iter().map(|it| it.1).collect();
    let events = Event::imported(&marked, &project.ledger, &request.provenance, &import.table).into_iter();
    batch.extend(events.flat_map(|it| it.statements()));
    write(session, &batch, request, report)
}

/// Gives applied files that were renamed, moved or merged the names that they have now; marks others as applied only up to
/// the file that is named.
fn relocate(
    session: &Session<'_>,
    to: Option<usize>,
    request: &BaselineRequest,
) -> Result<Document<BaselineReport>, Error> {
    let (project, folder, ledger) = (session.project, session.folder()?, session.ledger()?);
    let live = session.live()?;
    let word = Word {
        last: to.and_then(|at| folder.migrations().get(at)),
        force: request.force,
    };
    let relocation = drift::relocation(folder, ledger, &live.schema, word, &project.ledger)?;
    let Some(Relocation::Known(rewrite)) = relocation else {
        relocation::refuse(session, None)?;
        return Err(Error::NothingTakesTheirPlace {
            folder: folder.dir().to_path_buf(),
        });
    };
    let marked = match to {
        Some(_) => marked(folder, &rewrite.ledger, to)?,
        None => Vec::new(),
    };
    let is_applied = |it: &&Migration| {
        rewrite.ledger.get(&it.file_name).is_some() || marked.iter().any(|marked| marked.file_name == it.file_name)
    };
    let mut report = Document::new(session.label(), "in-sync", BaselineReport::default());
    report.differences = drift::unproven(folder.migrations().iter().filter(is_applied), &project.ledger, live)?;
    report.migrations = marked.iter().map(|it| it.file_name.clone()).collect();
    let row = |(from, to): &(String, String)| RenamedRow {
        from: from.clone(),
        to: to.clone(),
    };
    report.renamed = rewrite.renamed.iter().map(row).collect();
    report.removed.clone_from(&rewrite.removed);
    report.added.clone_from(&rewrite.added);
    let mut batch = rewrite.statements(ledger, folder, &request.provenance);
    mark(&mut batch, &marked, project, request);
    write(session, &batch, request, report)
}

fn mark(batch: &mut Vec<String>, marked: &[&Migration], project: &Project, request: &BaselineRequest) {
    for migration in marked {
        batch.extend(Note::of(migration, &project.ledger, &request.provenance, None).record());
    }
    let events = Event::marked(marked, &project.ledger, &request.provenance).into_iter();
    batch.extend(events.flat_map(|it| it.statements()));
}

/// Runs the batch, unless the report says why not.
fn write(
    session: &Session<'_>,
    batch: &[String],
    request: &BaselineRequest,
    mut report: Document<BaselineReport>,
) -> Result<Document<BaselineReport>, Error> {
    let (project, label) = (session.project, session.label());
    if !report.differences.is_empty() && !request.force {
        report.verdict = "refused";
        report.next = vec![
            "nothing was marked".to_owned(),
            format!(
                "stop at an earlier file with `--to NUMBER`, or first bring the database in line: {}",
                command_at(project, "plan --undo-drift")
            ),
            "`--force` marks them anyway; `drift` will then report the difference, and migrations made for the other \
             schema will be refused"
                .to_owned(),
        ];
        return Ok(report);
    }
    if !request.write {
        report.verdict = "pending";
        return Ok(report);
    }
    let ran = session.database()?.run(batch);
    ran.map_err(|error| match error {
        database::Error::Statement { ref message, .. } if message.contains(Rewrite::GUARD) => Error::Refused {
            reason: format!("the ledger of {label} changed while it was read; nothing was written"),
            help: format!("run it again: {}", command_at(project, "baseline")),
        },
        other => other.into(),
    })?;
    report.verdict = "marked";
    report
        .next
        .push(format!("to see its state: {}", command_at(project, "status")));
    Ok(report)
}

/// Where the file with this name or number is.
fn position(folder: &Folder, wanted: &str) -> Result<usize, Error> {
    let found = folder.migrations().iter().rposition(|it| it.is_called(wanted));
    found.ok_or_else(|| Error::no_such_migration(folder, wanted))
}

/// The files to mark: all up to the last one, without those that are applied already.
fn marked<'a>(folder: &'a Folder, ledger: &Ledger, to: Option<usize>) -> Result<Vec<&'a Migration>, Error> {
    let files = folder.migrations();
    if files.is_empty() {
        return Err(Error::no_migrations(folder));
    }
    let chosen = files.iter().take(to.map_or(files.len(), |at| at + 1));
    Ok(chosen.filter(|it| ledger.get(&it.file_name).is_none()).collect())
}

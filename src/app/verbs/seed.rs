//! `seed`: the files that every target gets, then those of the target's environment, each as often as its text changes.

use std::collections::BTreeMap;

use super::drift::drift;
use crate::apply::{self, Options};
use crate::config::command_at;
use crate::error::Error;
use crate::ledger::{self, HistoryRow, Provenance};
use crate::migration::Checksum;
use crate::report::{Document, SeedReport, SeedRow, SeedWarning, counted};
use crate::seed::{self, COMMON, SeedFile};
use crate::session::Session;

/// What is asked of `seed`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct SeedRequest {
    /// Files that run although they ran before as they are.
    pub again: Vec<String>,
    /// Who, from where, with what.
    pub provenance: Provenance,
}

/// The files of a target, and what its history says of them.
struct Files {
    /// Those that run.
    due: Vec<SeedFile>,
    /// Those that ran before as they are.
    recorded: Vec<String>,
    /// With which text each ran last.
    known: BTreeMap<String, Checksum>,
    /// Number of the newest row of the history.
    newest: i64,
}

/// What `seed` would run.
///
/// # Errors
/// As [`seed()`], but for those of the run.
pub fn seed_dry_run(session: &Session<'_>, request: &SeedRequest) -> Result<Document<SeedReport>, Error> {
    let files = checked(session, request)?;
    let verdict = if files.due.is_empty() { "in-sync" } else { "pending" };
    let found = report(session, &files)?;
    Ok(Document::new(session.label(), verdict, found))
}

/// Runs the files that the target does not have as they are; `starting` gets the name of each, its position and their number.
///
/// # Errors
/// [`Error::Refused`] for a target with pending migrations or drift, and for a statement that no seed may hold;
/// [`Error::NotDone`] without files; [`Error::Seed`], which says what ran before.
pub fn seed(
    session: &Session<'_>,
    request: &SeedRequest,
    starting: &mut dyn FnMut(&str, usize, usize),
) -> Result<Document<SeedReport>, Error> {
    let mut files = checked(session, request)?;
    let mut found = report(session, &files)?;
    if files.due.is_empty() {
        return Ok(Document::new(session.label(), "in-sync", found));
    }
    let mut database = session.database()?;
    found.bookmark = database.bookmark()?;
    let mut seeded: Vec<String> = Vec::new();
    for (position, file) in files.due.iter().enumerate() {
        starting(&file.name, position + 1, files.due.len());
        let ran = seed::run_file(
            &mut *database,
            file,
            session.project.ledger.ledger(),
            &request.provenance,
            found.bookmark.as_deref(),
            &mut files.newest,
        );
        let ran = ran.map_err(|reason| seed::Error {
            seeded: seeded.clone(),
            reason,
        })?;
        if let Some(row) = found.files.get_mut(position) {
            row.rows = ran.rows;
            row.duration_ms = u64::try_from(ran.duration.as_millis()).ok();
        }
        seeded.push(ran.name);
    }
    drop(database);
    let undo = found.bookmark.as_ref().map(|bookmark| {
        let words = format!("restore {}", crate::config::quoted(bookmark));
        format!("undo: {}", command_at(session.project, &words))
    });
    Ok(Document::new(session.label(), "seeded", found).then(undo.into_iter().collect()))
}

/// True if there is a seed file for the target.
///
/// # Errors
/// Those of the files.
pub(super) fn has_files(session: &Session<'_>) -> Result<bool, Error> {
    Ok(!all(session)?.is_empty())
}

/// The files, of a target that may be seeded.
fn checked(session: &Session<'_>, request: &SeedRequest) -> Result<Files, Error> {
    let all = all(session)?;
    if all.is_empty() {
        return Err(no_files(session));
    }
    check_target(session)?;
    let again = again(request, &all)?;
    let history: Vec<HistoryRow> = ledger::read_history(&mut *session.database()?)?;
    let known = seed::recorded(&history, session.project.ledger.ledger());
    let is_recorded = |it: &SeedFile| known.get(&it.name) == Some(&it.sql.checksum) && !again.contains(&it.name);
    let (recorded, due): (Vec<_>, Vec<_>) = all.into_iter().partition(is_recorded);
    if let Some(refused) = due.iter().find_map(|it| seed::refusal(it, &session.project.ledger)) {
        return Err(Error::Refused {
            reason: refused.message,
            help: refused.remedy,
        });
    }
    Ok(Files {
        due,
        recorded: recorded.into_iter().map(|it| it.name).collect(),
        known,
        newest: history.last().map_or(0, |it| it.seq),
    })
}

/// The files for everybody, then those of the target's environment, or else of its name.
fn all(session: &Session<'_>) -> Result<Vec<SeedFile>, Error> {
    let project = session.project;
    let read = |part: &str| SeedFile::all_in(&project.seeds, part).map_err(seed::Error::from);
    let mut files = read(COMMON)?;
    for part in parts(session) {
        let own = read(part)?;
        if !own.is_empty() {
            files.extend(own);
            break;
        }
    }
    Ok(files)
}

/// What the target's own folder may be called.
fn parts<'a>(session: &Session<'a>) -> impl Iterator<Item = &'a str> {
    let project = session.project;
    let names = [project.environment.as_deref(), project.target_name.as_deref()];
    names.into_iter().flatten().filter(|it| *it != COMMON && !it.is_empty())
}

fn no_files(session: &Session<'_>) -> Error {
    let seeds = &session.project.seeds;
    let folders: Vec<String> = std::iter::once(COMMON)
        .chain(parts(session))
        .map(|it| seeds.join(it).display().to_string())
        .collect();
    Error::NotDone {
        deed: format!("seed {}", session.label()),
        reason: format!("there is no .sql file in {}", folders.join(" or ")),
        help: format!(
            "write {} with INSERT OR IGNORE, or name another folder as `seeds` in reconcile.yaml",
            seeds.join(COMMON).join("01_first.sql").display()
        ),
    }
}

/// The names of the files that `--again` means.
fn again(request: &SeedRequest, all: &[SeedFile]) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for asked in &request.again {
        let meant: Vec<String> = all
            .iter()
            .filter(|it| it.is_called(asked))
            .map(|it| it.name.clone())
            .collect();
        if meant.is_empty() {
            let known: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
            return Err(Error::NotDone {
                deed: format!("seed {asked} again"),
                reason: "the target has no seed file of that name".to_owned(),
                help: format!("one of: {}", known.join(", ")),
            });
        }
        names.extend(meant);
    }
    Ok(names)
}

/// Rows fit the schema that the migrations make, and no other.
fn check_target(session: &Session<'_>) -> Result<(), Error> {
    let project = session.project;
    let label = session.label();
    let refused = |reason: String, words: &str, purpose: &str| {
        Err(Error::Refused {
            reason,
            help: format!("{purpose}: {}", command_at(project, words)),
        })
    };
    if session.is_missing() {
        return refused(
            format!("{label} is not there yet, so no table can be seeded"),
            "apply",
            "make it first",
        );
    }
    let due = apply::due(session.folder()?, &session.reading()?.ledger, &Options::default()).len();
    let found = drift(session)?;
    match found.verdict {
        "drifted" => refused(
            format!("the schema of {label} is not what its migrations make"),
            "drift",
            "see what differs",
        ),
        "unknown" | "unreachable" | "running" => {
            refused(found.reason.clone().unwrap_or_default(), "drift", "find out more")
        }
        _ if due > 0 => {
            let are = if due == 1 { "is" } else { "are" };
            let count = counted(due, "migration");
            refused(
                format!("{count} {are} pending, and the seeds may need what they make"),
                "apply",
                "apply first",
            )
        }
        _ => Ok(()),
    }
}

fn report(session: &Session<'_>, files: &Files) -> Result<SeedReport, Error> {
    let schema = &session.live()?.schema;
    let warning = |file: &SeedFile, it: seed::Warning| SeedWarning {
        file: file.sql.file_name.clone(),
        line: it.line,
        message: it.message,
        remedy: it.remedy,
    };
    let of_file = |file: &SeedFile| -> Vec<SeedWarning> {
        let found = seed::warnings(file, schema).into_iter();
        found.map(|it| warning(file, it)).collect()
    };
    let row = |file: &SeedFile| SeedRow {
        name: file.name.clone(),
        again: files.known.contains_key(&file.name),
        ..SeedRow::default()
    };
    Ok(SeedReport {
        files: files.due.iter().map(row).collect(),
        recorded: files.recorded.clone(),
        warnings: files.due.iter().flat_map(of_file).collect(),
        bookmark: None,
    })
}

//! `baseline`: files of the folder are marked as applied without being run, for a database that was made another way.

use super::apply::folder;
use super::command_at;
use super::error::Error;
use crate::config::Project;
use crate::database::Database;
use crate::diff::{self, Change};
use crate::introspect::{self, Live};
use crate::ledger::{self, Ledger, Note, Provenance};
use crate::migration::{Folder, Migration, order};
use crate::replay::{self, Replay};
use crate::report::BaselineReport;
use crate::schema::Hints;

/// What is asked of `baseline`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct BaselineRequest {
    /// `--to`: name or number of the last file to mark; all files without it.
    pub to: Option<String>,
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
pub fn baseline(
    project: &Project,
    database: &mut dyn Database,
    request: &BaselineRequest,
) -> Result<BaselineReport, Error> {
    let folder = folder(project)?;
    let ledger = ledger::read(database, &project.ledger)?;
    let marked = marked(&folder, &ledger, request.to.as_deref())?;
    let mut report = BaselineReport {
        version: 1,
        target: database.label(),
        verdict: "in-sync",
        migrations: marked.iter().map(|it| it.file_name.clone()).collect(),
        differences: Vec::new(),
        next: Vec::new(),
    };
    if marked.is_empty() {
        return Ok(report);
    }
    let live = introspect::read_beside(database, &project.ledger)?;
    report.differences = differences(&folder, &ledger, &marked, &live, &project.ledger)?;
    if !report.differences.is_empty() && !request.force {
        report.verdict = "refused";
        report.next = vec![
            "nothing was marked".to_owned(),
            "stop at an earlier file with `--to NUMBER`, or bring the database there first".to_owned(),
            "`--force` marks them all the same; `drift` will report the difference from then on, and migrations made \
             for the other schema will be refused"
                .to_owned(),
        ];
        return Ok(report);
    }
    if !request.write {
        report.verdict = "pending";
        return Ok(report);
    }
    let mut batch = Vec::new();
    for migration in &marked {
        batch.extend(Note::of(migration, &project.ledger, &request.provenance, None).opening());
    }
    database.run(&batch)?;
    report.verdict = "marked";
    report
        .next
        .push(format!("to see where it stands: {}", command_at(project, "status")));
    Ok(report)
}

/// The files to mark: all up to the last one, without those that are applied already.
fn marked<'a>(folder: &'a Folder, ledger: &Ledger, to: Option<&str>) -> Result<Vec<&'a Migration>, Error> {
    let files = folder.migrations();
    if files.is_empty() {
        return Err(Error::NoMigrations {
            folder: folder.dir().to_path_buf(),
        });
    }
    let number = |text: &str| text.parse::<u64>().ok();
    let last = match to {
        None => files.len(),
        Some(wanted) => {
            let is_wanted = |it: &Migration| {
                it.file_name == wanted
                    || number(wanted).is_some() && order::number_text(&it.file_name).and_then(number) == number(wanted)
            };
            let found = files.iter().rposition(is_wanted);
            found.ok_or_else(|| Error::NoSuchMigration {
                name: wanted.to_owned(),
                folder: folder.dir().to_path_buf(),
            })? + 1
        }
    };
    let chosen = files.iter().take(last);
    Ok(chosen.filter(|it| ledger.get(&it.file_name).is_none()).collect())
}

/// In what the live schema is not the one that the ledger will claim; nothing when it is.
fn differences(
    folder: &Folder,
    ledger: &Ledger,
    marked: &[&Migration],
    live: &Live,
    table: &str,
) -> Result<Vec<String>, Error> {
    if let Some(unknown) = live.unknown.first() {
        return Ok(vec![format!(
            "{} is not understood: {}",
            unknown.object, unknown.reason
        )]);
    }
    let mut replay = Replay::new(table)?;
    let applied = ledger.entries.iter().filter_map(|it| folder.get(&it.name));
    for migration in applied.chain(marked.iter().copied()) {
        match replay.run(migration) {
            Ok(()) => {}
            Err(replay::Error::Migration(failure)) => {
                return Ok(vec![format!("the files cannot be replayed from nothing: {failure}")]);
            }
            Err(error) => return Err(error.into()),
        }
    }
    let replayed = replay.live()?.schema;
    let changes = diff::compare(&replayed, &live.schema, &Hints::default()).changes;
    let mut differences: Vec<String> = changes.iter().map(told).collect();
    if differences.is_empty() && replayed.fingerprint() != live.schema.fingerprint() {
        differences.push("their fingerprints differ, yet no difference can be named; please report this".to_owned());
    }
    Ok(differences)
}

/// A change from what the files make to what is live.
fn told(change: &Change) -> String {
    let table = if matches!(change, Change::AlterTable(_)) {
        "table "
    } else {
        ""
    };
    format!("{table}{}", change.standing(diff::Live::To))
}

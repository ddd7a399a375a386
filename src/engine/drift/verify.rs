//! One folder judged, without any database: does it hold together, and does it end where it should?

use super::{Compared, HandWritten, Wanted, object_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::diff::{Change, Live as Side};
use crate::introspect::{Live, Ownership};
use crate::migration::{Folder, Migration};
use crate::replay::{self, Replay};
use crate::schema::{Fingerprint, Schema};

/// What to do about what a migration made by hand.
const BY_HAND: &str =
    "put that into the schema with `reconcile verify --write-schema`; to undo it instead, run `reconcile plan`";

/// Whether a folder does what it is for: a file that does not replay, a file that does not start from the schema
/// that the files before it end at, an end that is not the desired schema. What its text shows is for `lint` to find.
pub fn verify(folder: &Folder, desired: Option<Wanted<'_>>, ownership: &Ownership) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    match replayed(folder, ownership, &mut findings) {
        Ok(Some((live, replay))) => {
            let by_hand = || HandWritten::of(folder, ownership);
            let last = |change: &Change| {
                let file = folder.get(replay.last_touched(&object_of(change))?)?;
                file.sealed_header().is_none().then(|| file.file_name.clone())
            };
            findings.extend(desired.into_iter().flat_map(|it| end(&live, it, by_hand, last)));
        }
        // What stopped it is already told.
        Ok(None) => {}
        Err(error) => findings.push(finding(Code::Replay, None, error.to_string(), "try again")),
    }
    findings
}

/// Runs all files from nothing; the schema that they leave, unless one of them stopped it.
fn replayed(
    folder: &Folder,
    ownership: &Ownership,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<(Live, Replay)>, replay::Error> {
    let mut replay = Replay::new(ownership)?.noting_touched()?;
    // Known where the file before was sealed.
    let mut before: Option<Fingerprint> = Some(Schema::default().fingerprint());
    for (index, migration) in folder.migrations().iter().enumerate() {
        let header = migration.sealed_header();
        if let Some(header) = header {
            let found = match before.take() {
                Some(found) => found,
                None => replay.schema()?.fingerprint(),
            };
            if !found.is_recorded_as(&header.fingerprints.from) {
                findings.push(other_start(migration, index));
                if index == 0 {
                    return Ok(None);
                }
            }
        }
        match replay.run(migration) {
            Ok(()) => {}
            Err(replay::Error::Migration(failure)) => {
                let remedy =
                    "the folder must run on an empty database; correct the file if it is not applied anywhere yet";
                let place = (Some(migration.file_name.as_str()), failure.line);
                findings.push(Diagnostic::of_line(Code::Replay, place, failure.message, remedy));
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
        before = None;
        if let Some(header) = header {
            let found = replay.schema()?.fingerprint();
            if !found.is_recorded_as(&header.fingerprints.to) {
                let message = format!(
                    "does not end at the reviewed schema (expected {}, found {})",
                    header.fingerprints.to.short(),
                    found.short()
                );
                findings.push(finding(
                    Code::OtherResult,
                    Some(migration),
                    message,
                    "plan it again if it is not applied anywhere yet",
                ));
            }
            before = Some(found);
        }
    }
    Ok(Some((replay.live()?, replay)))
}

fn other_start(migration: &Migration, index: usize) -> Diagnostic {
    let (message, remedy) = if index == 0 {
        (
            "was made for a database that already had objects, so the folder cannot be replayed on an empty database",
            "add a migration before it that creates them, and mark it as applied with `reconcile baseline`",
        )
    } else {
        (
            "does not start from the schema that the files before it end at",
            "plan it again after the files of the other branch if it is not applied anywhere yet",
        )
    };
    finding(Code::OtherStart, Some(migration), message.to_owned(), remedy)
}

/// What is left to do after all files.
fn end(
    live: &Live,
    desired: Wanted<'_>,
    by_hand: impl Fn() -> Option<HandWritten>,
    last: impl Fn(&Change) -> Option<String>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for unknown in &live.unknown {
        let message = format!("{} cannot be read: {}", unknown.object, unknown.reason);
        findings.push(finding(Code::Unknown, None, message, "rewrite its definition"));
    }
    let differs = |what: &str| format!("the desired schema differs from what the migrations create: {what}");
    match desired.compared(&live.schema) {
        Compared::Changes(changes) => {
            let by_hand = if changes.is_empty() { None } else { by_hand() };
            findings.extend(changes.iter().map(|change| {
                if let Some(file) = by_hand.as_ref().and_then(|it| it.file(change, desired.schema)) {
                    let what = format!("{} (by hand in {file})", change.standing(Side::FromMigrations));
                    return finding(Code::NotDesired, None, differs(&what), BY_HAND);
                }
                let what = match change {
                    Change::AlterTable(table) => format!("table {}: {}", table.tables.to.name, change.describe()),
                    other => other.describe(),
                };
                // No seal shows that it was edited.
                let last = last(change).map(|file| format!(" (last touched by {file})"));
                let what = format!("{what}{}", last.unwrap_or_default());
                finding(Code::NotDesired, None, differs(&what), "run `reconcile plan`")
            }));
        }
        Compared::Unnamed if !findings.is_empty() => {}
        Compared::Unnamed => {
            let message = differs("their fingerprints differ, but no difference was found");
            findings.push(finding(Code::NotDesired, None, message, "report this as a bug"));
        }
    }
    findings
}

fn finding(code: Code, migration: Option<&Migration>, message: String, remedy: &str) -> Diagnostic {
    let file = migration.map(|it| it.file_name.as_str());
    Diagnostic::of_line(code, (file, None), message, remedy)
}

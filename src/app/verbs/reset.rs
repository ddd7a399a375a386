//! `reset`: a file emptied, and made new from its migrations and seeds. All of that is tried on a scratch database first.

use std::path::{Path, PathBuf};

use super::apply::apply;
use super::seed::{SeedRequest, has_files, seed as run_seeds};
use crate::apply::Observer;
use crate::database::{Scratch, SqliteFile};
use crate::error::Error;
use crate::introspect::Ownership;
use crate::pending::due::ApplyRequest;
use crate::report::{ApplyReport, Document, ResetReport, SeedReport};
use crate::schema::{Name, ObjectKind, ObjectRef};
use crate::seed;
use crate::session::Session;

/// What is asked of `reset`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct ResetRequest {
    /// How the migrations run.
    pub apply: ApplyRequest,
    /// How the seeds run.
    pub seed: SeedRequest,
}

/// Makes a target new; `file` is its database, if there is one, and the path of the copy that is made of it. What is done is
/// noted as it begins.
///
/// # Errors
/// Those of `apply` and `seed`, on scratch before anything is changed; a copy that cannot be written; those of the database.
pub fn reset(
    session: &mut Session<'_>,
    file: Option<(SqliteFile, PathBuf)>,
    request: &ResetRequest,
    observer: &mut dyn Observer,
    note: &mut dyn FnMut(&str),
) -> Result<Document<ResetReport>, Error> {
    let mut scratch = Session::new(session.project, Box::new(Scratch::labelled(session.label())?));
    made(&mut scratch, request, &mut (), &mut |_| {}).map_err(|error| match error {
        // On scratch, of which nothing stays.
        Error::Seed(stopped) => seed::Error::from(stopped.reason).into(),
        other => other,
    })?;
    drop(scratch);
    let mut backup = None;
    if let Some((mut file, path)) = file {
        copy(&file, &path)?;
        note(&format!("copied to {}", path.display()));
        let ownership = &session.project.ledger;
        file.empty(&|kind, name| is_others(ownership, kind, name))?;
        backup = Some(path.display().to_string());
    }
    session.forget();
    let (applied, seeded) = made(session, request, observer, note)?;
    let found = ResetReport {
        backup,
        migrations: applied.found.migrations.into_iter().map(|it| it.name).collect(),
        seeds: seeded.files,
        warnings: seeded.warnings,
    };
    Ok(Document::new(session.label(), "reset", found))
}

/// Migrations and seeds on an empty database.
fn made(
    session: &mut Session<'_>,
    request: &ResetRequest,
    observer: &mut dyn Observer,
    note: &mut dyn FnMut(&str),
) -> Result<(Document<ApplyReport>, SeedReport), Error> {
    let applied = apply(session, &request.apply, observer)?;
    session.forget();
    if !has_files(session)? || session.is_missing() {
        return Ok((applied, SeedReport::default()));
    }
    let seeded = run_seeds(session, &request.seed, &mut |name, position, total| {
        note(&format!("{position}/{total} {name}"));
    })?;
    Ok((applied, seeded.found))
}

pub(super) fn copy(file: &SqliteFile, path: &Path) -> Result<(), Error> {
    if path.exists() {
        return Err(Error::NotDone {
            deed: format!("copy the database to {}", path.display()),
            reason: "there is such a file".to_owned(),
            help: "move it away; nothing was changed".to_owned(),
        });
    }
    let copied = file.copy_to(path);
    Ok(copied.inspect_err(|_| drop(std::fs::remove_file(path)))?)
}

/// What workerd keeps for itself, and what the project leaves to other programs.
fn is_others(ownership: &Ownership, kind: &str, name: &Name) -> bool {
    let is_ignored = match kind {
        "TRIGGER" => ownership
            .ignores(&ObjectRef::new(ObjectKind::Trigger, name.clone()))
            .is_some(),
        _ => ownership.ignores_relation(name).is_some(),
    };
    is_ignored || name.has_prefix("_cf_")
}

//! `compat`: the application's own SQL against the schema before and after a plan.

use crate::compat::{Break, Kind, Lost, Slower};
use crate::error::Error;
use crate::migration::Migration;
use crate::report::{BreakReport, CompatReport, Document, PlaceReport};
use crate::schema::Schema;
use crate::session::{Session, application_code, known, schema_after};

/// What is asked of `compat`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct CompatRequest {
    /// Files, folders and globs, seen from the current folder; the config's or the usual ones when there are none.
    pub globs: Vec<String>,
    /// `--before`: name or number of a migration.
    pub before: Option<String>,
    /// `--after-migration`: what only the new schema serves does not count.
    pub after_migration: bool,
}

/// Checks the application's statements. The old schema is that of the target, or what the migrations folder makes.
///
/// # Errors
/// Unreadable sources, schema, folder or target.
pub fn compat(session: &Session<'_>, request: &CompatRequest) -> Result<Document<CompatReport>, Error> {
    let desired = session.desired()?.schema.clone();
    let (target, before) = match session.has_database() {
        true => (session.label(), known(session.live()?.clone())?),
        false => replayed(session, request.before.as_deref())?,
    };
    let judgement = application_code::judge(session.project, &request.globs, before, desired)?;
    let counts = |it: &Break| !(request.after_migration && it.kind == Kind::NewCode);
    let breaks = judgement.breaks.iter().any(counts);
    let found = CompatReport {
        after_migration: request.after_migration,
        statements: judgement.checked,
        breaks: judgement.breaks.iter().map(BreakReport::new).collect(),
        notes: judgement
            .notes
            .iter()
            .map(|it| PlaceReport::new(&it.place, &it.message))
            .chain(judgement.slower.iter().map(slower))
            .collect(),
        not_checked: judgement
            .unchecked
            .iter()
            .map(|it| PlaceReport::new(&it.place, &it.reason))
            .collect(),
    };
    Ok(Document::new(
        target,
        if breaks { "breaks" } else { "compatible" },
        found,
    ))
}

fn slower(found: &Slower) -> PlaceReport {
    let Lost { index, table } = &found.lost;
    let message = format!("it scans all rows of {table} on the new schema; before, it used index {index}");
    PlaceReport::new(&found.place, &message)
}

/// What the folder makes, up to and without the migration `before`; and what that is called.
fn replayed(session: &Session<'_>, before: Option<&str>) -> Result<(String, Schema), Error> {
    let folder = session.folder()?;
    let all = folder.migrations();
    let end = match before {
        None => all.len(),
        Some(name) => {
            let is_it = |it: &Migration| it.file_name == name || number(&it.file_name) == name.trim_start_matches('0');
            let unknown = || Error::no_such_migration(folder, name);
            all.iter().position(is_it).ok_or_else(unknown)?
        }
    };
    let files: Vec<&Migration> = all.iter().take(end).collect();
    let label = session.label();
    let label = before.map_or_else(|| label.clone(), |it| format!("{label} before {it}"));
    Ok((label, schema_after(&Schema::default(), &files, session.project)?))
}

fn number(name: &str) -> &str {
    crate::migration::order::number_text(name)
        .unwrap_or_default()
        .trim_start_matches('0')
}

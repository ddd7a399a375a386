//! What the files that are due do to a target: on a copy of its rows where that is at hand and small, else on made rows.

use std::collections::{BTreeMap, BTreeSet};

use super::known_codes::decision;
use crate::config::Decision;
use crate::database::Database;
use crate::diagnostic::Code;
use crate::effects::{self, Outcome};
use crate::error::Error;
use crate::introspect;
use crate::lint::{self, DueFile, TargetRows};
use crate::migration::Migration;
use crate::rows::{Copied, SourceRows};
use crate::schema::{Name, Schema};
use crate::session::Session;

/// Most rows that are copied.
const MOST_ROWS: usize = 20_000;

/// The files that are due, judged.
pub(crate) struct DueFiles {
    /// In the order in which they run.
    pub files: Vec<DueFile>,
    /// The schema that the target has.
    pub live: Schema,
    /// Rows of the target's tables that a file concerns which was tried on made rows alone.
    pub counts: BTreeMap<Name, u64>,
}

impl DueFiles {
    /// True if a file that was tried on made rows alone may meet rows of the target.
    pub fn may_concern_rows(&self, file: &DueFile) -> bool {
        let concerned = file.made.iter().flat_map(|it| &it.outcomes).filter(|it| is_changed(it));
        let mut names = concerned
            .map(|it| &it.table)
            .filter(|it| self.live.tables.contains_key(it));
        names.any(|it| self.counts.get(it).is_none_or(|rows| *rows > 0))
    }
}

/// Judges files that are due.
///
/// # Errors
/// Those of the target and the scratch database.
pub(crate) fn judged(session: &Session<'_>, due: &[&Migration]) -> Result<DueFiles, Error> {
    let (project, folder) = (session.project, session.folder()?);
    let live = session.live()?.schema.clone();
    let mut database = session.database()?;
    let database = &mut *database;
    let source = copy(database, &live, due)?;
    let names: Vec<&str> = due.iter().map(|it| it.file_name.as_str()).collect();
    let conventions = super::lint_findings::conventions(project);
    let rows = match &source {
        Some(source) => TargetRows::Copied(source),
        // Each condition reads its table, so it is asked where something depends on it.
        None if decision(project, Code::NoRows) == Decision::Deny => TargetRows::Asked(database),
        None => TargetRows::Unknown,
    };
    let files = lint::due(folder, &project.ledger, &conventions, &live, &names, rows)?;
    let counts = counts(database, &live, &files);
    Ok(DueFiles { files, live, counts })
}

/// The rows that the files reach, if they are on this machine and few.
fn copy(database: &mut dyn Database, live: &Schema, due: &[&Migration]) -> Result<Option<SourceRows>, Error> {
    if !database.is_local() || live.tables.is_empty() {
        return Ok(None);
    }
    let statements: Vec<String> = due.iter().flat_map(|it| it.statements()).map(|it| it.1).collect();
    let reached = effects::reached(live, &statements);
    Ok(match SourceRows::copy(database, live, &reached, MOST_ROWS)? {
        Copied::All(source) => Some(source),
        Copied::TooMany => None,
    })
}

/// The target's own rows in tables that made rows alone tell of, in one request; nothing is asked where nothing is concerned.
fn counts(database: &mut dyn Database, live: &Schema, files: &[DueFile]) -> BTreeMap<Name, u64> {
    let on_made = files
        .iter()
        .filter(|it| it.on_rows.is_none())
        .filter_map(|it| it.made.as_ref());
    let changed = on_made.flat_map(|it| &it.outcomes).filter(|it| is_changed(it));
    let concerned: BTreeSet<&Name> = changed
        .map(|it| &it.table)
        .filter(|it| live.tables.contains_key(it))
        .collect();
    // Without an answer they are told without figures.
    introspect::row_counts(database, concerned).unwrap_or_default()
}

/// True if a table is not what it was: rows, values or columns.
pub(crate) fn is_changed(outcome: &Outcome) -> bool {
    outcome.heir.is_none()
        || outcome.lost > 0
        || outcome.after != outcome.before
        || !outcome.columns.is_empty()
        || !outcome.dropped.is_empty()
}

//! `pull`: a part of a database in the place of what a local one holds, personal data masked.

mod chosen_tables;
mod masks;

use std::path::PathBuf;

use super::reset::copy;
use crate::config::Project;
use crate::database::{Content, Database, ReplacementFile, SqliteFile};
use crate::error::Error;
use crate::introspect::ObjectPattern;
use crate::pull::{self, Contents, MaskKey, Pulled, RowsOf, source_tables};
use crate::report::{Document, PullReport, PulledTable};

/// What is asked of `pull`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct PullRequest {
    /// Only these tables, and rows that theirs refer to; all without one.
    pub tables: Vec<ObjectPattern>,
    /// Not these tables.
    pub exclude: Vec<ObjectPattern>,
    /// At most so many rows of each table, and those that they refer to.
    pub rows: Option<usize>,
    /// Tables without rows.
    pub schema_only: bool,
    /// Rows into the tables that are there.
    pub data_only: bool,
    /// What masks depend on beside the values; without one they are others each time.
    pub key: Option<String>,
}

/// Pulls from `source` into the file that is made; `aside` is the copy that is made of what is replaced.
///
/// # Errors
/// Tables and masks that do not fit; those of both databases. Then the file is as it was.
pub fn pull(
    project: &Project,
    source: &mut dyn Database,
    mut made: ReplacementFile,
    aside: Option<(SqliteFile, PathBuf)>,
    request: &PullRequest,
    progress: &mut dyn FnMut(&str),
) -> Result<Document<PullReport>, Error> {
    let tables = source_tables(source)?;
    let mut chosen = chosen_tables::chosen(&project.ledger, tables, request)?;
    masks::set(&project.pull, &project.ledger, source, &mut chosen)?;
    let from = source.label();
    if let (true, Some((old, _))) = (request.data_only, &aside) {
        made.copy(old)?;
        chosen_tables::require_tables(&mut made, &chosen, &from)?;
    }
    let contents = match request.data_only {
        true => Contents::Rows,
        false => Contents::Whole,
    };
    let key = match &request.key {
        Some(text) => MaskKey::of(text.as_bytes()),
        None => random_key(&mut made)?,
    };
    let pulled = pull::pull(source, &mut made, &chosen, contents, &key, progress)?;
    let problems = made.problems()?;
    if let Some(problem) = problems.first() {
        return Err(Error::NotDone {
            deed: format!("pull {from}"),
            reason: format!("it would leave {problem}"),
            help: "correct those rows in the source, mask that column as null, or leave the table out with --exclude; \
                   nothing was changed"
                .to_owned(),
        });
    }
    let found = report(from, &chosen, pulled);
    let label = made.database().label();
    let mut backup = None;
    if let Some((old, path)) = aside {
        copy(&old, &path)?;
        backup = Some(path.display().to_string());
    }
    made.replace()?;
    Ok(Document::new(label, "pulled", PullReport { backup, ..found }))
}

fn report(from: String, chosen: &[pull::Chosen], pulled: Pulled) -> PullReport {
    let has_masks = chosen.iter().any(|it| !it.masks.is_empty());
    let is_search = |it: &&pull::Chosen| it.table.table.is_virtual && it.table.table.content() == Content::Own;
    let is_open = |it: &&pull::Chosen| is_search(it) && it.masks.is_empty() && it.rows != RowsOf::None;
    let unmasked = chosen.iter().filter(|_| has_masks).filter(is_open);
    let row = |(it, (rows, parents)): (&pull::Chosen, &(u64, u64))| PulledTable {
        name: it.table.table.name.clone(),
        rows: Some(*rows).filter(|_| it.table.table.content() == Content::Own),
        parents: *parents,
        masked: it.masks.keys().cloned().collect(),
    };
    PullReport {
        from,
        unmasked: unmasked.map(|it| it.table.table.name.clone()).collect(),
        tables: chosen.iter().zip(&pulled.rows).map(row).collect(),
        lost: pulled.lost,
        was_written: pulled.was_written,
        backup: None,
    }
}

/// SQLite's generator is seeded by the system. <https://www.sqlite.org/lang_corefunc.html#randomblob>
fn random_key(made: &mut ReplacementFile) -> Result<MaskKey, Error> {
    let rows = made.database().query("SELECT hex(randomblob(32))")?;
    Ok(MaskKey::of(rows.texts().next().unwrap_or_default().as_bytes()))
}

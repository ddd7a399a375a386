//! What pending files do to a target's own rows, tried on a copy of them.

use super::finding::Finding;
use super::history::History;
use super::measured::{Measured, conditions, statements};
use super::rule;
use crate::database;
use crate::effects::{self, Data, Effects};
use crate::introspect::Ownership;
use crate::migration::Folder;
use crate::rows::SourceRows;
use crate::schema::Schema;

/// One pending file, tried on a copy of a target's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRows {
    /// Its name.
    pub file: String,
    /// What it does to them.
    pub effects: Effects,
    /// What the rules say of that; none of a file that a proof exists for.
    pub findings: Vec<Finding>,
}

/// Runs the files that are due one after another on a copy of a target's rows, up to the first that fails on them.
///
/// # Errors
/// Those of the scratch database; a schema that D1 would refuse.
pub fn on_rows(
    folder: &Folder,
    ownership: &Ownership,
    live: &Schema,
    due: &[&str],
    source: &SourceRows,
) -> database::Result<Vec<OnRows>> {
    let history = History::replay(folder, ownership)?;
    let is_due = |file: &super::file::File<'_>| due.contains(&file.migration.file_name.as_str());
    let indexes: Vec<usize> = (0..history.files.len())
        .filter(|it| history.files.get(*it).is_some_and(is_due))
        .collect();
    let mut found = Vec::new();
    for (index, effects) in tried(&history, live, &indexes, source)? {
        let Some(file) = history.files.get(index) else { continue };
        // Nobody has asked for it before.
        let _ = file.measured.set(Measured::OnRows(effects.clone()));
        found.push(OnRows {
            file: file.migration.file_name.clone(),
            effects,
            findings: rule::check(&history, index, file),
        });
    }
    Ok(found)
}

/// What these files of a folder do to a copy of the rows, one after another, up to the first that fails on them.
pub(super) fn tried(
    history: &History<'_>,
    live: &Schema,
    indexes: &[usize],
    source: &SourceRows,
) -> database::Result<Vec<(usize, Effects)>> {
    let files = || indexes.iter().filter_map(|it| Some((*it, history.files.get(*it)?)));
    let all: Vec<String> = files().flat_map(|(_, it)| statements(it)).collect();
    let mut bench = effects::bench(live, &all, &[], Data::Copied(source))?;
    let mut found = Vec::new();
    for (index, file) in files() {
        let effects = effects::observe(&mut bench.scratch, &statements(file), &conditions(file))?;
        let fails = effects.failure().is_some() || effects.commit.is_some();
        found.push((index, effects));
        if fails {
            break;
        }
    }
    Ok(found)
}

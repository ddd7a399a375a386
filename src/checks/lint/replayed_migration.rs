//! What each migration of a folder came to: the schemas around it, and the renames in it.

use super::file::{File, Statement};
use super::folder_replay::History;
use crate::database;
use crate::introspect::Ownership;
use crate::migration::{Folder, Migration, Seal};
use crate::schema::{Hints, Name, Schema};
use crate::sql::Verb;

/// One migration, replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The schema that it starts from.
    pub before: Schema,
    /// The schema that it leaves.
    pub after: Schema,
    /// Its renames, in the words of a desired schema's directives.
    pub hints: Hints,
    /// Tables that got another name while a new one took the old name: old, new.
    pub reused_names: Vec<(Name, Name)>,
    /// It changes rows in a way that its schemas do not tell: a change by hand.
    pub changes_rows: bool,
    /// Something in it failed on scratch.
    pub failed: bool,
}

/// Replays a folder from nothing.
///
/// # Errors
/// Only those of the scratch database itself.
pub fn courses(folder: &Folder, ownership: &Ownership) -> database::Result<Vec<Course>> {
    let history = History::replay(folder, ownership)?;
    Ok(history.files.iter().map(course).collect())
}

fn course(file: &File<'_>) -> Course {
    let by_hand = |it: &&Statement| matches!(it.verb, Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. });
    let mut hints = file.lineage.hints(&file.before, &file.after);
    // Rows that are kept aside look like a table that got another name.
    hints
        .renamed_tables
        .retain(|new, old| !new.is_trash() && !old.is_trash());
    let mut reused = file.lineage.reused_names(&file.before, &file.after);
    reused.retain(|(old, new)| !old.is_trash() && !new.is_trash());
    Course {
        before: file.before.as_ref().clone(),
        after: file.after.as_ref().clone(),
        hints,
        reused_names: reused,
        changes_rows: !is_ours(file.migration) && file.statements.iter().any(|it| by_hand(&it)),
        failed: file.commit.is_some() || file.statements.iter().any(|it| it.failure.is_some()),
    }
}

/// A sealed migration copies rows and fills columns; all of that is in its plan.
fn is_ours(migration: &Migration) -> bool {
    migration.seal == Seal::Intact
}

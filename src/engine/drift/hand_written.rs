//! What the last migrations, written by hand, made of the schema that the migration planned before them ends in. A plan
//! from there to schema files that do not say it would undo it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::object_of;
use crate::diff::{Change, compare};
use crate::introspect::Ownership;
use crate::migration::{Folder, Migration};
use crate::replay::{Error, Replay};
use crate::schema::{Hints, Schema};

/// The migrations behind the last planned one, replayed.
pub struct HandWritten {
    /// The schema that all migrations end in.
    pub end: Schema,
    /// A migration was planned before them: what they make was in no schema file then.
    pub is_after_plan: bool,
    /// The schemas before each of them.
    before: Vec<Arc<Schema>>,
    names: BTreeSet<String>,
    replay: Replay,
}

impl HandWritten {
    /// `None` where the last migration was planned, or where the folder does not run from nothing.
    ///
    /// # Example
    /// After `0001_first_schema.sql`, planned, and `0002_z.sql`, written by hand with `CREATE TABLE z (a)`, the file of
    /// `table z` is `0002_z.sql`.
    pub fn of(folder: &Folder, ownership: &Ownership) -> Option<Self> {
        let all = folder.migrations();
        let planned = all.iter().rposition(|it| it.sealed_header().is_some());
        let from = planned.map_or(0, |it| it + 1);
        if from >= all.len() {
            return None;
        }
        Self::replayed(all, from, ownership).ok()
    }

    fn replayed(all: &[Migration], from: usize, ownership: &Ownership) -> Result<Self, Error> {
        let mut replay = Replay::new(ownership)?.noting_touched()?;
        let (planned, by_hand) = all.split_at_checked(from).unwrap_or((all, &[]));
        replay.run_all(planned)?;
        let mut before = Vec::new();
        for migration in by_hand {
            before.push(replay.schema()?);
            replay.run(migration)?;
        }
        Ok(Self {
            end: replay.live()?.schema,
            is_after_plan: from > 0,
            before,
            names: by_hand.iter().map(|it| it.file_name.clone()).collect(),
            replay,
        })
    }

    /// The last file that made the difference which `change` would undo: from where the migrations end to `desired`. `None`
    /// where `desired` has the object in another form than it ever had before these files: then the schema files changed it.
    pub fn file(&self, change: &Change, desired: &Schema) -> Option<&str> {
        let object = object_of(change);
        let file = self
            .replay
            .last_touched(&object)
            .filter(|it| self.names.contains(*it))?;
        let is_same = |before: &Schema| {
            let changes = compare(before, desired, &Hints::default()).changes;
            changes.iter().all(|it| object_of(it) != object)
        };
        self.before.iter().any(|it| is_same(it)).then_some(file)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn the_file_that_made_it() {
        let all = [
            Migration::parse("0001_a.sql", "CREATE TABLE a (x); CREATE TABLE b (x);"),
            Migration::parse("0002_z.sql", "CREATE TABLE z (x); ALTER TABLE b ADD COLUMN hand;"),
        ];
        let it = HandWritten::replayed(&all, 1, &Ownership::default()).unwrap();
        let planned = it.before[0].as_ref().clone();
        let files = |desired: &Schema| -> Vec<String> {
            let changes = compare(&it.end, desired, &Hints::default()).changes;
            let file = |change: &Change| format!("{}: {}", object_of(change), it.file(change, desired).unwrap_or("-"));
            changes.iter().map(file).collect()
        };
        assert_eq!(files(&planned), ["table b: 0002_z.sql", "table z: 0002_z.sql"]);
        // What the schema files changed themselves is theirs.
        let mut edited = planned.clone();
        edited.tables.retain(|name, _| name.as_str() != "b");
        assert_eq!(files(&edited), ["table b: -", "table z: 0002_z.sql"]);
    }
}

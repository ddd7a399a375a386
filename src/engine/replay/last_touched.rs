//! Which migration last changed the stored text of an object.

use std::collections::BTreeMap;

use crate::database::{self, Database};
use crate::introspect::{StoredRow, StoredRows};
use crate::schema::{Name, ObjectKind, ObjectRef};

/// Texts as of now, and by whom each was last changed.
pub(super) struct History {
    stored: StoredRows,
    touched: BTreeMap<(Space, Name), String>,
}

/// Tables, indexes and views share their names; triggers have their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Objects,
    Triggers,
}

impl History {
    pub(super) fn start(database: &mut dyn Database) -> database::Result<Self> {
        let mut stored = StoredRows::default();
        stored.reread(database)?;
        Ok(Self {
            stored,
            touched: BTreeMap::new(),
        })
    }

    /// Notes what a migration changed.
    pub(super) fn after(&mut self, database: &mut dyn Database, file: &str) -> database::Result<()> {
        let changed = self.stored.reread(database)?;
        let (before, after) = (texts(&changed.before), texts(&changed.after));
        let keys = before.keys().chain(after.keys());
        let touched = keys.filter(|key| before.get(*key) != after.get(*key));
        self.touched.extend(touched.map(|key| (key.clone(), file.to_owned())));
        Ok(())
    }

    pub(super) fn last_touched(&self, object: &ObjectRef) -> Option<&str> {
        let space = match object.kind {
            ObjectKind::Trigger => Space::Triggers,
            _ => Space::Objects,
        };
        self.touched.get(&(space, object.name.clone())).map(String::as_str)
    }
}

fn texts(rows: &[StoredRow]) -> BTreeMap<(Space, Name), &str> {
    let read = |it: &'_ StoredRow| {
        let space = match it.row.kind.as_str() {
            "trigger" => Space::Triggers,
            _ => Space::Objects,
        };
        (space, it.name().clone())
    };
    let rows = rows.iter().filter_map(|it| Some((read(it), it.row.sql.as_deref()?)));
    rows.collect()
}

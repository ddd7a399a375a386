//! Tables that hold what a migration dropped, until `reconcile purge`: `_reconcile_trash_0007_users`.
//!
//! They are ordinary tables of the live schema, so that fingerprints, proofs and replays see them; but no schema file
//! names them, and a comparison with the desired schema leaves them where they are.

use super::{Name, Schema, Table};

/// How their names begin.
const PREFIX: &str = "_reconcile_trash_";

impl Name {
    /// The name under which the migration of this number keeps a table, or columns of it, aside.
    pub fn kept_aside(number: &str, table: &Self) -> Self {
        Self::new(format!("{PREFIX}{number}_{table}"))
    }

    /// True for a table that holds what a migration dropped.
    pub fn is_trash(&self) -> bool {
        self.has_prefix(PREFIX)
    }

    /// The number of the migration that keeps something aside under this name.
    pub fn kept_by(&self) -> Option<u64> {
        let rest = self.as_str().get(PREFIX.len()..).filter(|_| self.is_trash())?;
        rest.split('_').next()?.parse().ok()
    }
}

impl Schema {
    /// What migrations dropped and kept aside.
    pub fn trash(&self) -> impl Iterator<Item = &Table> {
        self.tables.values().filter(|table| table.name.is_trash())
    }

    /// The schema that people work with.
    pub fn without_trash(&self) -> Self {
        let mut schema = self.clone();
        schema.tables.retain(|name, _| !name.is_trash());
        schema
    }

    /// This schema, and what `live` keeps aside.
    pub fn keeping_trash_of(&self, live: &Self) -> Self {
        let mut schema = self.clone();
        let kept = live.trash().map(|table| (table.name.clone(), table.clone()));
        schema.tables.extend(kept);
        schema
    }
}

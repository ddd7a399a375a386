//! The schema of a target, before and after each migration of a run.

use super::Options;
use crate::database::{self, Database};
use crate::introspect::{self, Live, Ownership, Reread};

/// How a run reads the schema between migrations: a database on this machine by what changed, another one as a whole, with
/// the answer to the migration.
pub(super) struct SchemaReading<'a> {
    ownership: &'a Ownership,
    by_parts: Option<Reread>,
}

impl<'a> SchemaReading<'a> {
    pub(super) fn of(database: &dyn Database, options: &'a Options) -> Self {
        Self {
            ownership: &options.ledger_table,
            by_parts: database.is_local().then(Reread::default),
        }
    }

    pub(super) fn is_by_parts(&self) -> bool {
        self.by_parts.is_some()
    }

    /// What is known already, else what is there.
    pub(super) fn live(&mut self, database: &mut dyn Database, known: Option<Live>) -> database::Result<Live> {
        match (known, &mut self.by_parts) {
            (Some(live), _) => Ok(live),
            (None, Some(reread)) => Ok(Live::of(reread.read(database, self.ownership)?.as_ref().clone())),
            (None, None) => introspect::read_beside(database, self.ownership),
        }
    }

    /// The same, held to what SQLite makes of it.
    pub(super) fn whole(&self, database: &mut dyn Database, live: Live) -> database::Result<Live> {
        match self.is_by_parts() {
            true => introspect::read_beside(database, self.ownership),
            false => Ok(live),
        }
    }
}

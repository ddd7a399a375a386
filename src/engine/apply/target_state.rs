//! Ledger and schema of a target, from which a run starts.

use crate::database::{Database, Rows};
use crate::introspect::{Live, Ownership};
use crate::ledger::{self, Ledger};

/// What a run starts from.
#[derive(Debug, Clone)]
pub struct TargetState {
    /// What the target says was applied.
    pub ledger: Ledger,
    /// Its schema, where that was read with the ledger; else it is read where it is needed.
    pub live: Option<Live>,
    /// Nobody asked the target: it is expected to have these rows of `sqlite_schema`, and the first batch fails if it has
    /// others, or another ledger.
    pub expected: Option<Rows>,
}

impl TargetState {
    /// Reads it, in one round trip.
    ///
    /// # Errors
    /// Those of the ledger and the database.
    pub fn read(database: &mut dyn Database, ownership: &Ownership) -> Result<Self, ledger::Error> {
        if database.is_local() {
            let ledger = ledger::read(database, ownership)?;
            return Ok(Self {
                ledger,
                live: None,
                expected: None,
            });
        }
        let (catalog, ledger) = ledger::read_with_schema(database, ownership)?;
        let live = Some(catalog.live(ownership));
        Ok(Self {
            ledger,
            live,
            expected: None,
        })
    }
}

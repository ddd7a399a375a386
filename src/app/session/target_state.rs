//! What a target is at: its ledger and its stored CREATE statements.

use super::Session;
use crate::database::Rows;
use crate::error::Error;
use crate::introspect::{self, Catalog, Live};
use crate::ledger::Ledger;
use crate::migration::Checksum;

/// The state of a target that was asked.
pub(crate) struct KnownState {
    pub(super) ledger: Ledger,
    pub(super) live: Live,
    pub(super) catalog: Catalog,
    /// Rows of `sqlite_schema`.
    pub(super) stored: Rows,
}

impl Session<'_> {
    /// What the target is at.
    ///
    /// # Errors
    /// Those of the ledger and of the database.
    pub(crate) fn known_state(&self) -> Result<KnownState, Error> {
        Ok(KnownState {
            ledger: self.ledger()?.clone(),
            live: self.live()?.clone(),
            catalog: self.catalog()?.clone(),
            stored: self.stored()?,
        })
    }

    fn stored(&self) -> Result<Rows, Error> {
        // A local engine is ours, and makes the same of the same statements.
        let is_local = self.database()?.is_local();
        Ok(match is_local {
            true => introspect::stored(&mut *self.database()?)?,
            false => self.catalog()?.stored().cloned().unwrap_or_default(),
        })
    }

    /// A checksum of the target's ledger and of its stored CREATE statements. Every question about the schema and the
    /// migrations of two targets with the same checksum has the same answer; their rows may differ.
    ///
    /// # Errors
    /// Those of the ledger and of the database.
    pub fn state(&self) -> Result<Checksum, Error> {
        let ledger = self.ledger()?;
        let entries: Vec<_> = ledger
            .entries
            .iter()
            .map(|it| {
                let record = it.record.as_ref().map(|it| (&it.checksum, &it.fingerprints));
                (&it.name, record)
            })
            .collect();
        let stored = self.stored()?;
        Ok(Checksum::of(&format!("{}{entries:?}{:?}", ledger.exists, stored.rows)))
    }
}

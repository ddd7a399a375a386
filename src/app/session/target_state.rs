//! What a target is at: its ledger and its stored CREATE statements.

use super::Session;
use crate::error::Error;
use crate::introspect;
use crate::migration::Checksum;

impl Session<'_> {
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
        // A local engine is ours, and makes the same of the same statements.
        let is_local = self.database()?.is_local();
        let stored = match is_local {
            true => introspect::stored(&mut *self.database()?)?,
            false => self.catalog()?.stored().cloned().unwrap_or_default(),
        };
        Ok(Checksum::of(&format!("{}{entries:?}{:?}", ledger.exists, stored.rows)))
    }
}

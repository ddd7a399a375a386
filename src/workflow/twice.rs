//! A migration that runs in batches may be interrupted, and then runs again: on made rows, the second time must change nothing.

use super::error::Error;
use crate::database::Scratch;
use crate::introspect;
use crate::migration::Migration;
use crate::proof::rows::{self, Fit};
use crate::schema::Schema;

/// Runs a backfill twice on made rows: it must succeed, and leave nothing to do.
pub(super) fn run(migration: &Migration, schema: &Schema) -> Result<(), Error> {
    let mut storage = schema.clone();
    storage.views.clear();
    storage.triggers.clear();
    let mut scratch = introspect::replica(&storage)?;
    rows::fill(&mut scratch, &storage, &rows::everything(&storage), &Fit::default())?;
    let code = schema
        .statements()
        .into_iter()
        .filter(|it| !storage.statements().contains(it));
    for statement in code {
        scratch.execute(&statement)?;
    }
    let once = |scratch: &mut Scratch| -> Result<String, Error> {
        for (line, statement) in migration.statements() {
            scratch.execute(&statement).map_err(|error| Error::Fill {
                file: migration.file_name.clone(),
                line,
                reason: error.to_string(),
            })?;
        }
        Ok(crate::database::dump(scratch)?.join("\n"))
    };
    let first = once(&mut scratch)?;
    if once(&mut scratch)? != first {
        return Err(Error::Fill {
            file: migration.file_name.clone(),
            line: 1,
            reason: "it changes rows again when it is run twice".to_owned(),
        });
    }
    Ok(())
}

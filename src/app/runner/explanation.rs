//! In what a schema that the Worker did not know differs from those that it knew.

use super::known_shapes::{CatalogRow, definitions};
use crate::apply::differences;
use crate::database::{Database, Scratch};
use crate::introspect::{self, Live, Ownership};
use crate::ledger;
use crate::migration::Folder;
use crate::replay::{self, Replay};
use crate::schema::Schema;

/// What an unknown schema is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Explained {
    /// One that the migrations leave, spelt otherwise.
    Spelling,
    /// Another one: in what it differs from the one of the migrations that is nearest to it.
    Other(Vec<String>),
}

/// Compares it with every schema that the migrations leave.
///
/// # Errors
/// A folder that does not run.
pub(crate) fn explained(
    folder: &Folder,
    ownership: &Ownership,
    catalog: &[CatalogRow],
) -> Result<Explained, replay::Error> {
    let mut scratch = Scratch::new()?;
    scratch.run(&ledger::tables(ownership.ledger()))?;
    if let Err(error) = scratch.run(&definitions(catalog)) {
        return Ok(Explained::Other(vec![format!("it cannot be made here: {error}")]));
    }
    let live = introspect::read_beside(&mut scratch, ownership)?;
    let mut replay = Replay::new(ownership)?;
    let start = replay.schema()?;
    let mut nearest = difference(&start, &live);
    for migration in folder.migrations() {
        replay.run(migration)?;
        let schema = replay.schema()?;
        let found = difference(&schema, &live);
        // The later one of two that are as near.
        if found.len() <= nearest.len() {
            nearest = found;
        }
    }
    Ok(match nearest.is_empty() {
        true => Explained::Spelling,
        false => Explained::Other(nearest),
    })
}

fn difference(known: &Schema, live: &Live) -> Vec<String> {
    if known.fingerprint() == live.schema.fingerprint() {
        return Vec::new();
    }
    let found: Vec<String> = differences(known, live).iter().map(ToString::to_string).collect();
    match found.is_empty() {
        true => vec!["it differs in a way that no object shows".to_owned()],
        false => found,
    }
}

//! What could not be run, since SQLite here does not have the module of a virtual table.

use std::collections::{BTreeMap, BTreeSet};

use crate::proof::execution::Rehearsal;
use crate::schema::{Name, names};

/// Names the virtual tables of the script in whose place an ordinary table was.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let claim = rehearsal.claim;
    let all = claim
        .from
        .virtual_tables
        .values()
        .chain(claim.desired.virtual_tables.values());
    let opaque: BTreeMap<&Name, &Name> = all
        .filter(|it| it.is_opaque())
        .map(|it| (&it.name, &it.module))
        .collect();
    if opaque.is_empty() {
        return Ok(String::new());
    }
    let mentioned: BTreeSet<Name> = claim
        .script
        .statements()
        .flat_map(|it| names(it).collect::<Vec<_>>())
        .collect();
    let said = opaque.into_iter().filter(|(name, _)| mentioned.contains(*name));
    let said: Vec<String> = said.map(|(name, module)| format!("{name} (module {module})")).collect();
    if said.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(
        "{} not run: SQLite here lacks the module, and an empty ordinary table took its place",
        said.join(", ")
    ))
}

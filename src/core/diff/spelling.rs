//! Names of one table that the schema file spells in another case than the database.

use super::Cosmetic;
use crate::schema::{Name, Table};

/// A note per name, the table's first.
///
/// No step comes of it: the migration would go from a schema to its equal, and SQLite answers to both spellings.
pub(super) fn notes(from: &Table, to: &Table) -> Vec<Cosmetic> {
    let is_respelt = |old: &Name, new: &Name| old == new && old.as_str() != new.as_str();
    let mut notes = Vec::new();
    if is_respelt(&from.name, &to.name) {
        notes.push(Cosmetic::Spelling {
            table: from.name.clone(),
            column: None,
            wanted: to.name.clone(),
        });
    }
    for column in &to.columns {
        let old = from.column(&column.name).map(|it| &it.name);
        if let Some(old) = old.filter(|old| is_respelt(old, &column.name)) {
            notes.push(Cosmetic::Spelling {
                table: from.name.clone(),
                column: Some(old.clone()),
                wanted: column.name.clone(),
            });
        }
    }
    notes
}

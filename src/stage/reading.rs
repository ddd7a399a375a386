//! Which columns get another name.

use crate::schema::{Hints, Name, Schema, lexemes, with_name};

/// A column that is there under its old name and wanted under its new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The table's wanted name.
    pub table: Name,
    /// The table's live name.
    pub live: Name,
    /// The column's live name.
    pub old: Name,
    /// The column's wanted name.
    pub new: Name,
    /// The value of rows without one.
    pub backfill: Option<String>,
    /// What values become, over the old column's name.
    pub using: Option<String>,
}

/// The columns stand beside each other: what was written over the new name reads the old one.
fn under_old_name(expression: &str, old: &Name, new: &Name) -> String {
    let has_query = lexemes(expression).iter().any(|it| it.is("SELECT"));
    match has_query {
        true => expression.to_owned(),
        false => with_name(expression, new, old),
    }
}

/// The renames of columns that have something left to do, and that can stand beside their old selves. A column of a primary
/// key, or one that foreign keys refer to, gets its name in the last stage.
pub(super) fn renamed(from: &Schema, desired: &Schema, hints: &Hints) -> Vec<Renamed> {
    let mut found = Vec::new();
    for ((table, new), hint) in &hints.columns {
        let Some(old) = &hint.renamed_from else { continue };
        let there = from.tables.get(table).map(|_| table);
        let Some(live) = there.or_else(|| hints.renamed_tables.get(table)) else {
            continue;
        };
        let (Some(before), Some(after)) = (from.tables.get(live), desired.tables.get(table)) else {
            continue;
        };
        let is_open = before.column(old).is_some() && before.column(new).is_none() && after.column(new).is_some();
        // Two columns cannot both be the key that rows are known by.
        let in_key = before
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns.iter().any(|it| it.name == *old));
        let is_referenced = from
            .tables
            .values()
            .flat_map(|other| other.foreign_keys_to(live))
            .any(|key| key.parent_columns.contains(old));
        // What is computed has nothing to be kept in step with.
        let is_computed = after.column(new).is_some_and(|it| it.generated.is_some());
        if is_open && !in_key && !is_referenced && !is_computed {
            found.push(Renamed {
                table: table.clone(),
                live: live.clone(),
                old: old.clone(),
                new: new.clone(),
                backfill: hint.backfill.clone(),
                using: hint.using.as_ref().map(|it| under_old_name(it, old, new)),
            });
        }
    }
    found
}

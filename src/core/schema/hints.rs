//! What a schema file says beside its SQL: where a name came from, how a new column is filled.

use std::collections::{BTreeMap, BTreeSet};

use super::{Name, ObjectRef};

/// Directives of the desired schema. A directive whose work is done (the old name is gone) has no effect.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    /// Old name of each renamed table, by its new name.
    pub renamed_tables: BTreeMap<Name, Name>,
    /// What is said of a column, by (table's new name, column's new name).
    pub columns: BTreeMap<(Name, Name), ColumnHint>,
    /// Tables whose columns are to come in the order of the schema file, though nothing uses their positions.
    pub keep_order: BTreeSet<Name>,
    /// Hazards that the author allows, with the reason.
    pub allowed: Vec<Allowance>,
}

/// `allow HAZARD because REASON`: holds for the object or column it stands on, until the migration is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Allowance {
    /// The object it stands on.
    pub object: ObjectRef,
    /// The column it stands on, if one.
    pub column: Option<Name>,
    /// The hazard's code.
    pub code: String,
    /// Why it is fine.
    pub reason: String,
}

/// Directives of one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnHint {
    /// The column's old name.
    pub renamed_from: Option<Name>,
    /// An SQL expression over the table's *old* columns (under their new names) that gives the value for rows already there.
    pub backfill: Option<String>,
    /// An SQL expression over the table's columns that gives the value for rows whose value is to become another one.
    pub using: Option<String>,
}

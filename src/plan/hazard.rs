//! What a reviewer must know: found purely, probed on the data, then worded with the figure.

use crate::schema::{Name, ObjectRef};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// May surprise.
    Warning,
    /// Loses data or fails.
    Danger,
}

/// What it takes to go on despite a hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Reported, never refused.
    Open,
    /// Refused unless `--allow CODE` (or policy) says otherwise.
    NeedsAllow,
    /// Refused whatever the flags: the SQL cannot succeed on the rows that are there.
    /// Passes once the probe finds no offending row.
    Impossible,
}

/// The stable name of a hazard, as `--allow`, policy and `explain` use it: `drop-column`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct HazardCode(pub &'static str);

/// One hazard of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Hazard {
    /// Which kind.
    pub code: HazardCode,
    /// How bad.
    pub severity: Severity,
    /// What it takes to pass.
    pub gate: Gate,
    /// The object at risk.
    pub object: ObjectRef,
    /// The column at risk, if one.
    pub column: Option<Name>,
    /// One lower-case sentence without figures: "column mail is dropped with its values".
    pub message: String,
    /// The way out, with the directive or command to type.
    pub remedy: String,
    /// The question to ask the live data, if the hazard depends on it.
    pub probe: Option<Probe>,
    /// The answer, once asked.
    pub finding: Option<Finding>,
}

/// A question to the live data. Names are live ones (before renames). Text is made by `render::probe`.
#[derive(Debug, Clone, PartialEq)]
pub enum Probe {
    /// Rows of a table.
    Rows {
        /// The table.
        table: Name,
    },
    /// Rows where a column has a value that would be lost.
    NotNull {
        /// The table.
        table: Name,
        /// The column.
        column: Name,
    },
    /// Rows where a value is NULL though it must not be.
    Null {
        /// The table.
        table: Name,
        /// An SQL expression over live columns, usually a quoted column name.
        value: String,
    },
    /// Groups of rows that share a key that must be unique.
    Duplicates {
        /// The table.
        table: Name,
        /// SQL expressions over live columns, each with its COLLATE where that is not the column's own.
        key: Vec<String>,
        /// Only rows for which this holds (a partial index).
        predicate: Option<String>,
    },
    /// Rows for which a CHECK is false (NULL passes, as in SQLite).
    Violates {
        /// The table.
        table: Name,
        /// The CHECK's expression over live columns.
        expression: String,
    },
    /// Rows that refer to a parent row that is not there.
    Orphans {
        /// The child table.
        table: Name,
        /// Its columns.
        columns: Vec<Name>,
        /// The parent.
        parent: Name,
        /// The parent's columns.
        parent_columns: Vec<Name>,
    },
    /// Rows whose value would be another value after conversion to the new type's affinity.
    Converts {
        /// The table.
        table: Name,
        /// The column.
        column: Name,
        /// The new declared type.
        type_name: String,
        /// The new table is STRICT: a value that does not fit is an error.
        strict: bool,
    },
}

/// What the data answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finding {
    /// How many rows (or groups) are concerned.
    pub rows: u64,
    /// Up to five keys of them, for people.
    pub sample: Vec<String>,
}

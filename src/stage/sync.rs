//! What a column with a new name holds while the old one stands beside it, in SQL over the row itself.

use super::Renamed;
use crate::schema::{Affinity, Name, Table, affinity};

/// How the two columns follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sync {
    /// The new column's value, from the old one.
    pub(super) forward: String,
    /// True if the new column does not hold what `forward` gives.
    pub(super) is_behind: String,
    /// True if the old column does not hold what the new one gives; `None` when there is no way back: the value is
    /// converted by an expression, and nothing says how it reads in the old column.
    pub(super) differs: Option<String>,
}

impl Sync {
    /// Of a column that both tables define.
    pub(super) fn of(it: &Renamed, live: &Table, wanted: &Table) -> Option<Self> {
        let (before, after) = (live.column(&it.old)?, wanted.column(&it.new)?);
        let (old, new) = (it.old.quoted(), it.new.quoted());
        let kinds = (
            affinity(&before.type_name, live.strict),
            affinity(&after.type_name, wanted.strict),
        );
        let forward = forward(it);
        // Values are compared as they are stored, whatever the column's own collation takes for equal.
        let is_behind = format!("{new} COLLATE BINARY IS NOT {}", stored(&forward, kinds.1));
        let is_converted = it.using.is_some() || before.generated.is_some();
        let differs = format!("{old} COLLATE BINARY IS NOT {}", stored(&new, kinds.0));
        Some(Self {
            forward,
            is_behind,
            differs: (!is_converted).then_some(differs),
        })
    }

    /// True of a row whose values would be lost if the old column went.
    pub(super) fn is_lost(&self, new: &Name) -> String {
        match &self.differs {
            Some(differs) => format!("{} AND {differs}", self.is_behind),
            // What new code wrote there is right, whatever the old column says.
            None => format!("{} IS NULL AND ({}) IS NOT NULL", new.quoted(), self.forward),
        }
    }
}

/// The value that rows which are there get in the new column.
pub(super) fn forward(it: &Renamed) -> String {
    let old = it.old.quoted();
    match (&it.using, &it.backfill) {
        (None, None) => old,
        (None, Some(value)) => format!("coalesce({old}, ({value}))"),
        (Some(value), None) => format!("({value})"),
        (Some(value), Some(otherwise)) => {
            format!("CASE WHEN {old} IS NULL THEN ({otherwise}) ELSE ({value}) END")
        }
    }
}

/// A value as a column of this affinity stores it. <https://www.sqlite.org/datatype3.html#type_affinity>
fn stored(value: &str, kind: Affinity) -> String {
    match kind {
        // A blob stays one.
        Affinity::Text => {
            format!("CASE WHEN typeof({value}) IN ('integer', 'real') THEN CAST({value} AS TEXT) ELSE {value} END")
        }
        kind => kind.stored(value).unwrap_or_else(|| value.to_owned()),
    }
}

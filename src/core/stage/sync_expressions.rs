//! What a column with a new name holds while the old one stands beside it, in SQL over the row itself.

use super::renamed_columns::{Renamed, Required};
use crate::schema::{Affinity, Name, Table, affinity};

/// How a column follows others, and whether the other way round, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sync {
    /// The table's live name.
    pub(super) live: Name,
    /// The column that comes.
    pub(super) new: Name,
    /// The columns that its value is made of.
    pub(super) reads: Vec<Name>,
    /// The new column's value, from the old one.
    pub(super) forward: String,
    /// True if the new column does not hold what `forward` gives.
    pub(super) is_behind: String,
    /// The way back; `None` when there is none: the value is converted by an expression, and nothing says how it reads in
    /// the old column.
    pub(super) back: Option<WayBack>,
    /// What the new column holds in a row that says nothing of it, where that is not NULL.
    pub(super) default: Option<String>,
    /// True if NULL means that no code has written it yet, whatever was changed: the desired schema takes none.
    pub(super) only_null: bool,
}

/// How the old column follows the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WayBack {
    /// The column that goes.
    pub(super) old: Name,
    /// True if the old column does not hold what the new one gives.
    pub(super) differs: String,
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
        let is_converted = it.is_converted() || before.generated.is_some();
        let differs = format!("{old} COLLATE BINARY IS NOT {}", stored(&new, kinds.0));
        let back = WayBack {
            old: it.old.clone(),
            differs,
        };
        Some(Self {
            live: it.live.clone(),
            new: it.new.clone(),
            reads: it.reads.clone(),
            forward,
            is_behind,
            back: (!is_converted).then_some(back),
            default: it.default.clone(),
            only_null: false,
        })
    }

    /// Of a column that is filled wherever it is NULL.
    pub(super) fn required(it: &Required) -> Self {
        let forward = format!("({})", it.value);
        Self {
            live: it.live.clone(),
            new: it.new.clone(),
            reads: it.reads.clone(),
            is_behind: format!("{} IS NULL AND {forward} IS NOT NULL", it.new.quoted()),
            forward,
            back: None,
            default: None,
            only_null: true,
        }
    }

    /// True of a row whose values would be lost if the old column went.
    pub(super) fn is_lost(&self) -> String {
        match &self.back {
            Some(back) => format!("{} AND {}", self.is_behind, back.differs),
            // What new code wrote there is right, whatever the old column says.
            None => format!("{} IS NULL AND ({}) IS NOT NULL", self.new.quoted(), self.forward),
        }
    }

    /// The columns that the triggers write.
    pub(super) fn written(&self) -> impl Iterator<Item = &Name> {
        [&self.new].into_iter().chain(self.back.as_ref().map(|it| &it.old))
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

//! Which values a `using` directive converts: those of a column that stays, in the migration that changes what it may hold.
//!
//! A directive cannot tell by itself whether its work is done. It runs together with a change that concerns its column, so
//! a second comparison, which finds no change, converts nothing.

use super::{Clause, ColumnFacet, TableChange};
use crate::schema::{Column, ColumnHint, Index, Name, Table};
use crate::sql::{lexemes, with_name};

/// The expression that converts the values of a column that is in both tables, in the column's new names; none where nothing
/// that concerns the column changes, or where its values are computed. `constraints` are the table's other clauses.
pub(super) fn conversion(
    hint: Option<&ColumnHint>,
    name: &Name,
    (from, to): (&Table, &Table),
    old: Option<&Name>,
    facets: &[ColumnFacet],
    constraints: &[Clause],
) -> Option<String> {
    let using = hint?.using.as_ref()?;
    let is_computed = to.column(name).is_some_and(|column| column.generated.is_some());
    let concerned = old.is_some()
        || !facets.is_empty()
        || constraints.iter().any(|clause| concerns(clause, name))
        || to.indexes.values().any(|index| is_new_key(index, name, from));
    (concerned && !is_computed).then(|| match old {
        Some(old) => under_new_name(using, old, name, from),
        None => using.clone(),
    })
}

/// True for a clause that may ask other values of the column.
fn concerns(clause: &Clause, name: &Name) -> bool {
    match clause {
        Clause::AddCheck(check) => check.expression.mentions(name),
        Clause::AddUnique(unique) => unique.columns.iter().any(|it| it.name == *name),
        Clause::ChangePrimaryKey(keys) => {
            let mut columns = keys.to.iter().flat_map(|key| &key.columns);
            columns.any(|it| it.name == *name)
        }
        Clause::AddForeignKey(key) => key.columns.contains(name),
        Clause::Strict(becomes) => *becomes,
        _ => false,
    }
}

/// True for a unique index over the column that is new or another one than before.
fn is_new_key(index: &Index, name: &Name, from: &Table) -> bool {
    index.unique && from.indexes.get(&index.name) != Some(index) && index.is_over(name)
}

/// The expression with the column's old name replaced, unless another column has that name now. What a query within it means
/// by the name is not known here, so a name in one stays as it is.
pub(super) fn under_new_name(expression: &str, old: &Name, new: &Name, from: &Table) -> String {
    let has_query = lexemes(expression).iter().any(|it| it.is("SELECT"));
    match from.column(old).is_some() || has_query {
        true => expression.to_owned(),
        false => with_name(expression, old, new),
    }
}

impl TableChange {
    /// The columns that are new.
    pub fn added_columns(&self) -> impl Iterator<Item = &Column> {
        self.clauses.iter().filter_map(|clause| match clause {
            Clause::AddColumn { column, .. } => Some(column),
            _ => None,
        })
    }

    /// True if a `using` directive converts the values of this column.
    pub fn converts(&self, column: &Name) -> bool {
        self.clauses.iter().any(|clause| match clause {
            Clause::ChangeColumn { columns, using, .. } => columns.to.name == *column && using.is_some(),
            _ => false,
        })
    }

    /// [`Clause::carried`] of this column.
    pub fn carried(&self, column: &Name) -> Option<String> {
        self.clauses.iter().find_map(|clause| match clause {
            Clause::ChangeColumn { columns, .. } if columns.to.name == *column => clause.carried(),
            _ => None,
        })
    }
}

impl Clause {
    /// The column that rows which are there get a value in, by a directive, and the value.
    pub fn made(&self) -> Option<(&Column, String)> {
        match self {
            Self::AddColumn { column, backfill } => Some((column, backfill.clone()?)),
            Self::ChangeColumn { columns, .. } => Some((&columns.to, self.carried()?)),
            _ => None,
        }
    }

    /// The value that rows which are there get in a column that stays, over the table's columns as they were; `None` where
    /// it is carried as it is.
    pub fn carried(&self) -> Option<String> {
        let Self::ChangeColumn {
            columns,
            backfill,
            using,
            ..
        } = self
        else {
            return None;
        };
        let name = columns.to.name.quoted();
        match (using, backfill) {
            (None, None) => None,
            (None, Some(value)) => Some(format!("coalesce({name}, {value})")),
            (Some(value), None) => Some(value.clone()),
            (Some(value), Some(otherwise)) => {
                Some(format!("CASE WHEN {name} IS NULL THEN {otherwise} ELSE {value} END"))
            }
        }
    }
}

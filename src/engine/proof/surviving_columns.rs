//! What stays: tables and columns that both schemas have, under the names they have on either side.

use super::snapshot::Conversions;
use crate::diff::{Change, Diff, TableChange};
use crate::rows::{column_before, table_before};
use crate::schema::{Column, Hints, Name, Pair, Schema, Table};

/// A table of both schemas.
pub(super) struct Stay<'a> {
    pub(super) tables: Pair<&'a Table>,
    /// Columns whose values must be the same afterwards: in both tables, generated in neither.
    pub(super) columns: Vec<Carried<'a>>,
}

/// A column of both tables.
pub(super) struct Carried<'a> {
    pub(super) columns: Pair<&'a Column>,
    /// A `backfill` directive gives it a value where it was NULL.
    pub(super) backfilled: bool,
    /// What a `using` directive makes of its values, over the wanted names.
    pub(super) made: Option<String>,
}

/// All tables that stay, by wanted name.
pub(super) fn staying<'a>(from: &'a Schema, desired: &'a Schema, diff: &Diff, hints: &Hints) -> Vec<Stay<'a>> {
    let tables = desired.tables.values().filter_map(|wanted| {
        let live = from.tables.get(&table_before(diff, &wanted.name)?)?;
        let columns = wanted
            .columns
            .iter()
            .filter_map(|to| {
                let column = live.column(&column_before(diff, &wanted.name, &to.name)?)?;
                let hint = hints.columns.get(&(wanted.name.clone(), to.name.clone()));
                let made = change(diff, &wanted.name)
                    .filter(|change| change.converts(&to.name))
                    .and_then(|change| change.carried(&to.name));
                Some(Carried {
                    columns: Pair { from: column, to },
                    backfilled: made.is_none() && hint.is_some_and(|hint| hint.backfill.is_some()),
                    made,
                })
            })
            .filter(|carried| carried.columns.from.generated.is_none() && carried.columns.to.generated.is_none())
            .collect();
        Some(Stay {
            tables: Pair { from: live, to: wanted },
            columns,
        })
    });
    tables.collect()
}

fn change<'a>(diff: &'a Diff, table: &Name) -> Option<&'a TableChange> {
    diff.changes.iter().find_map(|change| match change {
        Change::AlterTable(it) if it.tables.to.name == *table => Some(it),
        _ => None,
    })
}

impl Carried<'_> {
    /// True if rows can be found again by it.
    fn is_found_by(&self) -> bool {
        !self.backfilled && self.made.is_none()
    }
}

impl Stay<'_> {
    /// What `using` directives make of values.
    pub(super) fn conversions(&self) -> Conversions {
        let columns = &self.tables.from.columns;
        let under = |live: &Column| {
            let carried = self.columns.iter().find(|it| it.columns.from.name == live.name);
            carried.map_or_else(|| live.name.clone(), |it| it.columns.to.name.clone())
        };
        Conversions {
            wanted: self.tables.to.name.clone(),
            columns: columns.iter().map(|live| (live.name.clone(), under(live))).collect(),
            values: self
                .columns
                .iter()
                .filter_map(|it| Some((it.columns.from.name.clone(), it.made.clone()?)))
                .collect(),
        }
    }

    /// True if each row must keep its rowid: both tables have one, and no other column takes it over.
    pub(super) fn keeps_rowid(&self) -> bool {
        let Pair { from, to } = &self.tables;
        if from.without_rowid || to.without_rowid {
            return false;
        }
        match (from.rowid_alias(), to.rowid_alias()) {
            (None, None) => true,
            (Some(live), Some(wanted)) => self.carries(&live.name, &wanted.name),
            _ => false,
        }
    }

    /// Positions within `columns` of a primary key that both tables share.
    pub(super) fn key(&self) -> Option<Vec<usize>> {
        let wanted = self.tables.to.primary_key.as_ref()?;
        let live = self.tables.from.primary_key.as_ref()?;
        let positions: Option<Vec<usize>> = wanted
            .columns
            .iter()
            .map(|key| {
                self.columns
                    .iter()
                    .position(|carried| carried.columns.to.name == key.name && carried.is_found_by())
            })
            .collect();
        positions.filter(|found| {
            found.len() == live.columns.len()
                && found.iter().all(|at| {
                    let name = self.columns.get(*at).map(|carried| &carried.columns.from.name);
                    live.columns.iter().any(|key| Some(&key.name) == name)
                })
        })
    }

    fn carries(&self, from: &Name, to: &Name) -> bool {
        self.columns.iter().any(|carried| {
            carried.columns.from.name == *from && carried.columns.to.name == *to && carried.made.is_none()
        })
    }
}

//! What stays: tables and columns that both schemas have, under the names they have on either side.

use super::rows::{column_before, table_before};
use crate::diff::Diff;
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
                Some(Carried {
                    columns: Pair { from: column, to },
                    backfilled: hint.is_some_and(|hint| hint.backfill.is_some()),
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

impl Stay<'_> {
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
                    .position(|carried| carried.columns.to.name == key.name && !carried.backfilled)
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
        self.columns
            .iter()
            .any(|carried| carried.columns.from.name == *from && carried.columns.to.name == *to)
    }
}

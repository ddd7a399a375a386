//! What a step costs on D1, where rows read and written are billed.
//!
//! Counts per operation were measured on workerd's own counters (2,000 rows, 2 indexes); prices:
//! <https://developers.cloudflare.com/d1/platform/pricing/>.

use std::ops::Add;

use super::Operation;
use super::context::Situation;
use crate::schema::{Name, Object, Table};

/// Estimated rows read and written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Cost {
    /// Rows scanned.
    pub rows_read: u64,
    /// Rows written, index entries included.
    pub rows_written: u64,
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            rows_read: self.rows_read.saturating_add(other.rows_read),
            rows_written: self.rows_written.saturating_add(other.rows_written),
        }
    }
}

/// A statement that only changes the schema rewrites a handful of rows of `sqlite_schema`.
const SCHEMA_CHANGE: Cost = Cost {
    rows_read: 0,
    rows_written: 6,
};

/// The cost of a step; `None` when the rows of a table that it reads or writes are unknown.
pub(super) fn cost(situation: &Situation<'_>, operation: &Operation) -> Option<Cost> {
    let rows = |name: &Name| situation.rows(name);
    Some(match operation {
        Operation::RenameTable { .. } | Operation::RenameColumn { .. } => SCHEMA_CHANGE,
        Operation::Create(Object::Index(index)) if situation.now.tables.contains_key(&index.table) => {
            let count = rows(&index.table)?;
            Cost {
                rows_read: count.saturating_mul(2),
                rows_written: count.saturating_add(1),
            }
        }
        Operation::Create(_) => Cost {
            rows_read: 0,
            rows_written: 1,
        },
        Operation::WriteRows(rows) => of_rows(situation, &rows.changes.table, rows.changes.written.len()),
        Operation::DeleteRows(rows) => of_rows(situation, &rows.changes.table, rows.changes.deleted.len()),
        Operation::CopyRows(copy) => {
            let count = situation.live_rows(&copy.from)?;
            let indexes = situation.wanted.tables.get(&copy.into).map_or(0, index_count);
            Cost {
                rows_read: count,
                rows_written: count.saturating_mul(1 + indexes),
            }
        }
        Operation::Drop(Object::Table(table), _) if !situation.inbound(&table.name).is_empty() => {
            let count = rows(&table.name)?;
            Cost {
                rows_read: count,
                rows_written: count,
            }
        }
        Operation::Drop(..) => Cost::default(),
        Operation::AddColumn { backfill: None, .. } => Cost {
            rows_read: 0,
            rows_written: 1,
        },
        Operation::AddColumn {
            table,
            backfill: Some(_),
            ..
        } => {
            let count = rows(&table.name)?;
            Cost {
                rows_read: count,
                rows_written: count.saturating_add(1),
            }
        }
        Operation::DropColumn { table, .. } => {
            let count = rows(table)?;
            Cost {
                rows_read: count,
                rows_written: count.saturating_add(4),
            }
        }
        Operation::RebuildVirtual { tables, .. } => {
            let count = rows(&tables.to.name)?;
            Cost {
                rows_read: count.saturating_mul(2),
                rows_written: count.saturating_mul(2),
            }
        }
        Operation::Rebuild(rebuild) => {
            let mut sum = SCHEMA_CHANGE;
            for rebuilt in &rebuild.tables {
                let count = rows(&rebuilt.tables.to.name)?;
                let indexes = index_count(&rebuilt.tables.to);
                // DROP TABLE deletes the rows of a referenced table one by one. Several that are rebuilt together are dropped
                // after those that reference them.
                let is_referenced = !situation.inbound(&rebuilt.tables.to.name).is_empty();
                let dropped = if is_referenced && rebuild.tables.len() == 1 {
                    count
                } else {
                    0
                };
                // Online, each row is looked for in the new table and compared, and each index that keeps its name is made
                // twice.
                let (again, compared) = match &rebuild.online {
                    Some(online) => (
                        online.indexes.iter().filter(|(name, it)| *name != it.name).count() as u64,
                        4,
                    ),
                    None => (0, 0),
                };
                sum = sum
                    + Cost {
                        rows_read: count.saturating_mul(2 + 2 * (indexes + again) + compared),
                        rows_written: count.saturating_mul(1 + indexes + again).saturating_add(dropped),
                    };
            }
            sum
        }
    })
}

/// Rows that are found by their keys, and written with their entries in indexes.
fn of_rows(situation: &Situation<'_>, table: &Name, rows: usize) -> Cost {
    let indexes = situation.wanted.tables.get(table).map_or(0, index_count);
    let rows = rows as u64;
    Cost {
        rows_read: rows,
        rows_written: rows.saturating_mul(1 + indexes),
    }
}

/// Indexes that a row of the table is entered in.
fn index_count(table: &Table) -> u64 {
    let key = table.primary_key.is_some() && table.rowid_alias().is_none() && !table.without_rowid;
    (table.indexes.len() + table.uniques.len() + usize::from(key)) as u64
}

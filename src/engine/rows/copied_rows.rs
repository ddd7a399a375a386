//! Real rows: a bounded copy of a target's tables.

use std::collections::BTreeSet;

use super::constraint_trial::rowid_name;
use super::fill_tables::Filled;
use crate::database::{Database, Error, Rows, Scratch, Value};
use crate::schema::{Name, Schema, Table};

/// Rows of a target, as they are.
#[derive(Debug, Clone, Default)]
pub struct SourceRows {
    tables: Vec<(Name, Rows)>,
    sequences: Rows,
}

/// What came of copying.
#[derive(Debug, Clone)]
pub enum Copied {
    /// All rows of the tables asked for.
    All(SourceRows),
    /// More rows than a proof should carry.
    TooMany,
}

impl SourceRows {
    /// Copies all rows of `tables`, if they are at most `limit` together.
    pub fn copy(
        database: &mut dyn Database,
        schema: &Schema,
        tables: &BTreeSet<Name>,
        limit: usize,
    ) -> Result<Copied, Error> {
        let wanted: Vec<&Table> = tables.iter().filter_map(|name| schema.tables.get(name)).collect();
        let mut left = limit;
        let mut copied = Vec::new();
        for table in &wanted {
            let question = format!(
                "SELECT {} FROM {} LIMIT {}",
                columns(table).join(", "),
                table.name.quoted(),
                left + 1
            );
            let rows = database.query(&question)?;
            match left.checked_sub(rows.rows.len()) {
                Some(rest) => left = rest,
                None => return Ok(Copied::TooMany),
            }
            copied.push((table.name.clone(), rows));
        }
        // The scratch database that they go to may have none of the other tables, and so no counters.
        let sequences = if wanted.into_iter().any(is_counted) {
            database.query("SELECT name, seq FROM sqlite_sequence")?
        } else {
            Rows::default()
        };
        Ok(Copied::All(Self {
            tables: copied,
            sequences,
        }))
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.tables.iter().map(|(_, rows)| rows.rows.len()).sum()
    }

    /// Puts the rows into a scratch database that has the tables but no triggers yet.
    pub fn load(&self, scratch: &mut Scratch, schema: &Schema) -> Result<Filled, Error> {
        let mut filled = Filled::default();
        // They hold in the target; order and cycles are of no concern here.
        scratch.execute("PRAGMA foreign_keys = OFF")?;
        for (name, rows) in &self.tables {
            let Some(table) = schema.tables.get(name) else { continue };
            let columns = columns(table);
            let insert = format!(
                "INSERT OR ABORT INTO {} ({}) VALUES ({})",
                name.quoted(),
                columns.join(", "),
                vec!["?"; columns.len()].join(", ")
            );
            scratch.put(&insert, rows.rows.iter().map(Vec::as_slice))?;
            filled.tables.insert(name.clone(), rows.rows.len());
        }
        if !self.sequences.rows.is_empty() {
            scratch.execute("DELETE FROM sqlite_sequence")?;
        }
        for row in &self.sequences.rows {
            let values = Value::list(row);
            scratch.execute(&format!("INSERT INTO sqlite_sequence (name, seq) VALUES ({values})"))?;
        }
        scratch.execute("PRAGMA foreign_keys = ON")?;
        Ok(filled)
    }
}

fn is_counted(table: &Table) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.autoincrement)
}

/// The columns that hold values, after the rowid where no column stands for it.
fn columns(table: &Table) -> Vec<String> {
    let rowid = rowid_name(table).filter(|_| table.rowid_alias().is_none());
    let stored = table.stored_columns().map(|column| column.name.quoted());
    rowid.map(str::to_owned).into_iter().chain(stored).collect()
}

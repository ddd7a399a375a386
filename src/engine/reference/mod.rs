//! Rows of small tables that files declare: read from CSV and YAML, held to the schema on scratch, and compared with the rows
//! that a database has. docs/reference-tables.md describes the files.

mod cell;
mod comparison;
mod csv_rows;
mod declared_table;
mod missing_parent;
mod start_rows;
mod table_file;
mod yaml_rows;

pub use comparison::{compared, differences, with_rows};
pub use declared_table::{DeclaredRow, DeclaredTable};
pub use missing_parent::missing_parent;
pub use start_rows::{Error, StartRows};

use std::path::PathBuf;

use crate::desired::Error as FileError;
use crate::diff::RowChanges;
use crate::schema::Schema;

/// Declared rows, and the rows where a plan starts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reference<'a> {
    /// The tables that files declare.
    pub declared: &'a [DeclaredTable],
    /// The rows on the target, then those that the folder of migrations makes from nothing: what either lacks is written, so
    /// that one file does the same on all databases.
    pub starts: &'a [StartRows],
}

impl Reference<'_> {
    /// What differs once `statements`, which lead from the schema `from` to the desired one, have run.
    ///
    /// # Errors
    /// A declared row that its table does not take beside the others; statements that fail on the rows that are there.
    pub fn changes_after(
        &self,
        from: &Schema,
        statements: &[String],
        desired: &Schema,
    ) -> Result<Vec<RowChanges>, FileError> {
        let mut starts = self.starts.iter();
        let none = StartRows::default();
        let first = starts.next().unwrap_or(&none);
        let mut all = comparison::changes_after(from, first, statements, self.declared, desired)?;
        for start in starts {
            // The target's rows decide; what the folder makes of others may not fit.
            let Ok(others) = comparison::changes_after(from, start, statements, self.declared, desired) else {
                continue;
            };
            for other in others {
                match all.iter_mut().find(|it| it.table == other.table) {
                    Some(known) => *known = known.clone().and(other),
                    None => all.push(other),
                }
            }
        }
        Ok(all)
    }
}

/// Reads the files of these folders, and holds them to the schema; none where no folder is there.
///
/// # Errors
/// A file that cannot be read, or that declares what the schema does not take, with the place.
pub fn load(folders: &[PathBuf], schema: &Schema) -> Result<Vec<DeclaredTable>, FileError> {
    let mut tables: Vec<DeclaredTable> = Vec::new();
    for file in table_file::files(folders)? {
        let table = DeclaredTable::of(&file, schema)?;
        if let Some(other) = tables.iter().find(|it| it.table == table.table) {
            let message = format!("the rows of {} are declared twice", table.table);
            let help = format!(
                "keep them in one of the two files: {} has them already",
                other.path.display()
            );
            return Err(table.problem(1, message, help).into());
        }
        tables.push(table);
    }
    Ok(tables)
}

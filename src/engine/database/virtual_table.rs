//! Virtual tables in a copy: where their rows are, and modules that SQLite here does not have.

use super::{Database, Error, Result, Table};
use crate::schema::substitute;

/// Where a virtual table's rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// In tables of its own.
    Own,
    /// In another table, from which its index is made again.
    Elsewhere,
    /// Nowhere: it keeps no text. <https://www.sqlite.org/fts5.html#contentless_tables>
    Nowhere,
    /// It shows another table's index (fts5vocab).
    View,
}

impl Table {
    /// Where the rows of a virtual table are; those of others are their own.
    pub fn content(&self) -> Content {
        let bare: String = self.sql.to_ascii_lowercase().split_whitespace().collect();
        if !self.is_virtual {
            Content::Own
        } else if bare.contains("usingfts5vocab") {
            Content::View
        } else if bare.contains("content=''") || bare.contains("content=\"\"") {
            Content::Nowhere
        } else if bare.contains("usingfts5") && (bare.contains(",content=") || bare.contains("(content=")) {
            Content::Elsewhere
        } else {
            Content::Own
        }
    }
}

/// # Errors
/// A table that cannot be read here.
pub(super) fn require_modules(database: &dyn Database, tables: &[Table]) -> Result<()> {
    match tables.iter().find(|it| substitute(&it.sql).is_some()) {
        None => Ok(()),
        Some(table) => Err(Error::Remote {
            label: database.label(),
            message: format!(
                "{} needs a module that SQLite here does not have, and cannot be read",
                table.name
            ),
            help: Some("back the file up by the program that has the module: VACUUM INTO 'copy.db'".to_owned()),
        }),
    }
}

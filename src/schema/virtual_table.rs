//! Virtual tables: FTS5, rtree and other modules.

use super::{Name, Sql};

/// A virtual table. `==` compares module and arguments.
#[derive(Debug, Clone)]
pub struct VirtualTable {
    /// Its name.
    pub name: Name,
    /// The module (`fts5`, `rtree`, …).
    pub module: Name,
    /// The module's arguments as written, one per comma.
    pub arguments: Vec<String>,
    /// The whole CREATE VIRTUAL TABLE statement as SQLite stores it.
    pub sql: Sql,
}

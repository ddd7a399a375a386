//! Views.

use super::{Name, Sql};

/// A view. `==` compares the definition's canonical tokens.
#[derive(Debug, Clone)]
pub struct View {
    /// Its name.
    pub name: Name,
    /// The whole CREATE VIEW statement as SQLite stores it.
    pub sql: Sql,
}

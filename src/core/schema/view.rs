//! Views.

use super::{Name, Sql};

/// A view. `==` compares the definition's canonical tokens, and the names that it gives to its columns as they are spelt.
#[derive(Debug, Clone)]
pub struct View {
    /// Its name.
    pub name: Name,
    /// The whole CREATE VIEW statement as SQLite stores it.
    pub sql: Sql,
    /// The names of its columns that its own text spells, which count letter by letter.
    pub(crate) names: String,
}

//! What a message names beside its subject, for those who need to know it: nobody reads it out of the message.

use crate::sql::Name;

/// What the message names beside the object and the column that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Facts {
    /// Nothing that anybody needs.
    #[default]
    None,
    /// The index that becomes unique.
    Index(Name),
    /// The name that a renamed table had before.
    OldTable(Name),
    /// The name that a renamed column had before.
    OldColumn(Name),
    /// The word in double quotes that is read as a text.
    Text(String),
}

//! What a project asks of its types, and why they cannot be written.

use std::collections::BTreeMap;

use crate::database;

/// What a project asks of its types.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Keys get types of their own.
    pub brands: bool,
    /// Named types of JSON columns: `users.settings` → `Settings`.
    pub json: BTreeMap<String, String>,
    /// The module that they come from.
    pub json_from: Option<String>,
}

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Database(_) => None,
            Self::NoSuchColumn { .. } => Some("write TABLE.COLUMN, as in users.settings"),
            Self::NotAName { .. } => Some("declare a type for it and give its name"),
            Self::UnknownFlavour { .. } => Some("choose one of them, as in --flavour kysely"),
        }
    }
}

/// Why types cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The schema cannot be made on scratch.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A type is given to a column that is not there.
    #[error("the schema has no column {name}, which is given a type as JSON")]
    NoSuchColumn {
        /// As it is written: `users.settings`.
        name: String,
    },
    /// A type that is no name.
    #[error("{type_name:?} is not the name of a type, which {column} is given as JSON")]
    NotAName {
        /// The column.
        column: String,
        /// What is written.
        type_name: String,
    },
    /// No such flavour.
    #[error("there is no flavour {name}: {known}")]
    UnknownFlavour {
        /// What is asked for.
        name: String,
        /// Those that there are.
        known: String,
    },
}

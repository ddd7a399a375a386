//! `types:` of a database: what `reconcile types` writes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What `reconcile types` writes where its flags do not say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypesConfig {
    /// The file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out: Option<PathBuf>,
    /// `d1`, `kysely` or `rust`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flavour: Option<String>,
    /// Keys get types of their own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub brands: bool,
    /// Named types of JSON columns: `users.settings: Settings`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub json: BTreeMap<String, String>,
    /// The module that they come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub json_from: Option<String>,
    /// The application's statements are typed as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub queries: bool,
}

impl TypesConfig {
    /// True if nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

//! `pull:` of a database: what of its personal data `reconcile pull` changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::policy_codes::line_of;
use crate::pull::Mask;

/// What `reconcile pull` does with rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PullConfig {
    /// Masks by `TABLE.COLUMN`, or `*.COLUMN` for the columns of that name which have none of their own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mask: BTreeMap<String, Mask>,
    /// File and line, from 1, of each mask.
    #[serde(skip)]
    pub places: BTreeMap<String, (PathBuf, usize)>,
}

impl PullConfig {
    /// True if nothing is said.
    pub fn is_empty(&self) -> bool {
        self.mask.is_empty()
    }

    /// Notes where each mask is written.
    pub(super) fn locate(&mut self, path: &Path, text: &str) {
        let place = |key: &String| (key.clone(), (path.to_path_buf(), line_of(text, key)));
        self.places = self.mask.keys().map(place).collect();
    }

    /// `reconcile.yaml:7`
    pub fn place(&self, key: &str) -> String {
        match self.places.get(key) {
            Some((path, line)) => format!("{}:{line}", path.display()),
            None => "reconcile.yaml".to_owned(),
        }
    }
}

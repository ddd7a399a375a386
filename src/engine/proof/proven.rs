//! A script that passed its proof.

use crate::render::Script;
use crate::schema::{Fingerprint, Pair};

/// A script that ran on scratch and left what it should. Only `prove` makes one, and only this can be sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct Proven {
    script: Script,
    fingerprints: Pair<Fingerprint>,
    evidence: Vec<Evidence>,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Evidence {
    /// The check.
    pub check: &'static str,
    /// One lower-case sentence with figures: "12 rows of 3 tables kept".
    pub detail: String,
}

impl Proven {
    pub(super) fn new(script: Script, fingerprints: Pair<Fingerprint>, evidence: Vec<Evidence>) -> Self {
        Self {
            script,
            fingerprints,
            evidence,
        }
    }

    /// The script, word for word as it ran.
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Of the schema that it was made for, and of the schema that it leaves.
    pub fn fingerprints(&self) -> &Pair<Fingerprint> {
        &self.fingerprints
    }

    /// What every check found.
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }
}

//! A hash of a schema's canonical form: equal fingerprints behave the same in SQLite.

use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

/// Starts what is hashed. Raise it when the canonical form changes, so that an old fingerprint is never taken for a new one.
const VERSION: &str = "reconcile schema 1\n";

/// Digits that a record has to have: headers keep the first 16 of the 64.
const FEWEST: usize = 16;

/// SHA-256 of the canonical form, as 64 lower-case hex digits. Never a checksum of bytes.
#[derive(Debug, Clone)]
pub struct Fingerprint {
    hex: String,
    /// What was recorded for the same schema while the canonical form left more out.
    earlier: Option<String>,
}

impl Fingerprint {
    /// A fingerprint from its hex text, as a migration header or a ledger row holds it.
    pub fn from_hex(hex: impl Into<String>) -> Self {
        Self {
            hex: hex.into(),
            earlier: None,
        }
    }

    /// The fingerprint of a canonical form, and of the form that earlier versions made of the same schema, where that may be
    /// another one.
    pub(crate) fn of(canonical: &str, earlier: Option<&str>) -> Self {
        Self {
            hex: digest(canonical),
            earlier: earlier.filter(|it| *it != canonical).map(digest),
        }
    }

    /// True if `recorded`, read from a header or a ledger, is of the schema that this one was computed from, whichever version
    /// recorded it. (A newer record is never taken for another schema's: where the forms differ, its own says more.)
    pub fn is_recorded_as(&self, recorded: &Self) -> bool {
        let begins = |digits: &String| recorded.hex.len() >= FEWEST && digits.starts_with(&recorded.hex);
        begins(&self.hex) || self.earlier.as_ref().is_some_and(begins)
    }

    /// All its digits: 64, or as many as were recorded.
    pub fn as_str(&self) -> &str {
        &self.hex
    }

    /// The first 12 digits, for people.
    pub fn short(&self) -> &str {
        self.hex.get(..12).unwrap_or(&self.hex)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex)
    }
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Self) -> bool {
        self.hex == other.hex
    }
}
impl Eq for Fingerprint {}

fn digest(form: &str) -> String {
    let digest = Sha256::new().chain_update(VERSION).chain_update(form).finalize();
    let mut hex = String::with_capacity(64);
    for byte in digest.as_slice() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

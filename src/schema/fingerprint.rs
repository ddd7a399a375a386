//! A hash of a schema's canonical form: equal fingerprints behave the same in SQLite.

use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

/// Starts what is hashed. Raise it when the canonical form changes, so that an old fingerprint is never taken for a new one.
const VERSION: &str = "reconcile schema 1\n";

/// SHA-256 of the canonical form, as 64 lower-case hex digits. Never a checksum of bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// A fingerprint from its hex text, as a migration header or a ledger row holds it.
    pub fn from_hex(hex: impl Into<String>) -> Self {
        Self(hex.into())
    }

    /// The fingerprint of a canonical form.
    pub(crate) fn of(canonical: &str) -> Self {
        let digest = Sha256::new().chain_update(VERSION).chain_update(canonical).finalize();
        let mut hex = String::with_capacity(64);
        for byte in digest.as_slice() {
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }

    /// All 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first 12 digits, for people.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

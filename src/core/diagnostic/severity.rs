//! How much it matters.

/// How much something matters, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the exit code stays 0.
    Note,
    /// Loses something, or fails on some databases.
    Warning,
    /// Of a plan: loses data, or fails.
    Danger,
    /// Of a file: fails on D1, or loses rows that nobody meant to lose.
    Error,
}

impl Severity {
    /// `note`, `warning`, `danger` or `error`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

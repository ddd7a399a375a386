//! What a rule has to say.

pub use crate::diagnostic::{Diagnostic as Finding, Place, Severity};

/// A finding that the author allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What is allowed.
    pub finding: Finding,
    /// Why, in the author's words.
    pub reason: String,
}

//! What a reviewer must know: found purely, probed on the data, then worded with the figure.

use super::Probe;
use crate::diagnostic::{Code, Facts, Gate, Severity};
use crate::schema::{Name, ObjectRef};

/// One hazard of a plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hazard {
    /// Which kind.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// What it takes to pass.
    pub gate: Gate,
    /// The object at risk.
    pub object: ObjectRef,
    /// The column at risk, if one.
    pub column: Option<Name>,
    /// One lower-case sentence without figures: "column mail is dropped with its values".
    pub message: String,
    /// What the message names beside these.
    pub facts: Facts,
    /// The way out, with the directive or command to type.
    pub remedy: String,
    /// The question to ask the live data, if the hazard depends on it.
    pub probe: Option<Probe>,
    /// The answer, once asked.
    pub finding: Option<Finding>,
}

/// What the data answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finding {
    /// How many rows (or groups) are concerned.
    pub rows: u64,
    /// Up to five keys of them, for people.
    pub sample: Vec<String>,
}

impl Hazard {
    /// True if a plan with this hazard must not be written, unless `allowed` says that its code may pass.
    ///
    /// A dropped column needs a word even where this target holds no value in it: the same file runs on others.
    pub fn is_refused(&self, allowed: impl Fn(Code) -> bool) -> bool {
        let concerned = self.finding.as_ref().is_none_or(|finding| finding.rows > 0);
        match self.gate {
            Gate::Open => false,
            Gate::NeedsAllow => !allowed(self.code),
            Gate::NeedsAllowIfFound => concerned && !allowed(self.code),
            // Where the data could not be asked the migration itself fails closed, so only a known offender refuses.
            Gate::Impossible => self.finding.as_ref().is_some_and(|finding| finding.rows > 0),
        }
    }
}

//! What a reviewer must know: found purely, probed on the data, then worded with the figure.

use super::Probe;
use crate::schema::{Name, ObjectRef};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// May surprise.
    Warning,
    /// Loses data or fails.
    Danger,
}

/// What it takes to go on despite a hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Reported, never refused.
    Open,
    /// Refused unless `--allow CODE` (or policy) says otherwise.
    NeedsAllow,
    /// As `NeedsAllow`, as long as the data has not shown that no row is concerned.
    NeedsAllowIfFound,
    /// Refused whatever the flags: the SQL cannot succeed on the rows that are there.
    /// Passes once the probe finds no offending row.
    Impossible,
}

impl Gate {
    /// What `--allow`, the schema and policy do to a hazard of this code, as a sentence of Markdown.
    pub fn meaning(self, code: HazardCode) -> String {
        let allow = format!(
            "`--allow {code}`, `-- reconcile: allow {code} because REASON` in the schema, or `{code}: allow` in policy"
        );
        match self {
            Self::Open => format!("Reported only. `{code}: deny` in policy refuses it."),
            Self::NeedsAllow => format!("Refused until it is allowed: {allow}."),
            Self::NeedsAllowIfFound => {
                format!("Refused if existing rows are affected or could not be checked, until it is allowed: {allow}.")
            }
            Self::Impossible => {
                "Refused if existing rows violate it; no flag overrides that, since the migration would fail. It \
passes if no row violates it. If the rows could not be checked, the migration itself fails on them and changes \
nothing."
                    .to_owned()
            }
        }
    }
}

/// The stable name of a hazard, as `--allow`, policy and `explain` use it: `drop-column`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct HazardCode(pub &'static str);

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Danger => "danger",
        })
    }
}

impl std::fmt::Display for HazardCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// One hazard of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Hazard {
    /// Which kind.
    pub code: HazardCode,
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
    pub fn is_refused(&self, allowed: impl Fn(HazardCode) -> bool) -> bool {
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

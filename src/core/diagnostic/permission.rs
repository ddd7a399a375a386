//! What it takes to go on.

use super::Code;

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
    pub fn meaning(self, code: Code) -> String {
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

//! What `verify` and `diff` found.

use serde::Serialize;

use super::counted::counted;
use super::review::by_file;
use super::{AllowedFinding, Block, Check, Document, Finding, FindingPlace, Review, Screen, Tone};

/// The result of `verify`.
///
/// target: The migrations folder.
/// verdict: `ok` or `findings`.
#[derive(Debug, Clone, Serialize)]
pub struct VerifyReport {
    /// How many migrations were checked.
    pub migrations: usize,
    /// Whether the folder runs from nothing and ends at the desired schema.
    pub ends: bool,
    /// With `--tests`: how many tests ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<usize>,
    /// What is wrong, or worth knowing.
    pub findings: Vec<FindingReport>,
    /// What comments or policy allow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<AllowedFinding>,
    /// The paths of the migrations that were checked.
    #[serde(skip)]
    pub files: Vec<String>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingReport {
    /// Its stable name.
    pub code: String,
    /// `error`, `warning` or `note`, as `lint` has it; notes leave the exit code at 0.
    pub severity: &'static str,
    /// `FILE:LINE: what is wrong`.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// Where it is, if that is one place; the message names it.
    #[serde(skip)]
    pub place: Option<FindingPlace>,
}

impl FindingReport {
    /// As programs show it.
    pub(super) fn finding(&self) -> Finding {
        Finding {
            place: self.place.clone(),
            remedy: self.remedy.clone(),
            ..Finding::new(self.code.clone(), self.severity, self.message.clone())
        }
    }
}

impl Screen for Document<VerifyReport> {
    fn blocks(&self) -> Vec<Block> {
        let what = counted(self.migrations, "migration");
        let of = |severity| self.findings.iter().filter(|it| it.severity == severity).count();
        let (errors, warnings) = (of("error"), of("warning"));
        let counts = errors + warnings > 0;
        let tests = self
            .tests
            .filter(|_| !counts)
            .map(|it| format!(", {} OK", counted(it, "test")));
        let (tone, line) = match (self.ends, counts) {
            (true, false) => (
                Tone::Good,
                format!(
                    "{what} OK: numbers in order, unmodified, replay ends at the schema{}",
                    tests.unwrap_or_default()
                ),
            ),
            (ends, _) => {
                let tallies = [counted(errors, "error"), counted(warnings, "warning")];
                let tallies: Vec<String> = tallies.into_iter().filter(|it| !it.starts_with("0 ")).collect();
                let replay = if ends { "; replay ends at the schema" } else { "" };
                let tone = if errors > 0 { Tone::Bad } else { Tone::Warning };
                (tone, format!("{what}, {}{replay}", tallies.join(", ")))
            }
        };
        let mut blocks = vec![Block::Verdict(tone, self.target.clone(), line)];
        blocks.extend(self.findings.iter().cloned().map(Block::Problem));
        blocks
    }

    fn review(&self) -> Option<Review> {
        let mut checks = by_file(&self.files, self.findings.iter().map(FindingReport::finding));
        if self.ends {
            checks.push(Check::of("the replay ends at the schema", Vec::new()));
        }
        self.reviewed("verify", checks)
    }
}

/// The result of `diff A B`.
///
/// target: `A → B`.
/// verdict: `in-sync` or `changes`.
#[derive(Debug, Clone, Serialize)]
pub struct DiffReport {
    /// The differences, as sentences.
    pub changes: Vec<String>,
    /// Differences that need no SQL.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The SQL from A to B.
    pub sql: String,
}

impl Screen for Document<DiffReport> {
    fn blocks(&self) -> Vec<Block> {
        if self.changes.is_empty() {
            return vec![Block::Line(Tone::Good, "no difference".to_owned())];
        }
        vec![Block::Code("sql", self.sql.clone())]
    }
}

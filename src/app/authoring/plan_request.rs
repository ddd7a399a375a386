//! What is asked of a plan, and the report that it begins with.

use jiff::Timestamp;

use crate::desired::Desired;
use crate::introspect::Live;
use crate::plan::Options;
use crate::report::{Document, PlanReport, unified_diff};
use crate::schema::Schema;

/// What is asked of whatever plans and writes a migration, beside the project.
#[derive(Debug, Clone, Default)]
pub struct PlanRequest {
    /// `--allow`: hazard codes, or `all`.
    pub allow: Vec<String>,
    /// `--name`.
    pub name: Option<String>,
    /// `--because`: why, for the header, the ledger and the JSON.
    pub because: Option<String>,
    /// `--ref`: the issue or ticket.
    pub reference: Option<String>,
    /// False for `--dry-run` and `--check`.
    pub write: bool,
    /// `--diff`.
    pub with_diff: bool,
    /// `--strategy`.
    pub options: Options,
    /// The clock.
    pub now: Timestamp,
}

/// A report that says nothing yet.
pub(crate) fn empty_report(target: String, live: &Live, desired: &Desired) -> Document<PlanReport> {
    let unknown = live
        .unknown
        .iter()
        .map(|it| format!("cannot parse {}: {}", it.object, it.reason));
    let warnings = desired
        .warnings
        .iter()
        .map(|it| format!("{}:{}: {}", it.location.file.display(), it.location.line, it.message));
    let found = PlanReport {
        notes: unknown.chain(warnings).collect(),
        ..PlanReport::default()
    };
    Document::new(target, "in-sync", found)
}

/// A unified diff of two schemas.
pub(crate) fn unified(from: &Schema, to: &Schema, names: [&str; 2]) -> String {
    unified_diff(&from.to_sql(), &to.to_sql(), names)
}

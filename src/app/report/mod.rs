//! What a command found, in the form that was asked for.
//!
//! A report is a plain serde structure (that is its JSON) that can lay itself out as [`Block`]s; a format turns blocks
//! into text. A new report is one file; so is a new format, with one line in [`ALL`].

mod apply;
mod baseline_backup_restore;
mod bundle;
mod changes;
mod columns;
mod compat;
mod counted;
mod ddl_diff;
mod document;
mod drift;
mod effects;
mod failure;
mod fleet;
mod fleet_runner;
mod fleet_survey;
mod github;
mod init_new_explain;
mod json;
mod layout;
mod lint;
mod markdown;
mod plain_text;
mod plan;
mod plan_steps;
mod renumber;
mod rollout;
mod stages;
mod status;
mod verify;

pub use apply::{AppliedRow, ApplyReport, EditedRow, HeldRow, RefusedRow};
pub use baseline_backup_restore::{BackupReport, BaselineReport, RenamedRow, RestoreReport};
pub use bundle::BundleReport;
pub use changes::ChangeRow;
pub use columns::wrapped;
pub use compat::{BreakReport, CompatReport, PlaceReport};
pub(crate) use counted::counted;
pub use ddl_diff::ddl_diff;
pub use document::Document;
pub use drift::{DifferenceRow, DriftReport};
pub use effects::{EffectFinding, EffectsReport, EffectsRow, TableEffect};
pub use failure::{FailedCheck, Failure, FailurePlace, FailureReport};
pub use fleet::{FleetListReport, FleetRow, MemberRow};
pub use fleet_runner::{CollectReport, CollectedCount, CollectedFailure, RunnerReport};
pub use fleet_survey::{FleetReport, GroupRow, MemberReport, MemberState};
pub use init_new_explain::{ExplainReport, ExplainedHazard, WrittenReport};
pub use layout::{Block, Difference, Tone};
pub use lint::{AllowedFinding, LintFinding, LintReport};
pub use plan::{MigrationReport, PlanReport};
pub use plan_steps::{HazardReport, StepReport};
pub use renumber::RenumberReport;
pub use rollout::{MemberLine, RolloutReport, RunRow, RunsReport, WaveRow};
pub use stages::{StageReport, StagesReport};
pub use status::{StatusReport, StatusRow};
pub use verify::{DiffReport, FindingReport, VerifyReport};

use serde::Serialize;

/// What people see of a result; its JSON is the structure itself.
pub trait Screen: Serialize {
    /// Its lines, tables and texts.
    fn blocks(&self) -> Vec<Block>;
}

/// A result that can be told in every format.
pub trait Report {
    /// Its lines, tables and texts.
    fn blocks(&self) -> Vec<Block>;
    /// Its JSON.
    fn json(&self) -> serde_json::Result<serde_json::Value>;
}

impl<T: Screen> Report for T {
    fn blocks(&self) -> Vec<Block> {
        Screen::blocks(self)
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::to_value(self)
    }
}

/// A way to write a report.
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// The whole text, ending with a line feed.
    pub render: fn(&dyn Report, Look<'_>) -> String,
}

impl Format {
    const fn new(name: &'static str, render: fn(&dyn Report, Look<'_>) -> String) -> Self {
        Self { name, render }
    }
}

/// What a text for people is written to.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Colours are wanted.
    pub color: bool,
    /// A terminal obeys what it is sent. Anything else takes SQL as the bytes that it is.
    pub terminal: bool,
    /// Columns to wrap at; `None` where nobody reads it as it is.
    pub width: Option<usize>,
    /// How much is wanted.
    pub detail: Detail,
    /// Makes a target, as a report names it, one with the name that the config gives it.
    pub named: &'a dyn Fn(&str) -> String,
    /// Makes commands to type next, as sentences name them, commands about the same target and folders.
    pub completed: &'a dyn Fn(&str) -> String,
}

/// How much of a result a person wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Only errors: `-q`.
    Errors,
    /// Verdict, problems, changes, the next command.
    Brief,
    /// Reasons, order and evidence as well: `-v`.
    Full,
}

/// All formats.
pub const ALL: &[Format] = &[
    Format::new("text", plain_text::render),
    Format::new("json", json::render),
    Format::new("markdown", markdown::render),
    Format::new("github", github::render),
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name)
}

//! What a command found, in the form that was asked for.
//!
//! A report is a plain serde structure (that is its JSON) that can lay itself out as [`Block`]s; a format turns blocks
//! into text, or its [`Review`] into what a program shows. A new report is one file; so is a new [`format()`].

mod account;
mod apply;
mod approval;
mod backup_restore;
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
mod fmt;
mod format;
mod history;
mod init_new_explain;
mod layout;
mod lint;
mod pictures;
mod plan;
mod plan_review;
mod plan_steps;
mod preflight;
mod pull;
mod renumber;
mod reset;
mod review;
mod rollout;
mod seed;
mod several_databases;
mod stages;
mod status;
mod types;
mod unified_diff;
mod verify;

pub use account::{AccountDatabase, AccountReport, DatabaseInfoReport, DatabaseTable};
pub use apply::{AppliedRow, ApplyReport, EditedRow, HeldRow, RefusedRow};
pub use approval::ApprovalReport;
pub use backup_restore::BackupRestoreReport;
pub use baseline_backup_restore::{BackupReport, BaselineReport, RenamedRow, RestoreReport};
pub use bundle::BundleReport;
pub use changes::ChangeRow;
pub use columns::wrapped;
pub use compat::{BreakReport, CompatReport, PlaceReport};
pub(crate) use counted::counted;
pub use ddl_diff::ddl_diff;
pub use document::Document;
pub use drift::{AlertRow, DifferenceRow, DriftReport};
pub use effects::{EffectFinding, EffectsReport, EffectsRow, TableEffect};
pub use failure::{FailedCheck, Failure, FailurePlace, FailureReport};
pub use fleet::{FleetListReport, FleetRow, MemberRow};
pub use fleet_runner::{CollectReport, CollectedCount, CollectedFailure, RunnerReport};
pub use fleet_survey::{FleetReport, GroupRow, MemberReport, MemberState};
pub use fmt::FmtReport;
pub use format::{ALL, Detail, Format, Look, STEP_SUMMARY, Serves, format};
pub use history::{HistoryEvent, HistoryFinding, HistoryReport};
pub use init_new_explain::{ExplainReport, ExplainedHazard, WrittenReport};
pub use layout::{Block, Difference, Tone};
pub use lint::{AllowedFinding, LintFinding, LintReport};
pub use pictures::{StepNode, TablesPicture};
pub use plan::{MigrationReport, PlanReport};
pub use plan_steps::{HazardReport, StepReport};
pub use preflight::{CheckRow, PreflightReport};
pub use pull::{PullReport, PulledTable};
pub use renumber::RenumberReport;
pub use reset::ResetReport;
pub use review::{Check, Finding, FindingPlace, Review};
pub use rollout::{MemberLine, RolloutReport, RunRow, RunsReport, WaveRow};
pub use seed::{SeedReport, SeedRow, SeedWarning};
pub use several_databases::{DatabaseRow, DatabasesReport};
pub use stages::{StageReport, StagesReport};
pub use status::{RebuildRow, StatusReport, StatusRow};
pub use types::TypesReport;
pub(crate) use unified_diff::unified_diff;
pub use verify::{DiffReport, FindingReport, VerifyReport};

use serde::Serialize;

/// What people see of a result; its JSON is the structure itself.
pub trait Screen: Serialize {
    /// Its lines, tables and texts.
    fn blocks(&self) -> Vec<Block>;

    /// What was checked and found, by a command that checks something.
    fn review(&self) -> Option<Review> {
        None
    }

    /// The databases that it is about, each a document of its own.
    fn members(&self) -> &[MemberReport] {
        &[]
    }
}

/// A result that can be told in every format.
pub trait Report {
    /// Its lines, tables and texts.
    fn blocks(&self) -> Vec<Block>;
    /// Its JSON.
    fn json(&self) -> serde_json::Result<serde_json::Value>;
    /// What was checked and found, by a command that checks something.
    fn review(&self) -> Option<Review>;
    /// The databases that it is about, each a document of its own.
    fn members(&self) -> &[MemberReport];
}

impl<T: Screen> Report for T {
    fn blocks(&self) -> Vec<Block> {
        Screen::blocks(self)
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::to_value(self)
    }

    fn review(&self) -> Option<Review> {
        Screen::review(self)
    }

    fn members(&self) -> &[MemberReport] {
        Screen::members(self)
    }
}

//! What people type: one file per command. Each asks a session, leaves the work to the rooms below and returns a report; none
//! of them prints.

mod abort;
mod adopt_drift;
mod apply;
mod approve;
mod backup;
mod baseline;
mod bundle;
mod compat;
mod database;
mod diff;
mod drift;
mod drift_alerts;
mod fleet;
mod fmt;
mod history;
mod init;
mod inspect;
mod lint;
mod new;
mod plan;
mod preflight;
mod pull;
mod purge;
mod renumber;
mod reset;
mod restore;
mod restore_backup;
mod revert;
mod seed;
mod status;
mod types;
mod verify;

pub use crate::authoring::hand_written_schema::write_schema;
pub use crate::authoring::migration_tests::{TESTS, trials};
pub use crate::authoring::new_backfill::{NewFill, new_backfill, told};
pub use crate::authoring::plan_base::Start;
pub use crate::authoring::plan_request::PlanRequest;
pub use crate::authoring::reseal::reseal;
pub use crate::authoring::stages::plan_stages;
pub use crate::authoring::test_frame::TestFrame;
pub use crate::authoring::undo_drift::undo_drift;
pub use crate::discovery::{Look, Origin};
pub use crate::pending::due::ApplyRequest;
pub use crate::policy::approvals::Authors;
pub use crate::policy::known_codes::check_policy;
pub use crate::policy::lint_findings::{Since, is_migration};
pub use abort::abort;
pub use adopt_drift::adopt_drift;
pub use apply::{
    apply, apply_file, check_fleet_promotion, check_promotion, dry_run, edited_and_due, effects_of_due, file_report,
    file_to_apply,
};
pub use approve::approve;
pub use backup::{Exportable, backup};
pub use baseline::{BaselineRequest, baseline};
pub use bundle::{bundle, bundle_into};
pub use compat::{CompatRequest, compat};
pub use database::{Place, database_create, database_info, database_list};
pub use diff::{Side, diff};
pub use drift::{drift, drift_of};
pub use drift_alerts::Alerts;
pub use fleet::{
    FleetShapes, RolloutRequest, RolloutWatch, RunnerRequest, Shape, Watch, central_target, deploy_runner, failed_in,
    fleet_apply, fleet_backup, fleet_collect, fleet_drift, fleet_dry_run, fleet_history, fleet_inspect, fleet_lint,
    fleet_list, fleet_plan, fleet_runner, fleet_runs, fleet_seed, fleet_show, fleet_status, fleet_verify,
};
pub use fmt::fmt;
pub use history::{HistoryRequest, history, write_log};
pub use init::{Begun, init};
pub use inspect::{Inspected, TableChoice, inspect, sizes};
pub use lint::lint;
pub use new::new_migration;
pub use plan::{PlanIntent, plan};
pub use preflight::preflight;
pub use pull::{PullRequest, pull};
pub use purge::purge;
pub use renumber::{RenumberRequest, renumber};
pub use reset::{ResetRequest, reset};
pub use restore::{WayBack, restore, way_back};
pub use restore_backup::{BackupFile, RemoteRestore, prepare_restore, read_backup, restore_file};
pub use revert::{RevertIntent, revert};
pub use seed::{SeedRequest, seed, seed_dry_run};
pub use status::status;
pub use types::{TypesRequest, types};
pub use verify::verify;

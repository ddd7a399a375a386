//! What is done with all databases of a fleet: one file per command. Each database is asked as the command asks a single
//! target, and what is equal is said once.

mod apply;
mod backup;
mod collect;
mod drift;
mod history;
mod inspect;
mod lint;
mod list;
mod plan;
mod runner;
mod runs;
mod seed;
mod status;
mod survey;
mod verify;

pub use apply::{RolloutRequest, RolloutWatch, fleet_apply};
pub use backup::fleet_backup;
pub use collect::fleet_collect;
pub use drift::fleet_drift;
pub use history::fleet_history;
pub use inspect::{FleetShapes, Shape, fleet_inspect};
pub use lint::fleet_lint;
pub use list::fleet_list;
pub use plan::fleet_plan;
pub use runner::{RunnerRequest, central_target, deploy_runner, fleet_runner};
pub use runs::{failed_in, fleet_runs, fleet_show};
pub use seed::fleet_seed;
pub use status::{fleet_dry_run, fleet_status};
pub use survey::Watch;
pub use verify::fleet_verify;

//! Joins the rooms into the verbs that people type. Each file is one verb; none of them prints.

mod apply;
mod backfill;
mod backup;
mod baseline;
mod compat;
mod diff;
mod draft;
mod drift;
mod error;
mod init;
mod inspect;
mod lint;
mod naming;
mod new;
mod plan;
mod reseal;
mod restore;
mod review;
mod status;

pub use apply::{ApplyRequest, apply, to_apply};
pub use backfill::Error as BackfillError;
pub use backup::{Exportable, backup};
pub use baseline::{BaselineRequest, baseline};
pub use compat::{CompatRequest, compat};
pub use diff::{Side, diff};
pub use draft::{Draft, Error as DraftError, draft};
pub use drift::{drift, verify};
pub use error::Error;
pub use init::init;
pub use inspect::{INSPECT_FORMATS, inspect, schema_as};
pub use lint::lint;
pub use new::new_migration;
pub use plan::{PlanRequest, plan};
pub use reseal::reseal;
pub use restore::{WayBack, restore, way_back};
pub use status::status;

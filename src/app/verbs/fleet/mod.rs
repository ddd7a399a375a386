//! What is done with all databases of a fleet: one file per command. Each database is asked as the command asks a single
//! target, and what is equal is said once.

mod drift;
mod inspect;
mod list;
mod status;
mod survey;
mod verify;

pub use drift::fleet_drift;
pub use inspect::{FleetShapes, Shape, fleet_inspect};
pub use list::fleet_list;
pub use status::fleet_status;
pub use survey::Watch;
pub use verify::fleet_verify;

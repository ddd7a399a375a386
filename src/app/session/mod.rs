//! A project on a target: its files, the target's schema and its ledger, each read once and when it is first asked for.
//! Targets are opened over connections that all of them share.

pub(crate) mod application_code;
mod connector;
pub(crate) mod desired;
mod expected_states;
mod fleet_rows;
mod fleet_session;
pub(crate) mod other_ledger;
mod project_files;
pub(crate) mod relocation;
mod remote;
mod row_questions;
mod second_reading;
#[allow(clippy::module_inception)]
mod session;
mod target_state;

pub use application_code::code_facts;
pub use connector::Connector;
pub(crate) use fleet_session::AppliedFiles;
pub use fleet_session::FleetSession;
pub use project_files::ProjectFiles;
pub use relocation::{Notice, Reading};
pub use session::Session;
pub(crate) use session::{folder_at, known, schema_after};
pub(crate) use target_state::KnownState;

//! Which schema, which migrations, which target: from flags, `reconcile.yaml`, wrangler's config, or defaults.
//!
//! `resolve` says how a target becomes a database; `with_config` and `without_config` do it for a command.

pub(crate) mod dotenv;
mod environment;
mod error;
mod file;
mod first_line;
mod fleets;
mod identity;
mod notify;
mod policy_codes;
mod project;
mod pull;
mod resolve;
mod rollout;
mod rules;
mod scaffold;
mod suggested_command;
mod target;
mod types;
mod variables;
mod with_config;
mod without_config;
mod workspace;
mod wrangler;
mod write_file;

pub use environment::{By, Environment};
pub use error::Error;
pub(crate) use file::without_place;
pub use file::{Config, DatabaseConfig, Decision, FILE_NAME, OneOrMany, Policy, TargetConfig};
pub use fleets::{FleetSource, Registry};
pub use identity::{Identity, Same};
pub use notify::{AlertState, EnvironmentName, Notify};
pub use policy_codes::NamedCode;
pub use project::{Flags, Project, project, project_of, usual_migrations, wrangler_beside};
pub use pull::PullConfig;
pub use rollout::{Bookmark, MaxFailures, OnError, WaveConfig, WaveMatch};
pub use scaffold::Declared;
pub use suggested_command::{command, command_at, completed, quoted};
pub use target::Target;
pub use types::TypesConfig;
pub use variables::Variables;
pub use workspace::{WorkspaceDatabase, chosen, databases};
pub use wrangler::{D1Binding, Section, Wrangler};
pub(crate) use write_file::{replace_file, write_file};

/// True for what holds where nothing is said, and so need not be written.
fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

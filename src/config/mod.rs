//! Which schema, which migrations, which target: from flags, `reconcile.yaml`, wrangler's config, or defaults.

mod begin;
mod error;
mod file;
mod named;
mod project;
mod target;
mod wrangler;

pub use error::Error;
pub use file::{Config, DatabaseConfig, Decision, FILE_NAME, OneOrMany, Policy, TargetConfig};
pub use named::NamedCode;
pub use project::{Flags, Project, project, usual_migrations};
pub use target::Target;
pub use wrangler::{D1Binding, Wrangler};

//! What a project that begins has already: wrangler's databases, migrations of another tool, a database file.

mod database_file;
mod existing_migrations;
pub(crate) mod first_schema;
mod migration_comments;
mod package_discovery;
mod packages;
mod program_text;
pub(crate) mod project_discovery;
mod schema_files;

use std::path::PathBuf;

use crate::config::Target;
use crate::database::Database;

/// Opens a database on this machine that is there; none where there is none.
pub type Look<'a> = Box<dyn Fn(&Target) -> Option<Box<dyn Database>> + 'a>;

/// Where the schema of a new project comes from.
pub enum Origin<'a> {
    /// From the migrations that the project has; from a database on this machine where it has none, if that is there.
    Found(Look<'a>),
    /// From this folder of migrations.
    Folder(PathBuf),
    /// From this database.
    Database(Target, Box<dyn Database>),
}

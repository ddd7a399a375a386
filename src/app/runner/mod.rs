//! A Worker project that brings a fleet to the newest migration from within Cloudflare: a Workflow per database, and one that
//! starts them in waves.
//!
//! The code is in `templates/`; what is written here is its data, and the files of a shard. Nothing is decided when it runs but
//! what the ledger and the definitions of a database say.

mod collected;
mod data_modules;
mod error;
mod explanation;
mod known_shapes;
mod online_parts;
mod project_files;
mod worker_config;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::introspect::Ownership;
use crate::ledger::Provenance;
use crate::migration::Folder;
use crate::schema::Name;

pub use collected::{Collected, DatabaseResult, collect};
pub use error::Error;
pub(crate) use explanation::{Explained, explained};
pub(crate) use known_shapes::CatalogRow;

/// Bindings of D1 that one Worker may have; one of them is the central database's.
pub const MOST_BINDINGS: usize = 5_000;

/// A database that a Worker reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// What it is called in the fleet.
    pub name: String,
    /// Its id at Cloudflare.
    pub id: String,
}

/// Databases that are brought there together.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// What it is called.
    pub name: String,
    /// Its databases.
    pub members: Vec<Binding>,
    /// How many at once; all where none is given.
    pub parallel: Option<usize>,
    /// So many failures keep nothing from being started.
    pub max_failures: usize,
    /// Seconds to wait before the next wave.
    pub soak_seconds: u64,
}

/// One run on a fleet, as a project is written for it.
pub struct Runner<'a> {
    /// Its id: letters, digits, `-` and `_`.
    pub run: String,
    /// The logical database, where it is named.
    pub database: Option<String>,
    /// The fleet's name.
    pub fleet: String,
    /// The migrations.
    pub folder: &'a Folder,
    /// What of a database is the project's.
    pub ownership: &'a Ownership,
    /// Who lets it run.
    pub provenance: Provenance,
    /// When.
    pub started_at: Timestamp,
    /// Recorded names of held migrations that may run.
    pub released: BTreeSet<String>,
    /// Recorded name of the last migration that runs; all run without it.
    pub up_to: Option<String>,
    /// Recorded names of migrations whose losses are agreed to.
    pub agreed: BTreeSet<String>,
    /// In their order; a database is in one of them.
    pub waves: Vec<Wave>,
    /// They are only some of the fleet's databases.
    pub is_part: bool,
    /// Where the results go.
    pub central: Binding,
    /// Definitions that databases were found with, and that may be another spelling of known ones.
    pub learned: Vec<Vec<CatalogRow>>,
    /// Databases per Worker.
    pub shard_size: usize,
}

impl Runner<'_> {
    /// The files of the project by their paths. The same run gives the same bytes.
    ///
    /// # Errors
    /// A folder that cannot run by itself; a run id that no Workflow instance can have.
    pub fn files(&self) -> Result<Vec<(String, String)>, Error> {
        let is_id = |it: &str| {
            let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
            (1..=60).contains(&it.len()) && !it.starts_with('-') && it.chars().all(allowed)
        };
        if !is_id(&self.run) {
            return Err(Error::RunId(self.run.clone()));
        }
        crate::bundle::runnable(self.folder, self.ownership)?;
        project_files::all(self)
    }

    /// For each Worker, the arguments of wrangler that send it and that let it start, in the project's folder.
    pub fn commands(&self) -> Vec<[Vec<String>; 2]> {
        project_files::commands(self)
    }

    /// The condition on rows of `sqlite_schema` by which both sides find the project's objects.
    fn condition(&self) -> String {
        let texts: Vec<String> = self
            .folder
            .migrations()
            .iter()
            .map(|it| it.text.to_ascii_lowercase())
            .collect();
        // A table that the migrations name is theirs, whoever else may call one so.
        self.ownership
            .condition(&|name: &Name| texts.iter().any(|it| it.contains(name.folded().trim_end_matches('*'))))
    }

    /// Who applied what, as the ledger notes it: nobody else notes the same, so a database tells what this run did.
    fn applied_by(&self) -> String {
        match &self.provenance.applied_by {
            Some(person) => format!("{person}, run {}", self.run),
            None => format!("run {}", self.run),
        }
    }
}

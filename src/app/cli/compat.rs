//! `reconcile compat`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, CompatRequest};

/// Check the application's own SQL against the schema before and after the plan.
#[derive(Debug, Args)]
pub(super) struct Compat {
    /// Sources: files, folders, or globs; a leading ! excludes files [default: the config's, or src/ and similar folders].
    #[arg(value_name = "GLOB")]
    globs: Vec<String>,
    /// Use the schema before this migration, by name or number, as the old one.
    #[arg(long, value_name = "NUMBER")]
    before: Option<String>,
    /// Read the old schema from the migrations folder instead of a target.
    #[arg(long)]
    offline: bool,
    /// The code is deployed after the migration: do not report statements that need it.
    #[arg(long)]
    after_migration: bool,
}

impl Compat {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        ui.about(&project);
        let connections = Connections::new(common, &project)?;
        // A file that is not there says nothing about what runs in production: the folder does.
        let target = match &project.target {
            Some(target) if !self.offline && self.before.is_none() && !connections.is_missing(target)? => Some(target),
            _ => None,
        };
        let session = match target {
            Some(target) => Session::open(&project, &connections, target)?,
            None => Session::offline(&project),
        };
        let request = CompatRequest {
            globs: self.globs.clone(),
            before: self.before.clone(),
            after_migration: self.after_migration,
        };
        let report = verbs::compat(&session, &request)?;
        ui.report(common, &report)?;
        Ok(Outcome::Different.when(report.verdict == "breaks"))
    }
}

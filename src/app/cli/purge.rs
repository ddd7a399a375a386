//! `reconcile purge`

use clap::Args;

use super::common::{Common, now};
use super::connect::Connections;
use super::error::Error;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, PlanRequest};

/// Write a migration that deletes for good what earlier migrations archived.
#[derive(Debug, Args)]
#[command(
    after_help = "With `archive: true` in reconcile.yaml, dropped tables and columns are kept as _reconcile_trash_* \
until they are purged. Nothing is applied: review the migration, then run `reconcile apply`."
)]
pub(super) struct Purge {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
    /// Only what migrations below this number archived.
    #[arg(long, value_name = "NNNN")]
    before: Option<u64>,
    /// Name of the new migration.
    #[arg(long, value_name = "SLUG")]
    name: Option<String>,
    /// Write nothing; show the migration.
    #[arg(long)]
    dry_run: bool,
}

impl Purge {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project_of_target(self.place.as_ref())?;
        ui.about(&project);
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        let session = Session::open(&project, &connections, target)?;
        let request = PlanRequest {
            name: self.name.clone(),
            write: !self.dry_run,
            now: now()?,
            ..PlanRequest::default()
        };
        let report = verbs::purge(&session, self.before, &request)?;
        ui.report(common, &report)?;
        if self.dry_run
            && common.format == "text"
            && let Some(migration) = &report.migration
        {
            ui.result(&format!("\n{}", migration.sql));
        }
        Ok(match report.refused.is_empty() {
            true => Outcome::Done,
            false => Outcome::Refused,
        })
    }
}

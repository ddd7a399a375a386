//! `reconcile purge`

use clap::Args;

use super::error::Error;
use super::shared_flags::{Common, plan_request};
use super::{Outcome, Ui};
use crate::verbs;

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
        let request = plan_request(&[], self.name.as_ref(), self.dry_run)?;
        common.on_target(ui, self.place.as_ref(), |session| {
            let report = verbs::purge(&session, self.before, &request)?;
            ui.report(common, &report)?;
            ui.migration(common, self.dry_run, &report);
            Ok(Outcome::Refused.when(!report.refused.is_empty()))
        })
    }
}

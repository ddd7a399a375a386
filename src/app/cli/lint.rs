//! `reconcile lint`

use clap::Args;

use super::error::Error;
use super::fleet_flags::FleetFlags;
use super::shared_flags::Common;
use super::since_revision::since;
use super::{Outcome, Ui};
use crate::verbs;

/// Find risks and mistakes in the schema files and the migrations, without a database; or in what is pending on a fleet.
#[derive(Debug, Args)]
pub(super) struct Lint {
    /// Report only this migration and later ones (by name or number), or those added or changed since a Git
    /// revision.
    #[arg(long, value_name = "MIGRATION|REV", conflicts_with = "fleet")]
    since: Option<String>,
    #[command(flatten)]
    fleet: FleetFlags,
}

impl Lint {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if self.fleet.is_given() {
            return self.fleet.survey(common, ui, verbs::fleet_lint, |report| {
                Outcome::Different.when(report.count("findings") != 0)
            });
        }
        common.offline(ui, |session| {
            let report = verbs::lint(session, &since(session, self.since.as_deref())?)?;
            ui.report(common, &report)?;
            Ok(Outcome::Different.when(report.verdict != "ok"))
        })
    }
}

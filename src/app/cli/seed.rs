//! `reconcile seed`

use clap::Args;

use super::confirm::{allowed, fleet_allowed};
use super::connect::Connections;
use super::error::Error;
use super::fleet_flags::{self, TargetOrFleet};
use super::provenance::Why;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, SeedRequest};

/// Run the seed files that a target does not have yet, each in one transaction.
#[derive(Debug, Args)]
#[command(
    after_help = "First seeds/common/*.sql, then seeds/ENV/*.sql, by name; ENV is the target's environment or its name. A file \
runs again only when its text has changed, so write INSERT OR IGNORE or ON CONFLICT."
)]
pub(super) struct Seed {
    #[command(flatten)]
    at: TargetOrFleet,
    /// Show what would run, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Run this file although it ran before as it is; may be repeated.
    #[arg(long, value_name = "FILE")]
    again: Vec<String>,
    /// Do not ask for confirmation, even on a protected target.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    why: Why,
}

impl Seed {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if self.at.fleet.is_given() {
            return self.at.fleet.run(common, ui, |fleet| self.on_fleet(common, ui, fleet));
        }
        let project = common.project_of_target(self.at.place.as_ref())?;
        ui.target(&project);
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        let session = Session::open(&project, &connections, target)?;
        let request = SeedRequest {
            again: self.again.clone(),
            provenance: self.why.provenance(&project),
        };
        if self.dry_run {
            ui.report(common, &verbs::seed_dry_run(&session, &request)?)?;
            return Ok(Outcome::Done);
        }
        if !allowed(ui, &project, target, self.yes) {
            return Ok(Outcome::Refused);
        }
        let report = verbs::seed(&session, &request, &mut |name, position, total| {
            ui.note(&format!("{position}/{total} {name}"));
        })?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }

    fn on_fleet(&self, common: &Common, ui: &Ui, fleet: &FleetSession<'_>) -> Result<Outcome, Error> {
        if !self.dry_run && !fleet_allowed(ui, fleet, self.yes)? {
            return Ok(Outcome::Refused);
        }
        let request = SeedRequest {
            again: self.again.clone(),
            provenance: self.why.provenance(fleet.project),
        };
        fleet_flags::survey(
            common,
            ui,
            fleet,
            |fleet, watch| verbs::fleet_seed(fleet, &request, self.dry_run, watch),
            |report| Outcome::Refused.when(report.count("refused") > 0),
        )
    }
}

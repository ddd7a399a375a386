//! `reconcile seed`

use clap::Args;

use super::confirm::allowed;
use super::connect::Connections;
use super::error::Error;
use super::provenance::Why;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, SeedRequest};

/// Run the seed files that a target does not have yet, each in one transaction.
#[derive(Debug, Args)]
#[command(
    after_help = "First seeds/common/*.sql, then seeds/ENV/*.sql, by name; ENV is the target's environment or its name. A file \
runs again only when its text has changed, so write INSERT OR IGNORE or ON CONFLICT."
)]
pub(super) struct Seed {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
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
        let project = common.project_of_target(self.place.as_ref())?;
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
}

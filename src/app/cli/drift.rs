//! `reconcile drift`

use clap::Args;

use super::error::Error;
use super::fleet_flags::FleetFlags;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::verbs;

/// Compare the live schema with what the ledger says, and with the desired schema.
#[derive(Debug, Args)]
pub(super) struct Drift {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET", conflicts_with = "fleet")]
    place: Option<String>,
    #[command(flatten)]
    fleet: FleetFlags,
}

impl Drift {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if self.fleet.is_given() {
            return self
                .fleet
                .survey(common, ui, verbs::fleet_drift, |report| outcome(report.verdict));
        }
        common.on_target(ui, self.place.as_ref(), |session| {
            let report = verbs::drift(&session)?;
            ui.report(common, &report)?;
            Ok(outcome(report.verdict))
        })
    }
}

fn outcome(verdict: &str) -> Outcome {
    match verdict {
        // What is pending or held waits for `apply`: nobody changed anything by hand.
        "in-sync" | "pending" => Outcome::Done,
        "unknown" => Outcome::Failed,
        _ => Outcome::Different,
    }
}

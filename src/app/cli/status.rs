//! `reconcile status`

use clap::Args;

use super::error::Error;
use super::fleet_flags::TargetOrFleet;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::verbs;

/// Show what is applied and what is pending.
#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    at: TargetOrFleet,
}

impl Status {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if self.at.fleet.is_given() {
            return self.at.fleet.survey(common, ui, verbs::fleet_status, |report| {
                Outcome::Different.when(report.count("drifted") != 0)
            });
        }
        common.on_target(ui, self.at.place.as_ref(), |session| {
            ui.report(common, &verbs::status(&session)?)?;
            Ok(Outcome::Done)
        })
    }
}

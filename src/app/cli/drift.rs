//! `reconcile drift`

use clap::Args;

use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::verbs;

/// Compare the live schema with what the ledger says, and with the desired schema.
#[derive(Debug, Args)]
pub(super) struct Drift {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
}

impl Drift {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        common.on_target(ui, self.place.as_ref(), |session| {
            let report = verbs::drift(&session)?;
            ui.report(common, &report)?;
            Ok(match report.verdict {
                // What is pending or held waits for `apply`: nobody changed anything by hand.
                "in-sync" | "pending" => Outcome::Done,
                "unknown" => Outcome::Failed,
                _ => Outcome::Different,
            })
        })
    }
}

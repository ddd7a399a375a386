//! `reconcile status`

use clap::Args;

use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::verbs;

/// Show what is applied and what is pending.
#[derive(Debug, Args)]
pub(super) struct Status {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
}

impl Status {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        common.on_target(ui, self.place.as_ref(), |session| {
            ui.report(common, &verbs::status(&session)?)?;
            Ok(Outcome::Done)
        })
    }
}

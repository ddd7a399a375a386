//! `reconcile explain`

use clap::Args;

use super::common::Common;
use super::error::Error;
use super::{Outcome, Ui};
use crate::plan::hazard;
use crate::report::ExplainReport;

/// Say what a hazard means.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The hazard's code; all are listed without one.
    hazard: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let Some(code) = &self.hazard else {
            ui.report(common, &ExplainReport::new("all hazards", hazard::kinds()))?;
            return Ok(Outcome::Done);
        };
        let known = || hazard::kinds().map(|kind| kind.code.0).collect::<Vec<_>>().join(", ");
        let kind = hazard::kinds()
            .find(|kind| kind.code.0 == code)
            .ok_or_else(|| Error::Hazard {
                name: code.clone(),
                known: known(),
            })?;
        ui.report(common, &ExplainReport::new(kind.code.0, [kind]))?;
        Ok(Outcome::Done)
    }
}

//! `reconcile explain`

use clap::Args;

use super::error::Error;
use super::{Outcome, Ui};
use crate::plan::hazard;

/// Say what a hazard means.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The hazard's code; all are listed without one.
    hazard: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, ui: &Ui) -> Result<Outcome, Error> {
        let Some(code) = &self.hazard else {
            let width = hazard::kinds().map(|kind| kind.code.0.len()).max().unwrap_or(0);
            for kind in hazard::kinds() {
                ui.result(&format!("{:width$}  {}\n", kind.code.0, kind.title));
            }
            return Ok(Outcome::Done);
        };
        let known = || hazard::kinds().map(|kind| kind.code.0).collect::<Vec<_>>().join(", ");
        let kind = hazard::kinds()
            .find(|kind| kind.code.0 == code)
            .ok_or_else(|| Error::Hazard {
                name: code.clone(),
                known: known(),
            })?;
        ui.result(&format!("{}: {}\n\n{}\n", kind.code, kind.title, kind.explanation));
        Ok(Outcome::Done)
    }
}

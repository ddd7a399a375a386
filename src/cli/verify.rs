//! `reconcile verify`

use clap::Args;

use super::common::Common;
use super::error::Error;
use super::{Outcome, Ui};
use crate::workflow;

/// Check the migrations folder without a database.
#[derive(Debug, Args)]
pub(super) struct Verify {}

impl Verify {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        let report = workflow::verify(&project)?;
        ui.report(common, &report)?;
        Ok(if report.findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Different
        })
    }
}

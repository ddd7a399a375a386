//! `reconcile lint`

use clap::Args;

use super::common::Common;
use super::error::Error;
use super::{Outcome, Ui};
use crate::workflow;

/// Find bad practice in the schema files and the migrations, without a database.
#[derive(Debug, Args)]
pub(super) struct Lint {}

impl Lint {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        let report = workflow::lint(&project)?;
        ui.report(common, &report)?;
        Ok(if report.findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Different
        })
    }
}

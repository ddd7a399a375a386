//! `reconcile new`

use clap::Args;

use super::common::{Common, now};
use super::error::Error;
use super::{Outcome, Ui};
use crate::report::WrittenReport;
use crate::workflow;

/// Write an empty numbered migration.
#[derive(Debug, Args)]
pub(super) struct New {
    /// What it does, in a few words.
    name: String,
}

impl New {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        let path = workflow::new_migration(&project, &self.name, now()?)?;
        let report = WrittenReport::new(
            project.migrations.display().to_string(),
            vec![path.display().to_string()],
        );
        ui.report(common, &report)?;
        ui.note("write the data change into it; `reconcile verify` checks it, `reconcile apply` runs it");
        Ok(Outcome::Done)
    }
}

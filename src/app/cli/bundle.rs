//! `reconcile bundle`

use std::path::PathBuf;

use clap::Args;

use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::verbs;

/// Print the migrations as a TypeScript module that applies them to SQLite in a Durable Object.
#[derive(Debug, Args)]
pub(super) struct Bundle {
    /// Write the module to this file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing, and exit with 2 if the file is not what would be written.
    #[arg(long, requires = "out")]
    check: bool,
}

impl Bundle {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        common.offline(ui, |session| {
            let Some(path) = &self.out else {
                ui.result(&verbs::bundle(session)?);
                return Ok(Outcome::Done);
            };
            let report = verbs::bundle_into(session, path, self.check)?;
            ui.report(common, &report)?;
            Ok(Outcome::Different.when(report.verdict == "differs"))
        })
    }
}

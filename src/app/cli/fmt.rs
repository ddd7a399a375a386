//! `reconcile fmt`

use std::path::PathBuf;

use clap::Args;

use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::verbs;

/// Lay out the schema files: one column per line, two spaces. Comments and alignment stay.
#[derive(Debug, Args)]
#[command(after_help = "Only white space changes. YAML files and migrations stay as they are.")]
pub(super) struct Fmt {
    /// SQL files or folders [default: the schema].
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write nothing, and exit with 2 if a file would change.
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        let report = verbs::fmt(&project, &self.files, self.check)?;
        ui.report(common, &report)?;
        Ok(Outcome::Different.when(report.verdict == "differs"))
    }
}

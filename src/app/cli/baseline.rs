//! `reconcile baseline`

use clap::Args;

use super::confirm::allowed;
use super::connect::Connections;
use super::error::Error;
use super::provenance::Why;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, BaselineRequest};

/// Mark migrations as applied without running them, for a database created by hand or by `d1 execute --file`.
#[derive(Debug, Args)]
#[command(after_help = "Refused (exit code 3) unless the live schema is exactly what the marked files create.")]
pub(super) struct Baseline {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
    /// Last migration to mark, by number or name [default: all].
    #[arg(long, value_name = "NUMBER")]
    to: Option<String>,
    /// Table of another tool whose ledger is taken over, if there are several [default: the one that records files].
    #[arg(long, value_name = "TABLE", conflicts_with = "to")]
    ledger: Option<String>,
    /// Mark them even if the live schema differs; `drift` then reports the difference.
    #[arg(long)]
    force: bool,
    /// Show what would be marked, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask for confirmation, even on a protected target.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    why: Why,
}

impl Baseline {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project_of_target(self.place.as_ref())?;
        ui.about(&project);
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        if connections.is_missing(target)? {
            return Err(Error::Usage {
                message: format!("{target} does not exist, so nothing was ever applied to it"),
                help: format!(
                    "create it from the migrations: {}",
                    crate::config::command_at(&project, "apply")
                ),
            });
        }
        if !self.dry_run && !allowed(ui, &project, target, self.yes) {
            return Ok(Outcome::Refused);
        }
        let request = BaselineRequest {
            to: self.to.clone(),
            ledger: self.ledger.clone(),
            force: self.force,
            write: !self.dry_run,
            provenance: self.why.provenance(&project),
        };
        let report = verbs::baseline(&Session::open(&project, &connections, target)?, &request)?;
        ui.report(common, &report)?;
        Ok(Outcome::Refused.when(report.verdict == "refused"))
    }
}

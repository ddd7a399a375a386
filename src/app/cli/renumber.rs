//! `reconcile renumber`

use clap::Args;

use super::error::Error;
use super::shared_flags::{Common, here, now};
use super::since_revision::since;
use super::{Outcome, Ui};
use crate::session::{Connector, Session};
use crate::verbs::{self, RenumberRequest, Since};

/// Give new numbers to migrations that no target has applied, so that each number is there once and all have one width.
#[derive(Debug, Args)]
#[command(
    after_help = "What a target of the config has applied keeps its name; --target asks only that one. Sealed files are proven and sealed again."
)]
pub(super) struct Renumber {
    /// Of files with one number, those that are new since this Git revision come last.
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,
    /// Of files with one number, this one comes last, by name.
    #[arg(long, value_name = "FILE,…", value_delimiter = ',')]
    last: Vec<String>,
    /// Show the new names, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Renumber {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        project.require_migrations()?;
        ui.about(&project);
        let session = Session::offline(&project);
        let since = since(&session, self.since.as_deref())?;
        if let Since::Migration(revision) = since {
            return Err(Error::Usage {
                message: format!("Git knows no revision {revision}"),
                help: "name a branch, such as: reconcile renumber --since origin/main".to_owned(),
            });
        }
        let request = RenumberRequest {
            last: self.last.clone(),
            since,
            write: !self.dry_run,
            now: now()?,
        };
        let report = verbs::renumber(&project, &Connector::new(&project, &here()?), &request)?;
        ui.report(common, &report)?;
        Ok(Outcome::Different.when(report.verdict == "unproven"))
    }
}

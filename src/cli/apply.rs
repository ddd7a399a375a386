//! `reconcile apply`

use clap::Args;

use super::common::Common;
use super::error::Error;
use super::open::Opener;
use super::provenance::provenance;
use super::{Outcome, Ui};
use crate::apply::{Applied, Observer};
use crate::migration::Migration;
use crate::report::{AppliedRow, ApplyReport};
use crate::workflow::{self, ApplyRequest};

/// Run the pending migrations.
#[derive(Debug, Args)]
pub(super) struct Apply {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
    /// Show what would run.
    #[arg(long)]
    dry_run: bool,
    /// Go on without asking, also on a protected target.
    #[arg(long)]
    yes: bool,
    /// Accept a file that is out of order, by name or number.
    #[arg(long, value_name = "FILE")]
    out_of_order: Vec<String>,
}

impl Apply {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(self.place.as_ref())?;
        ui.about(&project);
        let target = project.require_target()?;
        let opener = Opener::new(common, &project);
        if self.dry_run {
            let mut database = opener.to_read(target)?;
            let names = workflow::to_apply(&project, database.as_mut())?;
            let row = |name| AppliedRow {
                name,
                duration_ms: None,
                bookmark: None,
            };
            let report = ApplyReport {
                version: 1,
                target: database.label(),
                verdict: if names.is_empty() { "in-sync" } else { "pending" },
                migrations: names.into_iter().map(row).collect(),
            };
            ui.report(common, &report)?;
            return Ok(Outcome::Done);
        }
        let name = project.target_name.clone().unwrap_or_else(|| target.to_string());
        if project.protected && !self.yes && !confirmed(ui, &name) {
            ui.note(&format!(
                "{name} is protected, and nothing was changed\nhelp: pass --yes, or type its name when asked"
            ));
            return Ok(Outcome::Refused);
        }
        // Nothing to do must not make a file.
        if opener.is_missing(target)? && workflow::to_apply(&project, opener.to_read(target)?.as_mut())?.is_empty() {
            let report = ApplyReport {
                version: 1,
                target: target.to_string(),
                verdict: "in-sync",
                migrations: Vec::new(),
            };
            ui.report(common, &report)?;
            return Ok(Outcome::Done);
        }
        let mut database = opener.to_write(target)?;
        let request = ApplyRequest {
            out_of_order: self.out_of_order.iter().cloned().collect(),
            provenance: provenance(project.environment.clone()),
        };
        let result = workflow::apply(&project, database.as_mut(), &request, &mut Progress { ui });
        match result {
            Ok(report) => {
                ui.report(common, &report)?;
                Ok(Outcome::Done)
            }
            Err(workflow::Error::Apply(error)) if error.is_refusal() => {
                ui.note(&format!("refused: {error}"));
                Ok(Outcome::Refused)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Asks for the target's name; no answer is a no.
fn confirmed(ui: &Ui, name: &str) -> bool {
    ui.can_ask()
        && ui
            .ask(&format!("{name} is protected. Type its name to go on:"))
            .is_some_and(|answer| answer == name)
}

/// Tells how a run goes on.
struct Progress<'a> {
    ui: &'a Ui,
}

impl Observer for Progress<'_> {
    fn starting(&mut self, migration: &Migration, position: usize, total: usize) {
        self.ui.note(&format!("{position}/{total} {}", migration.file_name));
    }

    fn applied(&mut self, applied: &Applied) {
        if let Some(bookmark) = &applied.bookmark {
            self.ui.note(&format!("    bookmark before it: {bookmark}"));
        }
        if applied.settled {
            self.ui
                .note("    the answer got lost; the ledger says that it was applied");
        }
    }
}

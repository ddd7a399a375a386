//! `reconcile verify`

use std::path::PathBuf;

use clap::Args;

use super::error::Error;
use super::fleet_flags::FleetFlags;
use super::shared_flags::{Common, now};
use super::since_revision::since;
use super::{Outcome, Ui};
use crate::verbs;

/// Check the migrations folder without a database; or that every database of a fleet is where it ends.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Prove a migration that was edited, by file name or number, and seal it again.
    #[arg(long, value_name = "MIGRATION")]
    reseal: Option<String>,
    /// Put what the last migrations made by hand into the schema files.
    #[arg(long, conflicts_with_all = ["reseal", "fleet"])]
    write_schema: bool,
    /// Also run the tests of migrations, each on a scratch database [default folder: tests/migrations].
    #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
    tests: Option<Option<PathBuf>>,
    /// Report only this migration and later ones (by name or number), or those added or changed since a Git
    /// revision.
    #[arg(long, value_name = "MIGRATION|REV")]
    since: Option<String>,
    #[command(flatten)]
    fleet: FleetFlags,
}

impl Verify {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if self.fleet.is_given() {
            return self
                .fleet
                .survey(common, ui, verbs::fleet_verify, |report| match report.verdict {
                    "in-sync" => Outcome::Done,
                    "unknown" => Outcome::Failed,
                    _ => Outcome::Different,
                });
        }
        common.offline(ui, |session| {
            if let Some(name) = &self.reseal {
                ui.report(common, &verbs::reseal(session, name, now()?)?)?;
                ui.note(
                    "a database that ran it before the edit refuses it in `apply`: the ledger has its old checksum",
                );
                return Ok(Outcome::Done);
            }
            if self.write_schema {
                let written = verbs::write_schema(session)?;
                ui.report(common, &written)?;
                if written.files.is_empty() {
                    ui.note("nothing to write into the schema files");
                }
                return Ok(Outcome::Done);
            }
            let mut report = verbs::verify(session, &since(session, self.since.as_deref())?)?;
            if let Some(folder) = &self.tests {
                let usual = || session.project.base.join(verbs::TESTS);
                verbs::trials(session, &folder.clone().unwrap_or_else(usual), &mut report)?;
            }
            ui.report(common, &report)?;
            Ok(Outcome::Different.when(report.verdict != "ok"))
        })
    }
}

//! `reconcile backup`

use std::path::PathBuf;

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::fleet_flags::{self, TargetOrFleet};
use super::shared_flags::{Common, now};
use super::{Outcome, Ui};
use crate::config::Target;
use crate::verbs::{self, Exportable};

/// Copy a target into a new file: a database if the name ends in .db, .sqlite or .sqlite3, otherwise SQL.
#[derive(Debug, Args)]
#[command(
    after_help = "An existing file is never overwritten; with --fleet, whole copies in the folder are kept, so a run that was stopped continues. A remote database stays available: it is read in several requests, and the copy may or may not contain what is written meanwhile."
)]
pub(super) struct Backup {
    #[command(flatten)]
    at: TargetOrFleet,
    /// New file, or the folder for those of a fleet [default: the target's name and the time, .sql].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Backup {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if self.at.fleet.is_given() {
            let time = now()?.strftime("%Y%m%dT%H%M%SZ").to_string();
            return self.at.fleet.run(common, ui, |fleet| {
                let folder = self
                    .output
                    .clone()
                    .unwrap_or_else(|| PathBuf::from(format!("{}-{time}", fleet.name)));
                fleet_flags::survey(
                    common,
                    ui,
                    fleet,
                    |fleet, watch| {
                        let report = verbs::fleet_backup(fleet, &folder, watch);
                        ui.note(&format!("folder: {}", folder.display()));
                        if report.as_ref().is_ok_and(|it| it.count("failed") > 0) {
                            let words = format!(
                                "backup --output {}",
                                crate::config::quoted(&folder.display().to_string())
                            );
                            let given = crate::config::Flags {
                                fleet: Some(fleet.name.clone()),
                                ..fleet.project.given.clone()
                            };
                            let again = crate::config::command(&given, &words);
                            ui.note(&format!("those that failed, again: {again}"));
                        }
                        report
                    },
                    |_| Outcome::Done,
                )
            });
        }
        let project = common.located(self.at.place.as_ref())?;
        ui.about(&project);
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        let output = match &self.output {
            Some(path) => path.clone(),
            None => {
                let name = project.target_name.clone().unwrap_or_else(|| bare_name(target));
                PathBuf::from(format!("{name}-{}.sql", now()?.strftime("%Y%m%dT%H%M%SZ")))
            }
        };
        let source = match connections.local(target)? {
            Some(file) => Exportable::File(file),
            None => Exportable::Remote(Box::new(connections.remote(target)?)),
        };
        let is_file = matches!(source, Exportable::File(_));
        let mut report = verbs::backup(source, &output)?;
        if !report.lost.is_empty() {
            let whole = output.with_extension("db").display().to_string();
            let words = format!("backup --output {}", crate::config::quoted(&whole));
            report.next.push(match is_file {
                true => format!(
                    "a copy of the file has it: {}",
                    crate::config::command_at(&project, &words)
                ),
                false => "refill it after restoring the copy; Time Travel keeps it (`reconcile restore`)".to_owned(),
            });
        }
        let words = format!(
            "restore --file {}",
            crate::config::quoted(&output.display().to_string())
        );
        let restore = crate::config::command_at(&project, &words);
        report.next.push(format!("to restore it: {restore}"));
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

/// A target's name without folders, as a part of a file name.
fn bare_name(target: &Target) -> String {
    let stem = match target {
        Target::Sqlite(path) => path.file_stem().map(|it| it.to_string_lossy().into_owned()),
        Target::D1(name) | Target::D1Local(name) => Some(name.clone()),
    };
    let stem = stem.unwrap_or_default();
    stem.replace(|it: char| !it.is_alphanumeric() && it != '-' && it != '_', "-")
}

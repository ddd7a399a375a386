//! `reconcile history`

use std::path::PathBuf;

use clap::Args;

use super::error::Error;
use super::fleet_flags::TargetOrFleet;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::report::{Document, HistoryReport};
use crate::verbs::{self, HistoryRequest};

/// Show who ran what on a target, when and why, and verify that nobody changed it.
#[derive(Debug, Args)]
pub(super) struct History {
    #[command(flatten)]
    at: TargetOrFleet,
    /// Only events from this date or time on, in UTC: 2026-11-01.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only events before this date or time, in UTC.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only events of this migration, by number or name.
    #[arg(long, value_name = "NNNN")]
    migration: Option<String>,
    /// Only what this person or job did; a part of the name is enough.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only events of this kind.
    #[arg(long, value_name = "EVENT", value_parser = ["applied", "marked", "renamed", "approved", "undone", "measured", "seeded", "aborted"])]
    event: Option<String>,
    /// Write the migration log of the target as Markdown, and compare it with the one of before.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fleet", "since", "until", "migration", "by", "event"])]
    log: Option<PathBuf>,
}

impl History {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if common.format != "csv" {
            common.format().map_err(|error| match error {
                Error::Format { name, known } => Error::Format {
                    name,
                    known: format!("{known}, csv"),
                },
                other => other,
            })?;
        }
        let request = HistoryRequest {
            since: date(self.since.as_ref())?,
            until: date(self.until.as_ref())?,
            migration: self.migration.clone(),
            by: self.by.clone(),
            event: self.event.clone(),
        };
        if self.at.fleet.is_given() {
            return self.at.fleet.run(common, ui, |fleet| {
                shown(common, ui, &verbs::fleet_history(fleet, &request))
            });
        }
        common.on_target(ui, self.at.place.as_ref(), |session| {
            let mut report = verbs::history(&session, &request)?;
            if let Some(path) = &self.log {
                let title = session.project.target_name.clone().unwrap_or_else(|| session.label());
                if verbs::write_log(&mut report, &title, path)? {
                    ui.note(&format!("wrote {}", path.display()));
                }
            }
            shown(common, ui, &report)
        })
    }
}

fn shown(common: &Common, ui: &Ui, report: &Document<HistoryReport>) -> Result<Outcome, Error> {
    match common.format.as_str() {
        "csv" => ui.result(&report.csv()),
        _ => ui.report(common, report)?,
    }
    Ok(match report.verdict {
        "altered" => Outcome::Different,
        "failed" => Outcome::Failed,
        _ => Outcome::Done,
    })
}

/// A date, or a time of one, as the history has it.
fn date(given: Option<&String>) -> Result<Option<String>, Error> {
    let Some(text) = given else { return Ok(None) };
    let read = text.parse::<jiff::civil::Date>().map(|it| it.to_string());
    let read = read.or_else(|_| {
        let time = text.parse::<jiff::Timestamp>()?;
        Ok::<_, jiff::Error>(time.strftime("%Y-%m-%dT%H:%M:%S").to_string())
    });
    read.map(Some).map_err(|_| Error::Usage {
        message: format!("{text} is not a date"),
        help: "write 2026-11-01 or 2026-11-01T12:00:00Z".to_owned(),
    })
}

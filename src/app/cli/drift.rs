//! `reconcile drift`

use clap::Args;

use super::confirm::allowed;
use super::connect::Connections;
use super::error::Error;
use super::fleet_flags::{TargetOrFleet, survey};
use super::provenance::provenance;
use super::shared_flags::{Common, check_codes, plan_request};
use super::{Outcome, Ui};
use crate::diagnostic::Code;
use crate::report::{AlertRow, MemberReport};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, Alerts, Watch};

/// Compare the live schema with what the ledger says, and with the desired schema.
#[derive(Debug, Args)]
pub(super) struct Drift {
    #[command(flatten)]
    at: TargetOrFleet,
    /// Tell a webhook what is new and what has cleared: RECONCILE_WEBHOOK_URL, or `notify` of the config.
    #[arg(long, conflicts_with_all = ["adopt", "undo"])]
    notify: bool,
    /// Keep what was changed by hand: write it into the schema files and into a migration, marked as applied here.
    #[arg(long, conflicts_with = "fleet", help_heading = "Ways out")]
    adopt: bool,
    /// Undo what was changed by hand: write the file that `apply --file` runs on this target.
    #[arg(long, conflicts_with_all = ["fleet", "adopt"], help_heading = "Ways out")]
    undo: bool,
    /// With --adopt or --undo: allow hazards by code, or `all` that can be allowed.
    #[arg(long, value_name = "HAZARD,…", value_delimiter = ',', help_heading = "Ways out")]
    allow: Vec<String>,
    /// With --adopt or --undo: name of the file.
    #[arg(long, value_name = "SLUG", help_heading = "Ways out")]
    name: Option<String>,
    /// With --adopt or --undo: write nothing; show the file.
    #[arg(long, help_heading = "Ways out")]
    dry_run: bool,
    /// With --adopt: do not ask for confirmation, even on a protected target.
    #[arg(long, help_heading = "Ways out")]
    yes: bool,
}

impl Drift {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        if self.adopt || self.undo {
            return self.way_out(common, ui);
        }
        self.nothing_of_ways_out()?;
        if self.at.fleet.is_given() {
            return self.on_fleet(common, ui);
        }
        let project = common.project_of_target(self.at.place.as_ref())?;
        ui.about(&project);
        let alerts = self.notify.then(|| Alerts::of(&project)).transpose()?;
        let connections = Connections::new(common, &project)?;
        let target = project.require_target()?;
        let mut report = verbs::drift_of(&project, &connections, target)?;
        if let Some(alerts) = alerts {
            report.found.alerts = alerts.of_target(&project, &connections, target, &report)?;
        }
        ui.report(common, &report)?;
        Ok(told(outcome(report.verdict), &report.alerts))
    }

    fn on_fleet(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        self.at.fleet.run(common, ui, |fleet| {
            let alerts = self.notify.then(|| Alerts::of(fleet.project)).transpose()?;
            let drift = |fleet: &FleetSession<'_>, watch: &mut dyn Watch| {
                let mut members = Vec::new();
                let mut report = verbs::fleet_drift(
                    fleet,
                    &mut Noted {
                        members: &mut members,
                        watch,
                    },
                )?;
                if let Some(alerts) = &alerts {
                    report.alerts = alerts.of_fleet(fleet.project, &fleet.name, &members)?;
                }
                Ok(report)
            };
            survey(common, ui, fleet, drift, |report| {
                told(outcome(report.verdict), &report.alerts)
            })
        })
    }

    fn way_out(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        check_codes(&self.allow, Code::hazards)?;
        let project = common.project_of_target(self.at.place.as_ref())?;
        ui.about(&project);
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        let is_written = self.adopt && !self.dry_run;
        if is_written && !allowed(ui, &project, target, self.yes) {
            return Ok(Outcome::Refused);
        }
        let session = Session::open(&project, &connections, target)?;
        let request = plan_request(&self.allow, self.name.as_ref(), self.dry_run)?;
        let report = match self.adopt {
            true => verbs::adopt_drift(&session, &request, &provenance(&project))?,
            false => verbs::undo_drift(&session, &request)?,
        };
        ui.report(common, &report)?;
        ui.migration(common, self.dry_run, &report);
        Ok(match report.verdict {
            "in-sync" => Outcome::Done,
            "unknown" => Outcome::Failed,
            _ if !report.refused.is_empty() => Outcome::Refused,
            _ => Outcome::Done,
        })
    }

    /// A flag that would do nothing is an error.
    fn nothing_of_ways_out(&self) -> Result<(), Error> {
        let given = [
            ("--allow", !self.allow.is_empty()),
            ("--name", self.name.is_some()),
            ("--dry-run", self.dry_run),
            ("--yes", self.yes),
        ];
        match given.iter().find(|it| it.1) {
            None => Ok(()),
            Some((flag, _)) => Err(Error::Usage {
                message: format!("{flag} does nothing without --adopt or --undo"),
                help: "add one of them: --adopt keeps what was changed by hand, --undo undoes it".to_owned(),
            }),
        }
    }
}

/// Keeps what is said of each database.
struct Noted<'a> {
    members: &'a mut Vec<MemberReport>,
    watch: &'a mut dyn Watch,
}

impl Watch for Noted<'_> {
    fn member(&mut self, report: &MemberReport) {
        self.members.push(report.clone());
        self.watch.member(report);
    }
}

/// An alert that did not arrive is an error; what was found has the word where it has one.
fn told(outcome: Outcome, alerts: &[AlertRow]) -> Outcome {
    match outcome {
        Outcome::Done if alerts.iter().any(|it| it.error.is_some()) => Outcome::Failed,
        outcome => outcome,
    }
}

fn outcome(verdict: &str) -> Outcome {
    match verdict {
        // What is pending or held waits for `apply`, and what runs now is not over: nobody changed anything by hand.
        "in-sync" | "pending" | "running" => Outcome::Done,
        "unknown" | "unreachable" => Outcome::Failed,
        _ => Outcome::Different,
    }
}

//! `--fleet`: a command on all databases of a fleet.

use std::num::NonZeroUsize;

use clap::Args;

use super::connect::tell_requests;
use super::error::Error;
use super::fleet_progress::FleetProgress;
use super::shared_flags::{Common, here};
use super::{Outcome, Ui};
use crate::config::Project;
use crate::fleet::{Selection, Shard};
use crate::report::{Document, FleetReport, MemberReport};
use crate::session::{Connector, FleetSession};
use crate::verbs::{self, Watch};

/// One target, or databases of a fleet.
#[derive(Debug, Args)]
pub(super) struct TargetOrFleet {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET", conflicts_with = "fleet")]
    pub(super) place: Option<String>,
    #[command(flatten)]
    pub(super) fleet: FleetFlags,
}

/// Which databases of which fleet.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fleets")]
pub(super) struct FleetFlags {
    /// All databases of a fleet of the config [default: its only one].
    #[arg(long, value_name = "FLEET", num_args = 0..=1, conflicts_with = "target")]
    fleet: Option<Option<String>>,
    /// Only these databases of the fleet, by name or pattern: client-a, eu-*.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', requires = "fleet")]
    only: Vec<String>,
    /// Only the databases that failed or were refused in this run, as `fleet runs` names it.
    #[arg(long, value_name = "RUN", requires = "fleet", conflicts_with = "only")]
    failed_in: Option<String>,
    /// Only a part of the fleet, for jobs side by side: 1/4 is the first of four.
    #[arg(long, value_name = "I/N", requires = "fleet")]
    shard: Option<Shard>,
    /// How many databases at a time [default: 8, or one per processor for files].
    #[arg(long, value_name = "N", requires = "fleet")]
    parallel: Option<NonZeroUsize>,
}

impl FleetFlags {
    /// True where a fleet is meant.
    pub(super) fn is_given(&self) -> bool {
        self.fleet.is_some()
    }

    /// Runs a command on the fleet.
    pub(super) fn run(
        &self,
        common: &Common,
        ui: &Ui,
        verb: impl FnOnce(&FleetSession<'_>) -> Result<Outcome, Error>,
    ) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        project.require_migrations()?;
        ui.about(&project);
        let Some(only) = databases(&project, ui, &self.only, self.failed_in.as_deref())? else {
            return Ok(Outcome::Done);
        };
        let selection = Selection {
            only,
            shard: self.shard,
        };
        let name = self.fleet.as_ref().and_then(Option::as_deref);
        let connector = Connector::new(&project, &here()?);
        let fleet = FleetSession::open(&project, connector, name, &selection, self.parallel)?;
        let outcome = verb(&fleet);
        tell_requests(common, fleet.requests());
        outcome
    }

    /// Runs a command that asks each database the same, and reports what it found.
    pub(super) fn survey(
        &self,
        common: &Common,
        ui: &Ui,
        verb: fn(&FleetSession<'_>, &mut dyn Watch) -> Result<Document<FleetReport>, crate::error::Error>,
        outcome: fn(&Document<FleetReport>) -> Outcome,
    ) -> Result<Outcome, Error> {
        self.run(common, ui, |fleet| survey(common, ui, fleet, verb, outcome))
    }
}

/// The databases that are named, or that failed in a run; `None` if none failed there.
pub(super) fn databases(
    project: &Project,
    ui: &Ui,
    only: &[String],
    failed_in: Option<&str>,
) -> Result<Option<Vec<String>>, Error> {
    let Some(run) = failed_in else {
        return Ok(Some(only.to_vec()));
    };
    let failed = verbs::failed_in(project, run)?;
    if failed.is_empty() {
        ui.note(&format!("no database failed in run {run}"));
        return Ok(None);
    }
    Ok(Some(failed))
}

/// Asks each database the same, and reports what was found.
pub(super) fn survey(
    common: &Common,
    ui: &Ui,
    fleet: &FleetSession<'_>,
    verb: impl FnOnce(&FleetSession<'_>, &mut dyn Watch) -> Result<Document<FleetReport>, crate::error::Error>,
    outcome: impl FnOnce(&Document<FleetReport>) -> Outcome,
) -> Result<Outcome, Error> {
    let mut lines = Lines {
        common,
        ui,
        progress: FleetProgress::of(common, fleet.members.len()),
    };
    let report = verb(fleet, &mut lines)?;
    lines.progress.end();
    ui.line_or_report(common, &report)?;
    Ok(match report.count("failed") {
        0 => outcome(&report),
        _ => Outcome::Failed,
    })
}

/// Writes each database as a line of JSON, where that is the format.
struct Lines<'a> {
    common: &'a Common,
    ui: &'a Ui,
    progress: FleetProgress,
}

impl Watch for Lines<'_> {
    fn member(&mut self, report: &MemberReport) {
        self.progress.advance(report.error.is_some());
        if self.common.format == "json" {
            self.ui.line(report);
        }
    }
}

/// Shows how far the databases of a fleet are asked.
pub(super) struct FleetWatch(FleetProgress);

impl FleetWatch {
    pub(super) fn new(common: &Common, fleet: &FleetSession<'_>) -> Self {
        Self(FleetProgress::of(common, fleet.members.len()))
    }

    pub(super) fn end(&self) {
        self.0.end();
    }
}

impl Watch for FleetWatch {
    fn member(&mut self, report: &MemberReport) {
        self.0.advance(report.error.is_some());
    }
}

//! `reconcile fleet`

use clap::{Args, Subcommand};

use super::connect::Connections;
use super::error::Error;
use super::fleet_runner::{FleetApply, FleetCollect};
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::report::MemberLine;
use crate::verbs;

/// Show the databases of a fleet, and migrate them from within Cloudflare.
#[derive(Debug, Args)]
pub(super) struct Fleet {
    #[command(subcommand)]
    action: Action,
}

/// What can be done with fleets.
#[derive(Debug, Subcommand)]
enum Action {
    /// List the databases of the config's fleets, and where each of them is.
    List(List),
    /// List the runs of `apply --fleet` from this folder.
    Runs,
    /// Show what a run did: failures first; with -v or --format json each database.
    Show(Show),
    /// Write a Worker project that migrates every database of a fleet from within Cloudflare.
    Apply(Box<FleetApply>),
    /// Read the results of such a run.
    Collect(FleetCollect),
}

#[derive(Debug, Args)]
struct Show {
    /// Run, as `fleet runs` names it [default: the newest].
    #[arg(value_name = "RUN")]
    run: Option<String>,
}

#[derive(Debug, Args)]
struct List {
    /// Fleet [default: all of the config's].
    #[arg(value_name = "FLEET")]
    name: Option<String>,
}

impl Fleet {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        match &self.action {
            Action::List(it) => it.run(common, ui),
            Action::Runs => {
                ui.report(common, &verbs::fleet_runs(&common.project(None)?)?)?;
                Ok(Outcome::Done)
            }
            Action::Show(it) => it.run(common, ui),
            Action::Apply(it) => it.run(common, ui),
            Action::Collect(it) => it.run(common, ui),
        }
    }
}

impl List {
    fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        let connections = Connections::new(common, &project)?;
        let account = |part: &str| connections.databases(part).map_err(|error| error.to_string());
        let report = verbs::fleet_list(&project, self.name.as_deref(), &account)?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

impl Show {
    fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        let report = verbs::fleet_show(
            &project,
            self.run.as_deref(),
            &mut |member| match common.format.as_str() {
                "json" => ui.line(&MemberLine::of(member)),
                _ => ui.detail(&super::rollout::line(member)),
            },
        )?;
        ui.line_or_report(common, &report)?;
        Ok(Outcome::Done)
    }
}

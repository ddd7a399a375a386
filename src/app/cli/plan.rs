//! `reconcile plan`

use clap::{Args, ValueEnum};

use super::connect::Connections;
use super::error::Error;
use super::fleet_flags::{FleetWatch, TargetOrFleet};
use super::shared_flags::{Common, check_codes};
use super::{Outcome, Ui};
use crate::config::Target;
use crate::diagnostic::Code;
use crate::plan::{Options, StrategyName};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, PlanIntent, PlanRequest, Start};

/// Write the next migration.
#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    at: TargetOrFleet,
    /// Allow hazards by code, or `all` that can be allowed.
    #[arg(long, value_name = "HAZARD,…", value_delimiter = ',')]
    allow: Vec<String>,
    /// Name of the migration.
    #[arg(long, value_name = "SLUG")]
    name: Option<String>,
    /// Why: kept in the file, in the ledger and in --format json.
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// The issue or ticket that asks for it, kept with --because.
    #[arg(long = "ref", value_name = "URL")]
    reference: Option<String>,
    /// Write nothing; exit with 2 if there are changes, refused or not.
    #[arg(long)]
    check: bool,
    /// Write nothing; show the migration.
    #[arg(long)]
    dry_run: bool,
    /// What the plan starts from [default: live, or folder if the target was changed by hand].
    #[arg(long, value_enum, value_name = "START")]
    from: Option<From>,
    /// Plan a pending migration again that no longer fits, with the same number and name.
    #[arg(long, value_name = "NNNN", conflicts_with_all = ["expand_contract", "undo_drift", "name"])]
    redo: Option<String>,
    /// Write a file that undoes changes made to the target by hand; it is not a migration (drift/NNNN_TARGET.sql).
    #[arg(long, conflicts_with_all = ["expand_contract", "from", "fleet"])]
    undo_drift: bool,
    /// Write a breaking change in stages that work with old and new code: expand, backfill, switch, contract.
    #[arg(long, conflicts_with = "fleet")]
    expand_contract: bool,
    /// Rebuild tables while the application writes: a few seconds per call, for tables too large for one.
    #[arg(long, conflicts_with_all = ["expand_contract", "undo_drift", "fleet"])]
    online: bool,
    /// Also show a unified diff of the two schemas.
    #[arg(long)]
    diff: bool,
    /// Use at least this strategy; a rebuild puts columns in the order of the schema file.
    #[arg(long, value_enum, value_name = "STRATEGY")]
    strategy: Option<Strategy>,
}

/// Where plans start, as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum From {
    /// The target's schema, once the pending migrations have run.
    Live,
    /// The schema that the folder's migrations make from nothing.
    Folder,
}

/// The strategies, as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Strategy {
    /// ALTER TABLE.
    Alter,
    /// Rebuild of a table that nothing references.
    Rebuild,
    /// Rebuild behind guard triggers.
    GuardedRebuild,
    /// Rebuild of a table with all that reference it.
    ClosureRebuild,
}

impl Plan {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        check_codes(&self.allow, Code::hazards)?;
        if self.at.fleet.is_given() {
            return self.at.fleet.run(common, ui, |fleet| self.on_fleet(common, ui, fleet));
        }
        let project = common.project_of_target(self.at.place.as_ref())?;
        let target = project.require_target()?;
        // The result begins with the name of a file; of a database elsewhere there is more to say.
        match target {
            Target::Sqlite(_) => ui.about(&project),
            _ => ui.target(&project),
        }
        let connections = Connections::new(common, &project)?;
        let session = Session::open(&project, &connections, target)?;
        let request = self.request()?;
        let start = self.start();
        if self.expand_contract {
            let report = verbs::plan_stages(&session, start, &request)?;
            ui.report(common, &report)?;
            return Ok(self.outcome(report.verdict, report.refused().is_empty()));
        }
        let mut report = match self.undo_drift {
            true => verbs::undo_drift(&session, &request)?,
            false => verbs::plan(session, &self.intent(), &request)?,
        };
        report.is_check = self.check;
        ui.report(common, &report)?;
        ui.migration(common, self.dry_run, &report);
        Ok(self.outcome(report.verdict, report.refused.is_empty()))
    }

    fn on_fleet(&self, common: &Common, ui: &Ui, fleet: &FleetSession<'_>) -> Result<Outcome, Error> {
        let mut watch = FleetWatch::new(common, fleet);
        let report = verbs::fleet_plan(fleet, &self.intent(), &self.request()?, &mut watch);
        watch.end();
        let mut report = report?;
        report.is_check = self.check;
        ui.report(common, &report)?;
        ui.migration(common, self.dry_run, &report);
        Ok(self.outcome(report.verdict, report.refused.is_empty()))
    }

    fn request(&self) -> Result<PlanRequest, Error> {
        let strategy = self.strategy.map(|it| match it {
            Strategy::Alter => StrategyName::Alter,
            Strategy::Rebuild => StrategyName::Rebuild,
            Strategy::GuardedRebuild => StrategyName::GuardedRebuild,
            Strategy::ClosureRebuild => StrategyName::ClosureRebuild,
        });
        Ok(PlanRequest {
            allow: self.allow.clone(),
            name: self.name.clone(),
            because: self.because.clone(),
            reference: self.reference.clone(),
            write: !self.check && !self.dry_run,
            with_diff: self.diff,
            options: Options {
                strategy,
                online: self.online,
                ..Options::default()
            },
            now: super::shared_flags::now()?,
        })
    }

    fn start(&self) -> Option<Start> {
        self.from.map(|it| match it {
            From::Live => Start::Live,
            From::Folder => Start::Folder,
        })
    }

    fn intent(&self) -> PlanIntent {
        self.redo
            .clone()
            .map_or(PlanIntent::Next(self.start()), PlanIntent::Again)
    }

    fn outcome(&self, verdict: &str, allowed: bool) -> Outcome {
        match verdict {
            "in-sync" => Outcome::Done,
            "unknown" => Outcome::Failed,
            // What is asked is whether there are changes, not whether they may be written.
            _ if self.check => Outcome::Different,
            _ if !allowed => Outcome::Refused,
            _ => Outcome::Done,
        }
    }
}

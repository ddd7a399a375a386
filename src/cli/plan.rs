//! `reconcile plan`

use clap::{Args, ValueEnum};

use super::common::Common;
use super::error::Error;
use super::open::Opener;
use super::{Outcome, Ui};
use crate::lint;
use crate::plan::{Options, StrategyName};
use crate::report::PlanReport;
use crate::workflow::{self, PlanRequest};

/// Write the next migration.
#[derive(Debug, Args)]
pub(super) struct Plan {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
    /// Allow hazards by code, or all that can be allowed.
    #[arg(long, value_name = "HAZARD,…", value_delimiter = ',')]
    allow: Vec<String>,
    /// Name of the migration.
    #[arg(long, value_name = "SLUG")]
    name: Option<String>,
    /// Write nothing; exit with 2 when there are changes.
    #[arg(long)]
    check: bool,
    /// Write nothing; show the migration.
    #[arg(long)]
    dry_run: bool,
    /// Write a breaking change in stages that old and new code can live with: expand, backfill, switch, contract.
    #[arg(long)]
    expand_contract: bool,
    /// Show the unified diff of the two schemas.
    #[arg(long)]
    diff: bool,
    /// Consider no strategy cheaper than this one.
    #[arg(long, value_enum, value_name = "STRATEGY")]
    strategy: Option<Strategy>,
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
        for code in &self.allow {
            known_hazard(code)?;
        }
        let project = common.project_of_target(self.place.as_ref())?;
        ui.target(&project);
        let target = project.require_target()?;
        let mut database = Opener::new(common, &project).to_read(target)?;
        let strategy = self.strategy.map(|it| match it {
            Strategy::Alter => StrategyName::Alter,
            Strategy::Rebuild => StrategyName::Rebuild,
            Strategy::GuardedRebuild => StrategyName::GuardedRebuild,
            Strategy::ClosureRebuild => StrategyName::ClosureRebuild,
        });
        let request = PlanRequest {
            allow: self.allow.clone(),
            name: self.name.clone(),
            write: !self.check && !self.dry_run,
            with_diff: self.diff,
            down: false,
            options: Options {
                strategy,
                ..Options::default()
            },
            now: super::common::now()?,
        };
        if self.expand_contract {
            let report = workflow::plan_stages(&project, database.as_mut(), &request)?;
            ui.report(common, &report)?;
            return Ok(self.outcome(report.verdict, report.refused().is_empty()));
        }
        let report = workflow::plan(&project, database.as_mut(), &request)?;
        ui.report(common, &report)?;
        if self.dry_run && common.format == "text" {
            self.show(&report, ui);
        }
        Ok(self.outcome(report.verdict, report.refused.is_empty()))
    }

    fn show(&self, report: &PlanReport, ui: &Ui) {
        if let Some(migration) = &report.migration {
            ui.result(&format!("\n{}", migration.sql));
        }
    }

    fn outcome(&self, verdict: &str, allowed: bool) -> Outcome {
        match verdict {
            "in-sync" => Outcome::Done,
            "unknown" => Outcome::Failed,
            _ if !allowed => Outcome::Refused,
            _ if self.check => Outcome::Different,
            _ => Outcome::Done,
        }
    }
}

/// A code that `--allow` may name.
pub(super) fn known_hazard(code: &str) -> Result<(), Error> {
    if code == "all" || lint::hazards().any(|it| it == code) {
        return Ok(());
    }
    Err(Error::Hazard {
        name: code.to_owned(),
        nearest: lint::nearest(code, lint::hazards()),
        known: lint::hazards().collect::<Vec<_>>().join(", "),
    })
}

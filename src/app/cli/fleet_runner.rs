//! `reconcile fleet apply` and `reconcile fleet collect`: a fleet by Workers at Cloudflare.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::confirm::confirmed;
use super::error::Error;
use super::fleet_flags::databases;
use super::provenance::Why;
use super::shared_flags::{Common, check_codes, here, now};
use super::{Outcome, Ui};
use crate::config::Project;
use crate::diagnostic::Code;
use crate::fleet::Selection;
use crate::ledger::Provenance;
use crate::runner::MOST_BINDINGS;
use crate::session::{Connector, FleetSession};
use crate::verbs::{self, RunnerRequest};

/// What does the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// Workflows at Cloudflare.
    Workflow,
}

#[derive(Debug, Args)]
pub(super) struct FleetApply {
    /// Fleet [default: the config's only one].
    #[arg(value_name = "FLEET")]
    name: Option<String>,
    /// What does the work: Workflows at Cloudflare.
    #[arg(long, value_name = "ENGINE", value_enum, required = true)]
    runner: Engine,
    /// Folder of the Worker project.
    #[arg(long, value_name = "FOLDER", default_value = "fleet-runner")]
    out: PathBuf,
    /// D1 database that takes the results [default: the target `central`].
    #[arg(long, value_name = "TARGET")]
    central: Option<String>,
    /// Also send the Workers with wrangler, and start the run.
    #[arg(long)]
    deploy: bool,
    /// Do not ask for confirmation before the Workers are sent.
    #[arg(long)]
    yes: bool,
    /// Id of the run, to write it again [default: from the clock].
    #[arg(long, value_name = "ID")]
    run: Option<String>,
    /// Only these databases of the fleet, by name or pattern: client-a, eu-*.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Only the databases that failed or were refused in this run, as `fleet runs` names it.
    #[arg(long, value_name = "RUN", conflicts_with = "only")]
    failed_in: Option<String>,
    /// Run no migration after this one, by name or number.
    #[arg(long, value_name = "FILE")]
    to: Option<String>,
    /// Run a held migration, by name or number.
    #[arg(long, value_name = "FILE")]
    release: Vec<String>,
    /// Allow a migration to lose rows that its review did not see, by name or number.
    #[arg(long, value_name = "FILE")]
    allow_loss: Vec<String>,
    /// Allow what files written by hand do; `all` for every code.
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    allow: Vec<String>,
    /// Databases per Worker, at most 4999.
    #[arg(long, value_name = "N", default_value_t = MOST_BINDINGS - 1)]
    shard_size: usize,
    /// Apply although the stage before the fleet lacks something, and why; kept in the history.
    #[arg(long, value_name = "REASON", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    skip_promotion: Option<String>,
    #[command(flatten)]
    why: Why,
}

impl FleetApply {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        check_codes(&self.allow, Code::named)?;
        let Engine::Workflow = self.runner;
        let project = project(common, ui)?;
        let Some(only) = databases(&project, ui, &self.only, self.failed_in.as_deref())? else {
            return Ok(Outcome::Done);
        };
        let fleet = fleet(&project, self.name.as_deref(), &only)?;
        let request = RunnerRequest {
            out: self.out.clone(),
            central: self.central.clone(),
            run: self.run.clone(),
            released: self.release.clone(),
            up_to: self.to.clone(),
            agreed: self.allow_loss.clone(),
            allow: self.allow.clone(),
            shard_size: self.shard_size,
            provenance: Provenance {
                allowed: self.allow.clone(),
                skipped_promotion: self.skip_promotion.clone(),
                ..self.why.provenance(&project)
            },
            now: now()?,
        };
        let mut report = verbs::fleet_runner(&fleet, &request)?;
        if self.deploy {
            let why = format!("{} databases of {} will be changed", report.databases, fleet.name);
            if !self.yes && !confirmed(ui, &fleet.name, &why) {
                return Ok(Outcome::Refused);
            }
            verbs::deploy_runner(&mut report, &mut |command| ui.note(command))?;
        }
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

#[derive(Debug, Args)]
pub(super) struct FleetCollect {
    /// Fleet [default: the config's only one].
    #[arg(value_name = "FLEET")]
    name: Option<String>,
    /// Id of the run [default: the newest].
    #[arg(long, value_name = "ID")]
    run: Option<String>,
    /// Database that has the results [default: the target `central`].
    #[arg(long, value_name = "TARGET")]
    central: Option<String>,
}

impl FleetCollect {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = project(common, ui)?;
        let fleet = fleet(&project, self.name.as_deref(), &[])?;
        let target = verbs::central_target(&project, self.central.as_deref())?;
        let mut central = fleet.connector().existing(&target)?;
        let report = verbs::fleet_collect(&fleet, central.as_mut(), self.run.as_deref())?;
        ui.report(common, &report)?;
        Ok(Outcome::Failed.when(!matches!(report.verdict, "done" | "running")))
    }
}

fn project(common: &Common, ui: &Ui) -> Result<Project, Error> {
    let project = common.project(None)?;
    project.require_migrations()?;
    ui.about(&project);
    Ok(project)
}

fn fleet<'a>(project: &'a Project, name: Option<&str>, only: &[String]) -> Result<FleetSession<'a>, Error> {
    let selection = Selection {
        only: only.to_vec(),
        shard: None,
    };
    let connector = Connector::new(project, &here()?);
    Ok(FleetSession::open(project, connector, name, &selection, None)?)
}

//! `reconcile revert`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::{Common, check_codes, plan_request};
use super::{Outcome, Ui};
use crate::diagnostic::Code;
use crate::session::Session;
use crate::verbs::{self, NewFill, RevertIntent};

/// Write a migration that undoes another: the newest, or the one named.
#[derive(Debug, Args)]
#[command(
    after_help = "It lists what it cannot restore, and how you can. Nothing is applied: review the migration, then run `reconcile apply`."
)]
pub(super) struct Revert {
    /// Migration to undo, by number or file name [default: the newest].
    #[arg(value_name = "NNNN")]
    migration: Option<String>,
    /// Allow hazards by code, or `all` that can be allowed.
    #[arg(long, value_name = "HAZARD,…", value_delimiter = ',')]
    allow: Vec<String>,
    /// The value of a NOT NULL column that comes back, for existing rows: an SQL expression over the table's columns.
    #[arg(long, value_name = "TABLE.COLUMN=EXPRESSION")]
    backfill: Vec<String>,
    /// Also edit the schema files to match the revert.
    #[arg(long, conflicts_with = "down")]
    write_schema: bool,
    /// Name of the new migration.
    #[arg(long, value_name = "SLUG")]
    name: Option<String>,
    /// Write a down file to run by hand (rollbacks/NNNN_rollback.sql) instead of a migration.
    #[arg(long)]
    down: bool,
    /// Write nothing; show the migration.
    #[arg(long)]
    dry_run: bool,
}

impl Revert {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        check_codes(&self.allow, Code::hazards)?;
        let project = common.project_of_target(None)?;
        ui.about(&project);
        let request = plan_request(&self.allow, self.name.as_ref(), self.dry_run)?;
        let intent = RevertIntent {
            migration: self.migration.clone(),
            down: self.down,
            backfills: self
                .backfill
                .iter()
                .map(|it| NewFill::parse(it))
                .collect::<Result<_, _>>()?,
            write_schema: self.write_schema,
        };
        let connections = Connections::new(common, &project)?;
        let session = match &project.target {
            Some(target) => Session::open(&project, &connections, target)?,
            None => Session::offline(&project),
        };
        let report = verbs::revert(session, &intent, &request)?;
        ui.report(common, &report)?;
        ui.migration(common, self.dry_run, &report);
        Ok(Outcome::Refused.when(!report.refused.is_empty()))
    }
}

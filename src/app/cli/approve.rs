//! `reconcile approve`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::provenance::{Why, authors};
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, Authors};

/// Approve a pending migration for a target, as somebody else than its author.
#[derive(Debug, Args)]
pub(super) struct Approve {
    /// The migration, by number or name.
    #[arg(value_name = "NNNN")]
    migration: String,
    #[command(flatten)]
    why: Why,
}

impl Approve {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project_of_target(None)?;
        ui.about(&project);
        let connections = Connections::new(common, &project)?;
        let mut session = Session::open(&project, &connections, project.require_target()?)?;
        let provenance = self.why.provenance(&project);
        let report = verbs::approve(&mut session, &self.migration, &provenance, Authors(authors))?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

//! `reconcile status`

use clap::Args;

use super::common::Common;
use super::connect::Connections;
use super::error::Error;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs;

/// Show what is applied and what is pending.
#[derive(Debug, Args)]
pub(super) struct Status {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
}

impl Status {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project_of_target(self.place.as_ref())?;
        ui.about(&project);
        let connections = Connections::new(common, &project)?;
        let session = Session::open(&project, &connections, project.require_target()?)?;
        let report = verbs::status(&session)?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

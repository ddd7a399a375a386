//! `reconcile preflight`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::provenance::{authors, provenance};
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, ApplyRequest, Authors};

/// Run every check before a deployment, and change nothing.
#[derive(Debug, Args)]
pub(super) struct Preflight {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
}

impl Preflight {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project_of_target(self.place.as_ref())?;
        ui.about(&project);
        let connections = Connections::new(common, &project)?;
        let session = Session::open(&project, &connections, project.require_target()?)?;
        let request = ApplyRequest {
            provenance: provenance(&project),
            authors: Authors(authors),
            ..ApplyRequest::default()
        };
        let report = verbs::preflight(&session, &connections, &request)?;
        ui.report(common, &report)?;
        Ok(Outcome::Different.when(report.verdict != "ready"))
    }
}

//! `reconcile fleet`

use clap::{Args, Subcommand};

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::verbs;

/// Show the databases of a fleet.
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
}

#[derive(Debug, Args)]
struct List {
    /// Fleet [default: all of the config's].
    #[arg(value_name = "FLEET")]
    name: Option<String>,
}

impl Fleet {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let Action::List(List { name }) = &self.action;
        let project = common.project(None)?;
        let connections = Connections::new(common, &project)?;
        let account = |part: &str| connections.databases(part).map_err(|error| error.to_string());
        let report = verbs::fleet_list(&project, name.as_deref(), &account)?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

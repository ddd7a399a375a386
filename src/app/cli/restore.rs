//! `reconcile restore`

use clap::Args;

use super::confirm::confirmed;
use super::connect::Connections;
use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, WayBack};

/// Restore a remote database to an earlier state (Time Travel). Everything written since then is lost, ledger included.
#[derive(Debug, Args)]
#[command(after_help = "It prints a bookmark to undo it. Cloudflare keeps 30 days, 7 on the free plan.")]
pub(super) struct Restore {
    /// Target: a name from the config, or d1:NAME.
    #[arg(value_name = "TARGET")]
    place: String,
    /// State to restore [default: the one before the newest migration in the ledger].
    bookmark: Option<String>,
    /// Do not ask for confirmation.
    #[arg(long)]
    yes: bool,
}

impl Restore {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.located(Some(&self.place))?;
        ui.about(&project);
        let target = project.require_target()?;
        if !target.is_remote() {
            return Err(Error::Usage {
                message: format!("{target} is a local file and has no Time Travel"),
                help: "replace it with a backup, as made by `reconcile backup`".to_owned(),
            });
        }
        let connections = Connections::new(common, &project)?;
        let mut database = connections.remote(target)?;
        let way = match &self.bookmark {
            Some(bookmark) => WayBack {
                bookmark: bookmark.clone(),
                before: None,
            },
            None => verbs::way_back(&Session::new(&project, Box::new(database.clone())))?,
        };
        let name = project.target_name.clone().unwrap_or_else(|| target.to_string());
        let state = match &way.before {
            Some(file) => format!("{} (before {file})", way.bookmark),
            None => way.bookmark.clone(),
        };
        let why = format!("{name} would be restored to {state}, and everything written since would be lost");
        if !self.yes && !confirmed(ui, &name, &why) {
            return Ok(Outcome::Refused);
        }
        let now = database.current_bookmark()?;
        // Told first: the answer to the restore itself may get lost.
        let undo = |bookmark: &str| {
            let words = format!("restore {}", crate::config::quoted(bookmark));
            crate::config::command_at(&project, &words)
        };
        ui.note(&format!("to undo this: {}", undo(&now)));
        let mut report = verbs::restore(&mut database, &way, now)?;
        report.next.push(format!("to undo this: {}", undo(&report.undo)));
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

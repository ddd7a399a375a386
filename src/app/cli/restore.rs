//! `reconcile restore`

use std::path::{Path, PathBuf};

use clap::Args;

use super::confirm::{allowed, confirmed};
use super::connect::Connections;
use super::error::Error;
use super::shared_flags::{Common, beside, now};
use super::{Outcome, Ui};
use crate::config::Project;
use crate::session::Session;
use crate::verbs::{self, WayBack};

/// Restore a remote database to an earlier state (Time Travel), or any target from a backup. What was written since then is
/// lost, ledger included.
#[derive(Debug, Args)]
#[command(
    after_help = "It prints what undoes it: a bookmark, or the copy of a file. Cloudflare keeps 30 days, 7 on the free plan. \
A backup that is not whole is refused before anything is changed. Of a remote database it is loaded in batches; if that \
stops, run the same command again."
)]
pub(super) struct Restore {
    /// Target: a name from the config, d1:NAME, or with --file also sqlite:PATH and d1-local:BINDING.
    #[arg(value_name = "TARGET")]
    place: String,
    /// State to restore [default: the one before the newest migration in the ledger].
    bookmark: Option<String>,
    /// Backup to restore, as `reconcile backup` wrote it, in the place of all that the target holds.
    #[arg(long, value_name = "FILE", conflicts_with = "bookmark")]
    file: Option<PathBuf>,
    /// Do not ask for confirmation.
    #[arg(long)]
    yes: bool,
}

impl Restore {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.located(Some(&self.place))?;
        ui.about(&project);
        let target = project.require_target()?;
        if let Some(path) = &self.file {
            return self.of_file(common, ui, &project, path);
        }
        if !target.is_remote() {
            return Err(Error::Usage {
                message: format!("{target} is a local file and has no Time Travel"),
                help: "restore a backup, as made by `reconcile backup`: --file FILE".to_owned(),
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
        ui.note(&undo(&project, &now));
        let mut report = verbs::restore(&mut database, &way, now)?;
        report.next.push(undo(&project, &report.undo));
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }

    fn of_file(&self, common: &Common, ui: &Ui, project: &Project, path: &Path) -> Result<Outcome, Error> {
        let target = project.require_target()?;
        let backup = verbs::read_backup(path)?;
        let connections = Connections::new(common, project)?;
        let name = project.target_name.clone().unwrap_or_else(|| target.to_string());
        if let Some((file, made)) = connections.replacement(target)? {
            let mut aside = None;
            if file.exists() {
                let why = format!("everything in {name} would be replaced by {}", path.display());
                if !self.yes && !confirmed(ui, &name, &why) {
                    return Ok(Outcome::Refused);
                }
                aside = connections.local(target)?.zip(Some(beside(&file, &now()?)));
            } else if !allowed(ui, project, target, self.yes) {
                return Ok(Outcome::Refused);
            }
            ui.report(common, &verbs::restore_file(&backup, (file, made), aside)?)?;
            return Ok(Outcome::Done);
        }
        let mut database = connections.remote(target)?;
        let prepared = verbs::prepare_restore(backup, &mut database)?;
        let is_allowed = match prepared.question(&name) {
            Some(why) => self.yes || confirmed(ui, &name, &why),
            None => allowed(ui, project, target, self.yes),
        };
        if !is_allowed {
            return Ok(Outcome::Refused);
        }
        let now = database.current_bookmark()?;
        ui.note(&undo(project, &now));
        let mut report = prepared.run(&mut database, now, &mut |done, all| {
            ui.note(&format!("{done} of {all} batches"));
        })?;
        report.next.extend(report.undo.as_ref().map(|it| undo(project, it)));
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

fn undo(project: &Project, bookmark: &str) -> String {
    let words = format!("restore {}", crate::config::quoted(bookmark));
    format!("to undo this: {}", crate::config::command_at(project, &words))
}

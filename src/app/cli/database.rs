//! `reconcile database`

use clap::{Args, Subcommand};

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::{Common, here};
use super::{Outcome, Ui};
use crate::config::{self, Wrangler};
use crate::database::d1::NewDatabase;
use crate::session::Session;
use crate::verbs::{self, Place};

/// List the databases of the Cloudflare account, describe one, or create one.
#[derive(Debug, Args)]
#[command(
    after_help = "`list` and `create` need no reconcile.yaml: the account is that of CLOUDFLARE_ACCOUNT_ID, of \
wrangler's config, or the only one that the token is for."
)]
pub(super) struct Database {
    #[command(subcommand)]
    action: Action,
}

/// What can be done with databases.
#[derive(Debug, Subcommand)]
enum Action {
    /// List the databases of the account, with size and tables where Cloudflare's listing has them.
    List(List),
    /// Show size, tables, version and region of a target: a file or a remote database.
    Info(Info),
    /// Create an empty database in the account.
    Create(Create),
}

#[derive(Debug, Args)]
struct List {
    /// Only databases whose name contains this.
    #[arg(value_name = "PART")]
    part: Option<String>,
}

#[derive(Debug, Args)]
struct Info {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
    /// Also count the rows of a remote database: D1 bills each as read. Rows of a file are always counted.
    #[arg(long)]
    rows: bool,
}

#[derive(Debug, Args)]
struct Create {
    /// Name of the new database.
    #[arg(value_name = "NAME")]
    name: String,
    /// Near where its primary should run: wnam, enam, weur, eeur, apac or oc [default: near you].
    #[arg(long, value_name = "HINT", conflicts_with = "jurisdiction")]
    location: Option<String>,
    /// Where its data has to stay, which cannot be changed later: eu, fedramp or us.
    #[arg(long, value_name = "WHERE")]
    jurisdiction: Option<String>,
}

impl Database {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        match &self.action {
            Action::List(it) => it.run(common, ui),
            Action::Info(it) => it.run(common, ui),
            Action::Create(it) => it.run(common, ui),
        }
    }

    /// True for what is about the account, and about no database of the config.
    pub(super) fn is_about_the_account(&self) -> bool {
        !matches!(self.action, Action::Info(_))
    }
}

/// wrangler's config from here, or else the one that reconcile.yaml names.
fn wrangler(common: &Common) -> Result<Option<Wrangler>, Error> {
    let beside = config::wrangler_beside(&common.flags(None)?, &here()?)?;
    Ok(beside.or_else(|| common.project(None).ok()?.wrangler))
}

impl List {
    fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let (wrangler, flags) = (wrangler(common)?, common.flags(None)?);
        let connections = Connections::beside(common, wrangler.as_ref(), &flags)?;
        let report = verbs::database_list(&connections, self.part.as_deref().unwrap_or_default())?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

impl Info {
    fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.located(self.place.as_ref())?;
        ui.about(&project);
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        let session = Session::new(&project, connections.existing(target)?);
        let place = match connections.file(target)? {
            Some(path) => Place::File(path),
            None => Place::Remote(Box::new(connections.remote(target)?)),
        };
        let count = self.rows || matches!(place, Place::File(_));
        let mut report = verbs::database_info(&session, place, count)?;
        if !count && !report.tables.is_empty() {
            let words = config::command_at(&project, "database info --rows");
            report
                .next
                .push(format!("count the rows, which D1 bills as read: {words}"));
        }
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

impl Create {
    fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let (wrangler, flags) = (wrangler(common)?, common.flags(None)?);
        let connections = Connections::beside(common, wrangler.as_ref(), &flags)?;
        let new = NewDatabase {
            name: self.name.clone(),
            location: self.location.clone(),
            jurisdiction: self.jurisdiction.clone(),
        };
        let mut report = verbs::database_create(&connections, &new)?;
        if let Some(made) = report.found.databases.first() {
            let file = wrangler
                .as_ref()
                .map_or("wrangler.jsonc".to_owned(), Wrangler::file_name);
            let (name, id) = (&made.name, &made.id);
            let binding = serde_json::json!({"binding": "DB", "database_name": name, "database_id": id});
            let lines = match file.ends_with(".toml") {
                true => vec![
                    format!("for {file}:"),
                    "[[d1_databases]]".to_owned(),
                    "binding = \"DB\"".to_owned(),
                    format!("database_name = {}", serde_json::json!(name)),
                    format!("database_id = {}", serde_json::json!(id)),
                ],
                false => vec![format!("for d1_databases in {file}: {binding}")],
            };
            report.next.extend(lines);
        }
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

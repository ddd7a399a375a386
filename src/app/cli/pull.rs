//! `reconcile pull`

use clap::Args;

use super::confirm::confirmed;
use super::connect::Connections;
use super::error::Error;
use super::shared_flags::{Common, beside, now};
use super::{Outcome, Ui};
use crate::config::{Identity, Project, Same, Target};
use crate::introspect::ObjectPattern;
use crate::verbs::{self, PullRequest, TableChoice};

/// The variable that makes masks the same each time.
const KEY: &str = "RECONCILE_MASK_KEY";

/// Copy a database, or a part of it, into a local one, with personal data masked. A remote or protected target is always
/// refused.
#[derive(Debug, Args)]
#[command(
    after_help = "Masks are in reconcile.yaml, `pull: { mask: { users.email: email } }`. The local file is replaced in one \
transaction once all rows are there and every foreign key holds, and what it held is kept beside it. With RECONCILE_MASK_KEY \
in the environment, equal values get equal masks in every pull."
)]
pub(super) struct Pull {
    /// Source [default: the config's only remote target, or `production`].
    #[arg(value_name = "SOURCE")]
    source: Option<String>,
    /// Local target [default: `dev`, or the config's only local target; d1-local:NAME for d1:NAME].
    #[arg(long, value_name = "TARGET")]
    to: Option<String>,
    /// Only these tables, by name or pattern, and rows of others that theirs refer to.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = TableChoice::pattern)]
    table: Vec<ObjectPattern>,
    /// No rows of these tables, by name or pattern.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = TableChoice::pattern)]
    exclude: Vec<ObjectPattern>,
    /// At most this many rows of each table, the first by key, and rows that they refer to.
    #[arg(long, value_name = "N")]
    rows: Option<usize>,
    /// Tables, indexes, views and triggers, without rows but those of the ledger.
    #[arg(long, conflicts_with_all = ["data_only", "rows", "table"])]
    schema_only: bool,
    /// Rows only, into the tables that the local target has: in columns of the same name.
    #[arg(long)]
    data_only: bool,
    /// Do not ask for confirmation.
    #[arg(long)]
    yes: bool,
}

impl Pull {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let known = common.project(None)?;
        let source = self.source(common, &known)?;
        let to = self.to(&known, &source)?;
        let into = common.project(Some(&to))?;
        let target = into.require_target()?;
        let refused = |reason: &str| {
            ui.refusal(&format!(
                "{to} is {reason}, and rows are never pulled into one\nhelp: name a local target with --to"
            ));
            Ok(Outcome::Refused)
        };
        if target.is_remote() {
            return refused("a remote database");
        }
        if into.protected {
            return refused("a protected target");
        }
        let from = common.located(Some(&source))?;
        if is_same(from.identity.as_ref(), into.identity.as_ref()) {
            return Err(Error::Usage {
                message: format!("{source} and {to} are the same database"),
                help: "name another one with --to".to_owned(),
            });
        }
        let (theirs, own) = (Connections::new(common, &from)?, Connections::new(common, &into)?);
        let Some((file, made)) = own.replacement(target)? else {
            return refused("a remote database");
        };
        let mut aside = None;
        if file.exists() {
            let name = into.target_name.clone().unwrap_or_else(|| to.clone());
            let why = format!("rows of {name} would be replaced by those of {source}");
            if !self.yes && !confirmed(ui, &name, &why) {
                return Ok(Outcome::Refused);
            }
            aside = own.local(target)?.zip(Some(beside(&file, &now()?)));
        } else if self.data_only {
            return Err(Error::Usage {
                message: format!("{to} is not there, and --data-only needs its tables"),
                help: "pull without it".to_owned(),
            });
        }
        let request = PullRequest {
            tables: self.table.clone(),
            exclude: self.exclude.clone(),
            rows: self.rows,
            schema_only: self.schema_only,
            data_only: self.data_only,
            key: std::env::var(KEY).ok().filter(|it| !it.is_empty()),
        };
        let mut database = theirs.existing(from.require_target()?)?;
        let mut note = |text: &str| ui.detail(text);
        let report = verbs::pull(&from, &mut *database, made, aside, &request, &mut note)?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }

    /// Where rows come from.
    fn source(&self, common: &Common, project: &Project) -> Result<String, Error> {
        const USUAL: &str = "production";
        if let Some(named) = self.source.as_ref().or(common.target.as_ref()) {
            return Ok(named.clone());
        }
        let remote: Vec<&String> = names(project, true);
        match remote.as_slice() {
            [only] => Ok((*only).clone()),
            _ if project.targets.contains_key(USUAL) => Ok(USUAL.to_owned()),
            _ => Err(Error::Usage {
                message: "it is not clear from which database to pull".to_owned(),
                help: format!("name it: reconcile pull TARGET{}", listed(&remote)),
            }),
        }
    }

    /// Where they are put.
    fn to(&self, project: &Project, source: &str) -> Result<String, Error> {
        const USUAL: &str = "dev";
        if let Some(named) = &self.to {
            return Ok(named.clone());
        }
        let mut local = names(project, false);
        local.retain(|it| it.as_str() != source);
        match (local.as_slice(), Target::parse(source)) {
            ([only], _) => Ok((*only).clone()),
            (several, _) if several.iter().any(|it| it.as_str() == USUAL) => Ok(USUAL.to_owned()),
            ([], Some(Target::D1(name))) => Ok(Target::D1Local(name).to_string()),
            (several, _) => Err(Error::Usage {
                message: "it is not clear into which local database to pull".to_owned(),
                help: format!("name it with --to{}", listed(several)),
            }),
        }
    }
}

/// The names of remote or of local targets.
fn names(project: &Project, remote: bool) -> Vec<&String> {
    let is_meant = |at: &String| Target::parse(at).is_some_and(|it| it.is_remote() == remote);
    project
        .targets
        .iter()
        .filter(|it| is_meant(it.1))
        .map(|it| it.0)
        .collect()
}

fn listed(names: &[&String]) -> String {
    match names {
        [] => String::new(),
        names => {
            let names: Vec<&str> = names.iter().map(|it| it.as_str()).collect();
            format!(": one of {}", names.join(", "))
        }
    }
}

fn is_same(one: Option<&Identity>, other: Option<&Identity>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.same(other) == Same::Yes)
}

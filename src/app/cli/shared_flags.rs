//! Flags that every command has, and what they resolve to.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::connect::Connections;
use super::error::Error;
use super::{Outcome, Ui};
use crate::config::{self, Flags, Project, Variables};
use crate::database;
use crate::diagnostic::Code;
use crate::report::{self, Format};
use crate::session::{Connector, Session};
use crate::sql::nearest;
use crate::verbs::{self, PlanRequest};

/// Flags of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Common {
    /// Config file [default: reconcile.yaml here or above].
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Schema file or folder; may be repeated.
    #[arg(long, global = true, value_name = "PATH")]
    pub schema: Vec<PathBuf>,
    /// Migrations folder.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub migrations: Option<PathBuf>,
    /// Target: a name from the config, sqlite:PATH, d1:NAME or d1-local:BINDING.
    #[arg(long, global = true, value_name = "TARGET")]
    pub target: Option<String>,
    /// Database, if the config has several; with commas several of them.
    #[arg(long, global = true, value_name = "NAME,…")]
    pub database: Option<String>,
    /// All databases of the config and of its workspace, one after another.
    #[arg(long, global = true)]
    pub all: bool,
    /// Environment of the wrangler config; an empty name means its top level [default: CLOUDFLARE_ENV].
    #[arg(long, global = true, value_name = "NAME")]
    pub env: Option<String>,
    /// wrangler's config file [default: wrangler.json, .jsonc or .toml here or above].
    #[arg(long, global = true, value_name = "FILE")]
    pub wrangler: Option<PathBuf>,
    /// Folder of wrangler's local state [default: .wrangler/state next to its config].
    #[arg(long, global = true, value_name = "FOLDER")]
    pub persist_to: Option<PathBuf>,
    /// Output format: text, json, markdown, html, github, github-summary, sarif, junit or gitlab; for `inspect`: sql, yaml,
    /// json, mermaid, dot, svg or html.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub format: String,
    /// Also write the result to a file in another format; may be repeated. `github-summary` needs no file in GitHub Actions.
    #[arg(long, global = true, value_name = "FORMAT=FILE")]
    pub report: Vec<String>,
    /// Print only errors.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Also show reasons, order and evidence.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Common {
    /// What the command works on; `target` is the command's own argument.
    pub(super) fn project(&self, target: Option<&String>) -> Result<Project, Error> {
        let project = config::project(&self.flags(target)?, &here()?)?;
        verbs::check_policy(&project)?;
        if let Some(application) = &project.sqlite {
            database::choose_sqlite(application.clone());
        }
        Ok(project)
    }

    /// As [`Common::located`], for a command that works with the target's migrations.
    pub(super) fn project_of_target(&self, target: Option<&String>) -> Result<Project, Error> {
        let project = self.located(target)?;
        project.require_migrations()?;
        Ok(project)
    }

    /// Runs a command that reads only the project's files.
    pub(super) fn offline(
        &self,
        ui: &Ui,
        verb: impl FnOnce(&Session<'_>) -> Result<Outcome, Error>,
    ) -> Result<Outcome, Error> {
        let project = self.project(None)?;
        ui.about(&project);
        verb(&Session::offline(&project))
    }

    /// What a command does with the target that is meant and its migrations.
    pub(super) fn on_target(
        &self,
        ui: &Ui,
        target: Option<&String>,
        verb: impl FnOnce(Session<'_>) -> Result<Outcome, Error>,
    ) -> Result<Outcome, Error> {
        let project = self.project_of_target(target)?;
        ui.about(&project);
        let connections = Connections::new(self, &project)?;
        verb(Session::open(&project, &connections, project.require_target()?)?)
    }

    /// As [`Common::project`], for a command that works on a database: where the configs cannot tell whether it is one of
    /// their targets, Cloudflare is asked.
    pub(super) fn located(&self, target: Option<&String>) -> Result<Project, Error> {
        let project = self.project(target)?;
        let remote = project.target.as_ref().filter(|_| project.undecided);
        let Some(remote) = remote else {
            return Ok(project);
        };
        let found = Connector::new(&project, &here()?).remote(remote)?;
        Ok(config::project_of(&self.flags(target)?, &here()?, Some(found.info()))?)
    }

    /// What was typed to choose databases and folders.
    pub(super) fn flags(&self, target: Option<&String>) -> Result<Flags, Error> {
        let process = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Ok(Flags {
            config: self.config.clone(),
            schema: self.schema.clone(),
            migrations: self.migrations.clone(),
            target: target.or(self.target.as_ref()).cloned(),
            database: self.database.clone(),
            environment: self.env.clone(),
            persist_to: self.persist_to.clone(),
            wrangler: self.wrangler.clone(),
            fleet: None,
            variables: Variables::new(process, &here()?),
        })
    }

    /// The report format of `--format`.
    pub(super) fn format(&self) -> Result<&'static Format, Error> {
        let known = || {
            let names: Vec<&str> = report::ALL.iter().map(|it| it.name).collect();
            names.join(", ")
        };
        report::format(&self.format).ok_or_else(|| Error::Format {
            name: self.format.clone(),
            known: known(),
        })
    }
}

/// The working folder.
pub(super) fn here() -> Result<PathBuf, Error> {
    std::env::current_dir().map_err(|error| Error::Here(error.to_string()))
}

/// The clock: SOURCE_DATE_EPOCH where it is set, so that the same input gives the same bytes.
/// What is asked of a migration that a command other than `plan` writes.
pub(super) fn plan_request(allow: &[String], name: Option<&String>, dry_run: bool) -> Result<PlanRequest, Error> {
    Ok(PlanRequest {
        allow: allow.to_vec(),
        name: name.cloned(),
        write: !dry_run,
        now: now()?,
        ..PlanRequest::default()
    })
}

/// <https://reproducible-builds.org/specs/source-date-epoch/>
pub(super) fn now() -> Result<jiff::Timestamp, Error> {
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else {
        return Ok(jiff::Timestamp::now());
    };
    let seconds = text
        .trim()
        .parse()
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    seconds.ok_or_else(|| Error::Usage {
        message: format!("SOURCE_DATE_EPOCH is {text:?}, which is not a number of seconds"),
        help: "unset it, or set it to a Unix time".to_owned(),
    })
}

/// The copy that is made of a database before its rows are replaced: `dev.db.20261129T160000Z.bak`.
pub(super) fn beside(file: &Path, now: &jiff::Timestamp) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}.bak", now.strftime("%Y%m%dT%H%M%SZ")));
    PathBuf::from(name)
}

/// Holds what `--allow` names to the codes that there are: a misspelt one would allow nothing, and nobody would know.
pub(super) fn check_codes<K: Iterator<Item = Code>>(given: &[String], known: fn() -> K) -> Result<(), Error> {
    let is_unknown = |code: &&String| *code != "all" && !known().any(|it| it.is_called(code));
    match given.iter().find(is_unknown) {
        None => Ok(()),
        Some(code) => Err(Error::Hazard {
            name: code.clone(),
            nearest: nearest(code, known().map(Code::name)),
            known: known().map(Code::name).collect::<Vec<_>>().join(", "),
        }),
    }
}

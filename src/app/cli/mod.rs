//! The command line: one thin file per command. The only room that prints, prompts or reads the environment.

mod apply;
mod approve;
mod backup;
mod baseline;
mod bundle;
mod compat;
mod completions;
mod confirm;
mod connect;
mod database;
mod diff;
mod drift;
mod error;
mod explain;
mod failure;
mod fleet;
mod fleet_flags;
mod fleet_progress;
mod fleet_runner;
mod fmt;
mod help;
mod history;
mod init;
mod inspect;
mod lint;
#[cfg(feature = "mcp")]
mod mcp;
mod new;
mod output;
mod plan;
mod preflight;
mod provenance;
mod pull;
mod purge;
mod renumber;
mod report_files;
mod reset;
mod restore;
mod revert;
mod rollout;
mod seed;
mod several_databases;
mod shared_flags;
mod since_revision;
mod status;
mod terminal_width;
mod test_case;
mod types;
mod usage;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use output::Ui;
use shared_flags::Common;

/// Edit one SQL schema, get a tested migration to review, apply it, catch drift: for Cloudflare D1 and SQLite.
#[derive(Debug, Parser)]
#[command(name = "reconcile", version, max_term_width = 100, propagate_version = true, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

const EXIT_CODES: &str = "Exit codes: 0 done or nothing to do, 1 error, 2 a difference was found, 3 refused.";

/// One variant and one file per command.
#[derive(Debug, Subcommand)]
enum Command {
    /// Write the next migration, from the database to the schema.
    Plan(plan::Plan),
    /// Run the pending migrations, each in one transaction.
    Apply(apply::Apply),
    /// Show what is applied, pending, edited or missing.
    Status(status::Status),
    /// Compare the database with its ledger and with the schema.
    Drift(drift::Drift),
    /// Run every check before a deployment.
    Preflight(preflight::Preflight),
    /// Approve a pending migration for a target.
    Approve(approve::Approve),
    /// Show who ran what on a database, when and why.
    History(history::History),
    /// Check numbers, seals and replay of the migrations folder.
    Verify(verify::Verify),
    /// Print the SQL that turns A into B (targets or files).
    Diff(diff::Diff),
    /// Print the schema of a target.
    Inspect(inspect::Inspect),
    /// Lay out the schema files.
    Fmt(fmt::Fmt),
    /// Write an empty migration for a data change.
    New(new::New),
    /// Write a config and a schema for an existing project or database.
    Init(init::Init),
    /// Find risks and mistakes in the migrations and the schema.
    Lint(lint::Lint),
    /// Check the application's SQL against the old and the new schema.
    Compat(compat::Compat),
    /// Write a migration that undoes another.
    Revert(revert::Revert),
    /// Write a migration that deletes archived tables and columns.
    Purge(purge::Purge),
    /// Mark migrations as applied without running them.
    Baseline(baseline::Baseline),
    /// Run the seed files that a target does not have yet.
    Seed(seed::Seed),
    /// Make a local target new from the migrations and seeds.
    Reset(reset::Reset),
    /// Copy a database into a local one, with personal data masked.
    Pull(pull::Pull),
    /// Copy a target into a new file.
    Backup(backup::Backup),
    /// Give new numbers to migrations that are not applied yet.
    Renumber(renumber::Renumber),
    /// Restore a remote database to an earlier state (Time Travel).
    Restore(restore::Restore),
    /// List, describe or create databases of the Cloudflare account.
    Database(database::Database),
    /// Show the databases of a fleet.
    Fleet(fleet::Fleet),
    /// Print the migrations as a TypeScript module for a Durable Object.
    Bundle(bundle::Bundle),
    /// Write TypeScript or Rust types of the schema and of the application's queries.
    Types(types::Types),
    /// Explain a hazard or a lint finding.
    Explain(explain::Explain),
    /// Serve the commands to an agent (Model Context Protocol).
    #[cfg(feature = "mcp")]
    Mcp(mcp::Mcp),
    /// Print the completions of a shell.
    #[command(hide = true)]
    Completions(completions::Completions),
    /// Write a manual page for each command.
    #[command(hide = true)]
    Man(completions::ManPages),
}

impl Command {
    /// True for a command that takes `--report`.
    fn writes_reports(&self) -> bool {
        self.has_checks() || matches!(self, Self::Apply(_))
    }

    /// True for a command that checks something, and whose findings programs show.
    fn has_checks(&self) -> bool {
        use Command::{Compat, Drift, Lint, Plan, Status, Verify};
        matches!(self, Plan(_) | Lint(_) | Drift(_) | Verify(_) | Status(_) | Compat(_))
    }
}

/// What a command came to; the one place where that becomes an exit code is [`Outcome::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Done, or nothing to do.
    Done,
    /// Something could not be told or done.
    Failed,
    /// A difference was found.
    Different,
    /// A hazard is not allowed, a target is protected, the live schema is not the reviewed one.
    Refused,
}

impl Outcome {
    /// This where it is so; else the command is done.
    fn when(self, is_so: bool) -> Self {
        if is_so { self } else { Self::Done }
    }

    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Different => 2,
            Self::Refused => 3,
        }
    }
}

/// The whole command line with its help: what `docs/commands` is made from.
pub fn command() -> clap::Command {
    help::arranged(Arguments::command())
}

/// The commands by group, in the order of the help.
pub fn groups() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    help::groups()
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let parsed = command()
        .try_get_matches()
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let mut arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(usage::usage(&error)),
    };
    let checked = report_files::check(&arguments.common, &arguments.command);
    if checked.is_err() {
        arguments.common.report.clear();
    }
    let ui = Ui::new(&arguments.common);
    match checked {
        Ok(note) => note.iter().for_each(|it| ui.note(it)),
        Err(error) => return ExitCode::from(ui.finish(ui.error(&error)).code()),
    }
    match several_databases::run(&arguments.common, &arguments.command, &ui) {
        Ok(None) => {}
        Ok(Some(outcome)) => return ExitCode::from(ui.finish(outcome).code()),
        Err(error) => return ExitCode::from(ui.finish(ui.error(&error)).code()),
    }
    let outcome = match &arguments.command {
        Command::Plan(command) => command.run(&arguments.common, &ui),
        Command::Apply(command) => command.run(&arguments.common, &ui),
        Command::Status(command) => command.run(&arguments.common, &ui),
        Command::Drift(command) => command.run(&arguments.common, &ui),
        Command::Preflight(command) => command.run(&arguments.common, &ui),
        Command::Approve(command) => command.run(&arguments.common, &ui),
        Command::History(command) => command.run(&arguments.common, &ui),
        Command::Verify(command) => command.run(&arguments.common, &ui),
        Command::Diff(command) => command.run(&arguments.common, &ui),
        Command::Inspect(command) => command.run(&arguments.common, &ui),
        Command::Fmt(command) => command.run(&arguments.common, &ui),
        Command::New(command) => command.run(&arguments.common, &ui),
        Command::Init(command) => command.run(&arguments.common, &ui),
        Command::Lint(command) => command.run(&arguments.common, &ui),
        Command::Compat(command) => command.run(&arguments.common, &ui),
        Command::Revert(command) => command.run(&arguments.common, &ui),
        Command::Purge(command) => command.run(&arguments.common, &ui),
        Command::Baseline(command) => command.run(&arguments.common, &ui),
        Command::Seed(command) => command.run(&arguments.common, &ui),
        Command::Reset(command) => command.run(&arguments.common, &ui),
        Command::Pull(command) => command.run(&arguments.common, &ui),
        Command::Backup(command) => command.run(&arguments.common, &ui),
        Command::Renumber(command) => command.run(&arguments.common, &ui),
        Command::Restore(command) => command.run(&arguments.common, &ui),
        Command::Database(command) => command.run(&arguments.common, &ui),
        Command::Fleet(command) => command.run(&arguments.common, &ui),
        Command::Bundle(command) => command.run(&arguments.common, &ui),
        Command::Types(command) => command.run(&arguments.common, &ui),
        Command::Explain(command) => command.run(&arguments.common, &ui),
        #[cfg(feature = "mcp")]
        Command::Mcp(command) => command.run(&arguments.common, &ui),
        Command::Completions(command) => Ok(command.run(&ui)),
        Command::Man(command) => command.run(),
    };
    let outcome = outcome.unwrap_or_else(|error| ui.error(&error));
    ExitCode::from(ui.finish(outcome).code())
}

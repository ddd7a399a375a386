//! The command line: one thin file per command. The only room that prints, prompts or reads the environment.

mod apply;
mod backup;
mod baseline;
mod common;
mod compat;
mod confirm;
mod counted;
mod diff;
mod drift;
mod error;
mod explain;
mod failure;
mod init;
mod inspect;
mod lint;
mod new;
mod open;
mod plan;
mod provenance;
mod purge;
mod restore;
mod revert;
mod since;
mod status;
mod test_case;
mod ui;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use common::Common;
use ui::Ui;

/// Desired schema in, reviewed migration out, database converged, drift caught: for Cloudflare D1 and SQLite.
#[derive(Debug, Parser)]
#[command(name = "reconcile", version, max_term_width = 100, propagate_version = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

const EXAMPLES: &str = "\
Everyday use:
  edit schema/*.sql, then
  reconcile plan               write the next migration, with its reasons, proven on scratch
  reconcile apply              run what is pending, each migration atomic
  reconcile drift              fail when a database is not what its ledger says

Exit codes: 0 done or nothing to do, 1 error, 2 a difference was found, 3 refused.";

/// One variant and one file per command.
#[derive(Debug, Subcommand)]
enum Command {
    /// Write the next migration: live schema and pending migrations against the desired schema.
    Plan(plan::Plan),
    /// Run the pending migrations, each atomic, with its ledger rows; verify the result.
    Apply(apply::Apply),
    /// Say what is applied, pending, edited, missing or drifted.
    Status(status::Status),
    /// Compare the live schema with what the ledger says, and with the desired schema.
    Drift(drift::Drift),
    /// Check the migrations folder without a database: numbering, seals, replay, and that it ends at the schema.
    Verify(verify::Verify),
    /// Print the SQL from A to B: targets, schema files or folders, migrations folders.
    Diff(diff::Diff),
    /// Print the schema of a target.
    Inspect(inspect::Inspect),
    /// Write an empty numbered migration, for a data change by hand.
    New(new::New),
    /// Write config and schema for what is there: migrations, a database, a wrangler project.
    Init(init::Init),
    /// Find bad practice in the schema files and the migrations, without a database.
    Lint(lint::Lint),
    /// Check the application's own SQL against the schema before and after the plan.
    Compat(compat::Compat),
    /// Write the next migration, undoing one.
    Revert(revert::Revert),
    /// Write the next migration, deleting for good what earlier ones kept aside.
    Purge(purge::Purge),
    /// Mark migrations as applied without running them, for a database that was made another way.
    Baseline(baseline::Baseline),
    /// Copy a target into a new file.
    Backup(backup::Backup),
    /// Put a remote database back to an earlier state (Time Travel).
    Restore(restore::Restore),
    /// Say what a hazard or a finding of lint means and what to do about it.
    Explain(explain::Explain),
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
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Different => 2,
            Self::Refused => 3,
        }
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let parsed = Arguments::command()
        .try_get_matches()
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(ui::usage(&error)),
    };
    let ui = Ui::new(&arguments.common);
    // Before anything is done, since afterwards there would be no way to tell of it.
    if !matches!(arguments.command, Command::Inspect(_))
        && let Err(error) = arguments.common.format()
    {
        return ExitCode::from(ui.finish(ui.error(&error)).code());
    }
    let outcome = match &arguments.command {
        Command::Plan(command) => command.run(&arguments.common, &ui),
        Command::Apply(command) => command.run(&arguments.common, &ui),
        Command::Status(command) => command.run(&arguments.common, &ui),
        Command::Drift(command) => command.run(&arguments.common, &ui),
        Command::Verify(command) => command.run(&arguments.common, &ui),
        Command::Diff(command) => command.run(&arguments.common, &ui),
        Command::Inspect(command) => command.run(&arguments.common, &ui),
        Command::New(command) => command.run(&arguments.common, &ui),
        Command::Init(command) => command.run(&arguments.common, &ui),
        Command::Lint(command) => command.run(&arguments.common, &ui),
        Command::Compat(command) => command.run(&arguments.common, &ui),
        Command::Revert(command) => command.run(&arguments.common, &ui),
        Command::Purge(command) => command.run(&arguments.common, &ui),
        Command::Baseline(command) => command.run(&arguments.common, &ui),
        Command::Backup(command) => command.run(&arguments.common, &ui),
        Command::Restore(command) => command.run(&arguments.common, &ui),
        Command::Explain(command) => command.run(&arguments.common, &ui),
    };
    let outcome = outcome.unwrap_or_else(|error| ui.error(&error));
    ExitCode::from(ui.finish(outcome).code())
}

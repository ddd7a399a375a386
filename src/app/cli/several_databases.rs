//! `--all`, `--database a,b`: a command on several databases, one after another, each in a process of its own. Whose rules
//! hold, and what a command has read, is of one database.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use serde_json::{Map, Value};

use super::error::Error;
use super::shared_flags::{Common, here};
use super::{Command, Outcome, Ui};
use crate::config::{self, WorkspaceDatabase};
use crate::report::{DatabaseRow, Document};

/// The flag that each process gets with a value of its own.
const REPLACED: &str = "--database";
/// Formats that can follow one another.
const ADDABLE: [&str; 4] = ["text", "markdown", "github", "github-summary"];

/// Runs the command on each database that is meant; none where that is one, and this process runs it.
pub(super) fn run(common: &Common, command: &Command, ui: &Ui) -> Result<Option<Outcome>, Error> {
    let names: Vec<String> = common
        .database
        .iter()
        .flat_map(|it| it.split(','))
        .map(str::to_owned)
        .collect();
    if !common.all && names.len() < 2 {
        return Ok(None);
    }
    check(common, command, &names)?;
    let all = config::databases(&common.flags(None)?, &here()?)?;
    let meant = config::chosen(all, if common.all { &[] } else { &names })?;
    let is_json = common.format == "json";
    let mut rows = Vec::new();
    for database in &meant {
        if !is_json {
            ui.note(&format!(
                "{}{}:",
                if rows.is_empty() { "" } else { "\n" },
                database.label
            ));
        }
        rows.push(on(common, command, database, is_json)?);
    }
    let (report, worst) = Document::of_databases(rows);
    match common.format.as_str() {
        "json" | "text" => ui.report(common, &report)?,
        _ => {}
    }
    let outcomes = [Outcome::Done, Outcome::Different, Outcome::Refused];
    let outcome = outcomes.into_iter().find(|it| it.code() == worst);
    Ok(Some(outcome.unwrap_or(Outcome::Failed)))
}

fn check(common: &Common, command: &Command, names: &[String]) -> Result<(), Error> {
    let usage = |message: &str, help: &str| {
        Err(Error::Usage {
            message: message.to_owned(),
            help: help.to_owned(),
        })
    };
    if common.all && !names.is_empty() {
        return usage("--all and --database cannot be used together", "leave out one of them");
    }
    let is_about_none = match command {
        Command::Init(_) | Command::Explain(_) | Command::Completions(_) | Command::Man(_) => true,
        #[cfg(feature = "mcp")]
        Command::Mcp(_) => true,
        Command::Database(command) => command.is_about_the_account(),
        _ => false,
    };
    if is_about_none {
        return usage("this command is not about a database", "leave out --all and --database");
    }
    if common.format != "json" && !ADDABLE.contains(&common.format.as_str()) {
        return usage(
            &format!("--format {} is one document, of one database", common.format),
            "name one database, or write a file for each with --report",
        );
    }
    Ok(())
}

/// Runs the command on one database.
fn on(common: &Common, command: &Command, database: &WorkspaceDatabase, is_json: bool) -> Result<DatabaseRow, Error> {
    let failed = |error: std::io::Error| Error::Usage {
        message: format!("the command could not be run on {}: {error}", database.label),
        help: "run it on one database with --database".to_owned(),
    };
    let program = std::env::current_exe().map_err(failed)?;
    let mut process = Process::new(program);
    if database.config.is_some() {
        process.arg(REPLACED).arg(&database.label);
    }
    process.args(arguments(&database.label));
    // What it came to is read from its own report.
    let report = match command.writes_reports() && !is_json {
        true => tempfile::Builder::new().suffix(".json").tempfile().ok(),
        false => None,
    };
    if let Some(file) = &report {
        let mut flag = OsString::from("--report=json=");
        flag.push(file.path());
        process.arg(flag);
    }
    let (code, text) = match is_json {
        true => {
            let output = process.stderr(Stdio::inherit()).output().map_err(failed)?;
            (
                output.status.code(),
                String::from_utf8_lossy(&output.stdout).into_owned(),
            )
        }
        false => {
            let _ = std::io::stdout().lock().flush();
            let status = process.status().map_err(failed)?;
            let text = report.and_then(|it| std::fs::read_to_string(it.path()).ok());
            (status.code(), text.unwrap_or_default())
        }
    };
    let code = code
        .and_then(|it| u8::try_from(it).ok())
        .filter(|it| *it < 4)
        .unwrap_or(1);
    let result = last_document(&text);
    let said = |key: &str| result.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(DatabaseRow {
        database: database.label.clone(),
        config: database
            .config
            .as_deref()
            .map(Path::display)
            .map(|it| it.to_string())
            .unwrap_or_default(),
        place: said("target").unwrap_or_else(|| common.target.clone().unwrap_or_default()),
        word: said("verdict").unwrap_or_else(|| word(code).to_owned()),
        code,
        result: if is_json { result } else { Map::new() },
    })
}

fn word(code: u8) -> &'static str {
    match code {
        0 => "done",
        2 => "different",
        3 => "refused",
        _ => "failed",
    }
}

/// One document; the last line where a fleet has a line for each database.
fn last_document(text: &str) -> Map<String, Value> {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    let last = || text.trim_end().rsplit('\n').next().and_then(read);
    read(text).or_else(last).unwrap_or_default()
}

/// What was typed, without what is said for each database; a report gets a file for each.
fn arguments(label: &str) -> Vec<OsString> {
    let mut typed = std::env::args_os().skip(1);
    let mut kept = Vec::new();
    while let Some(argument) = typed.next() {
        let text = argument.to_string_lossy().into_owned();
        if text == REPLACED {
            typed.next();
        } else if text == "--report" {
            kept.push(argument);
            kept.extend(typed.next().map(|it| named(&it.to_string_lossy(), label).into()));
        } else if let Some(rest) = text.strip_prefix("--report=") {
            kept.push(format!("--report={}", named(rest, label)).into());
        } else if text != "--all" && !text.starts_with(&format!("{REPLACED}=")) {
            kept.push(argument);
        }
    }
    kept
}

/// `sarif=lint.sarif` of `api` is `sarif=lint.api.sarif`.
fn named(report: &str, label: &str) -> String {
    let label = label.replace(['/', '\\'], "-");
    match report.split_once('=') {
        Some((format, path)) => match path.rsplit_once('.').filter(|it| !it.1.contains('/')) {
            Some((stem, ending)) => format!("{format}={stem}.{label}.{ending}"),
            None => format!("{format}={path}.{label}"),
        },
        None => report.to_owned(),
    }
}

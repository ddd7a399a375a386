//! `init`: config and schema for a project that begins, for a folder of migrations, or for a database that is there.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::plan::{PlanIntent, plan};
use crate::authoring::plan_request::PlanRequest;
use crate::config::{self, Config, DatabaseConfig, FILE_NAME, Flags, Wrangler};
use crate::database::Scratch;
use crate::discovery::Origin;
use crate::discovery::first_schema::{Start, first_schema};
use crate::discovery::project_discovery::{Part, parts};
use crate::error::Error;
use crate::introspect::LEDGER_TABLE;
use crate::ledger;
use crate::session::Session;

/// What `init` wrote.
pub struct Begun {
    /// The files.
    pub files: Vec<PathBuf>,
    /// From what, and what to type next.
    pub notes: Vec<String>,
}

/// Writes `reconcile.yaml` and schema files into the working folder `here`. Nothing is ever overwritten.
///
/// # Errors
/// A file in the way; a source that cannot be read; migrations that do not run from nothing.
pub fn init(
    here: &Path,
    flags: &Flags,
    wrangler: Option<&Wrangler>,
    mut origin: Origin<'_>,
    now: Timestamp,
) -> Result<Begun, Error> {
    if Path::new(FILE_NAME).exists() {
        return Err(there_already(Path::new(FILE_NAME)));
    }
    let mut files = Vec::new();
    let mut notes = Vec::new();
    let mut next = Vec::new();
    let mut databases = Vec::new();
    let mut start = None;
    let parts = parts(here, flags, wrangler, &origin)?;
    let several = parts.len() > 1;
    for part in parts {
        let schema_path = part.config.schema.paths().into_iter().next().unwrap_or_default();
        let is_there = has_schema(&schema_path);
        let is_written = files
            .iter()
            .any(|(it, _): &(PathBuf, String)| it.starts_with(&schema_path));
        if is_written {
            // Of a database that shares folder and schema with another one.
        } else if is_there && matches!(origin, Origin::Found(_)) {
            notes.push(format!("{} already exists and is not changed", schema_path.display()));
        } else if is_there {
            return Err(there_already(&schema_path));
        } else {
            let found = first_schema(here, &part, &schema_path, &mut origin)?;
            notes.extend(found.notes);
            files.extend(found.files);
            let is_first = part.folder.migrations().is_empty() && !several;
            start = found.start.filter(|_| is_first);
        }
        let wrangler = part.wrangler.as_deref();
        notes.extend(part.why.as_ref().and_then(|why| told_target(&part, several, why)));
        notes.extend(wrangler.map(|it| told_targets(it, &part.name, &part.config)));
        notes.extend(
            wrangler
                .filter(|_| part.is_elsewhere)
                .map(|it| told_folder(it, &part.config)),
        );
        if start.is_none() {
            next.push(advice(&part, several, wrangler.is_some(), &mut origin)?);
        }
        databases.push((part.name, part.config));
    }
    next.dedup();
    notes.extend(next);
    let config = Config {
        databases: databases.into_iter().collect(),
        ..Config::default()
    };
    let text = serde_yaml::to_string(&config).map_err(|error| in_the_way(Path::new(FILE_NAME), &error.to_string()))?;
    let text = format!("# What reconcile works on: docs/configuration.md lists every key.\n{text}");
    files.insert(0, (PathBuf::from(FILE_NAME), text));
    let mut written = Vec::new();
    for (path, text) in files {
        let made = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, text));
        made.map_err(|error| in_the_way(&path, &error.to_string()))?;
        written.push(path);
    }
    if let Some(Start { target, is_live }) = start {
        match first_migration(here, flags, now) {
            Ok(file) => {
                notes.push(match is_live {
                    true => format!(
                        "next: mark the start migration as applied with `reconcile baseline {target}`, since its tables \
                         already exist there; then edit the schema and run `reconcile plan`"
                    ),
                    false => format!(
                        "next: `reconcile apply {target}` creates the tables; on a database that already has them, mark the \
                         start migration as applied with `reconcile baseline TARGET`"
                    ),
                });
                written.extend(file);
            }
            // What a database holds need not be what D1 lets a schema hold.
            Err(error) => notes.push(format!(
                "the migration for the existing tables could not be written: {error}"
            )),
        }
    }
    Ok(Begun { files: written, notes })
}

/// What to type next.
fn advice(part: &Part, several: bool, wrangler: bool, origin: &mut Origin<'_>) -> Result<String, Error> {
    let ledger = part.config.ledger.as_deref().unwrap_or(LEDGER_TABLE);
    if part.folder.migrations().is_empty() {
        let live = match wrangler && matches!(origin, Origin::Found(_)) {
            true => "; if it already has tables, first run `reconcile inspect TARGET > schema/schema.sql`",
            false => "",
        };
        return Ok(format!("next: edit the schema, then `reconcile plan`{live}"));
    }
    if let Origin::Database(target, database) = origin
        && ledger::read(database.as_mut(), ledger)?.entries.is_empty()
    {
        return Ok(format!(
            "next: {target} has no ledger; if it was created by the migrations in {}, mark them as applied with `reconcile baseline`",
            part.folder.dir().display()
        ));
    }
    let which = if several { " --all" } else { "" };
    Ok(format!(
        "next: see which migrations are applied with `reconcile status{which}`; to change something, edit the schema, \
         then run `reconcile plan{which}`"
    ))
}

/// The only target of a database, and how it is known.
fn told_target(part: &Part, several: bool, why: &str) -> Option<String> {
    let (name, target) = part.config.targets.first_key_value()?;
    let of = if several {
        format!(" of {}", part.name)
    } else {
        String::new()
    };
    Some(format!("target {name}{of} is {}: {why}", target.full().at))
}

fn told_targets(wrangler: &Path, name: &str, config: &DatabaseConfig) -> String {
    let told: Vec<String> = config
        .targets
        .iter()
        .map(|(name, target)| {
            let full = target.full();
            let environment = match full.env.as_deref() {
                None => String::new(),
                Some("") => ", the top level".to_owned(),
                Some(name) => format!(", environment {name}"),
            };
            let protected = if full.protected { ", protected" } else { "" };
            format!("{name} ({}{environment}{protected})", full.at)
        })
        .collect();
    let file = shown(wrangler);
    format!("targets of {name}, with those of {file}: {}", told.join(", "))
}

/// A file in a folder of the project with that folder, any other by its name.
fn shown(wrangler: &Path) -> String {
    match wrangler.is_relative() {
        true => wrangler.display().to_string(),
        false => wrangler.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// Wrangler does not look where another tool keeps its migrations.
fn told_folder(wrangler: &Path, config: &DatabaseConfig) -> String {
    let file = shown(wrangler);
    let folder = config.migrations.display();
    let pattern = config
        .pattern
        .as_ref()
        .map(|it| format!(", \"migrations_pattern\": \"{folder}/{it}\""));
    format!(
        "for `wrangler d1 migrations apply` to run them too, {file} needs \"migrations_dir\": \"{folder}\"{}",
        pattern.unwrap_or_default()
    )
}

/// True for a schema file, and for a folder that holds one.
fn has_schema(path: &Path) -> bool {
    let is_schema = |path: PathBuf| {
        path.extension()
            .is_some_and(|it| it == "sql" || it == "yaml" || it == "yml")
    };
    let holds_one = || std::fs::read_dir(path).is_ok_and(|all| all.flatten().any(|it| is_schema(it.path())));
    path.is_file() || holds_one()
}

fn there_already(path: &Path) -> Error {
    in_the_way(path, "it already exists, and nothing was changed")
}

fn in_the_way(path: &Path, message: &str) -> Error {
    Error::Config(config::Error::Write {
        path: path.to_path_buf(),
        message: message.to_owned(),
    })
}

/// Writes the migration that a database taken over begins with: it makes what is there, so that the folder ends at the schema.
///
/// # Errors
/// Those of a plan: what is there need not be what a schema may hold.
fn first_migration(here: &Path, flags: &Flags, now: Timestamp) -> Result<Option<PathBuf>, Error> {
    // What was typed chooses the folders; the target is not asked.
    let flags = Flags {
        target: None,
        ..flags.clone()
    };
    let project = config::project(&flags, here)?;
    let request = PlanRequest {
        name: Some("start".to_owned()),
        write: true,
        now,
        ..PlanRequest::default()
    };
    let session = Session::new(&project, Box::new(Scratch::new()?));
    let report = plan(session, &PlanIntent::Next(None), &request)?;
    Ok(report
        .found
        .migration
        .filter(|it| it.written)
        .map(|it| PathBuf::from(it.file)))
}

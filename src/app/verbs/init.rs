//! `init`: config and schema for a project that begins, for a folder of migrations, or for a database that is there.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::plan::{PlanIntent, plan};
use crate::authoring::plan_request::PlanRequest;
use crate::config::{self, Config, DatabaseConfig, FILE_NAME, Flags, Target, Wrangler};
use crate::database::Scratch;
use crate::discovery::Origin;
use crate::discovery::project_discovery::{Part, parts};
use crate::error::Error;
use crate::introspect::{self, LEDGER_TABLE, Ownership};
use crate::ledger;
use crate::migration::Folder;
use crate::replay::{self, Replay};
use crate::report::counted;
use crate::schema::{ObjectKind, Schema};
use crate::session::{Session, known};

const EMPTY_SCHEMA: &str = "\
-- The desired schema: plain CREATE statements, in any order, in any number of files.
-- Edit it, then run `reconcile plan`.
";

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
    let mut taken_over = None;
    let parts = parts(here, flags, wrangler, &origin)?;
    let several = parts.len() > 1;
    for part in parts {
        let schema_path = part.config.schema.paths().into_iter().next().unwrap_or_default();
        let is_there = has_schema(&schema_path);
        if is_there && matches!(origin, Origin::Found(_)) {
            notes.push(format!("{} already exists and is not changed", schema_path.display()));
        } else if is_there {
            return Err(there_already(&schema_path));
        } else {
            let file = match schema_path.extension() {
                Some(_) => schema_path,
                None => schema_path.join("schema.sql"),
            };
            let found = schema(&part, &mut origin)?;
            notes.extend(found.what.map(|it| format!("{} is {it}", file.display())));
            let text = found.text;
            let is_first = part.folder.migrations().is_empty() && !several;
            taken_over = found.live.filter(|_| is_first);
            files.push((file, text));
        }
        notes.extend(wrangler.map(|it| told_targets(it, &part.name, &part.config)));
        notes.extend(
            wrangler
                .filter(|_| part.is_elsewhere)
                .map(|it| told_folder(it, &part.config)),
        );
        if taken_over.is_none() {
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
    if let Some(target) = taken_over {
        match first_migration(here, flags, now) {
            Ok(file) => {
                notes.push(format!(
                    "next: mark the start migration as applied with `reconcile baseline {target}`, since its tables \
                     already exist there; then edit the schema and run `reconcile plan`"
                ));
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

/// The schema that a project begins with.
struct Found {
    /// The text of its file.
    text: String,
    /// What it is.
    what: Option<String>,
    /// The database that it was read from, where that holds anything.
    live: Option<String>,
}

fn schema(part: &Part, origin: &mut Origin<'_>) -> Result<Found, Error> {
    let ledger = part.config.ledger.as_deref().unwrap_or(LEDGER_TABLE);
    let (schema, what, live) = match origin {
        Origin::Database(target, database) => {
            let schema = known(introspect::read_beside(database.as_mut(), &Ownership::of(ledger))?)?;
            let name = part.config.name_of(target).unwrap_or_else(|| target.to_string());
            (schema, format!("what {target} holds"), Some(name))
        }
        Origin::Found(look) if part.folder.migrations().is_empty() => {
            let empty = || Found {
                text: EMPTY_SCHEMA.to_owned(),
                what: None,
                live: None,
            };
            let targets = part.config.targets.iter();
            let mut there = targets.filter_map(|(name, it)| {
                let target = Target::parse(&it.full().at)?;
                Some((name.clone(), look(&target)?, target))
            });
            let Some((name, mut database, target)) = there.next() else {
                return Ok(empty());
            };
            let schema = known(introspect::read_beside(database.as_mut(), &Ownership::of(ledger))?)?;
            if schema.is_empty() {
                return Ok(empty());
            }
            (schema, format!("what {target} holds"), Some(name))
        }
        Origin::Folder(_) | Origin::Found(_) => {
            let count = part.folder.migrations().len();
            if let (0, Origin::Folder(folder)) = (count, &origin) {
                return Err(Error::NoMigrations { folder: folder.clone() });
            }
            let what = format!(
                "what {} in {} {}",
                counted(count, "migration"),
                part.folder.dir().display(),
                if count == 1 { "makes" } else { "make" }
            );
            (replayed(&part.folder, ledger)?, what, None)
        }
    };
    let schema = schema.without_trash();
    let text = match schema.is_empty() {
        true => EMPTY_SCHEMA.to_owned(),
        false => schema.to_sql(),
    };
    Ok(Found {
        text,
        what: Some(format!("{what}: {}", contents(&schema))),
        live: live.filter(|_| !schema.is_empty()),
    })
}

fn replayed(folder: &Folder, ledger: &str) -> Result<Schema, Error> {
    let mut replay = Replay::new(&Ownership::of(ledger))?;
    replay.run_all(folder.migrations()).map_err(|error| match error {
        replay::Error::Migration(failure) => Error::NotReplayed {
            reason: failure.to_string(),
        },
        error => error.into(),
    })?;
    known(replay.live()?)
}

/// "2 tables, 1 view"
fn contents(schema: &Schema) -> String {
    let objects = schema.objects();
    let kinds = [
        (ObjectKind::Table, "table"),
        (ObjectKind::VirtualTable, "virtual table"),
        (ObjectKind::View, "view"),
        (ObjectKind::Trigger, "trigger"),
    ];
    let told = kinds.iter().filter_map(|(kind, word)| {
        let count = objects.iter().filter(|it| it.kind == *kind).count();
        (count > 0).then(|| counted(count, word))
    });
    let told: Vec<String> = told.collect();
    match told.is_empty() {
        true => "no table yet".to_owned(),
        false => told.join(", "),
    }
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
    let which = if several { " --database NAME" } else { "" };
    Ok(format!(
        "next: see which migrations are applied with `reconcile status{which}`; to change something, edit the schema, \
         then run `reconcile plan{which}`"
    ))
}

fn told_targets(wrangler: &Wrangler, name: &str, config: &DatabaseConfig) -> String {
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
    let file = wrangler.path.file_name().unwrap_or_default().to_string_lossy();
    format!("targets of {name}, with those of {file}: {}", told.join(", "))
}

/// Wrangler does not look where another tool keeps its migrations.
fn told_folder(wrangler: &Wrangler, config: &DatabaseConfig) -> String {
    let file = wrangler.path.file_name().unwrap_or_default().to_string_lossy();
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

//! `init`: config and schema for a project that begins, for a folder of migrations, or for a database that is there.

use std::path::{Path, PathBuf};

use super::beginning::{Part, parts};
use super::error::Error;
use crate::config::{self, Config, DatabaseConfig, FILE_NAME, Flags, Target, Wrangler};
use crate::database::Database;
use crate::introspect::{self, LEDGER_TABLE, Live};
use crate::ledger;
use crate::migration::Folder;
use crate::replay::{self, Replay};
use crate::schema::{ObjectKind, Schema};

const EMPTY_SCHEMA: &str = "\
-- The desired schema: plain CREATE statements, in any order, in any number of files.
-- Edit it, then run `reconcile plan`.
";

/// Where the schema of a new project comes from.
pub enum Origin {
    /// From the migrations that the project has; from nothing where it has none.
    Found,
    /// From this folder of migrations.
    Folder(PathBuf),
    /// From this database.
    Database(Target, Box<dyn Database>),
}

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
pub fn init(here: &Path, flags: &Flags, wrangler: Option<&Wrangler>, mut origin: Origin) -> Result<Begun, Error> {
    if Path::new(FILE_NAME).exists() {
        return Err(there_already(Path::new(FILE_NAME)));
    }
    let mut files = Vec::new();
    let mut notes = Vec::new();
    let mut next = Vec::new();
    let mut databases = Vec::new();
    let parts = parts(here, flags, wrangler, &origin)?;
    let several = parts.len() > 1;
    for part in parts {
        let schema_path = part.config.schema.paths().into_iter().next().unwrap_or_default();
        let is_there = has_schema(&schema_path);
        if is_there && matches!(origin, Origin::Found) {
            notes.push(format!("{} is there already, and left as it is", schema_path.display()));
        } else if is_there {
            return Err(there_already(&schema_path));
        } else {
            let file = match schema_path.extension() {
                Some(_) => schema_path,
                None => schema_path.join("schema.sql"),
            };
            let (text, told) = schema(&part, &mut origin)?;
            notes.extend(told.map(|it| format!("{} is {it}", file.display())));
            files.push((file, text));
        }
        notes.extend(wrangler.map(|it| told_targets(it, &part.name, &part.config)));
        next.push(advice(&part, several, wrangler.is_some(), &mut origin)?);
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
    Ok(Begun { files: written, notes })
}

/// The text of the schema file, and what it is.
fn schema(part: &Part, origin: &mut Origin) -> Result<(String, Option<String>), Error> {
    let ledger = part.config.ledger.as_deref().unwrap_or(LEDGER_TABLE);
    let (schema, what) = match origin {
        Origin::Database(target, database) => {
            let schema = known(introspect::read_beside(database.as_mut(), ledger)?)?;
            (schema, format!("what {target} holds"))
        }
        Origin::Folder(_) | Origin::Found => {
            let count = part.folder.migrations().len();
            if count == 0 {
                return match origin {
                    Origin::Folder(folder) => Err(Error::NoMigrations { folder: folder.clone() }),
                    _ => Ok((EMPTY_SCHEMA.to_owned(), None)),
                };
            }
            let what = format!(
                "what {} in {} {}",
                counted(count, "migration"),
                part.folder.dir().display(),
                if count == 1 { "makes" } else { "make" }
            );
            (replayed(&part.folder, ledger)?, what)
        }
    };
    let schema = schema.without_trash();
    let text = match schema.is_empty() {
        true => EMPTY_SCHEMA.to_owned(),
        false => schema.to_sql(),
    };
    Ok((text, Some(format!("{what}: {}", contents(&schema)))))
}

fn replayed(folder: &Folder, ledger: &str) -> Result<Schema, Error> {
    let mut replay = Replay::new(ledger)?;
    for migration in folder.migrations() {
        match replay.run(migration) {
            Ok(()) => {}
            Err(replay::Error::Migration(failure)) => {
                return Err(Error::NotReplayed {
                    reason: failure.to_string(),
                });
            }
            Err(error) => return Err(error.into()),
        }
    }
    known(replay.live()?)
}

fn known(live: Live) -> Result<Schema, Error> {
    match live.unknown.into_iter().next() {
        Some(unknown) => Err(Error::Unknown {
            object: unknown.object,
            reason: unknown.reason,
        }),
        None => Ok(live.schema),
    }
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

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// What to type next.
fn advice(part: &Part, several: bool, wrangler: bool, origin: &mut Origin) -> Result<String, Error> {
    let ledger = part.config.ledger.as_deref().unwrap_or(LEDGER_TABLE);
    if part.folder.migrations().is_empty() {
        let live = match wrangler && matches!(origin, Origin::Found) {
            true => "; if it has tables already, take them over first: `reconcile inspect TARGET > schema/schema.sql`",
            false => "",
        };
        return Ok(format!("next: edit the schema, then `reconcile plan`{live}"));
    }
    if let Origin::Database(target, database) = origin
        && ledger::read(database.as_mut(), ledger)?.entries.is_empty()
    {
        return Ok(format!(
            "next: {target} has no ledger; if it was made by the migrations in {}, `reconcile baseline` marks them as applied",
            part.folder.dir().display()
        ));
    }
    let which = if several { " --database NAME" } else { "" };
    Ok(format!(
        "next: `reconcile status{which}` says which migrations are applied; to change something, edit the schema, then \
         `reconcile plan{which}`"
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
    in_the_way(path, "it is there already, and nothing was changed")
}

fn in_the_way(path: &Path, message: &str) -> Error {
    Error::Config(config::Error::Write {
        path: path.to_path_buf(),
        message: message.to_owned(),
    })
}

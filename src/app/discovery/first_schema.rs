//! The schema that a project begins with: of its migrations, of a database, of a `schema.sql`, or none yet.

use std::path::{Path, PathBuf};

use super::Origin;
use super::migration_comments::MigrationComments;
use super::project_discovery::Part;
use super::schema_files::schema_files;
use crate::config::Target;
use crate::error::Error;
use crate::introspect::{self, LEDGER_TABLE, Live, Ownership};
use crate::migration::{Folder, Migration};
use crate::replay::{self, Replay};
use crate::schema::{ObjectKind, Schema};
use crate::sql::{Statement, Verb};

const EMPTY_SCHEMA: &str = "\
-- The desired schema: plain CREATE statements, in any order, in any number of files.
-- Edit it, then run `reconcile plan`.
";

/// Where a schema is kept by hand, as one file.
const SCHEMA_FILES: &[&str] = &[
    "schema.sql",
    "db/schema.sql",
    "database/schema.sql",
    "sql/schema.sql",
    "src/schema.sql",
];

/// The schema that a project begins with.
pub(crate) struct FirstSchema {
    /// Its files.
    pub files: Vec<(PathBuf, String)>,
    /// What it is, and what else there is to say.
    pub notes: Vec<String>,
    /// What is to be marked as applied, or applied: the target, and whether it has the schema already.
    pub start: Option<Start>,
}

/// A database that no migration has made yet.
pub(crate) struct Start {
    /// The target's name.
    pub target: String,
    /// True if the schema was read from it.
    pub is_live: bool,
}

/// Reads the schema for `part`, whose files go to `path`.
///
/// # Errors
/// A source that cannot be read; migrations that do not run from nothing.
pub(crate) fn first_schema(
    here: &Path,
    part: &Part,
    path: &Path,
    origin: &mut Origin<'_>,
) -> Result<FirstSchema, Error> {
    let ownership = Ownership::of(part.config.ledger.as_deref().unwrap_or(LEDGER_TABLE));
    match origin {
        Origin::Database(target, database) => {
            let schema = known(introspect::read_beside(database.as_mut(), &ownership)?)?;
            let name = part.config.name_of(target).unwrap_or_else(|| target.to_string());
            let comments = MigrationComments::of(part.folder.migrations());
            Ok(of_database(path, &schema, &comments, &target.to_string(), name))
        }
        Origin::Folder(_) | Origin::Found(_) if !part.folder.migrations().is_empty() => {
            of_migrations(path, &part.folder, &ownership)
        }
        Origin::Folder(folder) => Err(Error::NoMigrations { folder: folder.clone() }),
        Origin::Found(look) => {
            let file = schema_file(here);
            let comments = MigrationComments::of(file.as_ref().map(|(_, it)| it));
            let targets = part.config.targets.iter();
            let mut there = targets.filter_map(|(name, it)| {
                let target = Target::parse(&it.full().at)?;
                Some((name.clone(), look(&target)?, target))
            });
            if let Some((name, mut database, target)) = there.next() {
                let schema = known(introspect::read_beside(database.as_mut(), &ownership)?)?;
                if !schema.is_empty() {
                    return Ok(of_database(path, &schema, &comments, &target.to_string(), name));
                }
            }
            match file {
                Some((name, file)) => of_schema_file(path, name, &file, &comments, part, &ownership),
                None => Ok(empty(path, of_other_tools(here))),
            }
        }
    }
}

fn of_database(path: &Path, schema: &Schema, comments: &MigrationComments, target: &str, name: String) -> FirstSchema {
    let schema = schema.clone().without_trash();
    if schema.is_empty() {
        return empty(path, Vec::new());
    }
    let files = schema_files(path, &schema, comments);
    FirstSchema {
        notes: vec![format!(
            "{} is what {target} holds: {}",
            shown(path, &files),
            contents(&schema)
        )],
        files,
        start: Some(Start {
            target: name,
            is_live: true,
        }),
    }
}

fn of_migrations(path: &Path, folder: &Folder, ownership: &Ownership) -> Result<FirstSchema, Error> {
    let migrations = folder.migrations();
    let schema = replayed(migrations, ownership)?.without_trash();
    let files = match schema.is_empty() {
        true => empty(path, Vec::new()).files,
        false => schema_files(path, &schema, &MigrationComments::of(migrations)),
    };
    let (count, verb) = match migrations.len() {
        1 => ("1 migration".to_owned(), "makes"),
        many => (format!("{many} migrations"), "make"),
    };
    let dir = folder.dir().display();
    let mut notes = vec![format!(
        "{} is what {count} in {dir} {verb}: {}",
        shown(path, &files),
        contents(&schema)
    )];
    let both = migrations.iter().filter(|it| it.has_down_part()).count();
    if both > 0 {
        notes.push(
            "their down parts are left out; `wrangler d1 migrations apply` would run these, too, so use `reconcile apply`"
                .to_owned(),
        );
    }
    Ok(FirstSchema {
        files,
        notes,
        start: None,
    })
}

/// The first `schema.sql` that is there.
fn schema_file(here: &Path) -> Option<(&'static str, Migration)> {
    let read = |name: &&'static str| Some((*name, std::fs::read_to_string(here.join(name)).ok()?));
    let (name, text) = SCHEMA_FILES.iter().find_map(read)?;
    Some((name, Migration::parse("schema.sql", &text)))
}

/// What a file makes that is run on new databases: it may drop what is there first, and put rows in.
fn of_schema_file(
    path: &Path,
    name: &str,
    file: &Migration,
    comments: &MigrationComments,
    part: &Part,
    ownership: &Ownership,
) -> Result<FirstSchema, Error> {
    let schema = match replayed([file], ownership) {
        Ok(schema) if !schema.is_empty() => schema,
        Ok(_) => return Ok(empty(path, Vec::new())),
        Err(Error::NotReplayed { reason }) => {
            let reason = reason.strip_prefix("schema.sql").unwrap_or(&reason);
            return Ok(empty(
                path,
                vec![format!(
                    "{name} is not used, since it does not run on SQLite: {name}{reason}"
                )],
            ));
        }
        Err(error) => return Err(error),
    };
    let files = schema_files(path, &schema, comments);
    let mut notes = vec![format!(
        "{} is what {name} makes: {}; from now on it is the one to edit, and {name} can be deleted",
        shown(path, &files),
        contents(&schema)
    )];
    let inserts = |sql: &str| matches!(Statement::read(sql).verb, Verb::Insert { .. });
    let rows = file.statements().iter().filter(|(_, sql)| inserts(sql)).count();
    if rows > 0 {
        notes.push(format!(
            "the rows that {name} inserts are no part of a schema: write a migration for them with `reconcile new rows`"
        ));
    }
    let target = part
        .config
        .default
        .clone()
        .or_else(|| part.config.targets.keys().next().cloned());
    Ok(FirstSchema {
        files,
        notes,
        start: target.map(|target| Start { target, is_live: false }),
    })
}

/// The only file, else the folder.
fn shown(path: &Path, files: &[(PathBuf, String)]) -> String {
    match files {
        [(file, _)] => file.display().to_string(),
        _ => path.display().to_string(),
    }
}

fn empty(path: &Path, notes: Vec<String>) -> FirstSchema {
    let file = match path.extension() {
        Some(_) => path.to_path_buf(),
        None => path.join("schema.sql"),
    };
    FirstSchema {
        files: vec![(file, EMPTY_SCHEMA.to_owned())],
        notes,
        start: None,
    }
}

/// The command by which a tool writes its schema as SQL, where it has no migrations.
fn of_other_tools(here: &Path) -> Vec<String> {
    let drizzle = ["ts", "mts", "js", "mjs", "json"].map(|it| format!("drizzle.config.{it}"));
    let drizzle = drizzle.iter().find(|it| here.join(it).is_file());
    let prisma = ["prisma/schema.prisma", "schema.prisma", "prisma/schema"];
    let prisma = prisma.iter().find(|it| here.join(it).exists());
    let drizzle = drizzle.map(|it| {
        format!(
            "{it} is there, but no migrations: drizzle writes its schema as SQL with `npx drizzle-kit export > \
             schema/schema.sql`"
        )
    });
    let prisma = prisma.map(|it| {
        format!(
            "{it} is there, but no migrations: Prisma writes its schema as SQL with `npx prisma migrate diff --from-empty \
             --to-schema {it} --script > schema/schema.sql` (before Prisma 7: --to-schema-datamodel)"
        )
    });
    drizzle.into_iter().chain(prisma).collect()
}

fn replayed<'a>(migrations: impl IntoIterator<Item = &'a Migration>, ownership: &Ownership) -> Result<Schema, Error> {
    let mut replay = Replay::new(ownership)?;
    replay.run_all(migrations).map_err(|error| match error {
        replay::Error::Migration(failure) => Error::NotReplayed {
            reason: failure.to_string(),
        },
        error => error.into(),
    })?;
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
    let counts = kinds.iter().filter_map(
        |(kind, word)| match objects.iter().filter(|it| it.kind == *kind).count() {
            0 => None,
            1 => Some(format!("1 {word}")),
            many => Some(format!("{many} {word}s")),
        },
    );
    let counts: Vec<String> = counts.collect();
    match counts.is_empty() {
        true => "no table yet".to_owned(),
        false => counts.join(", "),
    }
}

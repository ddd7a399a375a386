//! A golden case: a folder with the live schema, its rows, the wanted schema and flags.
#![allow(dead_code)] // Not every test needs all of it.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;
use reconcile::compat::{self, Side, Source};
use reconcile::database::Scratch;
use reconcile::desired::{self, Desired};
use reconcile::diff;
use reconcile::draft::{self, Draft};
use reconcile::introspect;
use reconcile::plan::{CodeFact, Options, StrategyName};
use reconcile::reference::{self, DeclaredTable, Reference, StartRows};
use reconcile::rows::table_before;
use reconcile::schema::{Pair, Schema};
use reconcile::session;
use reconcile::sql::split;

pub fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

pub fn last(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

pub fn read(case: &Path, name: &str) -> String {
    fs::read_to_string(case.join(name)).unwrap_or_default()
}

/// The flags that a case may set in its `flags` file, one per line.
#[derive(Default)]
pub struct Flags {
    pub allowed: Vec<String>,
    pub options: Options,
}

impl Flags {
    pub fn of(case: &Path) -> Self {
        let mut flags = Self::default();
        for line in read(case, "flags").lines() {
            match line.split_once(' ') {
                Some(("--allow", codes)) => flags.allowed.extend(codes.split(',').map(str::to_owned)),
                Some(("--strategy", name)) => {
                    flags.options.strategy = Some(match name {
                        "alter" => StrategyName::Alter,
                        "rebuild" => StrategyName::Rebuild,
                        "guarded-rebuild" => StrategyName::GuardedRebuild,
                        "closure-rebuild" => StrategyName::ClosureRebuild,
                        other => panic!("no such strategy: {other}"),
                    });
                }
                _ => panic!("no such flag: {line}"),
            }
        }
        flags
    }
}

/// A database with a schema and rows.
pub fn filled(schema: &str, rows: &str) -> Result<Scratch, Failed> {
    let mut database = Scratch::new()?;
    for sql in statements(schema).into_iter().chain(statements(rows)) {
        database
            .execute(&sql)
            .map_err(|error| format!("before.sql or rows.sql: {error}: {sql}"))?;
    }
    Ok(database)
}

pub fn statements(sql: &str) -> Vec<String> {
    split(sql).into_iter().map(|span| sql[span.range].to_owned()).collect()
}

/// What the change does to the application of a case: `app.ts`, where it has one.
pub fn code(case: &Path, from: &Schema, to: &Schema) -> Vec<CodeFact> {
    let Ok(text) = fs::read_to_string(case.join("app.ts")) else {
        return Vec::new();
    };
    let source = Source {
        path: "app.ts".into(),
        text,
    };
    let side = |schema: &Schema| Side {
        schema: schema.clone(),
        scratch: introspect::replica(schema).unwrap(),
    };
    let mut sides = Pair {
        from: side(from),
        to: side(to),
    };
    session::code_facts(&compat::judge(&compat::find(vec![source], &[]), &mut sides))
}

/// The rows that the folder `reference` of a case declares, where it has one.
pub fn declared(case: &Path, wanted: &Schema) -> Result<Vec<DeclaredTable>, desired::Error> {
    let folder = Some(case.join("reference")).filter(|it| it.is_dir());
    reference::load(folder.as_slice(), wanted)
}

/// The plan of a case, with the rows of reference tables.
pub fn draft(
    case: &Path,
    live: &Schema,
    wanted: &Desired,
    database: &mut Scratch,
    options: &Options,
    code: Vec<CodeFact>,
) -> Result<Draft, draft::Error> {
    let declared = declared(case, &wanted.schema)?;
    let diff = diff::compare(live, &wanted.schema, &wanted.hints);
    let counts = declared
        .iter()
        .filter_map(|it| Some((table_before(&diff, &it.table)?, it.rows.len())));
    let start = StartRows::read(database, live, &counts.collect()).expect("few rows");
    let reference = Reference {
        declared: &declared,
        starts: &[start],
    };
    draft::draft_with_rows(live, wanted, database, live, options, code, reference)
}

//! A project on disk for tests: a migrations folder and a database file.
#![allow(dead_code)]

#[path = "../support/memory.rs"]
mod memory;

use std::fs;
use std::path::{Path, PathBuf};

use reconcile::apply::{self, Options, Outcome};
use reconcile::database::{Database, Mode, SqliteFile, Value};
use reconcile::desired;
use reconcile::draft;
use reconcile::introspect;
use reconcile::ledger::{self, Ledger, WRANGLER_TABLE};
use reconcile::migration::{self, Folder, Meta, Migration, Review};
use reconcile::plan;
use reconcile::proof::{self, Claim, Rows};
use reconcile::schema::{Fingerprint, Pair, Schema};

pub(crate) struct Project {
    _dir: tempfile::TempDir,
    root: PathBuf,
}

impl Project {
    pub(crate) fn new() -> Self {
        let dir = memory::folder();
        let root = dir.path().to_owned();
        fs::create_dir(root.join("migrations")).unwrap();
        Self { _dir: dir, root }
    }

    /// A project with these files, not applied yet.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let project = Self::new();
        for (name, text) in files {
            project.write(name, text);
        }
        project
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.root.join("migrations").join(name), text).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.root.join("migrations").join(name)).unwrap();
    }

    pub(crate) fn folder(&self) -> Folder {
        folder(&self.root)
    }

    pub(crate) fn open(&self) -> SqliteFile {
        open(&self.root)
    }

    pub(crate) fn apply(&self) -> Result<Outcome, apply::Error> {
        self.apply_with(&Options::default())
    }

    pub(crate) fn apply_with(&self, options: &Options) -> Result<Outcome, apply::Error> {
        apply::run(&mut self.open(), &self.folder(), options, &mut ())
    }

    pub(crate) fn ledger(&self) -> Ledger {
        ledger::read(&mut self.open(), WRANGLER_TABLE).unwrap()
    }

    /// Recorded names in the order of the ledger.
    pub(crate) fn applied(&self) -> Vec<String> {
        self.ledger().entries.into_iter().map(|it| it.name).collect()
    }

    pub(crate) fn schema(&self) -> Schema {
        introspect::read(&mut self.open()).unwrap().schema
    }

    /// One value.
    pub(crate) fn ask(&self, sql: &str) -> Value {
        self.open().query(sql).unwrap().scalar().cloned().unwrap_or(Value::Null)
    }

    pub(crate) fn run(&self, statements: &[&str]) {
        let batch: Vec<String> = statements.iter().map(|it| (*it).to_owned()).collect();
        self.open().run(&batch).unwrap();
    }

    /// Plans from the live schema to `desired`, proves it, and writes the sealed file.
    pub(crate) fn plan(&self, title: &str, desired: &str) -> Migration {
        self.plan_as(title, desired, |fingerprints| fingerprints)
    }

    /// As `plan`, with other fingerprints in the header.
    pub(crate) fn plan_as(
        &self,
        title: &str,
        desired: &str,
        falsify: impl FnOnce(Pair<Fingerprint>) -> Pair<Fingerprint>,
    ) -> Migration {
        self.plan_with(title, desired, &plan::Options::default(), falsify)
    }

    /// As `plan_as`, with options of the planner.
    pub(crate) fn plan_with(
        &self,
        title: &str,
        desired: &str,
        options: &plan::Options,
        falsify: impl FnOnce(Pair<Fingerprint>) -> Pair<Fingerprint>,
    ) -> Migration {
        let mut database = self.open();
        let live = introspect::read(&mut database).unwrap().schema;
        let desired = desired::parse_sql(Path::new("schema.sql"), desired).unwrap();
        let mut draft = draft::draft(&live, &desired, &mut database, &live, options, Vec::new()).unwrap();
        let fingerprints = falsify(Pair {
            from: draft.plan.from.clone(),
            to: draft.plan.to.clone(),
        });
        (draft.plan.from, draft.plan.to) = (fingerprints.from, fingerprints.to);
        let proven = proof::prove(&Claim {
            settle: &[],
            reference: reconcile::reference::Reference::default(),
            plan: &draft.plan,
            script: &draft.script,
            from: &live,
            desired: &desired.schema,
            hints: &desired.hints,
            rows: Rows::Made,
        })
        .unwrap();
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut folder = self.folder();
        let meta = Meta {
            name: folder.next(title, now).unwrap(),
            title: title.to_owned(),
            version: "0.0.0".to_owned(),
            written_at: now,
            review: Review::default(),
        };
        let migration = migration::seal(&proven, meta);
        folder.write(migration.clone()).unwrap();
        migration
    }
}

pub(crate) fn folder(root: &Path) -> Folder {
    Folder::read(root.join("migrations")).unwrap()
}

pub(crate) fn open(root: &Path) -> SqliteFile {
    SqliteFile::open(&root.join("dev.db"), Mode::Create).unwrap()
}

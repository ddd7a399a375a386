//! Random pairs of schemas, filled: the migration ends on D1 as it ends on scratch, in schema, rows and sequences.
//! `RECONCILE_D1_PAIRS` says how many in each of the runs: 80 if nothing is said, 250 in CI.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use reconcile::database::{Database, Scratch, dump};
use reconcile::rows::{self, Fit};

use crate::model::Model;
use crate::server::{Remote, Server, Test};
use crate::{build, genes, mutate, pipeline, snapshot};

const RUNS: u64 = 4;

pub(crate) fn tests() -> Vec<Test> {
    let test = |seed: u64| -> Test { (format!("seed_{seed}"), Box::new(move |server| run(seed, server))) };
    (1..=RUNS).map(test).collect()
}

fn pairs() -> usize {
    let wished = std::env::var("RECONCILE_D1_PAIRS")
        .ok()
        .and_then(|text| text.parse().ok());
    wished.unwrap_or(80)
}

fn run(seed: u64, server: &'static Server) {
    let mut runner = TestRunner::new(Config {
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    });
    let remote = server.database();
    let genes = (genes::schema(), genes::mutations());
    let (mut tried, mut with_rows) = (0, 0);
    while tried < pairs() {
        let (schema, mutations) = genes.new_tree(&mut runner).unwrap().current();
        let mut before = build::model(&schema);
        mutate::tidy(&mut before);
        let mut after = before.clone();
        for mutation in &mutations {
            mutate::mutate(&mut after, mutation);
        }
        if let Some(journey) = Journey::between(&before, &after) {
            with_rows += usize::from(journey.rows > 0);
            journey.make(&remote);
            tried += 1;
        }
    }
    assert!(with_rows * 2 > tried, "only {with_rows} of {tried} pairs had rows");
}

/// A filled database, and the script that takes it to another schema.
struct Journey {
    start: Vec<String>,
    scratch: Scratch,
    script: Vec<String>,
    rows: usize,
}

/// Chance and the clock give other values on each database; what they stand for is an expression and a keyword.
fn statements(model: &Model) -> Vec<String> {
    let steady = |it: String| {
        it.replace("randomblob(4)", "zeroblob(4)")
            .replace("CURRENT_TIMESTAMP", "(date(0))")
    };
    model.statements().into_iter().map(steady).collect()
}

impl Journey {
    /// `None` where SQLite does not take one of the schemas, or no order of steps serves.
    fn between(before: &Model, after: &Model) -> Option<Self> {
        if mutate::beyond_renames(before, after) {
            return None;
        }
        let mut wanted = pipeline::database(&statements(after)).ok()?;
        let mut live = pipeline::database(&statements(before)).ok()?;
        let (from, to) = (pipeline::schema(&mut live).ok()?, pipeline::schema(&mut wanted).ok()?);
        let planned = pipeline::plan(&from, &to, &mutate::hints(before, after), None).ok()?;
        let is_code =
            |statement: &String| statement.starts_with("CREATE VIEW") || statement.starts_with("CREATE TRIGGER");
        let (code, storage): (Vec<String>, Vec<String>) = statements(before).into_iter().partition(is_code);
        let mut scratch = pipeline::database(&storage).unwrap();
        let fit = Fit::new(&planned.plan, &to, &planned.diff);
        let filled = rows::fill(&mut scratch, &from, &rows::everything(&from), &fit).unwrap();
        for statement in code {
            scratch.execute(&statement).unwrap();
        }
        let counts = filled
            .tables
            .iter()
            .map(|(name, rows)| (name.clone(), *rows as u64))
            .collect();
        let planned = pipeline::plan(&from, &to, &mutate::hints(before, after), Some(&counts)).ok()?;
        let script: Vec<String> = planned.script.statements().map(str::to_owned).collect();
        // A name that holds a line break cannot be written on one line, and the worst splitter cuts such a trigger.
        if script
            .iter()
            .any(|it| it.starts_with("CREATE TRIGGER") && it.contains('\n'))
        {
            return None;
        }
        Some(Self {
            start: dump(&mut scratch).unwrap().statements,
            scratch,
            script,
            rows: filled.tables.values().sum(),
        })
    }

    fn text(&self) -> String {
        format!(
            "{};\n\n==> script\n{};\n",
            self.start.join(";\n"),
            self.script.join(";\n")
        )
    }

    fn make(mut self, remote: &Remote) {
        let mut database = remote.open();
        remote.wipe();
        remote.load(&self.start);
        self.compare(&mut database, "the start");
        let there = database.run(&self.script).err();
        let here = self.scratch.run(&self.script).err();
        // Not even the same value for each row of a unique column is a reason to differ.
        if let (Some(there), Some(here)) = (&there, &here) {
            assert_eq!(there.to_string(), here.to_string(), "{}", self.text());
            return;
        }
        assert!(
            there.is_none() && here.is_none(),
            "D1: {there:?}\nscratch: {here:?}\n{}",
            self.text()
        );
        self.compare(&mut database, "the end");
    }

    fn compare(&mut self, database: &mut dyn Database, what: &str) {
        let (expected, found) = (snapshot::of(&mut self.scratch), snapshot::of(database));
        let diff = similar::TextDiff::from_lines(&expected, &found);
        let diff = diff.unified_diff();
        assert!(
            expected == found,
            "{what} is not as on scratch:\n{diff}\n{}",
            self.text()
        );
    }
}

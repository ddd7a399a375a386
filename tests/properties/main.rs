//! Random pairs of schemas with rows: the migration from one to the other ends there, loses nothing, and leaves
//! nothing to do.
//!
//! 2,000 pairs by default, the same ones each time, so that a red build is the change's own; `RECONCILE_PAIRS=100000` for
//! the nightly run, whose pairs differ from night to night. What it finds is kept in `regressions.txt` and tried first.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod build;
mod features;
mod genes;
#[path = "../support/known_desired.rs"]
mod known_desired;
mod model;
mod mutate;
mod online;
mod oracle;
#[path = "../support/pipeline.rs"]
mod pipeline;

use std::collections::BTreeMap;

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError, TestError, TestRunner};
use reconcile::rows::{self, Fit};
use reconcile::schema::Name;

use genes::{MutationGene, SchemaGene};
use model::Model;

fn pairs() -> u32 {
    std::env::var("RECONCILE_PAIRS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(2_000)
}

#[test]
fn random_pairs_converge_are_idempotent_and_lose_nothing() {
    // As many on every machine, so that each tries the same pairs.
    const THREADS: u32 = 4;
    std::thread::scope(|scope| {
        let trials: Vec<_> = (0..THREADS)
            .map(|thread| scope.spawn(move || try_pairs(pairs().div_ceil(THREADS), thread)))
            .collect();
        for trial in trials {
            trial.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
}

/// Tries so many pairs, which are others on each thread.
fn try_pairs(cases: u32, thread: u32) {
    let seed = match std::env::var("RECONCILE_PAIRS") {
        Ok(_) => RngSeed::Random,
        Err(_) => RngSeed::Fixed(2_000 + u64::from(thread)),
    };
    let config = Config {
        rng_seed: seed,
        cases,
        max_global_rejects: cases * 2,
        max_shrink_iters: 4_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/properties/regressions.txt",
        ))),
        source_file: Some(file!()),
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&(genes::schema(), genes::mutations()), |(schema, mutations)| {
        let (before, after) = models(&schema, &mutations);
        match judge(&before, &after) {
            Ok(()) => Ok(()),
            Err(Judgement::Unfit(reason)) => Err(TestCaseError::reject(reason)),
            Err(Judgement::Wrong(reason)) => Err(TestCaseError::fail(reason)),
        }
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Abort(reason)) => panic!("given up: {reason}"),
        Err(TestError::Fail(reason, (schema, mutations))) => {
            let (before, after) = models(&schema, &mutations);
            panic!(
                "{reason}\n\n==> before.sql\n{};\n\n==> after.sql\n{};\n\n==> hints\n{:?}\n",
                before.statements().join(";\n"),
                after.statements().join(";\n"),
                mutate::hints(&before, &after)
            );
        }
    }
}

fn models(schema: &SchemaGene, mutations: &[MutationGene]) -> (Model, Model) {
    let mut before = build::model(schema);
    mutate::tidy(&mut before);
    let mut after = before.clone();
    for mutation in mutations {
        mutate::mutate(&mut after, mutation);
    }
    (before, after)
}

enum Judgement {
    /// SQLite does not take one of the schemas.
    Unfit(String),
    /// The migration is wrong.
    Wrong(String),
}

fn judge(before: &Model, after: &Model) -> Result<(), Judgement> {
    if mutate::beyond_renames(before, after) {
        return Err(Judgement::Unfit("the rename cannot be made or told".into()));
    }
    let unfit = Judgement::Unfit;
    let mut live = pipeline::database(&before.statements()).map_err(unfit)?;
    let mut wanted = pipeline::database(&after.statements()).map_err(Judgement::Unfit)?;
    judge_pair(before, after, &mut live, &mut wanted).map_err(|reason| {
        // The planner's own word for it: no order of steps serves, make the change in two migrations.
        if reason.starts_with("these steps each need another one to come first") {
            Judgement::Unfit(reason)
        } else {
            Judgement::Wrong(reason)
        }
    })
}

fn judge_pair(
    before: &Model,
    after: &Model,
    live: &mut reconcile::database::Scratch,
    wanted: &mut reconcile::database::Scratch,
) -> Result<(), String> {
    let from = pipeline::schema(live)?;
    let to = pipeline::schema(wanted)?;
    let hints = mutate::hints(before, after);
    let file = after.statements().join(";\n");
    known_desired::agree(&file, live)?;
    known_desired::agree(&file, wanted)?;
    let planned = pipeline::plan(&from, &to, &hints, None)?;
    let text = || planned.script.text();

    pipeline::prove(&planned, &from, &to, &hints).map_err(|disproof| format!("{disproof}\n\n{}", disproof.case()))?;

    // The same journey on other rows, judged by other means: all tables filled, compared with a twin left as it was.
    let fit = Fit::new(&planned.plan, &to, &planned.diff);
    let (storage, code) = split(before);
    let mut twin = pipeline::database(&storage)?;
    let mut moved = pipeline::database(&storage)?;
    let filled = rows::fill(&mut twin, &from, &rows::everything(&from), &fit).map_err(|error| error.to_string())?;
    rows::fill(&mut moved, &from, &rows::everything(&from), &fit).map_err(|error| error.to_string())?;
    for statement in code {
        moved.execute(&statement).map_err(|error| error.to_string())?;
    }
    let counts: BTreeMap<Name, u64> = filled
        .tables
        .iter()
        .map(|(name, rows)| (name.clone(), *rows as u64))
        .collect();
    let planned = pipeline::plan(&from, &to, &hints, Some(&counts))?;
    pipeline::apply(&mut moved, &planned.script).map_err(|error| format!("{error}\n\n{}", text()))?;
    oracle::compare(before, after, &mut twin, &mut moved).map_err(|error| format!("{error}\n\n{}", text()))?;

    let orphans = pipeline::texts(&mut moved, "PRAGMA foreign_key_check")?;
    if !orphans.is_empty() {
        return Err(format!("rows without parents: {orphans:?}\n\n{}", text()));
    }
    let (is, should) = (oracle::facts(&mut moved)?, oracle::facts(wanted)?);
    if is != should {
        let extra: Vec<_> = is.difference(&should).collect();
        let missing: Vec<_> = should.difference(&is).collect();
        return Err(format!(
            "SQLite sees another schema: {extra:#?} instead of {missing:#?}\n\n{}",
            text()
        ));
    }
    let again = pipeline::plan(&pipeline::schema(&mut moved)?, &to, &hints, None)?;
    if !again.plan.steps.is_empty() {
        return Err(format!(
            "a second plan is not empty: {:?}\n\n{}",
            again.diff.changes,
            text()
        ));
    }
    Ok(())
}

/// What holds rows, and what only has code.
fn split(model: &Model) -> (Vec<String>, Vec<String>) {
    let is_code = |statement: &String| statement.starts_with("CREATE VIEW") || statement.starts_with("CREATE TRIGGER");
    model
        .statements()
        .into_iter()
        .partition(|statement| !is_code(statement))
}

//! Random changes of random tables, rebuilt online: the proof writes between the calls, and compares with a rebuild at once.

use std::cell::Cell;

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use reconcile::plan::{Operation, Options, StrategyName};

use crate::{genes, models, mutate, pairs, pipeline};

#[test]
fn random_tables_are_rebuilt_while_an_application_writes() {
    let seed = match std::env::var("RECONCILE_PAIRS") {
        Ok(_) => RngSeed::Random,
        Err(_) => RngSeed::Fixed(4_000),
    };
    let config = Config {
        rng_seed: seed,
        cases: pairs() / 8,
        max_global_rejects: pairs() * 4,
        max_shrink_iters: 2_000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let (online, refused) = (Cell::new(0), Cell::new(0));
    let outcome = runner.run(&(genes::schema(), genes::mutations()), |(schema, mutations)| {
        let (before, after) = models(&schema, &mutations);
        match judge(&before, &after) {
            Ok(Outcome::Online) => online.set(online.get() + 1),
            Ok(Outcome::Refused) => refused.set(refused.get() + 1),
            Ok(Outcome::Unfit(reason)) => return Err(TestCaseError::reject(reason)),
            Err(reason) => return Err(TestCaseError::fail(reason)),
        }
        Ok(())
    });
    if let Err(TestError::Fail(reason, _)) = outcome {
        panic!("{reason}");
    }
    eprintln!("{} plans online, {} refused with a reason", online.get(), refused.get());
    assert!(online.get() > pairs() / 80, "{} of {}", online.get(), pairs() / 8);
}

enum Outcome {
    Online,
    Refused,
    Unfit(String),
}

fn judge(before: &crate::model::Model, after: &crate::model::Model) -> Result<Outcome, String> {
    if mutate::beyond_renames(before, after) {
        return Ok(Outcome::Unfit("the rename cannot be made or told".into()));
    }
    let databases = pipeline::database(&before.statements()).and_then(|live| {
        let wanted = pipeline::database(&after.statements())?;
        Ok((live, wanted))
    });
    let (mut live, mut wanted) = match databases {
        Ok(both) => both,
        Err(reason) => return Ok(Outcome::Unfit(reason)),
    };
    let (from, to) = (pipeline::schema(&mut live)?, pipeline::schema(&mut wanted)?);
    let hints = mutate::hints(before, after);
    let options = Options {
        online: true,
        strategy: Some(StrategyName::Rebuild),
        ..Options::default()
    };
    let planned = match pipeline::plan_with(&from, &to, &hints, None, &options) {
        Ok(planned) => planned,
        Err(reason) if reason.contains("cannot be rebuilt online") => return Ok(Outcome::Refused),
        Err(reason) if reason.starts_with("circular dependency") => return Ok(Outcome::Unfit(reason)),
        Err(reason) => return Err(reason),
    };
    let is_online = |it: &Operation| matches!(it, Operation::Rebuild(rebuild) if rebuild.online.is_some());
    if !planned.plan.steps.iter().any(|step| is_online(&step.operation)) {
        return Ok(Outcome::Unfit("no table is rebuilt".into()));
    }
    pipeline::prove(&planned, &from, &to, &hints)
        .map(|_| Outcome::Online)
        .map_err(|disproof| format!("{disproof}\n\n{}\n\n{}", disproof.case(), planned.script.text()))
}

//! Random pairs of schemas with rows: a migration there and `revert` back leave the first schema, and every row and value that
//! the migration itself kept; with `archive`, the rows and values that it dropped as well.
//!
//! 200 pairs by default, the same ones each time; `RECONCILE_PAIRS=N` tries as many new ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

#[path = "properties/build.rs"]
#[allow(dead_code)]
mod build;
#[path = "properties/genes.rs"]
#[allow(dead_code)]
mod genes;
#[path = "support/memory.rs"]
mod memory;
#[path = "properties/model.rs"]
#[allow(dead_code)]
mod model;
#[path = "properties/mutate.rs"]
#[allow(dead_code)]
mod mutate;
#[path = "properties/oracle.rs"]
#[allow(dead_code)]
mod oracle;
#[path = "support/pipeline.rs"]
mod pipeline;

use std::path::Path;

use jiff::Timestamp;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use reconcile::config::{self, Flags};
use reconcile::database::Database as _;
use reconcile::desired::Desired;
use reconcile::error;
use reconcile::ledger;
use reconcile::migration::Migration;
use reconcile::plan::Options;
use reconcile::rows::{self, Fit};
use reconcile::session::Session;
use reconcile::verbs::{self, PlanRequest, RevertIntent};

use model::Model;

#[test]
fn there_and_back_keeps_what_was_kept() {
    pairs(false);
}

#[test]
fn there_and_back_with_archive_brings_everything_back() {
    pairs(true);
}

fn pairs(archive: bool) {
    let wished = std::env::var("RECONCILE_PAIRS").ok().and_then(|text| text.parse().ok());
    let seed = wished.map_or(RngSeed::Fixed(200), |_: usize| RngSeed::Random);
    let pairs = wished.unwrap_or(200);
    let mut runner = TestRunner::new(Config {
        rng_seed: seed,
        ..Config::default()
    });
    let genes = (genes::schema(), genes::mutations());
    let (mut back, mut refused) = (0, 0);
    while back < pairs {
        let (schema, mutations) = genes.new_tree(&mut runner).unwrap().current();
        let mut before = build::model(&schema);
        mutate::tidy(&mut before);
        let mut after = before.clone();
        for mutation in &mutations {
            mutate::mutate(&mut after, mutation);
        }
        let outcome = there_and_back(&before, &after, archive).unwrap_or_else(|reason| {
            panic!(
                "{reason}\n\n==> before.sql\n{};\n\n==> after.sql\n{};\n\n==> hints\n{:?}\n",
                before.statements().join(";\n"),
                after.statements().join(";\n"),
                mutate::hints(&before, &after)
            )
        });
        match outcome {
            Outcome::Back => back += 1,
            Outcome::Refused => refused += 1,
            Outcome::Unfit => {}
        }
        assert!(
            refused <= pairs,
            "{refused} refused, {back} made: the test tries too little"
        );
    }
}

enum Outcome {
    Back,
    /// No flag makes it succeed: a required column comes back to rows that have no value for it, and the like.
    Refused,
    /// There is no pair, or nothing in it that changes.
    Unfit,
}

fn there_and_back(before: &Model, after: &Model, archive: bool) -> Result<Outcome, String> {
    if mutate::beyond_renames(before, after) {
        return Ok(Outcome::Unfit);
    }
    let (Ok(mut live), Ok(mut wanted)) = (
        pipeline::database(&before.statements()),
        pipeline::database(&after.statements()),
    ) else {
        return Ok(Outcome::Unfit);
    };
    let (from, to) = (pipeline::schema(&mut live)?, pipeline::schema(&mut wanted)?);
    let wish = Desired {
        schema: to.clone(),
        hints: mutate::hints(before, after),
        ..Desired::default()
    };
    let (wish, options) = match archive {
        true => reconcile::archive::keep_aside(&from, &wish, &Options::default(), "0002"),
        false => (wish, Options::default()),
    };
    let Ok(planned) = pipeline::plan_with(&from, &wish.schema, &wish.hints, None, &options) else {
        return Ok(Outcome::Unfit);
    };
    let to = wish.schema.clone();
    if planned.diff.is_empty() {
        return Ok(Outcome::Unfit);
    }
    // Filled before views and triggers are there, which would have a say in it.
    let is_code = |it: &String| it.starts_with("CREATE VIEW") || it.starts_with("CREATE TRIGGER");
    let (code, storage): (Vec<String>, Vec<String>) = before.statements().into_iter().partition(is_code);
    let fit = Fit::new(&planned.plan, &to, &planned.diff);
    let mut twin = pipeline::database(&storage)?;
    let mut moved = pipeline::database(&storage)?;
    for database in [&mut twin, &mut moved] {
        rows::fill(database, &from, &rows::everything(&from), &fit).map_err(|error| error.to_string())?;
    }
    for statement in &code {
        moved.execute(statement).map_err(|error| error.to_string())?;
    }
    // A default that a new CHECK refuses, and the like: the way there is for tests/properties to judge.
    if pipeline::apply(&mut moved, &planned.script).is_err() {
        return Ok(Outcome::Unfit);
    }

    let folder = memory::folder();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "generated/0001_before.sql",
        &format!("{};\n", before.statements().join(";\n")),
    );
    write("generated/0002_after.sql", &planned.script.text());
    write("schema.sql", "CREATE TABLE elsewhere (x);\n");
    let mut batch = ledger::tables("d1_migrations").to_vec();
    batch.push("INSERT INTO d1_migrations (name) VALUES ('0001_before.sql'), ('0002_after.sql')".to_owned());
    moved.run(&batch).map_err(|error| error.to_string())?;
    let flags = Flags {
        schema: vec![folder.path().join("schema.sql")],
        migrations: Some(folder.path().join("generated")),
        ..Flags::default()
    };
    let project = config::project(&flags, Path::new(folder.path())).unwrap();
    let request = PlanRequest {
        allow: vec!["all".to_owned()],
        write: false,
        now: Timestamp::UNIX_EPOCH,
        ..PlanRequest::default()
    };
    let session = Session::new(&project, Box::new(&mut moved));
    let report = match verbs::revert(session, &RevertIntent::default(), &request) {
        Ok(report) => report,
        // The planner's own word for it, as in tests/properties.
        Err(error::Error::Plan(_)) => return Ok(Outcome::Unfit),
        Err(error::Error::Disproof(disproof)) => return Err(format!("{disproof}\n\n{}", disproof.case())),
        Err(error) => return Err(format!("{error}\n\n==> 0002_after.sql\n{}", planned.script.text())),
    };
    if !report.refused.is_empty() {
        return Ok(Outcome::Refused);
    }
    let Some(migration) = &report.migration else {
        return Err(format!("nothing is written: {}", report.verdict));
    };
    let undo: Vec<String> = Migration::parse("0003_back.sql", &migration.sql)
        .statements()
        .into_iter()
        .map(|(_, sql)| sql)
        .collect();
    moved
        .run(&undo)
        .map_err(|error| format!("{error}\n\n==> 0003_back.sql\n{}", migration.sql))?;
    let reached = pipeline::schema(&mut moved)?;
    if reached.fingerprint() != from.fingerprint() {
        return Err(format!("it ends elsewhere\n\n==> 0003_back.sql\n{}", migration.sql));
    }
    let kept = if archive {
        unconverted(before, after)
    } else {
        kept(before, after)
    };
    oracle::compare(&kept, &kept, &mut twin, &mut moved).map_err(|error| {
        format!(
            "{error}\n\n==> 0002_after.sql\n{}\n\n==> 0003_back.sql\n{}",
            planned.script.text(),
            migration.sql
        )
    })?;
    Ok(Outcome::Back)
}

/// All rows, without the values of columns that stayed and were converted or filled.
fn unconverted(before: &Model, after: &Model) -> Model {
    let mut kept = before.clone();
    for table in &mut kept.tables {
        let Some(moved) = after.table(table.id) else { continue };
        table.columns.retain(|column| {
            moved.columns.iter().all(|it| {
                it.id != column.id || (it.kind == column.kind && it.generated.is_none() && it.backfill.is_none())
            })
        });
        if moved.without_rowid || moved.key != table.key {
            // The rowids are gone: judge none.
            table.without_rowid = true;
        }
    }
    let same_search = |name: &str| after.search.as_ref().is_some_and(|it| it.name == name);
    if kept.search.as_ref().is_some_and(|it| !same_search(&it.name)) {
        kept.search = None;
    }
    kept
}

/// The part of a schema whose rows and values the migration kept as they were.
fn kept(before: &Model, after: &Model) -> Model {
    let mut kept = before.clone();
    kept.tables.retain(|table| after.table(table.id).is_some());
    for table in &mut kept.tables {
        let Some(moved) = after.table(table.id) else { continue };
        table.columns.retain(|column| {
            moved.columns.iter().any(|it| {
                it.id == column.id && it.kind == column.kind && it.generated.is_none() && it.backfill.is_none()
            })
        });
        if moved.without_rowid || moved.key != table.key {
            // The rowids are gone: judge none.
            table.without_rowid = true;
        }
    }
    let same_search = |name: &str| after.search.as_ref().is_some_and(|it| it.name == name);
    if kept.search.as_ref().is_some_and(|it| !same_search(&it.name)) {
        kept.search = None;
    }
    kept
}

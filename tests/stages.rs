//! Random pairs of schemas with rows, in stages: `plan --expand-contract` ends at the desired schema, keeps every row, and
//! between the stages the statements of old code still work.
//!
//! 150 pairs by default, the same ones each time; `RECONCILE_PAIRS=N` tries as many new ones.
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
#[path = "support/on_all_cores.rs"]
mod on_all_cores;
#[path = "properties/oracle.rs"]
#[allow(dead_code)]
mod oracle;
#[path = "support/pipeline.rs"]
mod pipeline;

use jiff::Timestamp;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use reconcile::config::{self, Flags};
use reconcile::database::{Database as _, Scratch};
use reconcile::error;
use reconcile::ledger;
use reconcile::migration::{Folder, Migration};
use reconcile::rows::{self, Fit};
use reconcile::schema::{Hints, Name, Schema};
use reconcile::session::Session;
use reconcile::verbs::{self, PlanRequest};

use model::Model;
use on_all_cores::on_all_cores;

/// So many pairs are made before they are judged.
const AT_ONCE: usize = 16;

#[test]
fn stages_end_at_the_desired_schema_and_old_code_works_until_the_last() {
    let wished = std::env::var("RECONCILE_PAIRS").ok().and_then(|text| text.parse().ok());
    let seed = wished.map_or(RngSeed::Fixed(150), |_: usize| RngSeed::Random);
    let pairs = wished.unwrap_or(150);
    let mut runner = TestRunner::new(Config {
        rng_seed: seed,
        ..Config::default()
    });
    let genes = (genes::schema(), genes::mutations());
    let mut next = || {
        let (schema, mutations) = genes.new_tree(&mut runner).unwrap().current();
        let mut before = build::model(&schema);
        mutate::tidy(&mut before);
        let mut after = before.clone();
        for mutation in &mutations {
            mutate::mutate(&mut after, mutation);
        }
        (before, after)
    };
    let judge = |(before, after): (Model, Model)| {
        let hints = mutate::hints(&before, &after);
        in_stages(&before, &after, &hints).unwrap_or_else(|reason| {
            panic!(
                "{reason}\n\n==> before.sql\n{};\n\n==> after.sql\n{}\n",
                before.statements().join(";\n"),
                text(&after, &hints)
            )
        })
    };
    let (mut done, mut passed) = (0, 0);
    while done < pairs {
        let some: Vec<_> = (0..AT_ONCE).map(|_| next()).collect();
        let made = on_all_cores(some, judge);
        done += made.iter().filter(|it| **it).count();
        passed += made.iter().filter(|it| !**it).count();
        assert!(
            passed <= pairs * 4,
            "{passed} passed over, {done} made: the test tries too little"
        );
    }
}

/// The schema file, with the directives that say what was renamed and what is filled.
fn text(after: &Model, hints: &Hints) -> String {
    let mut text = String::new();
    for statement in after.statements() {
        let table = hints
            .renamed_tables
            .iter()
            .find(|(new, _)| statement.starts_with(&format!("CREATE TABLE {} ", new.quoted())));
        if let Some((_, old)) = table {
            text.push_str(&format!("-- reconcile: renamed-from {}\n", old.quoted()));
        }
        for line in statement.lines() {
            let hint = hints.columns.iter().find(|((table, column), _)| {
                statement.starts_with(&format!("CREATE TABLE {} ", table.quoted()))
                    && line.starts_with(&format!("  {} ", column.quoted()))
            });
            text.push_str(line);
            if let Some((_, hint)) = hint {
                let old = hint
                    .renamed_from
                    .as_ref()
                    .map(|it| format!("renamed-from {}", it.quoted()));
                let value = hint.backfill.as_ref().map(|it| format!("backfill {it}"));
                let said: Vec<String> = [old, value].into_iter().flatten().collect();
                text.push_str(&said.iter().map(|it| format!(" -- reconcile: {it}")).collect::<String>());
            }
            text.push('\n');
        }
        let end = text.trim_end().len();
        text.truncate(end);
        text.push_str("\n;\n");
    }
    text
}

fn in_stages(before: &Model, after: &Model, hints: &Hints) -> Result<bool, String> {
    // A directive ends with its line, and so does the name of a column that it stands on.
    let is_broken = |name: &Name| name.as_str().contains('\n');
    let of_columns = hints.columns.iter();
    let mut names =
        of_columns.flat_map(|((_, new), hint)| [Some(new), hint.renamed_from.as_ref()].into_iter().flatten());
    let is_unsaid = names.any(is_broken) || hints.renamed_tables.values().any(is_broken);
    // What no plan can do is no matter of stages.
    if is_unsaid || mutate::beyond_renames(before, after) {
        return Ok(false);
    }
    let (Ok(mut live), Ok(mut wanted)) = (
        pipeline::database(&before.statements()),
        pipeline::database(&after.statements()),
    ) else {
        return Ok(false);
    };
    let (from, to) = (pipeline::schema(&mut live)?, pipeline::schema(&mut wanted)?);
    let Ok(planned) = pipeline::plan(&from, &to, hints, None) else {
        return Ok(false);
    };
    if planned.diff.is_empty() {
        return Ok(false);
    }
    let is_code = |it: &String| it.starts_with("CREATE VIEW") || it.starts_with("CREATE TRIGGER");
    let (code, storage): (Vec<String>, Vec<String>) = before.statements().into_iter().partition(is_code);
    let fit = Fit::new(&planned.plan, &to, &planned.diff);
    let mut moved = pipeline::database(&storage)?;
    rows::fill(&mut moved, &from, &rows::everything(&from), &fit).map_err(|error| error.to_string())?;
    for statement in &code {
        moved.execute(statement).map_err(|error| error.to_string())?;
    }
    let counts = counts(&mut moved, before)?;
    let carried = carried(&mut moved, &from, &to, hints)?;

    let folder = memory::folder();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(path("generated")).unwrap();
    std::fs::write(
        path("generated/0001_before.sql"),
        format!("{};\n", before.statements().join(";\n")),
    )
    .unwrap();
    std::fs::write(path("schema.sql"), text(after, hints)).unwrap();
    let mut batch = ledger::tables("d1_migrations").to_vec();
    batch.push("INSERT INTO d1_migrations (name) VALUES ('0001_before.sql')".to_owned());
    moved.run(&batch).map_err(|error| error.to_string())?;
    let flags = Flags {
        schema: vec![path("schema.sql")],
        migrations: Some(path("generated")),
        ..Flags::default()
    };
    let project = config::project(&flags, folder.path()).unwrap();
    let request = PlanRequest {
        allow: vec!["all".to_owned()],
        write: true,
        now: Timestamp::UNIX_EPOCH,
        ..PlanRequest::default()
    };
    let session = Session::new(&project, Box::new(&mut moved));
    let outcome = verbs::plan_stages(&session, None, &request);
    drop(session);
    let report = match outcome {
        Ok(report) => report,
        // What the planner, the schema's own check or a backfill on made rows refuses is told to the user as such.
        Err(error::Error::Plan(_) | error::Error::Desired(_) | error::Error::Fill { .. }) => return Ok(false),
        // What cannot be kept true for both codes is refused with the reason.
        Err(error::Error::Undivided { .. }) => return Ok(false),
        // What goes wrong in one step, too, is for tests/properties.rs to find.
        Err(error::Error::Disproof(_)) if pipeline::prove(&planned, &from, &to, hints).is_err() => return Ok(false),
        Err(error::Error::Disproof(disproof)) => return Err(format!("{disproof}\n\n{}", disproof.case())),
        Err(error) => return Err(error.to_string()),
    };
    if !report.refused().is_empty() {
        return Ok(false);
    }
    let written = Folder::read(path("generated")).unwrap();
    for migration in &written.migrations()[1..] {
        let last = migration.file_name.contains("_contract_");
        if last {
            old_code_works(&mut moved, &from).map_err(|error| format!("before {}: {error}", migration.file_name))?;
        }
        if let Err(error) = run(&mut moved, migration) {
            // Rows that the live ones could not be asked about yet: the migration fails closed.
            let asserted = error.contains("constraint failed") || error.contains("datatype mismatch");
            return if last && asserted {
                Ok(false)
            } else {
                Err(format!("{}: {error}\n\n{}", migration.file_name, migration.text))
            };
        }
    }
    let reached = pipeline::schema(&mut moved)?;
    if reached.fingerprint() != to.fingerprint() {
        return Err("it ends elsewhere".to_owned());
    }
    for (question, values) in carried {
        if pipeline::texts(&mut moved, &question)? != values {
            return Err(format!("values changed: {question}"));
        }
    }
    for (id, count) in counts {
        let Some(table) = after.table(id) else { continue };
        let found = pipeline::number(&mut moved, &format!("SELECT count(*) FROM {}", quoted(&table.name)))?;
        if found != count {
            return Err(format!("{} has {found} rows, not {count}", table.name));
        }
    }
    Ok(true)
}

/// The values of columns that get another name and no other type, and how they are read once that is done.
fn carried(
    database: &mut Scratch,
    from: &Schema,
    to: &Schema,
    hints: &Hints,
) -> Result<Vec<(String, Vec<String>)>, String> {
    let mut found = Vec::new();
    for ((table, new), hint) in &hints.columns {
        let Some(old) = &hint.renamed_from else { continue };
        let live = hints.renamed_tables.get(table).unwrap_or(table);
        let (Some(before), Some(after)) = (from.tables.get(live), to.tables.get(table)) else {
            continue;
        };
        let (Some(was), Some(is)) = (before.column(old), after.column(new)) else {
            continue;
        };
        let is_plain = was.generated.is_none() && is.generated.is_none() && before.strict == after.strict;
        if !is_plain || was.type_name != is.type_name {
            continue;
        }
        // A NULL may be filled.
        let ask = |name: &Name, on: &Name| {
            let (name, on) = (name.quoted(), on.quoted());
            format!("SELECT quote({name}) FROM {on} WHERE {name} IS NOT NULL ORDER BY 1")
        };
        let filled = is.not_null.is_some() || hint.backfill.is_some();
        let values = pipeline::texts(database, &ask(old, live))?;
        let count = pipeline::number(database, &format!("SELECT count(*) FROM {}", live.quoted()))?;
        if !filled || values.len() as i64 == count {
            found.push((ask(new, table), values));
        }
    }
    Ok(found)
}

fn run(database: &mut Scratch, migration: &Migration) -> Result<(), String> {
    let statements: Vec<String> = migration.statements().into_iter().map(|(_, sql)| sql).collect();
    database.run(&statements).map(|_| ()).map_err(|error| error.to_string())
}

fn counts(database: &mut Scratch, model: &Model) -> Result<Vec<(usize, i64)>, String> {
    let count = |table: &model::Table| {
        let rows = pipeline::number(database, &format!("SELECT count(*) FROM {}", quoted(&table.name)))?;
        Ok((table.id, rows))
    };
    model.tables.iter().map(count).collect()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table and column that old code knows can still be read and written.
fn old_code_works(database: &mut Scratch, from: &Schema) -> Result<(), String> {
    for table in from.tables.values() {
        let columns: Vec<String> = table
            .columns
            .iter()
            .filter(|it| it.generated.is_none())
            .map(|it| it.name.quoted())
            .collect();
        let (on, list) = (table.name.quoted(), columns.join(", "));
        let places = vec!["?"; columns.len()].join(", ");
        for sql in [
            format!("SELECT {list} FROM {on}"),
            format!("INSERT INTO {on} ({list}) VALUES ({places})"),
            format!(
                "UPDATE {on} SET {}",
                columns
                    .iter()
                    .map(|it| format!("{it} = {it}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            format!("DELETE FROM {on} WHERE 0"),
        ] {
            database.check(&sql).map_err(|error| format!("{error} in: {sql}"))?;
        }
    }
    Ok(())
}

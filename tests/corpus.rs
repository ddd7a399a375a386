//! Real schema transitions, each on a database filled with rows. Outside CI: runs where `RECONCILE_CORPUS` names a folder
//! with `histories.jsonl.gz`, one history per line:
//! `{"id","d1","sqls":[..],"steps":[{"i","kinds","before":[index],"after":[index],"renamed_tables"?,"renamed_columns"?}],"build":[index]}`.
//!
//! ```sh
//! RECONCILE_CORPUS=path/to/corpus cargo test --test corpus -- --nocapture
//! ```
//! `RECONCILE_CORPUS_WAY=reversed` goes from each later schema to the earlier one; `=jumps` between 1,500 pairs of schemas of
//! one history that are not neighbours (`RECONCILE_CORPUS_JUMPS` is another number).
//! `RECONCILE_CORPUS_ONLY=h07/0031` runs the transitions whose id starts so, and prints the SQL of what fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "support/pipeline.rs"]
mod pipeline;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use reconcile::database::{Scratch, Value};
use reconcile::diff::{Change, Diff};
use reconcile::plan::Gate;
use reconcile::rows::{self, Fit};
use reconcile::schema::{ColumnHint, Hints, Name, Schema, Table};

#[derive(serde::Deserialize)]
struct History {
    id: String,
    sqls: Vec<String>,
    steps: Vec<Step>,
    build: Vec<usize>,
}

#[derive(serde::Deserialize)]
struct Step {
    i: u32,
    before: Vec<usize>,
    after: Vec<usize>,
    #[serde(default)]
    renamed_tables: Vec<(String, String)>,
    #[serde(default)]
    renamed_columns: Vec<(String, String, String)>,
}

/// One transition.
struct Transition {
    id: String,
    before: Vec<String>,
    after: Vec<String>,
    hints: Hints,
}

/// How a transition ended.
enum Outcome {
    /// D1 does not take one of the two schemas, though SQLite does.
    BeyondD1(String),
    /// At the desired schema, with all rows.
    Right,
    /// Refused, and the script does fail on those rows; on rows that fit it ended right.
    RefusedThenRight(String),
    /// Refused for a reason that no row of that table can avoid.
    Refused(String),
}

#[test]
fn real_transitions_end_right_or_are_refused_for_a_reason_that_holds() {
    let Ok(folder) = std::env::var("RECONCILE_CORPUS") else {
        eprintln!("skipped: RECONCILE_CORPUS names no folder");
        return;
    };
    let only = std::env::var("RECONCILE_CORPUS_ONLY").ok();
    let transitions: Vec<Transition> = read(Path::new(&folder))
        .into_iter()
        .filter(|transition| only.as_ref().is_none_or(|only| transition.id.starts_with(only)))
        .collect();
    let (mut right, mut refused, mut both, mut beyond) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut failed: Vec<(String, String)> = Vec::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut unfilled: BTreeMap<String, usize> = BTreeMap::new();
    let started = std::time::Instant::now();
    for transition in &transitions {
        match run(transition, &mut unfilled) {
            Ok(Outcome::Right) => right += 1,
            Ok(Outcome::BeyondD1(reason)) => {
                beyond += 1;
                *reasons.entry(format!("D1 itself: {reason}")).or_default() += 1;
            }
            Ok(Outcome::RefusedThenRight(reason)) => {
                both += 1;
                *reasons.entry(reason).or_default() += 1;
            }
            Ok(Outcome::Refused(reason)) => {
                refused += 1;
                println!("{}: refused: {reason}", transition.id);
                *reasons
                    .entry(reason.split(':').next().unwrap_or_default().to_owned())
                    .or_default() += 1;
            }
            Err(cause) => {
                println!("{}: FAILED: {cause}", transition.id);
                failed.push((transition.id.clone(), cause));
            }
        }
    }
    let all = transitions.len();
    println!("\n{all} transitions in {:.1} s", started.elapsed().as_secs_f32());
    println!("  {right} ended right");
    println!("  {both} refused on rows that the change cannot take, ended right on rows that it can");
    println!("  {refused} refused for a reason that holds");
    println!("  {beyond} refused because D1 does not take the schema, though SQLite does");
    println!("  {} failed", failed.len());
    for (reason, count) in &reasons {
        println!("    refused by {reason}: {count}");
    }
    for (reason, count) in &unfilled {
        println!("    tables without rows, {reason}: {count}");
    }
    let lost: Vec<_> = failed
        .iter()
        .filter(|(_, cause)| cause.contains("rows became"))
        .collect();
    assert!(lost.is_empty(), "rows were lost: {lost:#?}");
    assert!(failed.len() * 100 <= all, "{} of {all} failed", failed.len());
}

fn read(folder: &Path) -> Vec<Transition> {
    let packed = std::fs::read(folder.join("histories.jsonl.gz")).expect("histories.jsonl.gz in RECONCILE_CORPUS");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .expect("gzip of UTF-8");
    let histories: Vec<History> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("one history per line"))
        .collect();
    match std::env::var("RECONCILE_CORPUS_WAY").as_deref() {
        Err(_) | Ok("forward") => histories.iter().flat_map(forward).collect(),
        Ok("reversed") => histories.iter().flat_map(reversed).collect(),
        Ok("jumps") => jumps(&histories),
        Ok(other) => panic!("RECONCILE_CORPUS_WAY is forward, reversed or jumps, not {other}"),
    }
}

impl History {
    fn sql(&self, indexes: &[usize]) -> Vec<String> {
        indexes.iter().map(|at| self.sqls[*at].clone()).collect()
    }

    /// The schemas of the history in their order, each with what it is called.
    fn states(&self) -> Vec<(String, Vec<String>)> {
        let first = self
            .steps
            .first()
            .map(|step| ("start".to_owned(), self.sql(&step.before)));
        let later = self
            .steps
            .iter()
            .map(|step| (format!("{:04}", step.i), self.sql(&step.after)));
        first.into_iter().chain(later).collect()
    }
}

/// Each step as its author took it, and the whole schema from nothing.
fn forward(history: &History) -> Vec<Transition> {
    let steps = history.steps.iter().map(|step| Transition {
        id: format!("{}/{:04}", history.id, step.i),
        before: history.sql(&step.before),
        after: history.sql(&step.after),
        hints: hints(step),
    });
    let build = Transition {
        id: format!("{}/build", history.id),
        before: Vec::new(),
        after: history.sql(&history.build),
        hints: Hints::default(),
    };
    steps.chain([build]).collect()
}

/// Each step backwards, and the whole schema to nothing.
fn reversed(history: &History) -> Vec<Transition> {
    let steps = history.steps.iter().map(|step| Transition {
        id: format!("{}/{:04}-reversed", history.id, step.i),
        before: history.sql(&step.after),
        after: history.sql(&step.before),
        hints: Hints::default(),
    });
    let to_nothing = Transition {
        id: format!("{}/build-reversed", history.id),
        before: history.sql(&history.build),
        after: Vec::new(),
        hints: Hints::default(),
    };
    steps.chain([to_nothing]).collect()
}

/// Pairs of schemas of one history with at least one schema between them, both ways, spread evenly over all of them.
fn jumps(histories: &[History]) -> Vec<Transition> {
    let wanted = std::env::var("RECONCILE_CORPUS_JUMPS").map_or(1_500, |it| it.parse().expect("a number of jumps"));
    let pairs: Vec<(&History, usize, usize)> = histories
        .iter()
        .flat_map(|history| {
            let states = history.steps.len() + 1;
            let all = (0..states).flat_map(move |from| (0..states).map(move |to| (from, to)));
            all.filter(|(from, to)| from.abs_diff(*to) > 1)
                .map(move |(from, to)| (history, from, to))
        })
        .collect();
    let count = wanted.min(pairs.len());
    (0..count)
        .map(|at| {
            let (history, from, to) = pairs[at * pairs.len() / count];
            let states = history.states();
            let ((was, before), (is, after)) = (states[from].clone(), states[to].clone());
            Transition {
                id: format!("{}/{was}-to-{is}", history.id),
                before,
                after,
                hints: Hints::default(),
            }
        })
        .collect()
}

fn hints(step: &Step) -> Hints {
    let mut hints = Hints::default();
    for (old, new) in &step.renamed_tables {
        hints
            .renamed_tables
            .insert(Name::new(new.clone()), Name::new(old.clone()));
    }
    for (table, old, new) in &step.renamed_columns {
        let hint = ColumnHint {
            renamed_from: Some(Name::new(old.clone())),
            ..ColumnHint::default()
        };
        hints
            .columns
            .insert((Name::new(table.clone()), Name::new(new.clone())), hint);
    }
    hints
}

/// D1's refusal of a schema that SQLite takes: FTS4, more than five terms in a compound SELECT.
fn beyond_d1(statements: &[String]) -> Option<String> {
    let refusal = pipeline::database(statements).err()?;
    let plain = rusqlite::Connection::open_in_memory().ok()?;
    plain.execute_batch("PRAGMA foreign_keys = off").ok()?;
    let taken = statements
        .iter()
        .all(|statement| plain.execute_batch(statement).is_ok());
    taken.then(|| refusal.split(" in: ").next().unwrap_or_default().to_owned())
}

fn run(transition: &Transition, unfilled: &mut BTreeMap<String, usize>) -> Result<Outcome, String> {
    if let Some(reason) = beyond_d1(&transition.after).or_else(|| beyond_d1(&transition.before)) {
        return Ok(Outcome::BeyondD1(reason));
    }
    let mut wanted = pipeline::database(&transition.after)?;
    let to = pipeline::schema(&mut wanted)?;
    let mut live = pipeline::database(&transition.before)?;
    let from = pipeline::schema(&mut live)?;
    match travel(transition, &from, &to, &Fit::default(), Some(unfilled)) {
        Ok(None) => {
            let planned = pipeline::plan(&from, &to, &transition.hints, None)?;
            let proven = pipeline::prove(&planned, &from, &to, &transition.hints);
            proven.map(|_| Outcome::Right).map_err(|disproof| disproof.to_string())
        }
        Ok(Some(reason)) => {
            let planned = pipeline::plan(&from, &to, &transition.hints, None)?;
            let fit = Fit::new(&planned.plan, &to, &planned.diff);
            match travel(transition, &from, &to, &fit, None)? {
                None => Ok(Outcome::RefusedThenRight(reason)),
                Some(again) => Ok(Outcome::Refused(format!("{reason}: {again}"))),
            }
        }
        Err(cause) => Err(cause),
    }
}

/// Goes from one schema to the other on filled databases; `Some` is the code of the hazard that refused it.
fn travel(
    transition: &Transition,
    from: &Schema,
    to: &Schema,
    fit: &Fit,
    unfilled: Option<&mut BTreeMap<String, usize>>,
) -> Result<Option<String>, String> {
    let (storage, code) = split(&transition.before);
    let mut moved = pipeline::database(&storage)?;
    let mut twin = pipeline::database(&storage)?;
    let filled = rows::fill(&mut moved, from, &rows::everything(from), fit).map_err(|error| error.to_string())?;
    rows::fill(&mut twin, from, &rows::everything(from), fit).map_err(|error| error.to_string())?;
    if let Some(unfilled) = unfilled {
        for (table, reason) in &filled.unfilled {
            if std::env::var("RECONCILE_CORPUS_UNFILLED").is_ok() {
                println!("{}: no rows for {table}: {reason}", transition.id);
            }
            *unfilled.entry(reason.chars().take(60).collect()).or_default() += 1;
        }
    }
    for statement in &code {
        moved
            .execute(statement)
            .map_err(|error| format!("{error} in {statement}"))?;
    }
    let counts: BTreeMap<Name, u64> = filled
        .tables
        .iter()
        .map(|(name, rows)| (name.clone(), *rows as u64))
        .collect();
    let planned = pipeline::plan(from, to, &transition.hints, Some(&counts))?;
    let mut plan = planned.plan.clone();
    pipeline::ask(&mut moved, &mut plan)?;
    let refusal = plan
        .all_hazards()
        .find(|hazard| hazard.gate == Gate::Impossible && hazard.is_refused(|_| true));
    if let Some(refusal) = refusal {
        return match pipeline::apply(&mut moved, &planned.script) {
            Err(_) => Ok(Some(refusal.code.to_string())),
            Ok(()) => Err(format!("refused without need: {} {}", refusal.code, refusal.message)),
        };
    }
    if let Err(error) = pipeline::apply(&mut moved, &planned.script) {
        show(transition, &planned.script.text());
        return Err(error);
    }
    let left = pipeline::schema(&mut moved)?;
    let again = pipeline::plan(&left, to, &transition.hints, None)?;
    if !again.plan.steps.is_empty() {
        show(transition, &planned.script.text());
        return Err(format!("a second plan is not empty: {:?}", again.diff.changes));
    }
    let orphans = pipeline::texts(&mut moved, "PRAGMA foreign_key_check")?;
    if !orphans.is_empty() {
        show(transition, &planned.script.text());
        return Err(format!("orphans: {}", orphans.join("; ")));
    }
    compare(from, to, &planned.diff, &mut twin, &mut moved)
        .inspect_err(|_| show(transition, &planned.script.text()))?;
    Ok(None)
}

fn show(transition: &Transition, script: &str) {
    if std::env::var("RECONCILE_CORPUS_ONLY").is_ok() {
        let text = |statements: &[String]| statements.join(";\n");
        println!("==> {} before\n{}\n", transition.id, text(&transition.before));
        println!("==> after\n{}\n\n==> migration\n{script}", text(&transition.after));
    }
}

/// Rows and values of everything that stays, by SQL on both databases.
fn compare(from: &Schema, to: &Schema, diff: &Diff, old: &mut Scratch, new: &mut Scratch) -> Result<(), String> {
    for wanted in to.tables.values() {
        let renamed = diff.changes.iter().find_map(|change| match change {
            Change::RenameTable { from, to } if *to == wanted.name => Some(from),
            _ => None,
        });
        let Some(live) = from.tables.get(renamed.unwrap_or(&wanted.name)) else {
            continue;
        };
        let (was, is) = (count(old, live)?, count(new, wanted)?);
        if was != is {
            return Err(format!("{}: {was} rows became {is}", wanted.name));
        }
        let mut columns: (Vec<String>, Vec<String>) = carried(live, wanted, diff).into_iter().unzip();
        if live.rowid_alias().is_none()
            && wanted.rowid_alias().is_none()
            && !live.without_rowid
            && !wanted.without_rowid
        {
            columns.0.push("rowid".into());
            columns.1.push("rowid".into());
        }
        if columns.0.is_empty() {
            continue;
        }
        let values = |database: &mut Scratch, columns: &[String], table: &Table| {
            let columns = columns.join(", ");
            pipeline::texts(
                database,
                &format!("SELECT {columns} FROM {} ORDER BY {columns}", table.name.quoted()),
            )
        };
        let (was, is) = (values(old, &columns.0, live)?, values(new, &columns.1, wanted)?);
        if let Some((was, is)) = was.iter().zip(&is).find(|(was, is)| was != is) {
            return Err(format!("{}: ({was}) became ({is})", wanted.name));
        }
        // A sequence that was never used has no row, or one of 0.
        let sequence = |database: &mut Scratch, table: &Table| -> i64 {
            let name = Value::Text(table.name.as_str().to_owned()).to_sql();
            pipeline::number(
                database,
                &format!("SELECT seq FROM sqlite_sequence WHERE name = {name}"),
            )
            .unwrap_or(0)
        };
        let counted = |table: &Table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement);
        if counted(live) && counted(wanted) && sequence(old, live) != sequence(new, wanted) {
            let (was, is) = (sequence(old, live), sequence(new, wanted));
            return Err(format!("{}: the sequence {was:?} became {is:?}", wanted.name));
        }
    }
    Ok(())
}

fn count(database: &mut Scratch, table: &Table) -> Result<i64, String> {
    pipeline::number(database, &format!("SELECT count(*) FROM {}", table.name.quoted()))
}

/// Quoted live and wanted columns whose values must be the same.
fn carried(live: &Table, wanted: &Table, diff: &Diff) -> Vec<(String, String)> {
    let pairs = wanted.columns.iter().filter_map(|to| {
        let renamed = diff.changes.iter().find_map(|change| match change {
            Change::RenameColumn { table, from, to: new } if *table == wanted.name && *new == to.name => Some(from),
            _ => None,
        });
        let from = live.column(renamed.unwrap_or(&to.name))?;
        let same = from.type_name == to.type_name && from.generated.is_none() && to.generated.is_none();
        let quoted = |name: &Name| format!("quote({})", name.quoted());
        same.then(|| (quoted(&from.name), quoted(&to.name)))
    });
    pairs.collect()
}

/// What holds rows, and what only has code.
fn split(statements: &[String]) -> (Vec<String>, Vec<String>) {
    statements.iter().cloned().partition(|statement| {
        let head: String = statement
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
            .to_ascii_uppercase();
        head != "CREATE VIEW" && head != "CREATE TRIGGER"
    })
}

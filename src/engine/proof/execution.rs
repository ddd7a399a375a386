//! One run of a script on scratch: the live schema with rows, the text, and what it left.

use std::collections::BTreeMap;

use super::check::ALL;
use super::counterexample::{BEFORE, Disproof, Failure, RUNS};
use super::input::{Claim, Rows};
use super::plural::count;
use super::proven::{Evidence, Proven};
use super::reference_rows::{self, Synced};
use super::snapshot::Snapshot;
use super::surviving_columns::{Stay, staying};
use crate::database::{Database, Error, Scratch, Value};
use crate::diff::{self, Diff};
use crate::introspect::{self, Live, Ownership};
use crate::plan::Operation;
use crate::render::Script;
use crate::rows::{self, Filled, Fit};
use crate::schema::{ForeignKey, Name, Pair, Schema, Table};
use crate::sql::split;

/// A script that has run, for the checks to judge.
pub(super) struct Rehearsal<'a> {
    pub(super) claim: &'a Claim<'a>,
    pub(super) scratch: Scratch,
    /// Rows that were there before.
    pub(super) filled: Filled,
    pub(super) before: Snapshot,
    /// Rows without a parent that were there before, by the wanted name of their table.
    pub(super) orphans: BTreeMap<Name, usize>,
    pub(super) after: Snapshot,
    /// The schema that the script left.
    pub(super) left: Live,
    pub(super) stays: Vec<Stay<'a>>,
    /// What the end of the script did to rows, where files declare some.
    pub(super) synced: Option<Synced>,
}

/// Fills a scratch database, runs the script and judges what it left.
pub(super) fn attempt(claim: &Claim<'_>, rows: &Rows) -> Result<Proven, Disproof> {
    let mut shown = Filled::default();
    let failures = match rehearse(claim, rows, &mut shown) {
        Ok(mut rehearsal) => {
            let mut evidence = vec![ran(&rehearsal)];
            let mut failures = Vec::new();
            for (check, judge) in ALL.iter().copied() {
                match judge(&mut rehearsal) {
                    // Nothing of its kind was there to be checked.
                    Ok(detail) if detail.is_empty() => {}
                    Ok(detail) => evidence.push(Evidence { check, detail }),
                    Err(detail) => failures.push(Failure { check, detail }),
                }
            }
            if failures.is_empty() {
                let fingerprints = Pair {
                    from: claim.plan.from.clone(),
                    to: claim.plan.to.clone(),
                };
                return Ok(Proven::new(claim.script.clone(), fingerprints, evidence));
            }
            failures
        }
        Err(failure) => vec![failure],
    };
    let rows_sql = match rows {
        Rows::Made | Rows::None => terminated(&shown.statements),
        Rows::Source(source) => format!("-- {} rows of the target, not shown\n", source.count()),
    };
    let files = vec![
        ("before.sql", terminated(&claim.from.statements())),
        ("rows.sql", rows_sql),
        ("after.sql", terminated(&claim.desired.statements())),
        ("migration.sql", claim.script.text()),
    ];
    Err(Disproof::new(failures, files))
}

fn rehearse<'a>(claim: &'a Claim<'a>, rows: &Rows, shown: &mut Filled) -> Result<Rehearsal<'a>, Failure> {
    let diff = diff::compare(claim.from, claim.desired, claim.hints);
    let mut scratch = Scratch::new().map_err(|error| failure("scratch", &error))?;
    let filled = prepare(&mut scratch, claim, rows, &diff).map_err(|error| failure(BEFORE, &error))?;
    shown.clone_from(&filled);
    let stays = staying(claim.from, claim.desired, &diff, claim.hints);
    let conversions = stays
        .iter()
        .map(|stay| (stay.tables.from.name.clone(), stay.conversions()))
        .collect();
    let before = Snapshot::take(&mut scratch, claim.from, filled.tables.keys(), &conversions)
        .map_err(|error| failure("rows", &error))?;

    let mut orphans = BTreeMap::new();
    if matches!(rows, Rows::Source(_)) {
        // Each row without its parent counts where the parent's table is not there at all; the PRAGMA fails only on one
        // whose columns are no key.
        let can_be_checked = |table: &Table| {
            let parent = |key: &ForeignKey| claim.from.tables.get(&key.parent).is_none_or(|it| key.fits(it));
            table.foreign_keys.iter().all(parent)
        };
        for stay in stays
            .iter()
            .filter(|it| before.tables.contains_key(&it.tables.from.name) && can_be_checked(it.tables.from))
        {
            let question = format!("PRAGMA foreign_key_check({})", stay.tables.from.name.quoted());
            let found = scratch.query(&question).map_err(|error| failure(BEFORE, &error))?;
            orphans.insert(stay.tables.to.name.clone(), found.rows.len());
        }
    }
    let [schema_part, rows_part] = reference_rows::parts(claim).map(|it| batch(&it));
    scratch.run(&schema_part).map_err(|error| Failure {
        check: RUNS,
        detail: told(&error, &schema_part),
    })?;

    let wanted = stays
        .iter()
        .filter(|stay| before.tables.contains_key(&stay.tables.from.name))
        .map(|stay| &stay.tables.to.name);
    let search = claim
        .desired
        .virtual_tables
        .keys()
        .filter(|name| before.tables.contains_key(*name));
    let after = Snapshot::take(&mut scratch, claim.desired, wanted.chain(search), &BTreeMap::new())
        .map_err(|error| failure("reads", &error))?;
    let left = left(&mut scratch, claim.desired).map_err(|error| failure("schema", &error))?;
    let synced = match claim.reference.declared.is_empty() {
        true => None,
        false => Some(Synced::run(&mut scratch, claim, &rows_part, &after)?),
    };
    Ok(Rehearsal {
        claim,
        scratch,
        filled,
        before,
        orphans,
        after,
        left,
        stays,
        synced,
    })
}

/// The schema that the script left. What it left in the very words of the desired one is that.
fn left(scratch: &mut Scratch, desired: &Schema) -> Result<Live, Error> {
    let stored = introspect::stored(scratch)?;
    match introspect::read_like(scratch, &stored, desired, &Ownership::whole())? {
        Some(left) => Ok(left),
        None => introspect::read(scratch),
    }
}

/// The live schema with rows. Triggers come last, so that filling does not fire them.
pub(super) fn prepare(scratch: &mut Scratch, claim: &Claim<'_>, rows: &Rows, diff: &Diff) -> Result<Filled, Error> {
    scratch.create(&claim.from.storage_with_virtual_tables())?;
    let filled = match rows {
        Rows::Source(source) => source.load(scratch, claim.from)?,
        Rows::None => reference_rows::load(scratch, claim)?.1,
        Rows::Made => {
            let mut scope = rows::reach(claim.plan, claim.from);
            // What is kept aside takes any value; the table that it goes back to does not.
            scope.retain(|name| !name.is_trash());
            let fit = Fit::new(claim.plan, claim.desired, diff);
            let (given, filled) = reference_rows::load(scratch, claim)?;
            let mut made = rows::fill_beside(scratch, claim.from, &scope, &fit, given)?;
            made.statements.splice(0..0, filled.statements);
            made.tables.retain(|_, rows| *rows > 0);
            let mut filled = made;
            keep(scratch, claim, &mut filled)?;
            for statement in claim.settle {
                if scratch.execute(statement).is_ok() {
                    filled.statements.push(statement.clone());
                }
            }
            filled
        }
    };
    introspect::create_code(scratch, claim.from)?;
    Ok(filled)
}

/// Rows for the trash: such as the table may hold that they go back to. One that refers to others gets none, since their
/// rows are made elsewhere.
fn keep(scratch: &mut Scratch, claim: &Claim<'_>, filled: &mut Filled) -> Result<(), Error> {
    let copies = claim.plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::CopyRows(copy) if copy.from.is_trash() => Some(copy),
        _ => None,
    });
    for copy in copies {
        let Some(table) = claim.desired.tables.get(&copy.into) else {
            continue;
        };
        if table.foreign_keys.iter().any(|key| key.parent != table.name) {
            continue;
        }
        let mut alone = Schema::default();
        alone.tables.insert(table.name.clone(), table.clone());
        let mut made = introspect::replica(&alone)?;
        rows::fill(&mut made, &alone, &rows::everything(&alone), &Fit::default())?;
        let pairs: Vec<_> = copy.rowid.iter().chain(&copy.columns).collect();
        let names = Name::quoted_list(pairs.iter().map(|pair| &pair.to));
        let found = made.query(&format!("SELECT {names} FROM {}", table.name.quoted()))?;
        let places = Name::quoted_list(pairs.iter().map(|pair| &pair.from));
        for row in &found.rows {
            let (from, values) = (copy.from.quoted(), Value::list(row));
            let statement = format!("INSERT INTO {from} ({places}) VALUES ({values})");
            scratch.execute(&statement)?;
            filled.statements.push(statement);
        }
        if !found.rows.is_empty() {
            filled.tables.insert(copy.from.clone(), found.rows.len());
        }
    }
    Ok(())
}

fn ran(rehearsal: &Rehearsal<'_>) -> Evidence {
    let statements = rehearsal.claim.script.statements().count();
    let rows: usize = rehearsal.filled.tables.values().sum();
    let mut detail = format!("{} ran", count(statements, "statement"));
    let tables = rehearsal.filled.tables.len();
    if tables > 0 {
        let whose = if matches!(rehearsal.claim.rows, Rows::Made) {
            "made row"
        } else {
            "row"
        };
        detail.push_str(&format!(" on {} of {}", count(rows, whose), count(tables, "table")));
    }
    for (table, reason) in &rehearsal.filled.unfilled {
        detail.push_str(&format!("; no row could be generated for {table}: {reason}"));
    }
    Evidence { check: RUNS, detail }
}

fn failure(check: &'static str, error: &dyn std::fmt::Display) -> Failure {
    Failure {
        check,
        detail: error.to_string(),
    }
}

/// The statements of a text, each without its semicolon.
fn batch(script: &Script) -> Vec<String> {
    let text = script.text();
    let spans = split(&text).into_iter();
    let statements = spans.filter_map(|span| text.get(span.range));
    statements
        .map(|sql| sql.trim_end().trim_end_matches(';').to_owned())
        .collect()
}

/// An error with the statement that caused it.
pub(super) fn told(error: &Error, batch: &[String]) -> String {
    match error {
        Error::Statement {
            index: Some(index),
            message,
            ..
        } => match batch.get(*index) {
            Some(statement) => format!("statement {} ({}): {message}", index + 1, first_line(statement)),
            None => message.clone(),
        },
        other => other.to_string(),
    }
}

fn first_line(statement: &str) -> String {
    let mut lines = statement
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("--"));
    let line: String = lines.next().unwrap_or_default().chars().take(120).collect();
    if lines.next().is_some() {
        format!("{line} …")
    } else {
        line
    }
}

fn terminated(statements: &[String]) -> String {
    statements.iter().map(|statement| format!("{statement};\n")).collect()
}

//! The pipeline from two schemas to a database that went from one to the other, as tests need it.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;

use reconcile::database::{Database, Scratch, Value};
use reconcile::diff::{self, Diff};
use reconcile::introspect;
use reconcile::plan::{self, Facts, Finding, Options, Plan, Question, TableFacts};
use reconcile::proof::{self, Claim, Rows};
use reconcile::render::{self, Script};
use reconcile::schema::{Hints, Name, Pair, Schema};

/// A scratch database on which these statements ran.
pub fn database(statements: &[String]) -> Result<Scratch, String> {
    let mut scratch = Scratch::new().map_err(|error| error.to_string())?;
    for statement in statements {
        scratch
            .execute(statement)
            .map_err(|error| format!("{error} in: {statement}"))?;
    }
    Ok(scratch)
}

/// The schema of a database.
pub fn schema(database: &mut Scratch) -> Result<Schema, String> {
    let live = introspect::read(database).map_err(|error| error.to_string())?;
    match live.unknown.first() {
        Some(unknown) => Err(format!("{} is unknown: {}", unknown.object, unknown.reason)),
        None => Ok(live.schema),
    }
}

/// What a plan and its text are for two schemas.
pub struct Planned {
    pub diff: Diff,
    pub plan: Plan,
    pub script: Script,
}

/// Plans and renders; `counts` are the live rows, where known.
pub fn plan(
    from: &Schema,
    to: &Schema,
    hints: &Hints,
    counts: Option<&BTreeMap<Name, u64>>,
) -> Result<Planned, String> {
    plan_with(from, to, hints, counts, &Options::default())
}

/// As [`plan`], with what a user may ask of the planner.
pub fn plan_with(
    from: &Schema,
    to: &Schema,
    hints: &Hints,
    counts: Option<&BTreeMap<Name, u64>>,
    options: &Options,
) -> Result<Planned, String> {
    let diff = diff::compare(from, to, hints);
    let broken = introspect::broken(from).map_err(|error| error.to_string())?;
    let tables = counts
        .into_iter()
        .flatten()
        .map(|(name, rows)| (name.clone(), TableFacts { rows: Some(*rows) }));
    let facts = Facts {
        rate: None,
        code: Vec::new(),
        tables: tables.collect(),
        broken,
        unreadable: introspect::unreadable(from)
            .map_err(|error| error.to_string())?
            .into_iter()
            .map(|(name, missing)| (name, missing.to_string()))
            .collect(),
        unfilled: introspect::unreadable(to)
            .map_err(|error| error.to_string())?
            .into_keys()
            .collect(),
    };
    let plan = plan::build(&diff, Pair { from, to }, &facts, options).map_err(|error| error.to_string())?;
    let script = render::script(&plan);
    Ok(Planned { diff, plan, script })
}

/// The proof that `plan` would ask for.
pub fn prove(planned: &Planned, from: &Schema, to: &Schema, hints: &Hints) -> Result<proof::Proven, proof::Disproof> {
    let claim = Claim {
        settle: &[],
        reference: reconcile::reference::Reference::default(),
        plan: &planned.plan,
        script: &planned.script,
        from,
        desired: to,
        hints,
        rows: Rows::Made,
    };
    let proven = proof::prove(&claim);
    // In reach of the plan, the proof is the same.
    if let Some(in_reach) = proof::prove_in_reach(&claim) {
        match (&proven, in_reach) {
            (Ok(proven), Ok(in_reach)) => assert_eq!(*proven, in_reach),
            (Err(_), Err(_)) => {}
            (proven, in_reach) => panic!("on all tables {proven:?}\nin reach {in_reach:?}"),
        }
    }
    proven
}

/// Runs a script as D1 does: one transaction, foreign keys on.
pub fn apply(database: &mut Scratch, script: &Script) -> Result<(), String> {
    let batch: Vec<String> = script.statements().map(str::to_owned).collect();
    database.run(&batch).map(|_| ()).map_err(|error| match error {
        reconcile::database::Error::Statement {
            index: Some(index),
            message,
            ..
        } => {
            format!("{message} in: {}", batch.get(index).map_or("?", String::as_str))
        }
        other => other.to_string(),
    })
}

/// One number.
pub fn number(database: &mut Scratch, sql: &str) -> Result<i64, String> {
    let rows = database.query(sql).map_err(|error| format!("{error} in: {sql}"))?;
    rows.scalar()
        .and_then(Value::as_i64)
        .ok_or_else(|| format!("no number from: {sql}"))
}

/// All rows as text that shows type and value of everything.
pub fn texts(database: &mut Scratch, sql: &str) -> Result<Vec<String>, String> {
    let rows = database.query(sql).map_err(|error| format!("{error} in: {sql}"))?;
    Ok(rows
        .rows
        .iter()
        .map(|row| row.iter().map(Value::to_sql).collect::<Vec<_>>().join(", "))
        .collect())
}

/// Asks the rows that are there what the plan's hazards depend on.
pub fn ask(database: &mut Scratch, plan: &mut Plan) -> Result<(), String> {
    for hazard in plan.all_hazards_mut() {
        if let Some(probe) = &hazard.probe {
            // What cannot be asked stays open, as in a draft.
            let rows = number(database, &render::question(probe).count);
            // The question fails as the expression would; a draft then looks for the rows.
            let rows = match probe.question {
                Question::Fails(_) => rows.or(Ok::<_, String>(1)),
                _ => rows,
            }
            .ok();
            hazard.finding = rows.and_then(|rows| u64::try_from(rows).ok()).map(|rows| Finding {
                rows,
                sample: Vec::new(),
            });
        }
    }
    Ok(())
}

//! Live and desired schema → a plan with its hazards answered from the data, and its text. Nothing is proven or written.

use std::collections::{BTreeMap, BTreeSet};

use super::failing_rows;
use crate::database::{self, Database};
use crate::desired::Desired;
use crate::diff::{self, Diff};
use crate::introspect;
use crate::plan::{self, CodeFact, Facts, Finding, Hazard, Options, Plan, Probe, Question, Source, TableFacts};
use crate::render::{self, Script};
use crate::schema::{Name, Pair, Schema};

/// A plan before it is proven.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What differs.
    pub diff: Diff,
    /// How it is brought about.
    pub plan: Plan,
    /// The text.
    pub script: Script,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The target could not be asked.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A backfill that does not compile.
    #[error(transparent)]
    Backfill(#[from] super::backfill::Error),
    /// There is no order of steps.
    #[error(transparent)]
    Plan(#[from] plan::Error),
}

/// Plans the way from `live` to `desired`, asking `data` (whose own schema is `there`) about its rows. `there` differs
/// from `live` when migrations are pending. `code` is what happens to the application's statements, where that is known.
///
/// # Errors
/// Those of the database and of the planner. A single question that the data cannot answer is no error: it stays open.
pub fn draft(
    live: &Schema,
    desired: &Desired,
    data: &mut dyn Database,
    there: &Schema,
    options: &Options,
    code: Vec<CodeFact>,
) -> Result<Draft, Error> {
    let diff = diff::compare(live, &desired.schema, &desired.hints);
    super::backfill::check(&diff)?;
    let facts = if diff.is_empty() {
        Facts::default()
    } else {
        Facts {
            unfilled: introspect::unreadable(&desired.schema)?.into_keys().collect(),
            ..facts(live, data, there, code)?
        }
    };
    let mut plan = plan::build(
        &diff,
        Pair {
            from: live,
            to: &desired.schema,
        },
        &facts,
        options,
    )?;
    answer(&mut plan, data, there);
    let script = render::script(&plan);
    Ok(Draft { diff, plan, script })
}

fn facts(live: &Schema, data: &mut dyn Database, there: &Schema, code: Vec<CodeFact>) -> Result<Facts, Error> {
    let counts = introspect::row_counts(data, there)?;
    let known = counts
        .into_iter()
        .filter(|(name, _)| live.tables.contains_key(name) || live.virtual_tables.contains_key(name));
    let tables: BTreeMap<_, _> = known
        .map(|(name, rows)| (name, TableFacts { rows: Some(rows) }))
        .collect();
    Ok(Facts {
        tables,
        broken: introspect::broken(live)?,
        unreadable: introspect::unreadable(live)?
            .into_iter()
            .map(|(name, missing)| (name, missing.to_string()))
            .collect(),
        code,
        unfilled: BTreeSet::new(),
    })
}

/// True if the database, whose schema is `there`, has all that a question reads. SQLite takes the quoted name of a column
/// that is not there for a text, and would answer something else. <https://www.sqlite.org/quirks.html#dblquote>
fn can_be_asked(probe: &Probe, there: &Schema) -> bool {
    let has = |source: &Source| match there.tables.get(&source.table) {
        Some(table) => {
            let is_rowid = |name: &Name| ["rowid", "_rowid_", "oid"].iter().any(|it| *name == Name::new(*it));
            let found = |name: &Name| table.column(name).is_some() || is_rowid(name);
            source.columns.iter().all(|(_, live)| found(live))
        }
        None => there.virtual_tables.contains_key(&source.table),
    };
    let parent = match &probe.question {
        Question::Orphans { parent, .. } => parent.as_ref(),
        _ => None,
    };
    has(&probe.source) && parent.is_none_or(has) && probe.under_stand_ins().is_some()
}

/// Asks the data all questions of the plan's hazards that it can answer, in one round trip.
fn answer(plan: &mut Plan, data: &mut dyn Database, there: &Schema) {
    ask(plan.all_hazards_mut().collect(), data, there);
}

/// These hazards with the answers of the data, whose schema is `there`.
pub(super) fn asked(mut hazards: Vec<Hazard>, data: &mut dyn Database, there: &Schema) -> Vec<Hazard> {
    ask(hazards.iter_mut().collect(), data, there);
    hazards
}

fn ask(mut hazards: Vec<&mut Hazard>, data: &mut dyn Database, there: &Schema) {
    hazards.retain(|hazard| hazard.probe.as_ref().is_some_and(|probe| can_be_asked(probe, there)));
    let questions: Vec<(String, String)> = hazards
        .iter()
        .filter_map(|hazard| hazard.probe.as_ref())
        .map(|probe| {
            let sql = render::question(probe);
            (sql.count, sql.sample)
        })
        .collect();
    if questions.is_empty() {
        return;
    }
    let answers = introspect::measure(data, &questions);
    for (hazard, answer) in hazards.iter_mut().zip(answers) {
        hazard.finding = match answer {
            Ok(answer) => Some(Finding {
                rows: answer.rows,
                sample: answer.sample,
            }),
            Err(database::Error::Statement { message, .. }) => failing_rows::find(hazard, data, &message),
            Err(_) => None,
        };
    }
}

//! Live and desired schema → a plan with its hazards answered from the data, and its text. Nothing is proven or written.

use std::collections::BTreeMap;

use super::{failing_rows, measured_rate};
use crate::database::{self, Database};
use crate::desired::{self, Desired};
use crate::diff::{self, Change, Diff};
use crate::introspect;
use crate::plan::{
    self, CodeFact, Facts, Finding, Gate, Hazard, Options, Plan, Price, Probe, Question, Source, TableFacts,
};
use crate::reference::Reference;
use crate::render::{self, Script};
use crate::schema::{Name, Pair, Schema};
use crate::sql::keyword;

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
#[non_exhaustive]
pub enum Error {
    /// The target could not be asked.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A backfill that does not compile.
    #[error(transparent)]
    Backfill(#[from] super::expressions::Error),
    /// There is no order of steps.
    #[error(transparent)]
    Plan(#[from] plan::Error),
    /// A declared row that its table does not take.
    #[error(transparent)]
    Reference(#[from] desired::Error),
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
    draft_with_rows(live, desired, data, there, options, code, Reference::default())
}

/// As [`draft`], also for the rows of reference tables: what differs once the schema is the desired one is part of the plan.
///
/// # Errors
/// As [`draft`]; a declared row that its table does not take beside those that are there.
pub fn draft_with_rows(
    live: &Schema,
    desired: &Desired,
    data: &mut dyn Database,
    there: &Schema,
    options: &Options,
    code: Vec<CodeFact>,
    reference: Reference<'_>,
) -> Result<Draft, Error> {
    let mut diff = diff::compare(live, &desired.schema, &desired.hints);
    super::expressions::check(&diff)?;
    let schemas = Pair {
        from: live,
        to: &desired.schema,
    };
    let (mut plan, facts) = with_counts(&diff, schemas.clone(), data, there, options, code)?;
    if !reference.declared.is_empty() {
        let statements: Vec<String> = render::script(&plan).statements().map(str::to_owned).collect();
        let found = match reference.changes_after(live, &statements, &desired.schema) {
            // Rows that the schema change cannot take are told as such.
            Err(desired::Error::Scratch(_)) if plan.all_hazards().any(|it| it.gate == Gate::Impossible) => Vec::new(),
            found => found?,
        };
        if !found.is_empty() {
            diff.changes
                .extend(found.into_iter().map(|it| Change::SyncRows(Box::new(it))));
            plan = plan::build(&diff, schemas, &facts, options)?;
        }
    }
    answer(&mut plan, data, there);
    let script = render::script(&plan);
    Ok(Draft { diff, plan, script })
}

/// As [`draft`], for databases whose rows nobody can ask: every question stays open, and is planned for as the worst case.
///
/// # Errors
/// Those of the planner, and an expression that does not compile.
pub fn draft_unasked(live: &Schema, desired: &Desired, options: &Options) -> Result<Draft, Error> {
    let diff = diff::compare(live, &desired.schema, &desired.hints);
    super::expressions::check(&diff)?;
    let schemas = Pair {
        from: live,
        to: &desired.schema,
    };
    let facts = without_counts(&schemas, Vec::new())?;
    let plan = plan::build(&diff, schemas, &facts, options)?;
    let script = render::script(&plan);
    Ok(Draft { diff, plan, script })
}

/// What the two schemas say of what a plan has to know.
fn without_counts(schemas: &Pair<&Schema>, code: Vec<CodeFact>) -> Result<Facts, database::Error> {
    Ok(Facts {
        tables: BTreeMap::new(),
        broken: introspect::broken(schemas.from)?,
        unreadable: introspect::unreadable(schemas.from)?
            .into_iter()
            .map(|(name, missing)| (name, missing.to_string()))
            .collect(),
        code,
        unfilled: introspect::unreadable(schemas.to)?.into_keys().collect(),
        rate: None,
    })
}

/// The plan, with the rows counted of those tables alone whose rows matter to it: D1 bills every row that is counted.
fn with_counts(
    diff: &Diff,
    schemas: Pair<&Schema>,
    data: &mut dyn Database,
    there: &Schema,
    options: &Options,
    code: Vec<CodeFact>,
) -> Result<(Plan, Facts), Error> {
    if diff.is_empty() {
        return Ok((
            plan::build(diff, schemas, &Facts::default(), options)?,
            Facts::default(),
        ));
    }
    let mut facts = without_counts(&schemas, code)?;
    // Nothing can be counted in a search table whose content is not there, or whose module is not.
    let unreadable = introspect::unreadable(there)?;
    let is_search = |name: &Name| is_read(there, name) && !unreadable.contains_key(name);
    let is_there = |name: &&Name| there.tables.contains_key(name) || is_search(name);
    // What is counted may lead to another strategy, which touches other tables.
    loop {
        let plan = match plan::build(diff, schemas.clone(), &facts, options) {
            Ok(plan) => plan,
            // As the worst case it was planned with others, and their rows may tell otherwise.
            Err(error @ plan::Error::NotOnline { .. }) => {
                let unknown = referencing(&error, schemas.from).filter(|it| !facts.tables.contains_key(*it));
                let counts = introspect::row_counts(data, unknown.filter(is_there))?;
                if counts.is_empty() {
                    return Err(error.into());
                }
                let counted = |(name, rows)| (name, TableFacts { rows: Some(rows) });
                facts.tables.extend(counts.into_iter().map(counted));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let counts = introspect::row_counts(data, plan.uncounted.iter().filter(is_there))?;
        if counts.is_empty() {
            // Of a file, its own rate says nothing of D1.
            let is_long = !data.is_local()
                && Price::of(&plan)
                    .is_some_and(|it| !it.fits_one_call || it.switch.is_some_and(|it| !it.fits_one_call));
            facts.rate = match is_long {
                true => measured_rate::rate(data, there, &facts),
                false => None,
            };
            let plan = match facts.rate {
                Some(_) => plan::build(diff, schemas, &facts, options)?,
                None => plan,
            };
            return Ok((plan, facts));
        }
        let counted = |(name, rows)| (name, TableFacts { rows: Some(rows) });
        facts.tables.extend(counts.into_iter().map(counted));
    }
}

/// The table that cannot be rebuilt online, and those that reference it.
fn referencing<'a>(error: &'a plan::Error, live: &'a Schema) -> impl Iterator<Item = &'a Name> {
    let subject = match error {
        plan::Error::NotOnline { table, .. } => Some(table),
        _ => None,
    };
    let has = move |name: &Name| subject.is_some_and(|it| it == name);
    let tables = live.tables.values();
    let reach = tables.filter(move |it| has(&it.name) || it.foreign_keys.iter().any(|key| has(&key.parent)));
    reach.map(|it| &it.name)
}

/// True for a virtual table whose rows SQLite here can read.
fn is_read(there: &Schema, name: &Name) -> bool {
    there.virtual_tables.get(name).is_some_and(|it| !it.is_opaque())
}

/// True if the database, whose schema is `there`, has all that a question reads. SQLite takes the quoted name of a column
/// that is not there for a text, and would answer something else. <https://www.sqlite.org/quirks.html#dblquote>
fn can_be_asked(probe: &Probe, there: &Schema) -> bool {
    let has = |source: &Source| match there.tables.get(&source.table) {
        Some(table) => {
            let found = |name: &Name| table.column(name).is_some() || keyword::is_rowid(name.as_str());
            source.columns.iter().all(|(_, live)| found(live))
        }
        None => is_read(there, &source.table),
    };
    let parent = match &probe.question {
        Question::Orphans { parent, .. } => parent.as_ref(),
        Question::RefersToAmong { parent, .. } => Some(parent),
        _ => None,
    };
    has(&probe.source) && parent.is_none_or(has) && probe.under_stand_ins().is_some()
}

/// Asks the data all questions of the plan's hazards that it can answer, in one round trip.
fn answer(plan: &mut Plan, data: &mut dyn Database, there: &Schema) {
    ask(plan.all_hazards_mut().collect(), data, there);
}

/// These hazards with the answers of the data, whose schema is `there`.
pub fn asked(mut hazards: Vec<Hazard>, data: &mut dyn Database, there: &Schema) -> Vec<Hazard> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use super::*;
    use crate::database::{Rows, Scratch, Summary};
    use crate::desired::parse_sql;

    /// A database that notes what it is asked.
    struct Noted {
        inner: Scratch,
        asked: Vec<String>,
    }

    impl Database for Noted {
        fn label(&self) -> String {
            "d1:noted".to_owned()
        }

        fn query_all(&mut self, queries: &[String]) -> database::Result<Vec<Rows>> {
            self.asked.extend_from_slice(queries);
            self.inner.query_all(queries)
        }

        fn run(&mut self, batch: &[String]) -> database::Result<Summary> {
            self.inner.run(batch)
        }
    }

    const BEFORE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users);\n\
         CREATE TABLE other (id INTEGER PRIMARY KEY);\n";

    /// The tables whose rows are counted for the way to `after`.
    fn counted(after: &str) -> Vec<String> {
        let live = parse_sql(Path::new("before.sql"), BEFORE).unwrap().schema;
        let desired = parse_sql(Path::new("after.sql"), after).unwrap();
        let mut data = Noted {
            inner: introspect::replica(&live).unwrap(),
            asked: Vec::new(),
        };
        draft(&live, &desired, &mut data, &live, &Options::default(), Vec::new()).unwrap();
        let count = |sql: &String| sql.strip_prefix("SELECT count(*) AS rows FROM ").map(str::to_owned);
        data.asked.iter().filter_map(count).collect()
    }

    #[test]
    fn d27_rows_are_counted_only_of_tables_that_the_plan_touches() {
        let none: [&str; 0] = [];
        assert_eq!(counted(&BEFORE.replace("name TEXT", "name TEXT, age INT")), none);
        assert_eq!(
            counted(&format!("{BEFORE}CREATE TABLE new (id INTEGER PRIMARY KEY);")),
            none
        );
        assert_eq!(
            counted(&format!("{BEFORE}CREATE INDEX by_name ON users (name);")),
            ["\"users\""]
        );
        assert_eq!(
            counted(&BEFORE.replace("CREATE TABLE other (id INTEGER PRIMARY KEY);\n", "")),
            ["\"other\""]
        );
        // The rows of the child decide how its parent is rebuilt, and each is counted once.
        let mut rebuilt = counted(&BEFORE.replace("name TEXT", "name TEXT NOT NULL"));
        rebuilt.sort();
        assert_eq!(rebuilt, ["\"posts\"", "\"users\""]);
    }
}

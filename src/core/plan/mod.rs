//! Changes → ordered steps with strategy, reasons, hazards and cost. Pure: no text, no I/O.
//!
//! Read [`build`]: it names the stages in order. A strategy, a kind of dependency, and a hazard are each one file, in
//! `strategy/`, `edge/` and `hazard/`.

mod archive;
mod blockers;
mod context;
mod cost;
mod d1_cost;
mod data_facts;
mod dropped_tables;
mod edge;
mod foreign_keys;
pub mod hazard;
mod index_names;
mod object_steps;
mod online;
mod order;
mod reference_rows;
mod safeguard;
mod search_tables;
mod step;
mod strategy;
mod unordered_step;

pub use archive::{Aside, CopyRows, KeptColumns, aside};
pub use cost::Cost;
pub use d1_cost::{Price, SwitchPrice};
pub use data_facts::{CodeFact, Effect, Facts, TableFacts};
pub use dropped_tables::{StandInTable, drop_guards, stand_in_parents};
pub use hazard::{Code, Finding, Gate, Hazard, Keys, Probe, Question, Severity, Source};
pub use online::{Conflict, Online, OnlineKey};
pub use reference_rows::{DeletedRows, WrittenRows};
pub use safeguard::{Checked, CountedKey, Reach, Reviewed, Safeguards};
pub use step::{
    Cause, CopiedColumn, CopiedValue, Dependency, Edge, Guard, Obstacle, Operation, PassedOver, Rebuild, RebuiltTable,
    Return, SelfGuard, Step, StepId, StrategyName,
};

use std::collections::{BTreeMap, BTreeSet};

use context::Situation;
use unordered_step::{Draft, DraftEdge};

use crate::diff::Diff;
use crate::schema::{Fingerprint, Name, Object, Pair, Schema};

/// The dependency-ordered way from one schema to another. `steps` are in execution order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// Of the schema it starts from.
    pub from: Fingerprint,
    /// Of the schema it ends in.
    pub to: Fingerprint,
    /// In execution order; `steps[i].id` is `StepId(i + 1)`.
    pub steps: Vec<Step>,
    /// Why one step comes before another, in the order of the steps that wait.
    pub edges: Vec<Edge>,
    /// Hazards of the plan as a whole (a possible rename, …); those of a step are with the step.
    pub hazards: Vec<Hazard>,
    /// What the migration asserts about the database that it runs on.
    pub safeguards: Safeguards,
    /// Search tables that are made and not filled, as their content is not there.
    pub unfilled: BTreeSet<Name>,
    /// Live tables whose rows the plan would have to know: for a price, or to choose a strategy.
    pub uncounted: BTreeSet<Name>,
    /// Rows that the target reads in a second, where that was measured.
    pub rate: Option<u64>,
}

/// What the user asked of the planner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// `--strategy`: none cheaper than this one is considered for a table.
    pub strategy: Option<StrategyName>,
    /// Rows to keep aside, or to bring back; the tables in the trash come and go with the schemas.
    pub copies: Vec<CopyRows>,
    /// What an earlier migration made is taken back: that may be every table.
    pub undo: bool,
    /// What is kept aside is to be deleted: a table in the trash that goes has given nothing back.
    pub purge: bool,
    /// `--online`: tables are rebuilt while the application writes.
    pub online: bool,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Requirements contradict one another.
    #[error("circular dependency between these steps: {}", .0.join(", "))]
    Cycle(Vec<String>),
    /// A rename that SQLite refuses on a table with a rowid.
    #[error(
        "SQLite cannot rename a column from or to {name} while table {table} has a rowid, since {name} is also an alias of the rowid"
    )]
    RowidName {
        /// As it will be called.
        table: Name,
        /// The column.
        name: Name,
    },
    /// A table that cannot be rebuilt while the application writes.
    #[error("table {table} cannot be rebuilt online: {}", .obstacles.join("; "))]
    NotOnline {
        /// The table.
        table: Name,
        /// Why, at least one.
        obstacles: Vec<Obstacle>,
    },
}

/// Plans the way from `schemas.from` (live) to `schemas.to` (desired).
///
/// # Errors
/// [`Error::Cycle`] when no order of the steps meets all requirements, as when a table takes the name of the unique index
/// that its own foreign key needs: make the change in two migrations. [`Error::RowidName`] for a rename that has to wait
/// until the table is WITHOUT ROWID. [`Error::NotOnline`] where `--online` asks for what cannot be.
pub fn build(diff: &Diff, schemas: Pair<&Schema>, facts: &Facts, options: &Options) -> Result<Plan, Error> {
    let widened = options.online.then(|| online::with_indexed_tables(diff, &schemas));
    let diff = widened.as_ref().unwrap_or(diff);
    let situation = Situation::new(diff, schemas.from, schemas.to, facts, options);
    if let Some((table, name)) = situation.renamed_rowid() {
        return Err(Error::RowidName { table, name });
    }
    let mut drafts = drafts(&situation);
    if options.online {
        online::put_online(&situation, &mut drafts)?;
    }
    let edges = edge::edges(&situation, &drafts);
    let sentences: Vec<String> = drafts
        .iter()
        .map(|draft| format!("{} {}", draft.operation.verb(), draft.operation.object()))
        .collect();
    let (order, edges) = order::order(drafts.len(), edges).ok_or(Error::Cycle(sentences))?;
    let (mut steps, mut edges) = number(&situation, drafts, &order, edges);
    let safeguards = safeguard::safeguards(&situation, &steps);
    reference_rows::append(&situation, &mut steps, &mut edges);
    let hazards = attach(hazard::find(&situation, &steps), &mut steps);
    Ok(Plan {
        from: schemas.from.fingerprint(),
        to: schemas.to.fingerprint(),
        steps,
        edges,
        hazards,
        safeguards,
        unfilled: facts.unfilled.clone(),
        uncounted: situation.uncounted(),
        rate: facts.rate,
    })
}

/// All steps without order: the changed tables by their strategies, the other changes, and what must make way.
fn drafts(situation: &Situation<'_>) -> Vec<Draft> {
    let choices = strategy::choose(situation);
    let rebuilt = choices
        .iter()
        .flat_map(strategy::Choice::rebuilt)
        .collect::<BTreeSet<_>>();
    let mut names = strategy::Names::new([situation.live, &situation.now, situation.wanted]);
    let mut drafts = object_steps::drafts(situation, &rebuilt);
    for choice in &choices {
        drafts.extend(choice.steps(situation, &mut names));
    }
    drafts.extend(situation.options.copies.iter().map(|copy| {
        let why = match copy.into.is_trash() {
            true => "it can be restored until it is purged".to_owned(),
            false => format!("the rows of {} are restored", copy.into),
        };
        Draft::new(Operation::CopyRows(copy.clone()), why)
    }));
    object_steps::make_way(situation, &mut drafts);
    // A stable sort: renames and the columns of one table keep the order in which they were worked out.
    // SQLite runs the youngest trigger first: what the live schema has keeps its place behind what is new.
    let is_new = |draft: &Draft| match &draft.operation {
        Operation::Create(Object::Trigger(it)) => !situation.live.triggers.contains_key(&it.name),
        _ => false,
    };
    drafts.sort_by_cached_key(|draft| {
        let (phase, name) = draft.rank();
        (phase, is_new(draft), name)
    });
    drafts
}

fn number(
    situation: &Situation<'_>,
    drafts: Vec<Draft>,
    order: &[usize],
    edges: Vec<DraftEdge>,
) -> (Vec<Step>, Vec<Edge>) {
    let ids: BTreeMap<usize, StepId> = order
        .iter()
        .enumerate()
        .map(|(at, draft)| (*draft, StepId(at + 1)))
        .collect();
    let mut steps: Vec<Step> = drafts
        .into_iter()
        .enumerate()
        .filter_map(|(at, draft)| {
            Some(Step {
                id: *ids.get(&at)?,
                cost: cost::cost(situation, &draft.operation),
                operation: draft.operation,
                because: draft.because,
                strategy: draft.strategy,
                passed_over: draft.passed_over,
                hazards: Vec::new(),
            })
        })
        .collect();
    steps.sort_by_key(|step| step.id);
    let mut edges: Vec<Edge> = edges
        .into_iter()
        .filter_map(|edge| {
            Some(Edge {
                before: *ids.get(&edge.before)?,
                after: *ids.get(&edge.after)?,
                because: edge.because,
            })
        })
        .collect();
    edges.sort_by(|one, other| (one.after, one).cmp(&(other.after, other)));
    (steps, edges)
}

/// Puts each hazard with its step and returns those of the plan as a whole.
fn attach(found: Vec<(Option<StepId>, Hazard)>, steps: &mut [Step]) -> Vec<Hazard> {
    let mut whole = Vec::new();
    for (id, hazard) in found {
        // The steps are in the order of their numbers, which begin at 1.
        let step = id.and_then(|id| steps.get_mut(id.0.checked_sub(1)?));
        match step {
            Some(step) => step.hazards.push(hazard),
            None => whole.push(hazard),
        }
    }
    whole
}

impl Plan {
    /// All hazards, those of the plan as a whole first.
    pub fn all_hazards(&self) -> impl Iterator<Item = &Hazard> {
        self.hazards
            .iter()
            .chain(self.steps.iter().flat_map(|step| &step.hazards))
    }

    /// All hazards, to word them with what the data answered.
    pub fn all_hazards_mut(&mut self) -> impl Iterator<Item = &mut Hazard> {
        self.hazards
            .iter_mut()
            .chain(self.steps.iter_mut().flat_map(|step| &mut step.hazards))
    }

    /// Steps that must come before this one, with the reason.
    pub fn before(&self, step: StepId) -> impl Iterator<Item = (StepId, &str)> {
        let start = self.edges.partition_point(|edge| edge.after < step);
        let from_there = self.edges.get(start..).unwrap_or_default().iter();
        from_there
            .take_while(move |edge| edge.after == step)
            .map(|edge| (edge.before, edge.because.as_str()))
    }
}

//! A plan → SQL text with its reasons as comments, guards and assertions. Decides nothing.
//!
//! The only room where migration text is made. [`script`] reads top to bottom like the file that it makes: the head
//! that checks the database is the reviewed one, a segment per step, the assertions at the end.

mod assertion;
mod check;
mod comment;
mod copy;
mod fold;
mod online;
mod operation;
mod probe_sql;
mod rebuild;
mod reference_rows;
mod script;

pub use assertion::{Assertion, asserted, nothing_to_lose};
pub(crate) use comment::{hazard_sentence, thousands, title};
pub(crate) use fold::filled_comment;
pub use online::{BATCH_SECONDS, ONE_CALL, batch_of_seconds};
pub use probe_sql::{FailingSql, QuestionSql, failing, is_sample, question};
pub use reference_rows::{deleted, written};
pub use script::{Script, Segment};

use std::collections::BTreeMap;

use crate::plan::{Operation, Plan, Return, SelfGuard, StandInTable, Step, StepId, drop_guards, stand_in_parents};
use crate::schema::Name;

/// The text of a plan.
pub fn script(plan: &Plan) -> Script {
    let mut segments: Vec<Segment> = online::before(plan);
    segments.extend(check::head(&plan.safeguards));
    let mut helpers = (drop_guards(plan), stand_in_parents(plan));
    let mut rest = plan.steps.as_slice();
    // Rows of reference tables come last: what is asserted of the schema and of its rows holds before they do.
    let (schema, rows) = rest.split_at(rest.partition_point(|it| !it.operation.is_of_rows()));
    rest = schema;
    while let Some((first, others)) = rest.split_first() {
        // What makes way together is one entry, and so is what is new or put back.
        let alike = others.iter().take_while(|it| is_alike(first, it)).count();
        let (group, next) = rest.split_at(alike + 1);
        segments.push(segment(plan, group, &mut helpers));
        rest = next;
    }
    segments.extend(check::tail(&plan.safeguards));
    segments.extend(online::after(plan));
    segments.extend(
        rows.iter()
            .map(|it| segment(plan, std::slice::from_ref(it), &mut helpers)),
    );
    Script { segments }
}

fn is_alike(one: &Step, other: &Step) -> bool {
    match (&one.operation, &other.operation) {
        (Operation::Drop(_, Return::Later), Operation::Drop(_, Return::Later)) => one.because == other.because,
        (Operation::Create(_), Operation::Create(_)) => true,
        _ => false,
    }
}

/// What stands beside steps while they run: guards, and empty tables in the place of parents that are gone.
type Helpers<'a> = (
    BTreeMap<StepId, Vec<(&'a Name, SelfGuard)>>,
    BTreeMap<StepId, Vec<StandInTable>>,
);

fn segment(plan: &Plan, steps: &[Step], (guards, parents): &mut Helpers<'_>) -> Segment {
    let mut statements: Vec<String> = Vec::new();
    let mut comments = comment::lines(plan, steps);
    for step in steps {
        let guards = guards.remove(&step.id).unwrap_or_default().into_iter();
        let parents = parents.remove(&step.id).unwrap_or_default();
        statements.extend(guards.flat_map(|(table, guard)| rebuild::self_guards(table, guard)));
        statements.extend(parents.iter().map(operation::stand_in));
        statements.extend(operation::statements(&step.operation));
        statements.extend(parents.iter().map(|it| format!("DROP TABLE {}", it.name.written())));
        statements.extend(operation::filled(&step.operation, &plan.unfilled));
        comments.extend(parents.iter().flat_map(|it| comment::stand_in(&it.name, step)));
    }
    Segment {
        step: steps.first().map(|it| it.id),
        comments,
        makes_way: steps
            .iter()
            .all(|it| matches!(it.operation, Operation::Drop(_, Return::Later))),
        statements,
    }
}

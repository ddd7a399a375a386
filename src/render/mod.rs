//! A plan → SQL text with its reasons as comments, guards and assertions. Decides nothing.
//!
//! The only room where migration text is made. [`script`] reads top to bottom like the file that it makes: the head
//! that checks the database is the reviewed one, a segment per step, the assertions at the end.

mod assertion;
mod comment;
mod copy;
mod operation;
mod question;
mod rebuild;
mod review;
mod script;

pub use assertion::{Assertion, asserted, nothing_to_lose};
pub(crate) use comment::{hazard_sentence, thousands, title};
pub use question::{FailingSql, QuestionSql, failing, question};
pub use script::{Script, Segment};

use crate::plan::{Plan, SelfGuard, StandInTable, Step, drop_guards, stand_in_parents};
use crate::schema::Name;

/// The text of a plan.
pub fn script(plan: &Plan) -> Script {
    let mut segments = Vec::new();
    segments.extend(review::head(&plan.safeguards));
    segments.extend(assertion::counts(&plan.safeguards));
    let (mut guards, mut parents) = (drop_guards(plan), stand_in_parents(plan));
    for step in &plan.steps {
        let guards = guards.remove(&step.id).unwrap_or_default();
        let parents = parents.remove(&step.id).unwrap_or_default();
        segments.push(segment(plan, step, guards, &parents));
    }
    segments.extend(assertion::tail(&plan.safeguards));
    Script { segments }
}

fn segment(plan: &Plan, step: &Step, guards: Vec<(&Name, SelfGuard)>, parents: &[StandInTable]) -> Segment {
    let mut statements: Vec<String> = guards
        .into_iter()
        .flat_map(|(table, guard)| rebuild::self_guards(table, guard))
        .collect();
    statements.extend(parents.iter().map(operation::stand_in));
    statements.extend(operation::statements(&step.operation));
    statements.extend(parents.iter().map(|it| format!("DROP TABLE {}", it.name.quoted())));
    statements.extend(operation::filled(&step.operation, &plan.unfilled));
    let mut comments = comment::lines(plan, step);
    comments.extend(parents.iter().map(|it| comment::stand_in(&it.name, step)));
    Segment {
        step: Some(step.id),
        comments,
        statements,
    }
}

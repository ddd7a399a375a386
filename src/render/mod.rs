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

use crate::plan::{Plan, Step, drop_guards};

/// The text of a plan.
pub fn script(plan: &Plan) -> Script {
    let mut segments = Vec::new();
    segments.extend(review::head(&plan.safeguards));
    segments.extend(assertion::counts(&plan.safeguards));
    for step in &plan.steps {
        segments.push(segment(plan, step));
    }
    segments.extend(assertion::tail(&plan.safeguards));
    Script { segments }
}

fn segment(plan: &Plan, step: &Step) -> Segment {
    let guards = drop_guards(plan, step.id).into_iter();
    let mut statements: Vec<String> = guards
        .flat_map(|(table, guard)| rebuild::self_guards(table, guard))
        .collect();
    statements.extend(operation::statements(&step.operation));
    statements.extend(operation::filled(&step.operation, &plan.unfilled));
    Segment {
        step: Some(step.id),
        comments: comment::lines(plan, step),
        statements,
    }
}

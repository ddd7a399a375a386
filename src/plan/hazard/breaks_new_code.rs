//! breaks-new-code: statements of the code that comes fail until the migration is out.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, some_of};
use crate::plan::facts::Effect;
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};

/// The application's sources need what this plan makes.
pub(super) struct BreaksNewCode;

const KIND: HazardKind = HazardKind {
    code: HazardCode("breaks-new-code"),
    severity: Severity::Warning,
    gate: Gate::Open,
    title: "the code in the sources fails on the old schema",
    explanation: "Statements in the application's sources work on the new schema alone: a deploy before the migration makes them fail. \
That is the usual order of things when a change only adds, as long as the migration goes first. Where the same plan also raises \
`breaks-old-code`, neither order serves: whichever goes first, one of the two versions fails until the other is out.\n\n\
Told where the configuration says where the sources are (`compat: [\"src/**/*.ts\"]`); `reconcile compat` shows each statement with what \
SQLite says of it. `reconcile plan --expand-contract` divides a change that breaks both ways.",
};

impl Rule for BreaksNewCode {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let places = situation.facts.places(|it| *it == Effect::Needs);
        let (Some(first), false) = (steps.first(), places.is_empty()) else {
            return Vec::new();
        };
        let message = format!(
            "code that needs the new schema fails until it is there: {}",
            some_of(&places)
        );
        let remedy = "apply this migration before that code goes out";
        vec![(None, KIND.note(first.operation.object(), message, remedy))]
    }
}

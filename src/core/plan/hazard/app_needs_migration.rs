//! app-needs-migration: statements of the code that comes fail until the migration is out.

use super::{Code, Found, Gate, HazardKind, some_of};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::plan::data_facts::Effect;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::AppNeedsMigration,
    gate: Gate::Open,
    title: "the application's sources fail on the old schema",
    explanation: "Statements in the application's sources work only on the new schema, so they fail if you deploy \
before you migrate. This is normal for a change that only adds, as long as the migration runs first. If the same plan \
also raises `breaks-app`, neither order works: whichever comes first, one of the two versions fails until the \
other is live.\n\n\
Reported if the configuration names the sources (`compat: [\"src/**/*.ts\"]`); `reconcile compat` shows each \
statement with SQLite's error. `reconcile plan --expand-contract` splits a change that breaks both ways into stages.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let places = situation.facts.places(|it| *it == Effect::Needs);
    let (Some(first), false) = (steps.first(), places.is_empty()) else {
        return Vec::new();
    };
    let message = format!("the new code fails until this migration has run: {}", some_of(&places));
    let remedy = "apply this migration before you deploy that code";
    vec![(None, KIND.note(first.operation.object(), message, remedy))]
}

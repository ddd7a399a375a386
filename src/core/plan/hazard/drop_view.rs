//! drop-view: a view or trigger goes, and with it what it did.

use super::{Code, Found, Gate, HazardKind, dropped};
use crate::plan::context::Situation;
use crate::plan::{Step, StepId};
use crate::schema::Object;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DropView,
    gate: Gate::Open,
    title: "a view or trigger is dropped",
    explanation: "Statements that read a dropped view fail. What a dropped trigger maintained (timestamps, counters, \
search indexes, rules) is silently no longer maintained.\n\n\
Its definition stays in the migration history, so it can be created again.",
    find,
};

fn find(_: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let hazard = |(step, object): (StepId, &Object)| {
        let message = match object {
            Object::View(view) => format!("statements that read view {} fail", view.name),
            Object::Trigger(trigger) => {
                format!("trigger {} no longer runs on {}", trigger.name, trigger.on)
            }
            _ => return None,
        };
        Some((
            Some(step),
            KIND.note(
                object.reference(),
                message,
                "keep it in the schema if it is still needed",
            ),
        ))
    };
    dropped(steps).filter_map(hazard).collect()
}

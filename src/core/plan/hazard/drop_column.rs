//! drop-column: a column goes with its values.

use super::{Code, Found, Gate, HazardKind, Probe, Question, Severity};
use crate::diff::Clause;
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::GeneratedKind;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DropColumn,
    gate: Gate::NeedsAllow,
    title: "a column is dropped with its values",
    explanation: "The desired table no longer has the column, so its values are deleted. D1 can restore them only by \
taking the whole database back in time.\n\n\
If the column was renamed, write `-- reconcile: renamed-from OLD_NAME` on its line. To drop it, pass `--allow \
drop-column`, or set `archive: true`: its values are then archived until `reconcile purge`. On an empty table it is \
dropped without asking; a virtual generated column has no values to lose.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for (change, clause) in situation.clauses() {
        let to = &change.tables.to;
        let Clause::DropColumn(column) = clause else { continue };
        if column
            .generated
            .as_ref()
            .is_some_and(|it| it.kind == GeneratedKind::Virtual)
        {
            continue;
        }
        let live = (
            situation.live_name(&to.name),
            situation.live_column(&to.name, &column.name),
        );
        let kept = situation.options.copies.iter().find(|copy| {
            copy.from == live.0 && copy.into.is_trash() && copy.columns.iter().any(|pair| pair.from == live.1)
        });
        let question = Question::HasValue(column.name.clone());
        let probe = Probe::of(situation, to, None, question);
        let (message, remedy) = match kept {
            Some(copy) => (
                format!(
                    "column {}.{} is dropped; its values are kept in {}",
                    to.name, column.name, copy.into
                ),
                "`reconcile revert` restores them until `reconcile purge`".to_owned(),
            ),
            None => (
                format!("column {}.{} is dropped with its values", to.name, column.name),
                format!(
                    "if it was renamed, write `-- reconcile: renamed-from {}` on the new column's line; otherwise pass --allow {}",
                    column.name, KIND.code
                ),
            ),
        };
        let (step, mut hazard) = KIND.on(steps, (&to.name, Some(&column.name)), probe, message, &remedy);
        if kept.is_some() {
            hazard.severity = Severity::Warning;
        }
        if kept.is_some() || situation.rows(&to.name) == Some(0) {
            hazard.gate = Gate::Open;
        }
        found.push((step, hazard));
    }
    found
}

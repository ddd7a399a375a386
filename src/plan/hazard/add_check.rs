//! add-check: rows that are there may fail a new CHECK.

use super::{
    Gate, Hazard, HazardCode, HazardKind, Probe, Question, Rule, Severity, Source, rewritten, step_for, table,
};
use crate::diff::Clause;
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};

/// A CHECK over existing rows.
pub(super) struct AddCheck;

const KIND: HazardKind = HazardKind {
    code: HazardCode("add-check"),
    severity: Severity::Danger,
    title: "a new CHECK is false for rows that are there",
    explanation: "Every row is checked when the table is rebuilt, so one row for which the expression is false makes the \
migration fail. No flag makes that succeed.\n\n\
Correct the rows first (`reconcile new` makes a migration for that), or widen the CHECK. An expression that is NULL passes, \
as always in SQLite. Where every row passes, so does the change.",
};

impl Rule for AddCheck {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for change in situation.table_changes() {
            let to = &change.tables.to;
            let new = change.clauses.iter().filter_map(|clause| match clause {
                Clause::AddCheck(check) => Some(check),
                _ => None,
            });
            let new: Vec<_> = new.collect();
            // A CHECK that stays meets values that it has not seen.
            let stays = to.checks.iter().filter(|check| !new.contains(check));
            let rewritten = rewritten(change);
            let met = stays.filter(|check| rewritten.iter().any(|column| check.expression.mentions(column)));
            let new = new.iter().map(|check| (*check, "is new to rows that are there"));
            let met = met.map(|check| (check, "meets values that change with this migration"));
            for (check, why) in new.collect::<Vec<_>>().into_iter().chain(met) {
                let expression = check.expression.text().to_owned();
                let message = format!("CHECK ({}) on {} {why}", expression.trim(), to.name);
                let question = Question::Violates { expression };
                let probe = Source::of(situation, to, Some(change)).map(|source| Probe { source, question });
                let remedy = "correct the rows first: reconcile new fix-rows";
                let hazard = Hazard {
                    gate: Gate::Impossible,
                    probe,
                    ..KIND.note(table(&to.name), message, remedy)
                };
                found.push((step_for(steps, &to.name, None), hazard));
            }
        }
        found
    }
}

//! backfill-leaves-null: rows for which a backfill has no value.

use super::{Gate, Hazard, HazardCode, HazardKind, Probe, Question, Rule, Severity, Source, step_for, table};
use crate::diff::Clause;
use crate::plan::context::Situation;
use crate::plan::{Step, StepId};

/// A backfill of a column that may be NULL.
pub(super) struct BackfillLeavesNull;

const KIND: HazardKind = HazardKind {
    code: HazardCode("backfill-leaves-null"),
    severity: Severity::Note,
    gate: Gate::Open,
    title: "a backfill gives NULL for some rows",
    explanation: "The expression is NULL where a column that it reads is NULL, or a subquery finds nothing. The \
column is nullable, so nothing fails; code that expects a value in every row fails later.\n\n\
The figure counts the rows that stay NULL. Give the expression a fallback, as in `coalesce(…, '')`, or leave it if you mean NULL.",
};

impl Rule for BackfillLeavesNull {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for change in situation.table_changes() {
            let to = &change.tables.to;
            for clause in &change.clauses {
                let column = match clause {
                    Clause::AddColumn {
                        column,
                        backfill: Some(_),
                    } => column,
                    Clause::ChangeColumn {
                        columns,
                        backfill: Some(_),
                        ..
                    } => &columns.to,
                    _ => continue,
                };
                // One that must have a value is asked about by add-not-null.
                if column.not_null.is_some() {
                    continue;
                }
                let question = Question::IsNull {
                    column: column.name.clone(),
                };
                let probe = Source::of(situation, to, Some(change)).map(|source| Probe { source, question });
                let message = format!("{}.{} stays NULL where its backfill is NULL", to.name, column.name);
                let hazard = Hazard {
                    column: Some(column.name.clone()),
                    probe,
                    ..KIND.note(
                        table(&to.name),
                        message,
                        "give the expression a fallback, as in coalesce(…, ''), or leave it if you mean NULL",
                    )
                };
                found.push((step_for(steps, &to.name, Some(&column.name)), hazard));
            }
        }
        found
    }
}

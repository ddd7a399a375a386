//! add-not-null: a column becomes NOT NULL over rows that may hold NULL.

use super::{Gate, Hazard, HazardCode, HazardKind, Probe, Question, Rule, Severity, Source, step_for, table};
use crate::diff::{Clause, ColumnFacet};
use crate::plan::context::Situation;
use crate::plan::{Step, StepId};

/// NOT NULL over existing rows.
pub(super) struct AddNotNull;

const KIND: HazardKind = HazardKind {
    code: HazardCode("add-not-null"),
    severity: Severity::Danger,
    gate: Gate::Impossible,
    title: "NOT NULL is added to a column that has NULLs",
    explanation: "Rows with NULL in the column violate the new constraint, so the migration would fail. \
No flag overrides this.\n\n\
Write `-- reconcile: backfill EXPRESSION` on the column's line: it fills the NULLs during the rebuild. Or update the \
rows first. If no row has NULL, the change is allowed.",
};

impl Rule for AddNotNull {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for change in situation.table_changes() {
            let to = &change.tables.to;
            for clause in &change.clauses {
                let column = match clause {
                    Clause::ChangeColumn { columns, facets, .. }
                        if facets.contains(&ColumnFacet::NotNull)
                            && columns.to.not_null.is_some()
                            && columns.from.not_null.is_none() =>
                    {
                        &columns.to
                    }
                    // Its values are others, whatever it took before.
                    Clause::ChangeColumn { columns, facets, .. }
                        if columns.to.not_null.is_some()
                            && (facets.contains(&ColumnFacet::Values)
                                || (facets.contains(&ColumnFacet::Generated) && columns.to.generated.is_some())) =>
                    {
                        &columns.to
                    }
                    Clause::AddColumn { column, backfill } if column.not_null.is_some() => {
                        if backfill.is_none() && column.generated.is_none() {
                            continue;
                        }
                        column
                    }
                    _ => continue,
                };
                let probe = Source::of(situation, to, Some(change)).map(|source| Probe {
                    source,
                    question: Question::IsNull {
                        column: column.name.clone(),
                    },
                });
                let message = format!("column {}.{} must not be NULL in existing rows", to.name, column.name);
                let remedy = match column.generated {
                    Some(_) => format!(
                        "change the expression of column {} so that it gives every row a value",
                        column.name
                    ),
                    None if change.converts(&column.name) => format!(
                        "write `using` for the rows of column {} that have a value and `backfill` for the others, so that neither gives NULL",
                        column.name
                    ),
                    None => format!(
                        "write `-- reconcile: backfill EXPRESSION` on the line of column {}; the expression must never give NULL",
                        column.name
                    ),
                };
                let hazard = Hazard {
                    column: Some(column.name.clone()),
                    probe,
                    ..KIND.note(table(&to.name), message, &remedy)
                };
                found.push((step_for(steps, &to.name, Some(&column.name)), hazard));
            }
        }
        found
    }
}

//! add-not-null: a column becomes NOT NULL over rows that may hold NULL.

use super::{Code, Found, Gate, HazardKind, Probe, Question};
use crate::diff::{Clause, ColumnFacet};
use crate::plan::Step;
use crate::plan::context::Situation;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::AddNotNull,
    gate: Gate::Impossible,
    title: "NOT NULL is added to a column that has NULLs",
    explanation: "Rows with NULL in the column violate the new constraint, so the migration would fail. \
No flag overrides this.\n\n\
Write `-- reconcile: backfill EXPRESSION` on the column's line: it fills the NULLs during the rebuild. Or update the \
rows first. If no row has NULL, the change is allowed.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for (change, clause) in situation.clauses() {
        let to = &change.tables.to;
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
        let question = Question::IsNull(column.name.clone());
        let probe = Probe::of(situation, to, Some(change), question);
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
        found.push(KIND.on(steps, (&to.name, Some(&column.name)), probe, message, &remedy));
    }
    found
}

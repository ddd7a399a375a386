//! backfill-leaves-null: rows for which a backfill has no value.

use super::{Code, Found, Gate, HazardKind, Probe, Question};
use crate::diff::Clause;
use crate::plan::Step;
use crate::plan::context::Situation;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::BackfillLeavesNull,
    gate: Gate::Open,
    title: "a backfill gives NULL for some rows",
    explanation: "The expression is NULL where a column that it reads is NULL, or a subquery finds nothing. The \
column is nullable, so nothing fails; code that expects a value in every row fails later.\n\n\
The figure counts the rows that stay NULL. Give the expression a fallback, as in `coalesce(…, '')`, or leave it if you mean NULL.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let filled = situation.clauses().filter_map(|(change, clause)| match clause {
        Clause::AddColumn { column, backfill } => backfill.as_ref().map(|_| (change, column)),
        Clause::ChangeColumn { columns, backfill, .. } => backfill.as_ref().map(|_| (change, &columns.to)),
        _ => None,
    });
    // One that must have a value is asked about by add-not-null.
    let nullable = filled.filter(|(_, column)| column.not_null.is_none());
    let found = nullable.map(|(change, column)| {
        let to = &change.tables.to;
        let probe = Probe::of(situation, to, Some(change), Question::IsNull(column.name.clone()));
        let message = format!("{}.{} stays NULL where its backfill is NULL", to.name, column.name);
        let remedy = "give the expression a fallback, as in coalesce(…, ''), or leave it if you mean NULL";
        KIND.on(steps, (&to.name, Some(&column.name)), probe, message, remedy)
    });
    found.collect()
}

//! required-column: a new NOT NULL column has no value for existing rows.

use super::{Code, Found, Gate, HazardKind, Probe, Question};
use crate::diff::Clause;
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Column, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::RequiredColumn,
    gate: Gate::Impossible,
    title: "a new NOT NULL column has no value for existing rows",
    explanation: "Existing rows would have NULL in the column, which NOT NULL forbids, so the migration would fail. \
No flag overrides this.\n\n\
Give them a value: write `-- reconcile: backfill EXPRESSION` on the column's line (an expression over the table's \
columns), give the column a DEFAULT, or drop NOT NULL. On an empty table the column is added as it is.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for (change, clause) in situation.clauses() {
        let to = &change.tables.to;
        let Clause::AddColumn { column, backfill: None } = clause else {
            continue;
        };
        if !is_required(to, column) {
            continue;
        }
        let probe = Probe::of(situation, to, None, Question::Rows);
        let message = format!(
            "column {}.{} is NOT NULL and has no value for existing rows",
            to.name, column.name
        );
        let remedy = format!(
            "write `-- reconcile: backfill EXPRESSION` on the line of column {}, or give it a DEFAULT",
            column.name
        );
        found.push(KIND.on(steps, (&to.name, Some(&column.name)), probe, message, &remedy));
    }
    found
}

/// NOT NULL by its own clause, or as a key column of a WITHOUT ROWID table; and neither computed nor the rowid.
fn is_required(table: &Table, column: &Column) -> bool {
    let key = table.has_in_key(&column.name);
    let required = column.not_null.is_some() || (key && table.without_rowid);
    let has_value = column.default.as_ref().is_some_and(|default| !default.is_null());
    let is_rowid = table.rowid_alias().is_some_and(|it| it.name == column.name);
    required && !has_value && !is_rowid && column.generated.is_none()
}

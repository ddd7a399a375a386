//! What a reviewer must know of a plan. One hazard per file: code, severity, explanation, and how it is found.

mod add_check;
mod add_foreign_key;
mod add_not_null;
mod add_unique;
mod app_needs_migration;
mod autoincrement;
mod backfill_leaves_null;
mod breaks_app;
mod column_order;
mod confusable_name;
mod convert;
mod delete_referenced_rows;
mod delete_rows;
mod double_quoted;
mod drop_all;
mod drop_column;
mod drop_index;
mod drop_referenced_table;
mod drop_table;
mod drop_view;
mod failing_expression;
mod finding;
mod foreign_key_without_index;
mod large_rebuild;
mod mixed_affinity;
mod not_an_integer_key;
mod oversized_row;
mod possible_rename;
mod probe;
mod rename;
mod renamed_expressions;
mod required_column;
mod rewrites_table;
mod search_contents;
mod unconverted_text;
mod volatile_backfill;

pub use finding::{Finding, Hazard};
pub use probe::{Keys, Probe, Question, Source};
pub use volatile_backfill::is_volatile;

use std::collections::BTreeSet;

use super::context::Situation;
use super::{DeletedRows, Operation, Return, Step, StepId};
use crate::diagnostic::Facts;
pub use crate::diagnostic::{Code, Gate, Severity};
use crate::diff::{Clause, ColumnFacet, TableChange};
use crate::schema::{Name, Object, ObjectKind, ObjectRef};

/// What is said of a hazard wherever it is met: in `reconcile explain`, in docs, in reports.
#[derive(Debug, Clone, Copy)]
pub struct HazardKind {
    /// Its stable code.
    pub code: Code,
    /// What it takes to go on, at most: data that shows no harm may ask for less.
    pub gate: Gate,
    /// One line: what happens.
    pub title: &'static str,
    /// Why it matters on D1, and the way out. Markdown paragraphs.
    pub explanation: &'static str,
    /// Finds it in a plan.
    find: fn(&Situation<'_>, &[Step]) -> Vec<Found>,
}

/// A hazard and the step that it belongs to, or none if it is the plan as a whole.
pub(super) type Found = (Option<StepId>, Hazard);

const KINDS: &[&HazardKind] = &[
    &drop_all::KIND,
    &drop_table::KIND,
    &drop_column::KIND,
    &delete_rows::KIND,
    &possible_rename::KIND,
    &required_column::KIND,
    &add_not_null::KIND,
    &add_unique::KIND,
    &add_check::KIND,
    &add_foreign_key::KIND,
    &failing_expression::KIND,
    &convert::LOSSY,
    &convert::MISMATCH,
    &unconverted_text::KIND,
    &drop_referenced_table::KIND,
    &delete_referenced_rows::KIND,
    &not_an_integer_key::KIND,
    &search_contents::KIND,
    &rewrites_table::KIND,
    &oversized_row::KIND,
    &volatile_backfill::KIND,
    &backfill_leaves_null::KIND,
    &rename::KIND,
    &drop_index::KIND,
    &drop_view::KIND,
    &breaks_app::KIND,
    &app_needs_migration::KIND,
    &large_rebuild::KIND,
    &column_order::KIND,
    &double_quoted::KIND,
    &mixed_affinity::KIND,
    &foreign_key_without_index::KIND,
    &autoincrement::KIND,
    &confusable_name::KIND,
];

/// All kinds of hazard, worst first.
pub fn kinds() -> impl Iterator<Item = &'static HazardKind> {
    KINDS.iter().copied()
}

/// The hazards of all kinds.
pub(super) fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    kinds().flat_map(|kind| (kind.find)(situation, steps)).collect()
}

impl HazardKind {
    /// A hazard of this kind, as bad as the kind can be.
    fn note(&self, object: ObjectRef, message: String, remedy: &str) -> Hazard {
        Hazard {
            code: self.code,
            severity: self.code.severity(),
            gate: self.gate,
            object,
            column: None,
            message,
            facts: Facts::None,
            remedy: remedy.to_owned(),
            probe: None,
            finding: None,
        }
    }

    /// A hazard of a table that changes, or of one of its columns, at the step that makes the change.
    fn on(
        &self,
        steps: &[Step],
        (table, column): (&Name, Option<&Name>),
        probe: Option<Probe>,
        message: String,
        remedy: &str,
    ) -> Found {
        let hazard = Hazard {
            column: column.cloned(),
            probe,
            ..self.note(self::table(table), message, remedy)
        };
        (step_for(steps, table, column), hazard)
    }
}

fn table(name: &Name) -> ObjectRef {
    ObjectRef::new(ObjectKind::Table, name.clone())
}

/// The first few of many places, in words.
fn some_of(places: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown = places.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match places.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Columns whose values in rows that are there become others: by a backfill, under another type, or computed from such.
pub(super) fn rewritten(change: &TableChange) -> BTreeSet<Name> {
    changed_by(change, [ColumnFacet::Type, ColumnFacet::Generated, ColumnFacet::Values])
}

/// Columns that a backfill or a change of these facets touches, and those that are computed from them.
fn changed_by(change: &TableChange, others: [ColumnFacet; 3]) -> BTreeSet<Name> {
    let changed = change.clauses.iter().filter_map(|clause| match clause {
        Clause::ChangeColumn {
            columns,
            facets,
            backfill,
            ..
        } => {
            let changed = backfill.is_some() || others.iter().any(|it| facets.contains(it));
            changed.then_some(columns.to.name.clone())
        }
        _ => None,
    });
    probe::dependents(&change.tables.to, changed.collect())
}

/// The step that changes this column of a table: its own ALTER, or the rebuild of the table.
fn step_for(steps: &[Step], table: &Name, column: Option<&Name>) -> Option<StepId> {
    steps
        .iter()
        .find(|step| match &step.operation {
            Operation::AddColumn {
                table: it, column: own, ..
            } => it.name == *table && column == Some(&own.name),
            Operation::DropColumn { table: it, column: own } => it == table && column == Some(own),
            Operation::Rebuild(rebuild) => rebuild.tables.iter().any(|it| it.tables.to.name == *table),
            _ => false,
        })
        .map(|step| step.id)
}

/// The step that creates this object, or the rebuild that brings it along.
fn step_creating(steps: &[Step], object: &ObjectRef, table: &Name) -> Option<StepId> {
    let own = steps
        .iter()
        .find(|step| matches!(&step.operation, Operation::Create(it) if it.reference() == *object));
    own.map(|step| step.id).or_else(|| step_for(steps, table, None))
}

/// The step that creates or changes a table.
fn step_on(steps: &[Step], on: &Name, column: Option<&Name>) -> Option<StepId> {
    let makes = |step: &&Step| matches!(&step.operation, Operation::Create(Object::Table(it)) if it.name == *on);
    let own = steps.iter().find(makes).map(|step| step.id);
    own.or_else(|| step_for(steps, on, column))
}

/// Steps that delete rows of reference tables.
fn deletions(steps: &[Step]) -> impl Iterator<Item = (StepId, &DeletedRows)> {
    steps.iter().filter_map(|step| match &step.operation {
        Operation::DeleteRows(rows) => Some((step.id, &**rows)),
        _ => None,
    })
}

/// Steps that drop something for good.
fn dropped(steps: &[Step]) -> impl Iterator<Item = (StepId, &Object)> {
    steps.iter().filter_map(|step| match &step.operation {
        Operation::Drop(object, Return::Never) => Some((step.id, object)),
        _ => None,
    })
}

/// The hazards of the way from one schema text to another, on an empty database.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
fn hazards_between(before: &str, after: &str) -> Vec<crate::plan::Hazard> {
    let read = |text: &str| crate::desired::parse_sql(std::path::Path::new("s.sql"), text.to_owned()).unwrap();
    let (live, wanted) = (read(before), read(after));
    let schemas = crate::schema::Pair {
        from: &live.schema,
        to: &wanted.schema,
    };
    let diff = crate::diff::compare(&live.schema, &wanted.schema, &wanted.hints);
    let plan = crate::plan::build(&diff, schemas, &Default::default(), &Default::default()).unwrap();
    plan.all_hazards().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_explained() {
        assert!(
            kinds().map(|kind| kind.code).eq(Code::hazards()),
            "each code has its kind"
        );
        assert!(kinds().all(|kind| !kind.title.is_empty() && kind.explanation.len() > 80));
    }
}

//! foreign-key-without-index and mixed-affinity: what is slow or surprising about a foreign key that comes with the plan.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, step_creating, step_for, table};
use crate::diff::{Change, Clause};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::{Affinity, ForeignKey, Object, ObjectKind, ObjectRef, Table};

/// No index begins with the key's columns.
pub(super) struct ForeignKeyWithoutIndex;

/// Child and parent column have other affinities.
pub(super) struct MixedAffinity;

const UNINDEXED: HazardKind = HazardKind {
    code: HazardCode("foreign-key-without-index"),
    severity: Severity::Note,
    gate: Gate::Open,
    title: "each delete in the parent will scan the child",
    explanation: "SQLite makes no index for a foreign key. Without one, every DELETE of a parent row, and every change of its \
key, reads the whole child table to look for references; D1 bills those rows, and a later rebuild of the parent reads the child \
once for each parent row.\n\n\
Add `CREATE INDEX` on the key's columns in the schema; a UNIQUE constraint or primary key that begins with them serves as well. \
<https://www.sqlite.org/foreignkeys.html#fk_indexes>",
};

const MIXED: HazardKind = HazardKind {
    code: HazardCode("mixed-affinity"),
    severity: Severity::Warning,
    gate: Gate::Open,
    title: "a foreign key compares values of two affinities",
    explanation: "SQLite compares a child's value under the parent column's affinity and collation, but stores it under the \
child's own. A text '007' in the child finds the integer 7 of the parent, yet a join on the same columns, with another order of \
conversions, may not; and an index on the child may not serve the lookup.\n\n\
Declare both columns with the same type and collation. <https://www.sqlite.org/foreignkeys.html#fk_composite>",
};

impl Rule for ForeignKeyWithoutIndex {
    fn kind(&self) -> &'static HazardKind {
        &UNINDEXED
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for (to, key) in new_keys(situation) {
            if to.has_index_on(&key.columns) {
                continue;
            }
            let names = names(key);
            let message = format!(
                "no index on {}({names}): each delete in {} will scan it",
                to.name, key.parent
            );
            let remedy = format!(
                "add to the schema: CREATE INDEX {}_{} ON {} ({names});",
                to.name,
                names.replace(", ", "_"),
                to.name
            );
            found.push((step(steps, to), UNINDEXED.note(table(&to.name), message, &remedy)));
        }
        found
    }
}

impl Rule for MixedAffinity {
    fn kind(&self) -> &'static HazardKind {
        &MIXED
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for (to, key) in new_keys(situation) {
            let Some(parent) = situation.wanted.tables.get(&key.parent) else {
                continue;
            };
            for (ours, theirs) in key.columns.iter().zip(&key.parent_columns) {
                let (Some(child), Some(other)) = (to.affinity(ours), parent.affinity(theirs)) else {
                    continue;
                };
                // A column without a type takes every value as it is.
                if number(child) == number(other) || child == Affinity::Blob || other == Affinity::Blob {
                    continue;
                }
                let message = format!(
                    "{}.{ours} and {}.{theirs} have types of two kinds, and are compared",
                    to.name, key.parent
                );
                let remedy = "declare both columns with the same type";
                found.push((step(steps, to), MIXED.note(table(&to.name), message, remedy)));
            }
        }
        found
    }
}

/// Affinities that convert alike.
fn number(affinity: Affinity) -> Affinity {
    match affinity {
        Affinity::Integer | Affinity::Real | Affinity::Numeric => Affinity::Numeric,
        other => other,
    }
}

/// Foreign keys that were not there, with their tables.
fn new_keys<'a>(situation: &Situation<'a>) -> Vec<(&'a Table, &'a ForeignKey)> {
    let mut found = Vec::new();
    for change in &situation.diff.changes {
        match change {
            Change::Create(Object::Table(table)) => found.extend(table.foreign_keys.iter().map(|key| (table, key))),
            Change::AlterTable(change) => found.extend(change.clauses.iter().filter_map(|clause| match clause {
                Clause::AddForeignKey(key) => Some((&change.tables.to, key)),
                _ => None,
            })),
            _ => {}
        }
    }
    found
}

fn names(key: &ForeignKey) -> String {
    let names: Vec<&str> = key.columns.iter().map(crate::schema::Name::as_str).collect();
    names.join(", ")
}

fn step(steps: &[Step], table: &Table) -> Option<StepId> {
    let object = ObjectRef::new(ObjectKind::Table, table.name.clone());
    step_creating(steps, &object, &table.name).or_else(|| step_for(steps, &table.name, None))
}

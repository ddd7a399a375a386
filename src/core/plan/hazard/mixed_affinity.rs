//! mixed-affinity: the columns of a foreign key and of its parent compare differently.

use super::{Code, Found, Gate, Hazard, HazardKind, step_for, step_on, table};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Affinity, Column, Table, affinity};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::MixedAffinity,
    gate: Gate::Open,
    title: "a foreign key column and its parent column differ in type or collation",
    explanation: "A foreign key compares by the parent column's rules, a JOIN by those of both columns, so the two \
may disagree about which rows belong together: the text '7' satisfies a key to 7 and yet is a different value. SQLite \
also cannot use the child's index for such a key: each row deleted from the parent scans the child, and rebuilding a \
large parent becomes quadratic. \
<https://www.sqlite.org/foreignkeys.html#fk_indexes>\n\n\
Declare both columns with the same type and COLLATE. INTEGER, REAL and NUMERIC compare alike and count as one.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for child in situation.wanted.tables.values() {
        for key in &child.foreign_keys {
            let Some(parent) = situation.wanted.tables.get(&key.parent) else {
                continue;
            };
            for (ours, theirs) in key.columns.iter().zip(key.resolved_parent_columns(parent)) {
                let Some(pair) = child.column(ours).zip(parent.column(&theirs)) else {
                    continue;
                };
                let Some(difference) = differ((child, pair.0), (parent, pair.1)) else {
                    continue;
                };
                // It was so before.
                let old = situation.now.tables.get(&child.name);
                let old_parent = situation.now.tables.get(&key.parent);
                let was = old.zip(old_parent).is_some_and(|(old, old_parent)| {
                    let had = old.foreign_keys.iter().any(|it| {
                        it.parent == key.parent && it.columns == key.columns && it.parent_columns == key.parent_columns
                    });
                    let pair = old.column(ours).zip(old_parent.column(&theirs));
                    had && pair.is_some_and(|pair| differ((old, pair.0), (old_parent, pair.1)).is_some())
                });
                if was {
                    continue;
                }
                let message = format!(
                    "{}.{ours} is {}, but references {}.{theirs}, which is {}",
                    child.name, difference.0, parent.name, difference.1
                );
                let remedy = format!(
                    "declare {}.{ours} with the type and collation of {}.{theirs}",
                    child.name, parent.name
                );
                let hazard = Hazard {
                    column: Some(ours.clone()),
                    ..KIND.note(table(&child.name), message, &remedy)
                };
                let step =
                    step_on(steps, &child.name, Some(ours)).or_else(|| step_for(steps, &parent.name, Some(&theirs)));
                found.push((step, hazard));
            }
        }
    }
    found
}

/// What the two columns are, where they compare differently.
fn differ(ours: (&Table, &Column), theirs: (&Table, &Column)) -> Option<(String, String)> {
    let class = |(table, column): (&Table, &Column)| match affinity(&column.type_name, table.strict) {
        Affinity::Integer | Affinity::Real | Affinity::Numeric => Affinity::Numeric,
        other => other,
    };
    let declared = |column: &Column| match column.type_name.trim() {
        "" => "of no type".to_owned(),
        name => name.to_owned(),
    };
    if class(ours) != class(theirs) {
        return Some((declared(ours.1), declared(theirs.1)));
    }
    let collation = |column: &Column| match &column.collation {
        Some(name) => format!("COLLATE {name}"),
        None => "COLLATE BINARY".to_owned(),
    };
    (ours.1.collation != theirs.1.collation).then(|| (collation(ours.1), collation(theirs.1)))
}

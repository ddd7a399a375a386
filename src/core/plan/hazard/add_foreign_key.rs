//! add-foreign-key: rows that are there may refer to nothing.

use super::{Code, Found, Gate, Hazard, HazardKind, Probe, Question, Source, rewritten, step_for, table};
use crate::diff::{Clause, Lookalike};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{ForeignKey, Name};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::AddForeignKey,
    gate: Gate::Impossible,
    title: "existing rows violate a new foreign key",
    explanation: "Rows whose key is not in the parent table violate the new foreign key, so the migration would fail. No flag overrides this.\n\n\
Delete the orphans, set their key to NULL, or add the parents first (in a migration of your own: `reconcile new NAME`). Rows \
with NULL in a key column have no parent and pass.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let to = &change.tables.to;
        let new = change.clauses.iter().filter_map(|clause| match clause {
            Clause::AddForeignKey(key) => Some(key),
            _ => None,
        });
        // A key that stays meets values that it has not seen.
        let rewritten = rewritten(change);
        let filled = |key: &&ForeignKey| rewritten.iter().any(|column| key.columns.contains(column));
        let mut seen: Vec<&ForeignKey> = Vec::new();
        for key in new.chain(to.foreign_keys.iter().filter(filled)) {
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            // Only actions differ: the rows were held to the same key before.
            let same = |other: &ForeignKey| {
                other.columns == key.columns && other.parent == key.parent && other.parent_columns == key.parent_columns
            };
            if change.tables.from.foreign_keys.iter().any(same) && !filled(&key) {
                continue;
            }
            let Some(parent) = situation.wanted.tables.get(&key.parent) else {
                continue;
            };
            let question = Question::Orphans {
                columns: key.columns.clone(),
                parent: Source::of(
                    situation,
                    parent,
                    situation.table_changes().find(|it| it.tables.to.name == key.parent),
                )
                .or_else(|| Source::returning(situation, parent)),
                parent_columns: key.resolved_parent_columns(parent),
            };
            let probe = Probe::of(situation, to, Some(change), question);
            let names = Name::list(&key.columns);
            let message = format!(
                "existing values of {}({names}) must be found in {}",
                to.name, key.parent
            );
            let remedy = remedy(situation, key);
            let (_, hazard) = KIND.on(steps, (&to.name, None), probe, message, &remedy);
            found.push((step_for(steps, &to.name, key.columns.first()), hazard));
        }
    }
    found.extend(parents(situation, steps));
    found
}

/// The way out: where the parent is new, every row is an orphan because the parent is empty, and not because its key is wrong.
fn remedy(situation: &Situation<'_>, key: &ForeignKey) -> String {
    let parent = &key.parent;
    let is_new = !situation.now.tables.contains_key(parent);
    let renamed = situation.diff.lookalikes.iter().find_map(|it| match it {
        Lookalike::Table { names, .. } if names.to == *parent => Some(&names.from),
        _ => None,
    });
    match renamed {
        Some(old) => {
            format!("write `-- reconcile: renamed-from {old}` above table {parent}, if it is {old} under a new name")
        }
        None if is_new => format!(
            "create {parent} in a first migration without the foreign key, fill it (reconcile new fill-{parent}), then add the key"
        ),
        None => "delete the orphans or set their key to NULL first: reconcile new fix-orphans".to_owned(),
    }
}

/// Keys that stay, of tables whose own values stay, over a parent's values that do not.
fn parents(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let parent = &change.tables.to;
        for child in situation.wanted.tables.values() {
            let own = situation.table_changes().find(|it| it.tables.to.name == child.name);
            for key in child.foreign_keys_to(&parent.name) {
                let parent_columns = key.resolved_parent_columns(parent);
                let is_asked = own.is_some_and(|own| {
                    let is_new = |clause: &Clause| matches!(clause, Clause::AddForeignKey(it) if it == key);
                    let made = super::rewritten(own);
                    own.clauses.iter().any(is_new) || key.columns.iter().any(|it| made.contains(it))
                });
                if is_asked || !parent_columns.iter().any(|it| change.converts(it)) {
                    continue;
                }
                let Some(source) = Source::of(situation, child, own) else {
                    continue;
                };
                let message = format!(
                    "existing values of {}({}) must be found in {}, whose values this migration changes",
                    child.name,
                    Name::list(&key.columns),
                    parent.name
                );
                let remedy = "convert the referencing column in the same way: `-- reconcile: using EXPRESSION`";
                let question = Question::Orphans {
                    columns: key.columns.clone(),
                    parent: Source::of(situation, parent, Some(change)),
                    parent_columns,
                };
                let hazard = Hazard {
                    probe: Some(Probe { source, question }),
                    ..KIND.note(table(&child.name), message, remedy)
                };
                found.push((step_for(steps, &parent.name, None), hazard));
            }
        }
    }
    found
}

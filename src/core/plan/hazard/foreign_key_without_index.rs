//! foreign-key-without-index: a delete in the parent reads the whole child.

use super::{Code, Found, Gate, Hazard, HazardKind, step_on, table};
use crate::plan::context::Situation;
use crate::plan::{Operation, Step, StepId};
use crate::schema::{ForeignKey, Name, Object, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::ForeignKeyWithoutIndex,
    gate: Gate::Open,
    title: "a foreign key has no index, so each delete in the parent reads the whole child",
    explanation: "SQLite does not create an index for a foreign key. Each parent row that is deleted, or whose key \
changes, then scans the child for rows that reference it, and D1 bills every row read; a DELETE of many parents, or a later rebuild of the \
parent, reads parents × children. <https://www.sqlite.org/foreignkeys.html#fk_indexes>\n\n\
Create an index that starts with a column of the key; it also speeds up joins. A small child, or a parent whose rows \
are never deleted, needs none. Keys that had no index before the plan are not reported.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for child in situation.wanted.tables.values() {
        let before = situation.now.tables.get(&child.name);
        for key in child.foreign_keys.iter().filter(|key| !leads_an_index(child, key)) {
            let same = |table: &Table| table.foreign_keys.iter().any(|it| is_same(it, key));
            if before.is_some_and(|table| same(table) && !leads_an_index(table, key)) {
                continue;
            }
            let columns = Name::list(&key.columns);
            let lost = if before.is_some_and(same) {
                "is left without an"
            } else {
                "has no"
            };
            let message = format!(
                "foreign key {}({columns}) {lost} index: each row deleted from {} reads all of {}",
                child.name, key.parent, child.name
            );
            let remedy = format!("add an index on {}({columns}) to the schema", child.name);
            let hazard = Hazard {
                column: key.columns.first().cloned(),
                ..KIND.note(table(&child.name), message, &remedy)
            };
            found.push((step_of(steps, child, key), hazard));
        }
    }
    found
}

/// Only actions may differ.
fn is_same(one: &ForeignKey, other: &ForeignKey) -> bool {
    one.columns == other.columns && one.parent == other.parent
}

/// True if rows can be found by a column of the key. Whether its affinity and collation let SQLite use the index is the
/// matter of `mixed-affinity`.
fn leads_an_index(child: &Table, key: &ForeignKey) -> bool {
    key.columns
        .iter()
        .any(|column| child.has_index_on(std::slice::from_ref(column)))
}

/// The step of the table, else the one that drops the index.
fn step_of(steps: &[Step], child: &Table, key: &ForeignKey) -> Option<StepId> {
    let drops =
        |step: &&Step| matches!(&step.operation, Operation::Drop(Object::Index(it), _) if it.table == child.name);
    step_on(steps, &child.name, key.columns.first()).or_else(|| steps.iter().find(drops).map(|step| step.id))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use crate::plan::hazard::hazards_between;

    const PARENT: &str = "CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b));";

    fn is_told(before: &str, after: &str) -> bool {
        let with_parent = |text: &str| format!("{PARENT} {text}");
        hazards_between(&with_parent(before), &with_parent(after))
            .iter()
            .any(|it| it.code == crate::plan::Code::ForeignKeyWithoutIndex)
    }

    #[test]
    fn one_column_of_the_key_is_enough() {
        let child = |more: &str| {
            format!("CREATE TABLE c (x INT, y INT, FOREIGN KEY (x, y) REFERENCES p (a, b) ON DELETE CASCADE); {more}")
        };
        assert!(is_told("", &child("")));
        assert!(is_told("", &child("CREATE INDEX i ON c (x) WHERE y > 0;")));
        assert!(!is_told("", &child("CREATE INDEX i ON c (y, x);")));
        assert!(!is_told("", &child("CREATE INDEX i ON c (x);")));
    }

    #[test]
    fn only_what_the_plan_brings() {
        let child = "CREATE TABLE c (x INT, y INT, FOREIGN KEY (x, y) REFERENCES p (a, b));";
        let index = "CREATE INDEX i ON c (x);";
        assert!(is_told(&format!("{child} {index}"), child), "the index goes");
        assert!(!is_told(child, &child.replace("(a, b)", "(a, b) ON DELETE CASCADE")));
        assert!(!is_told(child, &child.replace("y INT,", "y INT, z INT,")));
    }
}

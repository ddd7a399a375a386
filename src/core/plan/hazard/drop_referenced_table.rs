//! drop-referenced-table: a table goes while another one that stays still references it.

use super::{Code, Found, Gate, Hazard, HazardKind, Probe, Question, dropped, table};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::Object;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DropReferencedTable,
    gate: Gate::Impossible,
    title: "a table is dropped while another still references it",
    explanation: "DROP TABLE deletes the table's rows first, and with them what their foreign keys say: rows that reference \
them are deleted, emptied, or left without a parent. Afterwards SQLite refuses every write to the table that still names \
the missing one.\n\n\
Take the foreign key out of the schema, or keep the table. Rows with NULL in a key column have no parent and pass.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for (step, object) in dropped(steps) {
        let Object::Table(parent) = object else { continue };
        if situation.wanted.tables.contains_key(&parent.name) {
            continue;
        }
        for child in situation.wanted.tables.values() {
            for key in child.foreign_keys_to(&parent.name) {
                let columns = key.columns.clone();
                let question = Question::Orphans {
                    columns,
                    parent: None,
                    parent_columns: Vec::new(),
                };
                let message = format!("{} still references {}, which is dropped", child.name, parent.name);
                let remedy = format!("remove the foreign key to {} from {}", parent.name, child.name);
                let change = situation.table_changes().find(|it| it.tables.to.name == child.name);
                let hazard = Hazard {
                    probe: Probe::of(situation, child, change, question),
                    ..KIND.note(table(&child.name), message, &remedy)
                };
                found.push((Some(step), hazard));
            }
        }
    }
    found
}

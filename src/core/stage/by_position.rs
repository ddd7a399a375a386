//! Views and triggers that use the positions of a table's columns: they mean one list of columns, and between the stages
//! there is another.

use super::{Stages, Undivided};
use crate::schema::{Name, Schema, Table};

/// Notes what would fail, or fill other columns, until the last stage.
pub(super) fn refuse(from: &Schema, desired: &Schema, stages: &mut Stages) {
    let mut found = Vec::new();
    for (schema, is_new) in [(from, false), (desired, true)] {
        for (name, by) in schema.used_by_position() {
            let old_name = stages.hints.renamed_tables.get(&name).filter(|_| is_new);
            let between = old_name.and_then(|it| stages.expand.tables.get(it));
            let between = between.or_else(|| stages.expand.tables.get(&name));
            let own = schema.tables.get(&name);
            if own
                .zip(between)
                .is_some_and(|(own, between)| names(own) != names(between))
            {
                found.push(Undivided {
                    reason: format!("{by} reads the columns of {name} by position, and they differ between the stages"),
                    remedy: format!(
                        "write it as one migration with reconcile plan; or first name the columns in {by} in a plan of its own"
                    ),
                });
            }
        }
    }
    stages.undivided.extend(found);
}

fn names(table: &Table) -> Vec<&Name> {
    table.columns.iter().map(|it| &it.name).collect()
}

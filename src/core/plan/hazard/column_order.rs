//! column-order-changed: what is written without column names means other columns afterwards.

use super::{Code, Found, Gate, HazardKind, table};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Name, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::ColumnOrderChanged,
    gate: Gate::Open,
    title: "existing columns change their order",
    explanation: "The table is rebuilt with its columns in the order of the schema file. `INSERT INTO t VALUES (…)` \
without column names, and code that reads `SELECT *` by position, silently use other columns.\n\n\
Keep the existing order and add new columns at the end, or name the columns in every statement. reconcile rebuilds a \
table for its column order only if a view or trigger of the schema reads its columns by position, or the schema file \
says `keep-order`.",
    find,
};

fn find(_: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for step in steps {
        for rebuilt in step.operation.rebuilt() {
            let (from, to) = (&rebuilt.tables.from, &rebuilt.tables.to);
            let (before, after) = (shared(from, to), shared(to, from));
            let moved = before.iter().zip(&after).find(|(old, new)| old != new);
            if let Some((old, new)) = moved {
                let message = format!(
                    "columns of {} change their order: {new} takes the place of {old}",
                    to.name
                );
                let remedy = "keep the order of the columns in the schema file, or name columns in every statement";
                found.push((Some(step.id), KIND.note(table(&to.name), message, remedy)));
            }
        }
    }
    found
}

/// The columns of one table that the other has too, in its order.
fn shared<'a>(table: &'a Table, other: &Table) -> Vec<&'a Name> {
    let both = table
        .columns
        .iter()
        .filter(|column| other.column(&column.name).is_some());
    both.map(|column| &column.name).collect()
}

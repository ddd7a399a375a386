//! rewrites-table: every row is written again.

use super::{Code, Finding, Found, Gate, Hazard, HazardKind, table};
use crate::plan::Step;
use crate::plan::context::Situation;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::RewritesTable,
    gate: Gate::Open,
    title: "a table is copied row by row",
    explanation: "A rebuild writes every row once, and once more per index. D1 bills rows written, and an API call \
must finish within 30 seconds. While it runs, the database serves nothing else.\n\n\
No rows are lost: the copy, the swap and the checks are one transaction. For a large table, choose a quiet hour.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for step in steps {
        for rebuilt in step.operation.rebuilt() {
            let name = &rebuilt.tables.to.name;
            let finding = situation.rows(name).map(|rows| Finding {
                rows,
                sample: Vec::new(),
            });
            let remedy = "choose a quiet hour if the table is large";
            let note = KIND.note(table(name), format!("table {name} is copied row by row"), remedy);
            found.push((Some(step.id), Hazard { finding, ..note }));
        }
    }
    found
}

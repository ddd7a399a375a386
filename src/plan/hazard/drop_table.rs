//! drop-table: a table goes with all its rows.

use super::{Gate, Hazard, HazardCode, HazardKind, Probe, Question, Rule, Severity, Source, dropped};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::{Object, Table};

/// A table is dropped.
pub(super) struct DropTable;

const KIND: HazardKind = HazardKind {
    code: HazardCode("drop-table"),
    severity: Severity::Danger,
    title: "a table is dropped with all its rows",
    explanation: "The desired schema no longer holds the table, so its rows are deleted. D1 cannot undo a DROP TABLE; \
Time Travel can only take the whole database back.\n\n\
If the table has a new name, say so: put `-- reconcile: renamed-from OLD_NAME` above its CREATE TABLE. \
If it must go, pass `--allow drop-table`. A table without rows is dropped without asking.",
};

impl Rule for DropTable {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let found = dropped(steps).filter_map(|(step, object)| {
            let source = match object {
                Object::Table(table) => source(situation, table),
                Object::VirtualTable(table) => Source {
                    table: table.name.clone(),
                    wanted: table.name.clone(),
                    columns: Vec::new(),
                    values: Vec::new(),
                    computed: Vec::new(),
                    key: Vec::new(),
                },
                _ => return None,
            };
            let reference = object.reference();
            let message = format!("{reference} is dropped with all its rows");
            let remedy = format!(
                "if it was renamed, write `-- reconcile: renamed-from {}` above the new table; else pass --allow {}",
                reference.name, KIND.code
            );
            let gate = if situation.rows(&reference.name) == Some(0) {
                Gate::Open
            } else {
                Gate::NeedsAllow
            };
            let probe = Some(Probe {
                source,
                question: Question::Rows,
            });
            Some((
                Some(step),
                Hazard {
                    gate,
                    probe,
                    ..KIND.note(reference, message, &remedy)
                },
            ))
        });
        found.collect()
    }
}

fn source(situation: &Situation<'_>, table: &Table) -> Source {
    let live = situation.live_name(&table.name);
    Source::live(situation.live.tables.get(&live).unwrap_or(table))
}

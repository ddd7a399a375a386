//! drop-search-contents: a virtual table is recreated empty.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity};
use crate::plan::situation::Situation;
use crate::plan::{Operation, Step, StepId};

/// Contents that cannot be carried over.
pub(super) struct SearchContents;

const KIND: HazardKind = HazardKind {
    code: HazardCode("drop-search-contents"),
    severity: Severity::Danger,
    gate: Gate::NeedsAllow,
    title: "a virtual table is recreated and its contents cannot be carried over",
    explanation: "A virtual table cannot be altered: it is dropped and created again. Contents are copied where both \
definitions have the column, and an FTS5 table with external content is filled from that content. A contentless FTS5 table, \
or one of another module, starts empty. One that had rows of its own and reads an external content from now on loses them.\n\n\
If your application fills it again, pass `--allow drop-search-contents`.",
};

impl Rule for SearchContents {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, _: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for step in steps {
            let Operation::RebuildVirtual { tables, columns } = &step.operation else {
                continue;
            };
            if !columns.is_empty() {
                continue;
            }
            let name = &tables.to.name;
            let (message, remedy) = match tables.to.content_table() {
                Some(_) if tables.from.reads_another() => continue,
                Some(content) => (
                    format!("the rows of virtual table {name} are deleted: it shows those of {content} from now on"),
                    format!("copy them into {content} first, or pass --allow {}", KIND.code),
                ),
                None => (
                    format!("virtual table {name} is recreated empty"),
                    format!("fill it again afterwards, and pass --allow {}", KIND.code),
                ),
            };
            let hazard = KIND.note(step.operation.object(), message, &remedy);
            found.push((Some(step.id), hazard));
        }
        found
    }
}

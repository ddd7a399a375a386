//! drop-search-contents: a virtual table is recreated empty.

use super::{Code, Found, Gate, HazardKind};
use crate::plan::context::Situation;
use crate::plan::{Operation, Step};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DropSearchContents,
    gate: Gate::NeedsAllow,
    title: "a virtual table is recreated without its contents",
    explanation: "A virtual table cannot be altered, so it is dropped and created again. Columns that both \
definitions have are copied, and an FTS5 table with external content is filled from that content. A contentless FTS5 \
table, or one of another module, starts empty. A table that stored its own rows and becomes an external-content table \
loses them.\n\n\
If your application refills it, pass `--allow drop-search-contents`.",
    find,
};

fn find(_: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
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
                format!("pass --allow {}, and refill the table after applying", KIND.code),
            ),
        };
        let hazard = KIND.note(step.operation.object(), message, &remedy);
        found.push((Some(step.id), hazard));
    }
    found
}

//! delete-rows: rows of a reference table go that its file does not declare.

use super::{Code, Found, Gate, Hazard, HazardKind, Keys, Probe, Question, Source, deletions, table};
use crate::plan::Step;
use crate::plan::context::Situation;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DeleteRows,
    gate: Gate::NeedsAllow,
    title: "rows of a reference table are deleted that its file does not declare",
    explanation: "A file in `schema/reference/` declares all rows of its table: a row that it does not have is deleted, with \
its values. D1 can restore it only by taking the whole database back in time. Rows that other rows refer to are not \
deleted: that is `delete-referenced-rows`.\n\n\
To keep a row, add it to the file. To keep all rows that the file does not have, write `# reconcile: keep-others` at its top. \
To delete them, pass `--allow delete-rows`.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let found = deletions(steps).map(|(step, rows)| {
        let changes = &rows.changes;
        let name = &changes.table;
        let message = format!("rows of {name} are deleted that {} does not declare", changes.file);
        let remedy = format!(
            "add them to the file, or write `# reconcile: keep-others` at its top; otherwise pass --allow {}",
            KIND.code
        );
        let change = situation.table_changes().find(|it| it.tables.to.name == *name);
        let wanted = situation.wanted.tables.get(name);
        let source = wanted.and_then(|it| Source::of(situation, it, change));
        let question = Question::Among(Keys {
            columns: changes.key.clone(),
            values: changes.deleted.clone(),
        });
        let hazard = Hazard {
            probe: source.map(|source| Probe { source, question }),
            ..KIND.note(table(name), message, &remedy)
        };
        (Some(step), hazard)
    });
    found.collect()
}

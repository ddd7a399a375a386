//! What a plan changes, one line per object.

use crate::diagnostic::Code;
use std::collections::BTreeSet;

use serde::Serialize;

use super::counted::counted;
use crate::diff::{Change, ChangeLine, Diff, Mark, subject};
use crate::plan::{Hazard, Operation, Plan, Return, Step};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// `+`, `~` or `-`; null for an object that is dropped and put back.
    pub mark: Option<Mark>,
    /// What it is about: `users.mail`, `index hot on users`, `roles[id = 3]`.
    pub object: String,
    /// The change, in words.
    pub change: String,
    /// How it is made, and how many rows that rewrites; may be empty.
    pub how: String,
}

/// The changes of `diff`, with what `plan` does for them, and what else it touches.
pub(super) fn rows(diff: &Diff, plan: &Plan) -> Vec<ChangeRow> {
    // Copies that are kept aside are told beside what they are copies of.
    let is_copy = |it: &&Change| matches!(it, Change::Create(object) if object.reference().name.is_trash());
    let own = diff.changes.iter().filter(|it| !is_copy(it));
    let mut rows: Vec<ChangeRow> = own.flat_map(Change::lines).map(|line| row(&line, plan)).collect();
    rows.extend(rebuilt_beside(diff, plan));
    rows.extend(put_back(diff, plan));
    rows
}

fn row(line: &ChangeLine, plan: &Plan) -> ChangeRow {
    let how = match (&line.table, line.mark) {
        (_, Mark::Removed) => lost(line, plan),
        (Some(table), _) => plan
            .steps
            .iter()
            .find(|step| step.operation.rebuilt().iter().any(|it| it.tables.to.name == *table))
            .map(rebuild)
            .unwrap_or_default(),
        (None, _) => String::new(),
    };
    ChangeRow {
        mark: Some(line.mark),
        object: line.subject.clone(),
        change: line.what.clone(),
        how,
    }
}

/// `guarded rebuild, 500 rows`
fn rebuild(step: &Step) -> String {
    let copied = step.hazards.iter().find(|it| it.code == Code::RewritesTable);
    let rows = copied.and_then(|it| it.finding.as_ref()).map(|it| it.rows);
    let mut strategy = step.strategy.map_or_else(|| "rebuild".to_owned(), |it| it.to_string());
    if matches!(&step.operation, Operation::Rebuild(rebuild) if rebuild.online.is_some()) {
        strategy.push_str(" online");
    }
    match rows {
        Some(rows) => format!("{strategy}, {}", counted(rows, "row")),
        None => strategy,
    }
}

/// `222 values lost`
fn lost(line: &ChangeLine, plan: &Plan) -> String {
    let is_this = |hazard: &&Hazard| match (hazard.code, &hazard.column) {
        (Code::DropColumn, Some(column)) => line.subject == format!("{}.{column}", hazard.object.name),
        (Code::DropTable, _) => line.subject == hazard.object.to_string(),
        _ => false,
    };
    let Some(hazard) = plan.all_hazards().find(is_this) else {
        return String::new();
    };
    let what = if hazard.column.is_some() { "value" } else { "row" };
    match hazard.finding.as_ref().map(|it| it.rows) {
        Some(0) | None => String::new(),
        Some(rows) if is_kept(hazard, plan) => format!("{} archived", counted(rows, what)),
        Some(rows) => format!("{} lost", counted(rows, what)),
    }
}

/// True where `archive: true` keeps a copy.
fn is_kept(hazard: &Hazard, plan: &Plan) -> bool {
    let copies = plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::CopyRows(copy) if copy.into.is_trash() => Some(copy),
        _ => None,
    });
    copies.into_iter().any(|it| it.from == hazard.object.name)
}

/// Tables that do not change themselves and are rebuilt with one that does.
fn rebuilt_beside(diff: &Diff, plan: &Plan) -> Option<ChangeRow> {
    let changed: Vec<_> = diff.lines().into_iter().filter_map(|it| it.table).collect();
    let mut names: Vec<String> = Vec::new();
    for step in &plan.steps {
        let others = step.operation.rebuilt().iter().map(|it| &it.tables.to.name);
        let others = others.filter(|it| !changed.contains(it));
        names.extend(others.map(|it| format!("table {it}")));
    }
    (!names.is_empty()).then(|| ChangeRow {
        mark: None,
        object: names.join(", "),
        change: "rebuilt with it, definition unchanged".to_owned(),
        how: String::new(),
    })
}

/// Views and triggers that are dropped and created again as they were.
fn put_back(diff: &Diff, plan: &Plan) -> Option<ChangeRow> {
    let changed: BTreeSet<String> = diff.lines().into_iter().map(|it| it.subject).collect();
    let again: BTreeSet<String> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::Drop(object, Return::Later) => Some(object),
            _ => None,
        })
        .filter(|it| !changed.contains(&subject(it)))
        .map(|it| it.reference().to_string())
        .collect();
    let names: Vec<String> = again.into_iter().collect();
    (!names.is_empty()).then(|| ChangeRow {
        mark: None,
        object: names.join(", "),
        change: "dropped and put back".to_owned(),
        how: String::new(),
    })
}

//! delete-referenced-rows: a row of a reference table is to go while rows refer to it.

use super::{Code, Found, Gate, Hazard, HazardKind, Keys, Probe, Question, Source, deletions, table};
use crate::diff::{Change, RowChanges};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{ForeignKey, Name};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DeleteReferencedRows,
    gate: Gate::Impossible,
    title: "a row of a reference table is to be deleted while other rows refer to it",
    explanation: "The file of a reference table no longer has a row that rows of other tables refer to. Deleting it would \
delete or empty these with ON DELETE CASCADE, SET NULL or SET DEFAULT, and fails with any other action. The migration never \
does either: it stops where such a row is found, on every database that it runs on.\n\n\
Point those rows at another one first (`reconcile new NAME` makes a file for the UPDATE), or keep the row in the file.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for (step, rows) in deletions(steps) {
        for (child, key) in &rows.referrers {
            let Some(probe) = probe(situation, &rows.changes, child, key) else {
                continue;
            };
            let parent = &rows.changes.table;
            let message = format!(
                "{child}({}) refers to rows of {parent} that {} does not declare{}",
                Name::list(&key.columns),
                rows.changes.file,
                action(key)
            );
            let remedy = format!(
                "point them at another row first: reconcile new repoint-{child}; or keep the rows of {parent} in the file"
            );
            let hazard = Hazard {
                column: key.columns.first().cloned(),
                probe: Some(probe),
                ..KIND.note(table(child), message, &remedy)
            };
            found.push((Some(step), hazard));
        }
    }
    found
}

/// ` (ON DELETE CASCADE)`
fn action(key: &ForeignKey) -> String {
    match key.on_delete.is_destructive() {
        true => format!(" (ON DELETE {})", key.on_delete.sql()),
        false => String::new(),
    }
}

/// The rows of a child that refer to deleted ones; none where the child is new.
fn probe(situation: &Situation<'_>, rows: &RowChanges, child: &Name, key: &ForeignKey) -> Option<Probe> {
    let source = |name: &Name| {
        let change = situation.table_changes().find(|it| it.tables.to.name == *name);
        Source::of(situation, situation.wanted.tables.get(name)?, change)
    };
    let question = Question::RefersToAmong {
        columns: key.columns.clone(),
        parent: source(&rows.table)?,
        parent_columns: key.resolved_parent_columns(situation.wanted.tables.get(&rows.table)?),
        keys: Keys {
            columns: rows.key.clone(),
            values: rows.deleted.clone(),
        },
        but: of_this_plan(situation, child),
    };
    Some(Probe {
        source: source(child)?,
        question,
    })
}

/// Rows that are deleted or written again before the migration looks: what they refer to by then is for the proof to see.
fn of_this_plan(situation: &Situation<'_>, table: &Name) -> Option<Keys> {
    let rows = situation.diff.changes.iter().find_map(|change| match change {
        Change::SyncRows(rows) if rows.table == *table => Some(rows),
        _ => None,
    })?;
    let owned = |key: Vec<&str>| key.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let written = rows.written.iter().map(|row| owned(rows.key_of(&row.values)));
    Some(Keys {
        columns: rows.key.clone(),
        values: rows.deleted.iter().cloned().chain(written).collect(),
    })
}

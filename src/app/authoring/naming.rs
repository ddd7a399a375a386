//! What a migration is called when nobody says.

use crate::diff::{Change, Clause, Diff};
use crate::schema::Schema;

/// A few words: "add column slug to projects", "first schema", "rename customers to clients and 2 more".
pub(crate) fn title(diff: &Diff, from: &Schema) -> String {
    if from.is_empty() {
        return "first schema".to_owned();
    }
    let words: Vec<String> = diff.changes.iter().flat_map(words).collect();
    match words.as_slice() {
        [] => "schema change".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

fn words(change: &Change) -> Vec<String> {
    match change {
        // Where it is kept says nothing of what the migration is for.
        Change::Create(object) | Change::Drop(object) if object.reference().name.is_trash() => Vec::new(),
        Change::RenameTable { from, to } => vec![format!("rename {from} to {to}")],
        Change::RenameColumn { table, from, to } => vec![format!("rename {table} {from} to {to}")],
        Change::SyncRows(rows) => vec![format!("rows of {}", rows.table)],
        Change::Create(object) => vec![format!("create {}", object.reference())],
        Change::Drop(object) => vec![format!("drop {}", object.reference())],
        Change::Replace(pair) => vec![format!("change {}", pair.to.reference())],
        Change::AlterTable(change) => {
            let table = &change.tables.to.name;
            let word = |clause: &Clause| match clause {
                Clause::AddColumn { column, .. } => format!("add {} to {table}", column.name),
                Clause::DropColumn(column) => format!("drop {} from {table}", column.name),
                Clause::ChangeColumn { columns, .. } => format!("change {} of {table}", columns.to.name),
                _ => format!("change {table}"),
            };
            let mut words: Vec<String> = change.clauses.iter().map(word).collect();
            words.dedup();
            words
        }
    }
}

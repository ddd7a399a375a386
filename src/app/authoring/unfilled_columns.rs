//! A `backfill` on a column that stays as it is and may be NULL: nothing fills it, so the plan says so.

use super::expressions_already_run::has_run;
use crate::database::Value;
use crate::desired::Desired;
use crate::diff::{Change, Clause, compare};
use crate::error::Error;
use crate::schema::{Column, Name, Schema};
use crate::session::Session;

/// A note for each such column that has rows with NULL, unless a migration of the folder ran the same expression: then it did what
/// was asked, and what is NULL since may be. `there` is the schema of the database.
pub(crate) fn notes(
    session: &Session<'_>,
    from: &Schema,
    there: &Schema,
    desired: &Desired,
) -> Result<Vec<String>, Error> {
    let folder = session.folder()?;
    let mut asked = columns(from, desired);
    asked.retain(|it| {
        let live = there.tables.get(&it.live.0);
        live.is_some_and(|table| table.column(&it.live.1).is_some())
            && !has_run(folder, (&it.table, &it.column), &it.backfill)
    });
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let question = |it: &Unfilled| {
        let (table, column) = (it.live.0.quoted(), it.live.1.quoted());
        format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} IS NULL)")
    };
    let questions: Vec<String> = asked.iter().map(question).collect();
    // What cannot be asked leads to no note.
    let answers = session.database()?.query_all(&questions).unwrap_or_default();
    let has_null = |rows: &crate::database::Rows| rows.scalar().and_then(Value::as_i64) == Some(1);
    let open = asked.iter().zip(&answers).filter(|(_, rows)| has_null(rows));
    let notes = open.map(|(it, _)| {
        format!(
            "{}.{} has rows that are NULL, and its `backfill` does not fill them, since the column stays as it is: \
             reconcile new fill-{} --backfill {}.{}=…",
            it.table,
            it.column,
            it.column
                .folded()
                .replace(|letter: char| !letter.is_ascii_alphanumeric(), "-"),
            it.table,
            it.column,
        )
    });
    Ok(notes.collect())
}

struct Unfilled {
    table: Name,
    column: Name,
    /// The table and the column as they are called now.
    live: (Name, Name),
    backfill: String,
}

/// Columns with a `backfill` that the comparison has no use for.
fn columns(from: &Schema, desired: &Desired) -> Vec<Unfilled> {
    let hints = &desired.hints;
    let mut found = Vec::new();
    for ((table, name), hint) in &hints.columns {
        let Some(backfill) = &hint.backfill else { continue };
        let wanted = desired.schema.tables.get(table).and_then(|it| it.column(name));
        let old = hints.renamed_tables.get(table);
        let live = from.tables.get(table).or_else(|| from.tables.get(old?));
        let names = [Some(name), hint.renamed_from.as_ref()];
        let column = live.and_then(|it| names.into_iter().flatten().find_map(|name| it.column(name)));
        if let (Some(wanted), Some(live), Some(column)) = (wanted, live, column)
            && may_be_null(wanted)
            && may_be_null(column)
        {
            found.push(Unfilled {
                table: table.clone(),
                column: name.clone(),
                live: (live.name.clone(), column.name.clone()),
                backfill: backfill.clone(),
            });
        }
    }
    if found.is_empty() {
        return found;
    }
    let changes = compare(from, &desired.schema, hints).changes;
    let fills = |it: &Unfilled| {
        changes.iter().any(|change| match change {
            Change::AlterTable(change) if change.tables.to.name == it.table => {
                change.clauses.iter().any(|clause| match clause {
                    Clause::ChangeColumn { columns, backfill, .. } => {
                        columns.to.name == it.column && backfill.is_some()
                    }
                    _ => false,
                })
            }
            _ => false,
        })
    };
    found.retain(|it| !fills(it));
    found
}

fn may_be_null(column: &Column) -> bool {
    column.not_null.is_none() && column.generated.is_none()
}

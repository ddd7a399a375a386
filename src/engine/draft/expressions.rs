//! Expressions of `backfill` and `using` are the author's: tried before anything is planned with them, so that a slip is told as one.

use crate::database::{self, Scratch};
use crate::diff::{Change, Clause, Diff, TableChange};
use crate::schema::Name;

/// An expression that SQLite does not compile over the table's columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{verb} of {table}.{column} does not compile: {message}: {expression}")]
pub struct Error {
    verb: &'static str,
    table: Name,
    column: Name,
    expression: String,
    message: String,
    columns: Vec<Name>,
}

impl Error {
    /// What to write instead.
    pub fn help(&self) -> String {
        format!("the columns that it can use are {}", Name::list(&self.columns))
    }
}

/// Compiles every expression over the live table, as it is after the declared renames.
pub(crate) fn check(diff: &Diff) -> Result<(), super::Error> {
    for change in &diff.changes {
        if let Change::AlterTable(change) = change {
            check_table(change)?;
        }
    }
    Ok(())
}

fn check_table(change: &TableChange) -> Result<(), super::Error> {
    let mut backfills = change
        .clauses
        .iter()
        .flat_map(|clause| match clause {
            Clause::AddColumn { column, backfill } => vec![("backfill", &column.name, backfill)],
            Clause::ChangeColumn {
                columns,
                backfill,
                using,
                ..
            } => vec![
                ("backfill", &columns.to.name, backfill),
                ("using", &columns.to.name, using),
            ],
            _ => Vec::new(),
        })
        .filter_map(|(verb, column, value)| Some((verb, column, value.as_ref()?)))
        .peekable();
    if backfills.peek().is_none() {
        return Ok(());
    }
    let live = &change.tables.from;
    let mut scratch = Scratch::new()?;
    scratch.execute(&live.sql)?;
    for (verb, column, backfill) in backfills {
        let sql = format!("SELECT ({backfill}\n) FROM {}", live.name.quoted());
        // A subquery may look at other tables, which are not here; what else is wrong shows when it is proven.
        match scratch.check(&sql) {
            Err(database::Error::Statement { message, .. }) if !message.starts_with("no such table") => {
                let error = Error {
                    verb,
                    table: change.tables.to.name.clone(),
                    column: column.clone(),
                    expression: backfill.clone(),
                    message,
                    columns: live.columns.iter().map(|column| column.name.clone()).collect(),
                };
                return Err(error.into());
            }
            _ => {}
        }
    }
    Ok(())
}

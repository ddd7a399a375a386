//! What a migration does to rows, measured: it runs statement by statement on a scratch database with rows, and what is
//! there before and after each statement is compared.
//!
//! [`bench()`] makes the database: the tables that the statements name, those that refer to them, and what their triggers
//! mention, with rows that are hostile where they may be and that the statements' own conditions select and miss.
//! [`observe`] runs the statements. It reads no SQL: a table that vanishes while another appears in one statement was
//! renamed, a row is known by its rowid or key.

mod collision;
mod condition;
mod free_columns;
mod joined_rows;
mod outcome;
mod sandbox;
mod search;
mod snapshot;
mod table_change;
mod table_history;
mod view_change;

use std::collections::BTreeMap;

use crate::database::{self, Scratch};
use crate::schema::Name;

pub use collision::Collision;
pub use condition::Condition;
pub use outcome::Outcome;
pub use sandbox::{Bench, Data, bench, reached};
pub use search::StaleSearch;
pub use table_change::{ColumnChange, TableChange};
pub use view_change::ViewChange;

/// What statements did to the rows of a scratch database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// One per statement, in order.
    pub statements: Vec<StatementEffects>,
    /// What became of each table that had rows before, in the order of their names.
    pub outcomes: Vec<Outcome>,
    /// What only the end of the transaction refused.
    pub commit: Option<String>,
    /// What statements with a conflict clause meet on made rows, by their position.
    pub collisions: BTreeMap<usize, Collision>,
    /// Search tables that do not find the rows any more.
    pub searches: Vec<StaleSearch>,
    /// Views that show something else, where no statement changed a row.
    pub views: Vec<ViewChange>,
}

/// What one statement did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementEffects {
    /// The tables whose rows it touched; empty where it touched none.
    pub tables: Vec<TableChange>,
    /// What its condition selected, where it has one that can be asked.
    pub selected: Option<Selected>,
    /// Rows that it inserted, changed and deleted, those of triggers, foreign keys and search tables included.
    pub changes: u64,
    /// SQLite's words, where it failed on these rows.
    pub failure: Option<String>,
    /// SQLite's words, where it would have failed on these rows without its OR IGNORE.
    pub ignored: Option<String>,
}

/// Rows by what a condition says of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selected {
    /// Rows of the table.
    pub rows: usize,
    /// Rows for which it is true.
    pub chosen: usize,
    /// Rows for which it is NULL.
    pub unknown: usize,
}

impl Effects {
    /// The position and the words of the first statement that failed on these rows.
    pub fn failure(&self) -> Option<(usize, &str)> {
        let failed = self.statements.iter().enumerate();
        failed
            .filter_map(|(index, it)| Some((index, it.failure.as_deref()?)))
            .next()
    }

    /// What became of a table.
    pub fn outcome(&self, table: &Name) -> Option<&Outcome> {
        self.outcomes.iter().find(|it| it.table == *table)
    }
}

/// Runs statements on a scratch database, in one transaction and past those that fail, and tells what each did. The
/// conditions are asked right before their statements.
///
/// # Errors
/// Only those of the scratch database itself.
pub fn observe(scratch: &mut Scratch, statements: &[String], conditions: &[Condition]) -> database::Result<Effects> {
    let mut selected = vec![None; statements.len()];
    let mut ignored = vec![None; statements.len()];
    let mut snapshots = Vec::with_capacity(statements.len() + 1);
    let mut unread = None;
    let searches = search::ask(scratch)?;
    let views = view_change::read(scratch)?;
    // What is asked between two statements may change rows and take that back.
    let mut changes = Vec::with_capacity(statements.len() + 1);
    let failures = scratch.run_each(statements, &mut |scratch, index| {
        let until = scratch.changes();
        let condition = conditions.iter().find(|it| it.statement == index);
        if let (Some(condition), Some(place)) = (condition, selected.get_mut(index)) {
            *place = condition.ask(scratch);
        }
        let strict = statements.get(index).and_then(|it| collision::without_ignore(it));
        if let (Some(strict), Some(place)) = (strict, ignored.get_mut(index)) {
            *place = scratch.attempt(|it| Ok(it.execute(&strict).err())).ok().flatten();
        }
        match snapshot::take(scratch, snapshots.last()) {
            Ok(found) => snapshots.push(found),
            Err(error) => unread = Some(error),
        }
        changes.push((until, scratch.changes()));
    })?;
    changes.push((scratch.changes(), 0));
    snapshots.push(snapshot::take(scratch, snapshots.last())?);
    if let Some(error) = unread {
        return Err(error);
    }
    let mut effects = table_history::compare(&snapshots);
    let now = search::ask(scratch)?;
    effects.searches = search::stale(scratch, &searches, now);
    let is_still = effects.statements.iter().all(|it| it.tables.is_empty());
    if is_still && !views.is_empty() {
        effects.views = view_change::compare(&views, &view_change::read(scratch)?);
    }
    for (statement, (selected, ignored)) in effects.statements.iter_mut().zip(selected.into_iter().zip(ignored)) {
        statement.selected = selected;
        statement.ignored = match ignored {
            Some(database::Error::Statement { message, .. }) => Some(message),
            _ => None,
        };
    }
    for (statement, pair) in effects.statements.iter_mut().zip(changes.windows(2)) {
        if let [(_, from), (until, _)] = pair {
            statement.changes = until.saturating_sub(*from);
        }
    }
    for failure in failures {
        match failure {
            database::Error::Statement {
                index: Some(index),
                message,
                ..
            } => {
                if let Some(statement) = effects.statements.get_mut(index) {
                    statement.failure = Some(message);
                }
            }
            other => effects.commit = Some(other.to_string()),
        }
    }
    Ok(effects)
}

#[cfg(test)]
mod tests;

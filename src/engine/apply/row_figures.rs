//! What a migration did to rows, as the database tells: its own figures, and rows counted in the same transaction.

use crate::database::Summary;
use crate::schema::{Name, Pair};

/// A table to count: its name before the migration, and the name under which its rows are afterwards.
pub type Counted = Pair<Name>;

/// The figures of one migration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFigures {
    /// Rows read, the ledger's included.
    pub rows_read: Option<u64>,
    /// Rows written, those of indexes and of the ledger included.
    pub rows_written: Option<u64>,
    /// Rows inserted, changed and deleted by each statement; empty where the database does not say which answer is whose.
    pub changes: Vec<u64>,
    /// Rows of tables before and after.
    pub tables: Vec<(Counted, Pair<u64>)>,
}

/// `SELECT count(*)` of one side of each.
pub(super) fn counts<'a>(
    tables: &'a [Counted],
    side: fn(&'a Counted) -> &'a Name,
) -> impl Iterator<Item = String> + 'a {
    let names = tables.iter().map(side);
    names.map(|it| format!("SELECT count(*) AS rows FROM {}", it.quoted()))
}

impl RowFigures {
    /// Nothing read or written yet, for a file of several transactions.
    pub(super) fn none() -> Self {
        Self {
            rows_read: Some(0),
            rows_written: Some(0),
            ..Self::default()
        }
    }

    /// Adds one of them; where the database does not say, or an answer got lost, the sum is unknown.
    pub(super) fn add(&mut self, summary: Option<&Summary>) {
        let sum = |one: Option<u64>, other: Option<u64>| Some(one?.saturating_add(other?));
        self.rows_read = sum(self.rows_read, summary.and_then(|it| it.rows_read));
        self.rows_written = sum(self.rows_written, summary.and_then(|it| it.rows_written));
    }

    /// Reads the answers to a batch: `opening` statements, the counts before, so many `statements` of the migration, `agreed`
    /// more, and the counts after.
    pub(super) fn of(summary: &Summary, tables: &[Counted], opening: usize, statements: usize, agreed: usize) -> Self {
        let answers = |from: usize, count: usize| summary.answers.get(from..from + count).unwrap_or_default();
        let own = opening + tables.len();
        let before = answers(opening, tables.len()).iter().map(|it| it.count);
        let after = answers(own + statements + agreed, tables.len())
            .iter()
            .map(|it| it.count);
        let counted = tables.iter().zip(before.zip(after));
        let changes: Option<Vec<u64>> = answers(own, statements).iter().map(|it| it.changes).collect();
        Self {
            rows_read: summary.rows_read,
            rows_written: summary.rows_written,
            changes: changes.unwrap_or_default(),
            tables: counted
                .filter_map(|(table, (from, to))| {
                    let rows = Pair { from: from?, to: to? };
                    Some((table.clone(), rows))
                })
                .collect(),
        }
    }
}

//! A migration in many small transactions: its rows slice by slice, then its ledger rows.

use std::time::Instant;

use super::ambiguous_outcome::settle;
use super::row_figures::RowFigures;
use super::run::{Applied, Options};
use super::{Observer, Reason};
use crate::database::{self, Database, Value};
use crate::introspect;
use crate::migration::{Batch, Migration, walk};
use crate::schema::Name;

/// Fewer rows than these are not worth a call.
const SMALLEST: u64 = 50;
/// How often a slice is sent again when its answer got lost: it changes nothing twice.
const ATTEMPTS: usize = 3;

/// Runs every statement of a migration in slices, and records it with the last of them.
pub(super) fn run(
    database: &mut dyn Database,
    migration: &Migration,
    batches: &[Batch],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Applied, Reason> {
    let stopped = |source: database::Error| Reason::Stopped {
        file: migration.file_name.clone(),
        source,
    };
    let bookmark = database.bookmark()?;
    let started = Instant::now();
    let live = introspect::read_beside(database, &options.ledger_table)?;
    let mut total = 0;
    for batch in batches {
        total += database
            .query(&batch.count())
            .map_err(stopped)?
            .count()
            .unwrap_or_default();
    }
    let mut run = Run {
        database,
        migration,
        observer,
        total,
        done: 0,
        slices: 0,
        figures: RowFigures::none(),
    };
    for batch in batches {
        let key = live
            .schema
            .tables
            .get(&batch.table)
            .and_then(walk)
            .ok_or_else(|| Reason::NotInBatches {
                file: migration.file_name.clone(),
                line: batch.line,
                table: batch.table.clone(),
            })?;
        run.walk(batch, &key)?;
    }
    let (done, slices, mut figures) = (run.done, run.slices, run.figures);
    let duration = u64::try_from(started.elapsed().as_millis()).unwrap_or_default();
    let note = options.note(migration, bookmark.as_deref()).measured(done, duration);
    let mut batch = note.opening();
    let opening = batch.len();
    batch.extend(note.closing());
    let settled = match database.run(&batch) {
        Ok(summary) => {
            figures.add(Some(&summary));
            false
        }
        Err(error) => {
            settle(database, migration, options, opening, error)?;
            figures.add(None);
            true
        }
    };
    Ok(Applied {
        settled,
        figures,
        rows: Some(done),
        batches: Some(slices),
        ..Applied::since(started, migration, bookmark)
    })
}

struct Run<'a> {
    database: &'a mut dyn Database,
    migration: &'a Migration,
    observer: &'a mut dyn Observer,
    total: u64,
    done: u64,
    slices: u64,
    /// Of all slices; what looking for their ends reads is not among it.
    figures: RowFigures,
}

impl Run<'_> {
    /// Walks through a table once, by its key: also where a row still matches after its slice.
    fn walk(&mut self, batch: &Batch, key: &[Name]) -> Result<(), Reason> {
        let mut last: Option<Vec<String>> = None;
        let mut rows = batch.rows;
        loop {
            let next = self.query(&batch.next(key, last.as_deref(), rows))?;
            let Some(mut until) = next.rows.into_iter().next() else {
                return Ok(());
            };
            let count = until
                .pop()
                .as_ref()
                .and_then(Value::as_i64)
                .and_then(|it| u64::try_from(it).ok());
            let until: Vec<String> = until.iter().map(Value::to_sql).collect();
            match self.slice(&batch.slice(key, last.as_deref(), Some(&until))) {
                Ok(()) => {
                    self.done += count.unwrap_or(rows);
                    self.slices += 1;
                    self.observer.advanced(self.migration, self.done, self.total);
                    last = Some(until);
                }
                // D1 ended the call: the same rows in smaller slices.
                Err(database::Error::Statement { message, .. }) if is_too_much(&message) && rows > SMALLEST => {
                    rows = (rows / 2).max(SMALLEST);
                }
                Err(source) => return Err(self.failed(batch, source)),
            }
        }
    }

    fn query(&mut self, sql: &str) -> Result<database::Rows, Reason> {
        self.database.query(sql).map_err(|source| Reason::Stopped {
            file: self.migration.file_name.clone(),
            source,
        })
    }

    fn slice(&mut self, sql: &str) -> database::Result<()> {
        let mut attempt = 1;
        loop {
            match self.database.run(&[sql.to_owned()]) {
                Ok(summary) => {
                    self.figures.add(Some(&summary));
                    return Ok(());
                }
                Err(database::Error::Ambiguous { .. }) if attempt < ATTEMPTS => {
                    self.figures.add(None);
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn failed(&self, batch: &Batch, source: database::Error) -> Reason {
        match source {
            database::Error::Statement { message, .. } => Reason::SliceFailed {
                file: self.migration.file_name.clone(),
                line: batch.line,
                message,
                done: self.done,
            },
            source => Reason::Stopped {
                file: self.migration.file_name.clone(),
                source,
            },
        }
    }
}

/// D1's words for a call that took too long or too much.
/// <https://developers.cloudflare.com/d1/observability/debug-d1/#error-list>
pub(super) fn is_too_much(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    [
        "timeout",
        "exceeded its cpu",
        "exceeded timeout",
        "too long",
        "memory limit",
    ]
    .iter()
    .any(|it| message.contains(it))
}

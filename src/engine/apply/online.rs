//! A table rebuilt while the application writes: the parts of its file one after another, each call a transaction that also
//! notes what is next. It can stop anywhere, and goes on from there.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

use super::ambiguous_outcome::settle;
use super::batched::is_too_much;
use super::row_figures::RowFigures;
use super::run::{Applied, Options};
use super::{Observer, Reason};
use crate::database::{self, Database, Value};
use crate::introspect;
use crate::ledger::{self, Event, EventKind, Progress};
use crate::migration::{Batch, Migration, Part, Parts, walk};
use crate::schema::{Name, Schema, agree, agreed};

/// Rows of the first call: nothing is known of their size yet.
const FIRST: u64 = 1_000;
/// A call may take this many rows more than the one before it, by how long that took.
const GROWTH: f64 = 4.0;
/// Rows of a call at most.
const MOST: u64 = 250_000;
/// Fewer rows than these are not worth a call.
const LEAST: u64 = 50;
/// How often a call is sent again when its answer got lost: the ledger tells whether it was done.
const ATTEMPTS: usize = 3;
/// How often a lock is waited for that other connections hold.
const WAITS: usize = 12;
/// Between two calls, other connections to the file get the lock.
const PAUSE: Duration = Duration::from_millis(100);

/// Where an online rebuild is on a target; `None` where it has not begun.
///
/// # Errors
/// A file that was edited since it began, another rebuild that is not at its end; those of the ledger.
pub(super) fn begun(
    database: &mut dyn Database,
    migration: &Migration,
    options: &Options,
) -> Result<Option<Progress>, Reason> {
    let all = ledger::progress(database, &options.ledger_table)?;
    let (own, others): (Vec<Progress>, Vec<Progress>) = all.into_iter().partition(|it| it.name == migration.file_name);
    if let Some(other) = others.into_iter().next() {
        return Err(Reason::UnfinishedRebuild { file: other.name });
    }
    let own = own.into_iter().next();
    match own {
        Some(it) if it.checksum != migration.checksum => Err(Reason::EditedRebuild { file: it.name }),
        own => Ok(own),
    }
}

/// Takes back every online rebuild that has begun, in one transaction: the tables stay as they are.
///
/// # Errors
/// [`Reason::AlreadySwitched`], which changes nothing; those of the ledger and the database.
pub fn abort(database: &mut dyn Database, options: &Options) -> Result<Vec<Progress>, Reason> {
    let table: &str = &options.ledger_table;
    let all = ledger::progress(database, table)?;
    if let Some(it) = all.iter().find(|it| it.is_switched()) {
        return Err(Reason::AlreadySwitched { file: it.name.clone() });
    }
    let mut batch = Vec::new();
    for progress in &all {
        let event = Event::new(
            EventKind::Aborted,
            table,
            &progress.name,
            &options.provenance,
            json!({}),
        );
        batch.push(progress.assertion(table));
        batch.extend(event.opening());
        batch.extend(progress.undo.iter().cloned());
        batch.push(progress.end(table));
        batch.extend(event.closing());
    }
    if !batch.is_empty() {
        database.run(&batch)?;
    }
    Ok(all)
}

/// Runs what is left of the file, and records it with the last part.
pub(super) fn run(
    database: &mut dyn Database,
    migration: &Migration,
    (parts, begun): (&Parts, Option<Progress>),
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Applied, Reason> {
    let bookmark = match options.without_bookmark {
        true => None,
        false => database.bookmark()?,
    };
    let live = introspect::read_beside(database, &options.ledger_table)?;
    let started = Instant::now();
    let mut run = Run {
        database,
        migration,
        options,
        observer,
        parts,
        schema: &live.schema,
        bookmark: bookmark.as_deref(),
        started,
        calls: 0,
        figures: RowFigures::none(),
        settled: false,
        unenforced: false,
    };
    let mut progress = match begun {
        Some(progress) => {
            // Nobody noted what the calls before the pause read and wrote.
            run.figures.add(None);
            run.resumed(progress)?
        }
        None => run.first()?,
    };
    while let Some(part) = parts.all().get(progress.part) {
        progress = match part {
            Part::Call(statements) => run.call(&progress, statements)?,
            Part::Ranges(batch) => run.ranges(progress, batch)?,
        };
    }
    let (calls, settled, figures) = (run.calls, run.settled, run.figures);
    Ok(Applied {
        settled,
        figures,
        rows: Some(progress.total),
        batches: Some(calls),
        ..Applied::since(started, migration, bookmark)
    })
}

struct Run<'a> {
    database: &'a mut dyn Database,
    migration: &'a Migration,
    options: &'a Options,
    observer: &'a mut dyn Observer,
    parts: &'a Parts,
    schema: &'a Schema,
    bookmark: Option<&'a str>,
    started: Instant,
    calls: u64,
    /// Of all calls; what looking for the ends of ranges reads is not among it.
    figures: RowFigures,
    settled: bool,
    /// The next call needs no foreign keys.
    unenforced: bool,
}

impl Run<'_> {
    /// The tables that are prepared, and the first row of the ledger.
    fn first(&mut self) -> Result<Progress, Reason> {
        let copied = self.parts.all().iter().find_map(|it| match it {
            Part::Ranges(batch) => Some(batch.table.clone()),
            Part::Call(_) => None,
        });
        let total = match copied {
            Some(table) => self.query(&format!("SELECT count(*) FROM {}", table.quoted()))?.count(),
            None => None,
        };
        let progress = Progress::new(
            self.migration,
            total.unwrap_or_default(),
            self.parts.switch(),
            self.parts.undo(),
        );
        let Some(Part::Call(statements)) = self.parts.all().first() else {
            return Ok(progress);
        };
        let mut batch: Vec<String> = progress.begin(&self.options.ledger_table).to_vec();
        let opening = batch.len();
        batch.extend(statements.iter().map(|it| it.1.clone()));
        let next = after(&progress);
        batch.push(next.update(&self.options.ledger_table));
        self.send(&batch, &next)
            .map_err(|error| self.failed(error, opening, statements, 0))?;
        Ok(next)
    }

    /// After a pause, what was written meanwhile is copied before the switch.
    fn resumed(&mut self, progress: Progress) -> Result<Progress, Reason> {
        let (catch_up, switch) = (self.parts.catch_up(), self.parts.switch());
        if progress.part <= catch_up || progress.part > switch {
            return Ok(progress);
        }
        let back = Progress {
            part: catch_up,
            last: None,
            done: 0,
            ..progress.clone()
        };
        let batch = [
            progress.assertion(&self.options.ledger_table),
            back.update(&self.options.ledger_table),
        ];
        self.send(&batch, &back)
            .map_err(|error| self.failed(error, 1, &[], progress.done))?;
        Ok(back)
    }

    /// One transaction with what is noted of it; the last one with the ledger's rows.
    fn call(&mut self, progress: &Progress, statements: &[(usize, String)]) -> Result<Progress, Reason> {
        let table: &str = &self.options.ledger_table;
        self.unenforced = progress.part == self.parts.switch() && self.parts.only_replaces();
        let next = after(progress);
        let is_last = next.part == self.parts.all().len();
        let mut batch = vec![progress.assertion(table)];
        let milliseconds = u64::try_from(self.started.elapsed().as_millis()).unwrap_or_default();
        let note = self.options.note(self.migration, self.bookmark);
        let note = note.measured(progress.total, milliseconds);
        if is_last {
            batch.extend(note.opening());
        }
        let is_agreed = self.options.agreed.contains(&self.migration.file_name);
        batch.extend(is_agreed.then(agree));
        let opening = batch.len();
        batch.extend(statements.iter().map(|it| it.1.clone()));
        batch.extend(is_agreed.then(agreed));
        if !is_last {
            batch.push(next.update(table));
            self.send(&batch, &next)
                .map_err(|error| self.failed(error, opening, statements, progress.total))?;
            return Ok(next);
        }
        batch.push(progress.end(table));
        batch.extend(note.closing());
        match self.patiently(&batch) {
            Ok(()) => {}
            Err(error @ database::Error::Ambiguous { .. }) => {
                settle(self.database, self.migration, self.options, opening, error)?;
                self.settled = true;
            }
            Err(error) => return Err(self.failed(error, opening, statements, progress.total)),
        }
        Ok(next)
    }

    /// Walks through a table by its key, in calls that take as long as the file says.
    fn ranges(&mut self, mut progress: Progress, batch: &Batch) -> Result<Progress, Reason> {
        let key = self.key(batch)?;
        let goal = batch.rows as f64;
        let most = self.options.rows_per_call.unwrap_or(MOST);
        let mut rows = FIRST.min(most);
        loop {
            let bound = self.query(&batch.bound(&key, progress.last.as_deref(), rows))?;
            let until: Option<Vec<String>> = bound.rows.first().map(|it| it.iter().map(Value::to_sql).collect());
            let next = match &until {
                Some(until) => Progress {
                    last: Some(until.clone()),
                    done: progress.done + rows,
                    ..progress.clone()
                },
                None => after(&progress),
            };
            let statements = [
                progress.assertion(&self.options.ledger_table),
                batch.slice(&key, progress.last.as_deref(), until.as_deref()),
                next.update(&self.options.ledger_table),
            ];
            let sent = Instant::now();
            match self.send(&statements, &next) {
                Ok(()) => {}
                // D1 ended the call: the same rows in smaller ranges.
                Err(database::Error::Statement { message, .. }) if is_too_much(&message) && rows > LEAST => {
                    rows = (rows / 4).max(LEAST);
                    continue;
                }
                Err(error) => return Err(self.failed(error, 1, &[(batch.line, String::new())], progress.done)),
            }
            let elapsed = sent.elapsed();
            let total = progress.total;
            progress = next;
            if until.is_none() {
                self.observer.advanced(self.migration, total, total);
                return Ok(progress);
            }
            self.observer.advanced(self.migration, progress.done.min(total), total);
            let factor = (goal / elapsed.as_secs_f64().max(0.001)).clamp(0.25, GROWTH);
            rows = ((rows as f64 * factor) as u64).max(LEAST).min(most.max(1));
            if self.database.is_local() {
                sleep((elapsed / 10).min(PAUSE));
            }
        }
    }

    /// What tells the rows of a table apart, in the order of a walk through them.
    fn key(&mut self, batch: &Batch) -> Result<Vec<Name>, Reason> {
        let known = self.schema.tables.get(&batch.table).and_then(walk);
        let key = match known {
            Some(key) => key,
            // The list of rows to copy again, which is in no schema.
            None => {
                let columns = format!(
                    "SELECT name FROM pragma_table_info({}) WHERE pk > 0 ORDER BY pk",
                    Value::Text(batch.table.as_str().to_owned()).to_sql()
                );
                self.query(&columns)?.texts().map(Name::new).collect()
            }
        };
        match key.is_empty() {
            false => Ok(key),
            true => Err(Reason::NotInBatches {
                file: self.migration.file_name.clone(),
                line: batch.line,
                table: batch.table.clone(),
            }),
        }
    }

    /// Sends a transaction that ends with what is next. Where the answer got lost, the ledger tells whether it was done.
    fn send(&mut self, batch: &[String], next: &Progress) -> database::Result<()> {
        let mut attempt = 1;
        loop {
            match self.patiently(batch) {
                Ok(()) => return Ok(()),
                Err(error @ database::Error::Ambiguous { .. }) => {
                    let found = ledger::progress(self.database, &self.options.ledger_table);
                    let found = found
                        .ok()
                        .and_then(|all| all.into_iter().find(|it| it.name == next.name));
                    if found.is_some_and(|it| it.part == next.part && it.last == next.last) {
                        return Ok(());
                    }
                    if attempt == ATTEMPTS {
                        return Err(error);
                    }
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Nothing of a batch ran that could not get the lock.
    fn patiently(&mut self, batch: &[String]) -> database::Result<()> {
        self.calls += 1;
        let mut waits = 0;
        loop {
            let ran = match self.unenforced {
                true => self.database.run_unenforced(batch),
                false => self.database.run(batch),
            };
            match ran {
                Err(database::Error::Busy { .. }) if waits < WAITS => waits += 1,
                ran => {
                    // A call that failed was taken back, and one without an answer is not counted.
                    if !matches!(ran, Err(database::Error::Statement { .. })) {
                        self.figures.add(ran.as_ref().ok());
                    }
                    return ran.map(|_| ());
                }
            }
        }
    }

    fn query(&mut self, sql: &str) -> Result<database::Rows, Reason> {
        self.database.query(sql).map_err(|source| Reason::Stopped {
            file: self.migration.file_name.clone(),
            source,
        })
    }

    /// `opening` is the number of statements before those of the file.
    fn failed(&self, error: database::Error, opening: usize, statements: &[(usize, String)], done: u64) -> Reason {
        let file = self.migration.file_name.clone();
        match error {
            database::Error::Statement { index, message, .. } => {
                let at = index.and_then(|it| it.checked_sub(opening));
                let line = at.and_then(|it| statements.get(it)).or(statements.first());
                match (index.is_some_and(|it| it < opening), line) {
                    (true, _) => Reason::AnotherRun { file },
                    (false, line) => Reason::SliceFailed {
                        file,
                        line: line.map_or(1, |it| it.0),
                        message,
                        done,
                    },
                }
            }
            source => Reason::Stopped { file, source },
        }
    }
}

/// The next part, from its beginning.
fn after(progress: &Progress) -> Progress {
    Progress {
        part: progress.part + 1,
        last: None,
        done: 0,
        ..progress.clone()
    }
}

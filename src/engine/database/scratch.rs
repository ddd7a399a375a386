//! A throw-away database in memory that accepts what D1 accepts, and refuses what D1 refuses.

use std::borrow::Cow;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

use super::sqlite::{engine_error, execute, read, reset_sticky_pragmas, run_statements};
use super::{Database, Error, Result, Rows, Summary, Value, math, row_limit, rules, target_rules};
use crate::schema::{original, substitute};

/// A scratch database: schemas are tried on it, migrations replayed, plans proven.
pub struct Scratch {
    label: String,
    connection: Connection,
    /// An ordinary table has taken the place of a virtual one, whose module SQLite here does not have.
    has_substitutes: bool,
}

/// What a statement gives and takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// Its result columns.
    pub columns: Vec<ResultColumn>,
    /// Its parameters in the order in which they are bound, each with its name if it has one: `?1`, `:id`.
    pub parameters: Vec<Option<String>>,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultColumn {
    /// What the result calls it.
    pub name: String,
    /// The table and the column that it shows as it is. <https://www.sqlite.org/c3ref/column_database_name.html>
    pub origin: Option<(String, String)>,
}

impl Scratch {
    /// An empty scratch database.
    ///
    /// # Errors
    /// Only when SQLite cannot get memory.
    pub fn new() -> Result<Self> {
        Self::labelled("scratch".to_owned())
    }

    /// An empty scratch database that stands for another one: a file that is not there yet.
    ///
    /// # Errors
    /// As [`Scratch::new`].
    pub fn labelled(label: String) -> Result<Self> {
        let connection = Connection::open_in_memory().map_err(|error| wording(error, None))?;
        let mut scratch = Self {
            label,
            connection,
            has_substitutes: false,
        };
        scratch.quietly("PRAGMA foreign_keys = on; PRAGMA journal_mode = off; PRAGMA synchronous = off")?;
        math::register(&scratch.connection)
            .and_then(|()| target_rules::prepare_scratch(&scratch.connection))
            .map_err(|error| wording(error, None))?;
        // Rollback needs a journal; in memory it costs little.
        scratch.quietly("PRAGMA journal_mode = memory")?;
        target_rules::enforce(&mut scratch.connection).map_err(|error| wording(error, None))?;
        Ok(scratch)
    }

    /// Runs one statement on its own.
    ///
    /// # Errors
    /// [`Error::Statement`] with the engine's words.
    pub fn execute(&mut self, sql: &str) -> Result<()> {
        let sql = self.substituted(sql);
        execute(&self.connection, &sql).map_err(|error| wording(error, None))
    }

    /// Runs statements in one transaction as [`Database::run`] does, but looks in before each and goes on past those that
    /// fail. What COMMIT alone refuses comes last, without an index, and is kept all the same.
    ///
    /// # Errors
    /// Only when the transaction itself cannot be started or ended.
    pub fn run_each(&mut self, batch: &[String], look: &mut dyn FnMut(&mut Self, usize)) -> Result<Vec<Error>> {
        let mut failures = Vec::new();
        self.transaction("BEGIN")?;
        for (index, sql) in batch.iter().enumerate() {
            look(self, index);
            let sql = self.substituted(sql);
            if let Err(error) = execute(&self.connection, &sql) {
                failures.push(wording(error, Some(index)));
            }
            // `ON CONFLICT ROLLBACK` ends the transaction.
            if self.connection.is_autocommit() {
                self.transaction("BEGIN")?;
            }
        }
        if let Err(error) = self.transaction("COMMIT") {
            failures.push(error);
            // Forgets the violations that were counted: <https://www.sqlite.org/pragma.html#pragma_defer_foreign_keys>
            self.quietly("PRAGMA defer_foreign_keys = off")?;
            self.transaction("COMMIT")?;
        }
        reset_sticky_pragmas(&self.connection);
        Ok(failures)
    }

    /// Does something and takes it back, as `ON CONFLICT ROLLBACK` may have done.
    /// # Errors
    /// Those of the work; when it cannot be taken back.
    pub fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.transaction("SAVEPOINT attempt")?;
        let outcome = work(self);
        if !self.connection.is_autocommit() {
            self.transaction("ROLLBACK TO attempt; RELEASE attempt")?;
        }
        outcome
    }

    /// Compiles one statement without running it; the engine's words when it does not compile.
    ///
    /// # Errors
    /// [`Error::Statement`].
    pub fn check(&mut self, sql: &str) -> Result<()> {
        let sql = self.substituted(sql);
        let checked = row_limit::prepare(&self.connection, &sql);
        checked.map(drop).map_err(|error| wording(error, None))
    }

    /// Compiles one statement as [`Scratch::check`] does, where double quotes are for names only: SQLite otherwise takes a
    /// name that it does not find for a text. <https://www.sqlite.org/quirks.html#dblquote>
    ///
    /// # Errors
    /// [`Error::Statement`].
    pub fn check_names(&mut self, sql: &str) -> Result<()> {
        let set = |texts: bool| {
            let outcome = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, texts);
            outcome.map(drop).map_err(|error| wording(error, None))
        };
        set(false)?;
        let checked = row_limit::prepare(&self.connection, sql).map(drop);
        set(true)?;
        checked.map_err(|error| wording(error, None))
    }

    /// The names of the columns that one statement would give, without running it.
    ///
    /// # Errors
    /// As [`Scratch::check`].
    pub fn columns(&mut self, sql: &str) -> Result<Vec<String>> {
        let statement = row_limit::prepare(&self.connection, sql).map_err(|error| wording(error, None))?;
        Ok(statement.column_names().map(str::to_owned).collect())
    }

    /// What one statement would give and take, without running it.
    ///
    /// # Errors
    /// As [`Scratch::check`].
    pub fn signature(&mut self, sql: &str) -> Result<Signature> {
        let statement = row_limit::prepare(&self.connection, sql).map_err(|error| wording(error, None))?;
        let column = |it: rusqlite::ColumnMetadata<'_>| ResultColumn {
            name: it.name().to_owned(),
            origin: it
                .table_name()
                .zip(it.origin_name())
                .map(|(table, column)| (table.to_owned(), column.to_owned())),
        };
        let parameter = |index: usize| statement.parameter_name(index).map(str::to_owned);
        Ok(Signature {
            columns: statement.columns_with_metadata().map(column).collect(),
            parameters: (1..=statement.parameter_count()).map(parameter).collect(),
        })
    }

    /// Puts rows in with their values bound: a value may be longer than a statement, and a row wider than what D1 binds.
    ///
    /// # Errors
    /// [`Error::Statement`] with the engine's words.
    pub fn put<'a>(&mut self, sql: &str, rows: impl IntoIterator<Item = &'a [Value]>) -> Result<()> {
        self.with_limit(Limit::SQLITE_LIMIT_VARIABLE_NUMBER, |scratch| {
            let mut statement = scratch.connection.prepare(sql)?;
            for row in rows {
                statement.execute(rusqlite::params_from_iter(row.iter().map(Value::bound)))?;
            }
            Ok(())
        })
    }

    /// Reads for our own eyes: the widest table and its rowid are one column more than D1 gives.
    ///
    /// # Errors
    /// [`Error::Statement`] with the engine's words.
    pub fn look(&mut self, sql: &str) -> Result<Rows> {
        self.with_limit(Limit::SQLITE_LIMIT_COLUMN, |scratch| read(&scratch.connection, sql))
            .map(|rows| self.originals(rows))
    }

    /// Rows inserted, changed and deleted since it was opened, those of triggers and foreign keys included.
    pub fn changes(&self) -> u64 {
        self.connection.total_changes()
    }

    /// Works with one of D1's limits out of the way.
    fn with_limit<T>(&mut self, limit: Limit, work: impl FnOnce(&mut Self) -> rusqlite::Result<T>) -> Result<T> {
        /// More than any row has.
        const WIDE: i32 = 2_000;
        let told = |error| wording(error, None);
        let usual = self.connection.limit(limit).map_err(told)?;
        self.connection.set_limit(limit, WIDE).map_err(told)?;
        let outcome = work(self).map_err(told);
        self.connection.set_limit(limit, usual).map_err(told)?;
        outcome
    }

    /// How SQLite would run a statement, a line for each part; parameters may stand open.
    /// <https://www.sqlite.org/eqp.html>
    pub fn query_plan(&mut self, sql: &str) -> Result<Vec<String>> {
        let told = |error| wording(error, None);
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let mut statement = row_limit::prepare(&self.connection, &explain).map_err(told)?;
        let mut rows = statement.raw_query();
        let mut details = Vec::new();
        while let Some(row) = rows.next().map_err(told)? {
            details.push(row.get("detail").map_err(told)?);
        }
        Ok(details)
    }

    /// Runs our own statements, which the authorizer would refuse.
    pub(super) fn quietly(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| wording(error, None))
    }

    pub(super) fn unruled<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        rules::suspend(&mut self.connection).map_err(|error| wording(error, None))?;
        let result = work(self);
        target_rules::enforce(&mut self.connection).map_err(|error| wording(error, None))?;
        result
    }

    /// The statement as it is run: what only the application's SQLite can make is an ordinary table here.
    fn substituted<'a>(&mut self, sql: &'a str) -> Cow<'a, str> {
        if target_rules::are_d1s() {
            return Cow::Borrowed(sql);
        }
        match substitute(sql) {
            Some(ordinary) => {
                self.has_substitutes = true;
                Cow::Owned(ordinary)
            }
            None => Cow::Borrowed(sql),
        }
    }

    /// The rows with the statements of the schema as they were given.
    fn originals(&self, mut rows: Rows) -> Rows {
        for value in rows.rows.iter_mut().flatten().filter(|_| self.has_substitutes) {
            if let Value::Text(text) = value
                && let Some(given) = original(text)
            {
                *text = given;
            }
        }
        rows
    }

    fn transaction(&mut self, verb: &str) -> Result<()> {
        self.unruled(|scratch| scratch.quietly(verb))
    }
}

impl Database for Scratch {
    fn label(&self) -> String {
        self.label.clone()
    }

    fn is_local(&self) -> bool {
        true
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        let one = |(index, sql): (usize, &String)| match read(&self.connection, sql) {
            Ok(rows) => Ok(self.originals(rows)),
            Err(error) => Err(wording(error, Some(index))),
        };
        queries.iter().enumerate().map(one).collect()
    }

    fn visit(&mut self, sql: &str, visit: &mut dyn FnMut(&[Option<&str>])) -> Result<()> {
        if self.has_substitutes {
            let rows = self.query(sql)?.rows;
            rows.iter()
                .for_each(|row| visit(&row.iter().map(Value::as_str).collect::<Vec<_>>()));
            return Ok(());
        }
        super::sqlite::visit(&self.connection, sql, visit).map_err(|error| wording(error, None))
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        self.transaction("BEGIN")?;
        let before = self.connection.total_changes();
        let batch: Vec<Cow<'_, str>> = batch.iter().map(|sql| self.substituted(sql)).collect();
        let outcome = run_statements(&self.connection, &batch);
        let outcome = match outcome {
            Ok(()) => self.transaction("COMMIT"),
            Err((index, error)) => Err(wording(error, index)),
        };
        if outcome.is_err() && !self.connection.is_autocommit() {
            self.transaction("ROLLBACK")?;
        }
        reset_sticky_pragmas(&self.connection);
        outcome?;
        let written = self.connection.total_changes().saturating_sub(before);
        Ok(Summary {
            rows_written: Some(written),
            ..Summary::default()
        })
    }
}

fn wording(error: rusqlite::Error, index: Option<usize>) -> Error {
    engine_error("scratch", Duration::ZERO, error, index)
}

#[cfg(test)]
#[path = "scratch_tests.rs"]
mod tests;

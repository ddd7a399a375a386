//! An SQLite database file under D1's habits: foreign keys on, each batch one transaction.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, backup::Backup, types::ValueRef};

use super::target_rules::Compared;
use super::{Answer, Database, Error, Result, Rows, Summary, Value, math, row_limit, rules, sha256, target_rules};

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Must be there; never written.
    ReadOnly,
    /// Must be there.
    Existing,
    /// Made when missing; its folder must be there.
    Create,
}

/// How long we wait for another process's lock. workerd itself never waits, so our own transactions are short.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Pages copied at a time: all that a database may have, since a copy that pauses starts again after each write.
const PAGES: std::ffi::c_int = std::ffi::c_int::MAX;

/// A database in a file.
pub struct SqliteFile {
    label: String,
    busy: Duration,
    pub(super) connection: Connection,
    compared: Compared,
}

impl SqliteFile {
    /// Opens `path`.
    ///
    /// # Errors
    /// [`Error::Open`] when the file or its folder is missing; [`Error::Storage`] when it is no database.
    pub fn open(path: &Path, mode: Mode) -> Result<Self> {
        Self::open_as(format!("sqlite:{}", path.display()), path, mode, BUSY_TIMEOUT)
    }

    /// Opens `path` under another label, waiting `busy` for locks.
    ///
    /// # Errors
    /// As [`SqliteFile::open`].
    pub fn open_as(label: String, path: &Path, mode: Mode, busy: Duration) -> Result<Self> {
        let missing = |message: String| Error::Open {
            label: label.clone(),
            message,
        };
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        if !folder.is_dir() {
            return Err(missing(format!(
                "folder {} does not exist; create it first",
                folder.display()
            )));
        }
        if mode != Mode::Create && !path.exists() {
            return Err(missing("no such file".to_owned()));
        }
        if path.is_dir() {
            return Err(missing("it is a folder".to_owned()));
        }
        let flags = match mode {
            Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Mode::Existing => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| missing(error.to_string()))?;
        let mut file = Self {
            label,
            busy,
            connection,
            compared: Compared::default(),
        };
        file.connection
            .busy_timeout(busy)
            .and_then(|()| math::register(&file.connection))
            .and_then(|()| sha256::register(&file.connection))
            .map_err(|error| file.error(error, None))?;
        // Reading the schema is what tells a database from any other file.
        file.connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
            .map_err(|error| file.error(error, None))?;
        file.execute("PRAGMA foreign_keys = on")?;
        file.compared = target_rules::prepare_file(&file.connection).map_err(|error| file.error(error, None))?;
        Ok(file)
    }

    /// Copies the database, all of it and as of one moment, into a file that is new or empty.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Storage`].
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        self.connection
            .backup("main", path, None::<fn(rusqlite::backup::Progress)>)
            .map_err(|error| self.error(error, None))
    }

    /// A copy in memory, as of one moment, under the same label.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Storage`].
    pub fn snapshot(&self) -> Result<Self> {
        let copy = || {
            let mut connection = Connection::open_in_memory()?;
            Backup::new(&self.connection, &mut connection)?.run_to_completion(PAGES, Duration::ZERO, None)?;
            math::register(&connection)?;
            sha256::register(&connection)?;
            let compared = target_rules::prepare_file(&connection)?;
            Ok((connection, compared))
        };
        let (connection, compared) = copy().map_err(|error| self.error(error, None))?;
        Ok(Self {
            label: self.label.clone(),
            busy: self.busy,
            connection,
            compared,
        })
    }

    /// How long it waits for a lock.
    pub(super) fn patience(&self) -> Duration {
        self.busy
    }

    pub(super) fn execute(&mut self, sql: &str) -> Result<()> {
        self.connection
            .execute_batch(sql)
            .map_err(|error| self.error(error, None))
    }

    /// Works under the target's rules: what D1 refuses is refused here too, or a migration that ran on a file fails on D1.
    fn ruled(
        &mut self,
        work: impl FnOnce(&Connection, &Compared) -> std::result::Result<(), Failed>,
    ) -> std::result::Result<(), Failed> {
        target_rules::enforce(&mut self.connection).map_err(|error| (None, error))?;
        let outcome = work(&self.connection, &self.compared);
        rules::suspend(&mut self.connection).map_err(|error| (None, error))?;
        outcome
    }

    pub(super) fn error(&self, error: rusqlite::Error, index: Option<usize>) -> Error {
        engine_error(&self.label, self.busy, error, index)
    }
}

impl Database for SqliteFile {
    fn label(&self) -> String {
        self.label.clone()
    }

    fn is_local(&self) -> bool {
        true
    }

    fn sha256(&self) -> Option<&'static str> {
        Some(sha256::SHA256)
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        // A deferred transaction takes its snapshot at the first read and holds it to the end.
        self.execute("BEGIN DEFERRED")?;
        let mut results = Vec::with_capacity(queries.len());
        for (index, sql) in queries.iter().enumerate() {
            match read(&self.connection, sql).and_then(|rows| self.compared.check().map(|()| rows)) {
                Ok(rows) => results.push(rows),
                Err(error) => {
                    let error = self.error(error, Some(index));
                    // The transaction may already be gone; what matters is the first error.
                    let _ = self.connection.execute_batch("ROLLBACK");
                    return Err(error);
                }
            }
        }
        self.execute("ROLLBACK")?;
        Ok(results)
    }

    fn visit(&mut self, sql: &str, visit: &mut dyn FnMut(&[Option<&str>])) -> Result<()> {
        self::visit(&self.connection, sql, visit).map_err(|error| self.error(error, None))
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        self.execute("BEGIN IMMEDIATE")?;
        let before = self.connection.total_changes();
        let mut answers = Vec::with_capacity(batch.len());
        let outcome = self
            .ruled(|connection, compared| {
                for (index, sql) in batch.iter().enumerate() {
                    let before = connection.total_changes();
                    let outcome = answered(connection, sql).and_then(|count| compared.check().map(|()| count));
                    let count = outcome.map_err(|error| (Some(index), error))?;
                    answers.push(Answer {
                        changes: Some(connection.total_changes().saturating_sub(before)),
                        count,
                    });
                }
                Ok(())
            })
            .and_then(|()| self.connection.execute_batch("COMMIT").map_err(|error| (None, error)));
        let written = self.connection.total_changes().saturating_sub(before);
        if outcome.is_err() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        reset_sticky_pragmas(&self.connection);
        match outcome {
            Ok(()) => Ok(Summary {
                rows_written: Some(written),
                rows_read: None,
                answers,
            }),
            Err((index, error)) => Err(self.error(error, index)),
        }
    }

    fn run_unenforced(&mut self, batch: &[String]) -> Result<Summary> {
        self.execute("PRAGMA foreign_keys = off")?;
        let summary = self.run(batch);
        self.execute("PRAGMA foreign_keys = on")?;
        summary
    }
}

/// Runs one statement, all of it: SQLite itself ends a text at a NUL byte and is silent about the rest.
pub(super) fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    whole(sql)?;
    row_limit::execute(connection, sql)
}

/// Runs one statement; the first value of a query, where it is a number.
fn answered(connection: &Connection, sql: &str) -> rusqlite::Result<Option<u64>> {
    let word = sql.split_whitespace().next().unwrap_or_default();
    if !word.eq_ignore_ascii_case("SELECT") {
        return execute(connection, sql).map(|()| None);
    }
    whole(sql)?;
    let mut statement = row_limit::prepare(connection, sql)?;
    let mut rows = statement.query([])?;
    let mut first = None;
    let mut is_first = true;
    while let Some(row) = rows.next()? {
        if std::mem::take(&mut is_first) {
            first = value(row.get_ref(0)?).as_i64().and_then(|it| u64::try_from(it).ok());
        }
    }
    Ok(first)
}

fn whole(sql: &str) -> rusqlite::Result<()> {
    let Some(offset) = sql.find('\0') else {
        return Ok(());
    };
    Err(rusqlite::Error::SqlInputError {
        error: rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ERROR),
        msg: "the statement contains a NUL byte, where SQLite would stop reading".to_owned(),
        sql: sql.to_owned(),
        offset: i32::try_from(offset).unwrap_or(-1),
    })
}

/// A statement's index, where there is one, and why it failed.
type Failed = (Option<usize>, rusqlite::Error);

/// Runs statements one after another; on failure the index of the one that failed.
pub(super) fn run_statements(connection: &Connection, batch: &[impl AsRef<str>]) -> std::result::Result<(), Failed> {
    for (index, sql) in batch.iter().enumerate() {
        execute(connection, sql.as_ref()).map_err(|error| (Some(index), error))?;
    }
    Ok(())
}

/// These two outlive the transaction that set them, on D1 too (measured); the next batch must not inherit them.
pub(super) fn reset_sticky_pragmas(connection: &Connection) {
    let _ = connection.execute_batch("PRAGMA legacy_alter_table = off; PRAGMA ignore_check_constraints = off");
}

/// All rows of one query.
pub(super) fn read(connection: &Connection, sql: &str) -> rusqlite::Result<Rows> {
    whole(sql)?;
    let mut statement = row_limit::prepare(connection, sql)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let width = columns.len();
    let mut found = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let mut values = Vec::with_capacity(width);
        for index in 0..width {
            values.push(value(row.get_ref(index)?));
        }
        rows.push(values);
    }
    Ok(Rows { columns, rows })
}

/// Shows all rows of one query, as texts.
pub(super) fn visit(
    connection: &Connection,
    sql: &str,
    visit: &mut dyn FnMut(&[Option<&str>]),
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    let width = statement.column_count();
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let mut texts = Vec::with_capacity(width);
        for index in 0..width {
            texts.push(match row.get_ref(index)? {
                ValueRef::Text(text) => Some(String::from_utf8_lossy(text)),
                _ => None,
            });
        }
        visit(&texts.iter().map(Option::as_deref).collect::<Vec<_>>());
    }
    Ok(())
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

/// SQLite's error in this room's words.
pub(super) fn engine_error(label: &str, busy: Duration, error: rusqlite::Error, index: Option<usize>) -> Error {
    let storage = |message: &str| Error::Storage {
        label: label.to_owned(),
        message: message.to_owned(),
    };
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            let waited_ms = u64::try_from(busy.as_millis()).unwrap_or(u64::MAX);
            return Error::Busy {
                label: label.to_owned(),
                waited_ms,
            };
        }
        Some(ErrorCode::NotADatabase) => return storage("the file is not an SQLite database"),
        Some(ErrorCode::DatabaseCorrupt) => return storage("the database is damaged; restore it from a backup"),
        Some(ErrorCode::DiskFull) => return storage("the disk is full; nothing was changed"),
        Some(ErrorCode::ReadOnly) => {
            return storage("the file or its folder cannot be written to; check its permissions");
        }
        Some(ErrorCode::SystemIoFailure) => return storage(&format!("reading or writing failed: {error}")),
        Some(ErrorCode::CannotOpen) => {
            return Error::Open {
                label: label.to_owned(),
                message: error.to_string(),
            };
        }
        _ => {}
    }
    match error {
        rusqlite::Error::SqlInputError { msg, offset, .. } => Error::Statement {
            index,
            message: msg,
            offset: usize::try_from(offset).ok(),
        },
        rusqlite::Error::SqliteFailure(_, Some(message)) => Error::Statement {
            index,
            message,
            offset: None,
        },
        other => Error::Statement {
            index,
            message: other.to_string(),
            offset: None,
        },
    }
}

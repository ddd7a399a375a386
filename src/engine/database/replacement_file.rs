//! A database that is made beside a file, and takes the place of what is in it once it is whole.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use tempfile::TempPath;

use super::{Database as _, Error, Mode, Result, SqliteFile, Value};

/// Problems that are named.
const NAMED: usize = 5;

/// A database that is made beside a file. The file is as it was until [`ReplacementFile::replace`] succeeds.
pub struct ReplacementFile {
    target: PathBuf,
    /// How long it waits until nobody writes the target.
    patience: Duration,
    // Closed before its file is deleted.
    database: SqliteFile,
    path: TempPath,
}

impl ReplacementFile {
    /// An empty database beside `target`, which need not be there; its folder must.
    ///
    /// # Errors
    /// [`Error::Open`] where nothing can be written beside the file.
    pub fn beside(target: &Path, label: String, patience: Duration) -> Result<Self> {
        let folder = target.parent().filter(|it| !it.as_os_str().is_empty());
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let create = |path: &Path| OpenOptions::new().read(true).write(true).create_new(true).open(path);
        let made = tempfile::Builder::new()
            .prefix(&format!(".{name}."))
            .suffix(".new")
            .make_in(folder.unwrap_or(Path::new(".")), create)
            .map_err(|error| Error::Open {
                label: label.clone(),
                message: format!("nothing can be written beside it: {error}"),
            })?;
        let path = made.into_temp_path();
        let mut database = SqliteFile::open_as(label, &path, Mode::Existing, Duration::ZERO)?;
        // Nobody else sees the file before it is whole.
        database.execute("PRAGMA journal_mode = memory; PRAGMA synchronous = off")?;
        Ok(Self {
            target: target.to_path_buf(),
            patience,
            database,
            path,
        })
    }

    /// Takes over all of another database.
    ///
    /// # Errors
    /// Those of the database.
    pub fn copy(&mut self, from: &SqliteFile) -> Result<()> {
        copied(&from.connection, &mut self.database)?;
        self.database.execute("PRAGMA foreign_keys = on")
    }

    /// Foreign keys are not looked at until [`ReplacementFile::problems`].
    ///
    /// # Errors
    /// Those of the database.
    pub fn ignore_foreign_keys(&mut self) -> Result<()> {
        self.database.execute("PRAGMA foreign_keys = off")
    }

    /// The database that is being made.
    pub fn database(&mut self) -> &mut SqliteFile {
        &mut self.database
    }

    /// What is wrong with it, a sentence each: damage, and rows without a parent.
    ///
    /// # Errors
    /// Those of the database.
    pub fn problems(&mut self) -> Result<Vec<String>> {
        let damage = self.database.query("SELECT * FROM pragma_integrity_check")?;
        let mut found: Vec<String> = damage.texts().filter(|it| *it != "ok").map(str::to_owned).collect();
        found.truncate(NAMED);
        let keys = "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2";
        for row in self.database.query(keys)?.rows {
            if let [Value::Text(table), Value::Text(parent), Value::Integer(count)] = row.as_slice() {
                let rows = if *count == 1 { "row" } else { "rows" };
                found.push(format!("{count} {rows} of {table} without a parent in {parent}"));
            }
        }
        Ok(found)
    }

    /// Puts it in the place of the target: in one transaction of SQLite where there is a file, so that programs which have
    /// it open see either all of the old or all of the new; else as a new file.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Storage`]; then the target is as it was.
    pub fn replace(self) -> Result<()> {
        let Self {
            target,
            patience,
            database,
            path,
        } = self;
        let label = database.label();
        drop(database);
        let failed = |message: String| Error::Storage {
            label: label.clone(),
            message,
        };
        let written = OpenOptions::new().read(true).write(true).open(&path);
        written
            .and_then(|it| it.sync_all())
            .map_err(|error| failed(error.to_string()))?;
        if !target.exists() {
            return path
                .persist_noclobber(&target)
                .map_err(|error| failed(error.to_string()));
        }
        let source = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|error| failed(error.to_string()))?;
        let mut old = SqliteFile::open_as(label.clone(), &target, Mode::Existing, patience)?;
        // A database in WAL mode keeps the size of its pages. <https://www.sqlite.org/pragma.html#pragma_page_size>
        let size = |it: &Connection| it.pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0));
        if size(&source).ok() != size(&old.connection).ok() {
            old.execute("PRAGMA journal_mode = delete")?;
        }
        copied(&source, &mut old)
    }
}

/// All pages in one step, which is one transaction. <https://www.sqlite.org/c3ref/backup_finish.html>
fn copied(from: &Connection, to: &mut SqliteFile) -> Result<()> {
    let (label, waited_ms) = (to.label(), u64::try_from(to.patience().as_millis()).unwrap_or(u64::MAX));
    let step = Backup::new(from, &mut to.connection).and_then(|it| it.step(-1));
    match step {
        Ok(StepResult::Done) => Ok(()),
        Ok(_) => Err(Error::Busy { label, waited_ms }),
        Err(error) => Err(to.error(error, None)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn count(path: &Path) -> i64 {
        let file = Connection::open(path).unwrap();
        file.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
    }

    fn made(target: &Path, rows: usize) -> ReplacementFile {
        let mut made = ReplacementFile::beside(target, "sqlite:a.db".to_owned(), Duration::ZERO).unwrap();
        let rows: Vec<String> = (0..rows).map(|it| format!("INSERT INTO t VALUES ({it})")).collect();
        made.database()
            .run(&[vec!["CREATE TABLE t (a)".to_owned()], rows].concat())
            .unwrap();
        assert_eq!(made.problems().unwrap(), Vec::<String>::new());
        made
    }

    #[test]
    fn a_file_is_replaced_under_those_who_have_it_open() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.db");
        made(&target, 3).replace().unwrap();
        assert_eq!(count(&target), 3);
        let open = Connection::open(&target).unwrap();
        open.execute_batch("PRAGMA journal_mode = wal; INSERT INTO t VALUES (9)")
            .unwrap();
        made(&target, 7).replace().unwrap();
        let seen = |sql: &str| {
            open.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
                .unwrap()
        };
        assert_eq!(seen("SELECT count(*) FROM t"), 7.into());
        assert_eq!(seen("PRAGMA journal_mode"), "wal".to_owned().into());
        drop(open);
        let left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|it| it.unwrap().file_name())
            .collect();
        assert_eq!(left, ["a.db"]);
    }

    #[test]
    fn a_file_in_use_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.db");
        made(&target, 3).replace().unwrap();
        let writer = Connection::open(&target).unwrap();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        let refused = made(&target, 7).replace().unwrap_err();
        assert!(matches!(refused, Error::Busy { .. }), "{refused:?}");
        writer.execute_batch("COMMIT").unwrap();
        assert_eq!(count(&target), 3);
    }

    #[test]
    fn other_page_sizes_and_rows_without_parents() {
        let folder = tempfile::tempdir().unwrap();
        let (target, source) = (folder.path().join("a.db"), folder.path().join("b.db"));
        made(&target, 3).replace().unwrap();
        Connection::open(&target)
            .unwrap()
            .execute_batch("PRAGMA journal_mode = wal")
            .unwrap();
        let other = Connection::open(&source).unwrap();
        let rows = "PRAGMA page_size = 8192; PRAGMA foreign_keys = off; CREATE TABLE t (a UNIQUE);
            CREATE TABLE c (a REFERENCES t (a)); INSERT INTO c VALUES (1);";
        other.execute_batch(rows).unwrap();
        let mut made = ReplacementFile::beside(&target, "sqlite:a.db".to_owned(), Duration::ZERO).unwrap();
        made.copy(&SqliteFile::open(&source, Mode::Existing).unwrap()).unwrap();
        assert_eq!(made.problems().unwrap(), ["1 row of c without a parent in t"]);
        made.replace().unwrap();
        assert_eq!(count(&target), 0);
    }
}

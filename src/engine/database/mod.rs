//! Where a schema lives: rows in, rows out. SQLite files, scratch databases, D1. Knows nothing of schemas.

pub mod backup_text;
#[cfg(feature = "d1")]
pub mod d1;
mod dump;
mod empty_file;
mod error;
mod load;
mod long_value;
mod many_tables;
mod math;
mod replacement_file;
mod row_limit;
pub mod rules;
mod scratch;
mod sha256;
mod sqlite;
mod table;
mod table_rows;
mod target_rules;
mod value;
mod virtual_table;

pub use dump::{Dump, changes, code, drops, dump, sequences, tables};
pub use error::{Error, Result};
pub use load::{Load, load, loaded};
pub use many_tables::MANY;
pub use replacement_file::ReplacementFile;
pub use scratch::{ResultColumn, Scratch, Signature};
pub use sqlite::{Mode, SqliteFile};
pub use table::{Column, Table};
pub use table_rows::{RowChoice, each_row, insert_row, literal as literal_of};
pub use target_rules::{AppFunction, Application, are_d1s, choose_sqlite};
pub use value::{Rows, Value};
pub use virtual_table::Content;

/// What a batch cost, as far as the database tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows changed or inserted.
    pub rows_written: Option<u64>,
    /// Rows scanned.
    pub rows_read: Option<u64>,
    /// One per statement of the batch; empty where the database does not say which answer is whose.
    pub answers: Vec<Answer>,
}

/// What a database says of one statement of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answer {
    /// Rows inserted, changed and deleted, those of triggers and foreign keys included.
    pub changes: Option<u64>,
    /// The first value of a query, where it is a number: that of a `count(*)`.
    pub count: Option<u64>,
}

/// One physical database. Every implementation keeps foreign keys on, as D1 does.
pub trait Database: Send {
    /// How a person calls it: `sqlite:dev.db`, `d1:api`. Never holds a secret.
    fn label(&self) -> String;

    /// Runs read-only queries in one round trip and one snapshot; one `Rows` per query, in order.
    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>>;

    /// Runs statements in one transaction: all or nothing. Each item is one statement without need of a final `;`.
    /// On failure `Error::Statement` names the index of the statement that failed, where that can be known.
    fn run(&mut self, batch: &[String]) -> Result<Summary>;

    /// As [`Database::run`], for statements that themselves see to it that no row loses its parent. A database that can does not
    /// enforce foreign keys meanwhile: then DROP TABLE does not look for the children of each row
    /// (`sqlite3FkDropTable` in SQLite's `fkey.c`).
    fn run_unenforced(&mut self, batch: &[String]) -> Result<Summary> {
        self.run(batch)
    }

    /// As [`Database::run`], and then reads what is there: `None` where that failed although the batch succeeded. A remote
    /// database does both in one round trip and one transaction.
    fn run_then_read(&mut self, batch: &[String], queries: &[String]) -> Result<(Summary, Option<Vec<Rows>>)> {
        let summary = self.run(batch)?;
        Ok((summary, self.query_all(queries).ok()))
    }

    /// A point in time to go back to, where the database keeps one (D1's Time Travel).
    fn bookmark(&mut self) -> Result<Option<String>> {
        Ok(None)
    }

    /// The name of its own function for the SHA-256 of a text in lower-case hex digits, where it has one.
    fn sha256(&self) -> Option<&'static str> {
        None
    }

    /// True if its rows can be read without cost: a file on this machine.
    fn is_local(&self) -> bool {
        false
    }

    /// Shows the rows of one read-only query, as texts; none for NULL and what is no text. On this machine nothing is copied.
    fn visit(&mut self, sql: &str, visit: &mut dyn FnMut(&[Option<&str>])) -> Result<()> {
        for row in self.query(sql)?.rows {
            visit(&row.iter().map(Value::as_str).collect::<Vec<_>>());
        }
        Ok(())
    }

    /// Runs one read-only query.
    fn query(&mut self, sql: &str) -> Result<Rows> {
        Ok(self.query_all(&[sql.to_owned()])?.pop().unwrap_or_default())
    }
}

impl<T: Database + ?Sized> Database for &mut T {
    fn label(&self) -> String {
        (**self).label()
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        (**self).query_all(queries)
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        (**self).run(batch)
    }

    fn run_unenforced(&mut self, batch: &[String]) -> Result<Summary> {
        (**self).run_unenforced(batch)
    }

    fn run_then_read(&mut self, batch: &[String], queries: &[String]) -> Result<(Summary, Option<Vec<Rows>>)> {
        (**self).run_then_read(batch, queries)
    }

    fn bookmark(&mut self) -> Result<Option<String>> {
        (**self).bookmark()
    }

    fn sha256(&self) -> Option<&'static str> {
        (**self).sha256()
    }

    fn visit(&mut self, sql: &str, visit: &mut dyn FnMut(&[Option<&str>])) -> Result<()> {
        (**self).visit(sql, visit)
    }

    fn is_local(&self) -> bool {
        (**self).is_local()
    }
}

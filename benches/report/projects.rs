//! Projects with any number of tables: their schema files, and databases in step with them.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use rusqlite::Connection;

use crate::Outcome;
use crate::page::cases::Shape;

/// Tables that SQLite creates in one go.
const BATCH: usize = 100;

impl Shape {
    /// The schema with these tables.
    fn schema(self, tables: Range<usize>) -> String {
        let mut sql = String::new();
        for at in tables {
            table(&mut sql, at);
            let has_search = match self {
                Self::Tables => false,
                Self::OneSearchTable => at == 0,
                Self::Code => at % 10 == 0,
            };
            if has_search {
                search_table(&mut sql, at);
            }
            if self == Self::Code {
                code(&mut sql, at);
            }
        }
        sql
    }
}

/// The schema with one column more in its first table.
fn with_one_more_column(schema: &str) -> String {
    schema.replacen("name TEXT NOT NULL", "nick TEXT,\n  name TEXT NOT NULL", 1)
}

/// Writes `schema.sql`, `more.sql` with one more column, `dev.db` in step with the first, and an empty folder `generated`.
pub fn write(folder: &Path, shape: Shape, tables: usize) -> Outcome {
    std::fs::create_dir_all(folder.join("generated"))?;
    let schema = shape.schema(0..tables);
    std::fs::write(folder.join("schema.sql"), &schema)?;
    std::fs::write(folder.join("more.sql"), with_one_more_column(&schema))?;
    database(&folder.join("dev.db"), shape, tables)
}

/// After each CREATE, SQLite reads all of `sqlite_schema`: 10,000 tables would take minutes. So what a batch has created is
/// put aside before the next one, and put back in the end.
fn database(file: &Path, shape: Shape, tables: usize) -> Outcome {
    let database = Connection::open(file)?;
    database.execute_batch(
        "PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA writable_schema = on;
         CREATE TEMP TABLE kept (type, name, tbl_name, rootpage, sql)",
    )?;
    for first in (0..tables).step_by(BATCH) {
        let batch = shape.schema(first..tables.min(first + BATCH));
        database.execute_batch(&format!(
            "BEGIN; {batch} INSERT INTO kept SELECT * FROM main.sqlite_schema; DELETE FROM main.sqlite_schema; COMMIT;
             PRAGMA writable_schema = reset; PRAGMA writable_schema = on"
        ))?;
    }
    database.execute_batch("INSERT INTO main.sqlite_schema SELECT * FROM kept")?;
    drop(database);
    // A database that is not whole would be no project.
    let checked: String = Connection::open(file)?.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    match checked.as_str() {
        "ok" => Ok(()),
        wrong => Err(format!("{}: {wrong}", file.display()).into()),
    }
}

/// The table that a table references.
pub fn parent(at: usize) -> usize {
    at / 2
}

fn table(sql: &mut String, at: usize) {
    let parent = parent(at);
    let _ = write!(
        sql,
        "CREATE TABLE table_{at} (\n  id INTEGER PRIMARY KEY,\n  \
         parent_id INTEGER,\n  name TEXT NOT NULL,\n  \
         email TEXT COLLATE NOCASE,\n  amount REAL DEFAULT 0,\n  \
         state TEXT NOT NULL DEFAULT 'new' CHECK (state <> ''),\n  \
         created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,\n  data BLOB,\n  \
         FOREIGN KEY (parent_id) REFERENCES table_{parent} (id) ON DELETE CASCADE\n);\n\
         CREATE INDEX table_{at}_parent ON table_{at} (parent_id);\n"
    );
}

fn search_table(sql: &mut String, at: usize) {
    let _ = write!(
        sql,
        "CREATE VIRTUAL TABLE search_{at} USING fts5(name, email, content='table_{at}', content_rowid='id');\n\
         CREATE TRIGGER search_{at}_insert AFTER INSERT ON table_{at} BEGIN\n  \
         INSERT INTO search_{at} (rowid, name, email) VALUES (new.id, new.name, new.email);\nEND;\n\
         CREATE TRIGGER search_{at}_delete AFTER DELETE ON table_{at} BEGIN\n  \
         INSERT INTO search_{at} (search_{at}, rowid, name, email) VALUES ('delete', old.id, old.name, old.email);\nEND;\n\
         CREATE TRIGGER search_{at}_update AFTER UPDATE ON table_{at} BEGIN\n  \
         INSERT INTO search_{at} (search_{at}, rowid, name, email) VALUES ('delete', old.id, old.name, old.email);\n  \
         INSERT INTO search_{at} (rowid, name, email) VALUES (new.id, new.name, new.email);\nEND;\n"
    );
}

fn code(sql: &mut String, at: usize) {
    let parent = parent(at);
    let _ = write!(
        sql,
        "CREATE VIEW view_{at} AS\n  SELECT child.id, child.name, parent.name AS parent\n  \
         FROM table_{at} AS child LEFT JOIN table_{parent} AS parent ON parent.id = child.parent_id;\n\
         CREATE TRIGGER table_{at}_touch AFTER UPDATE OF name ON table_{at} BEGIN\n  \
         UPDATE table_{parent} SET created_at = CURRENT_TIMESTAMP WHERE id = new.parent_id;\nEND;\n"
    );
}

//! Projects of any size, for benchmarks: their schema files, and databases in step with them.

use std::fmt::Write as _;
use std::path::Path;

/// What the tables of a project have beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Tables of 8 columns with an index each, half of them referencing another one with ON DELETE CASCADE.
    Tables,
    /// The same, and one search table.
    OneSearchTable,
    /// Beside each table a view of two tables and a trigger; beside each tenth a search table with its three triggers.
    Code,
}

impl Shape {
    /// All of them, by the names that the command line has for them.
    pub const ALL: [(&str, Self); 3] = [
        ("tables", Self::Tables),
        ("one-search-table", Self::OneSearchTable),
        ("code", Self::Code),
    ];

    /// The schema with this many tables.
    pub fn schema(self, tables: usize) -> String {
        let mut sql = String::new();
        for at in 0..tables {
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
pub fn with_one_more_column(schema: &str) -> String {
    schema.replacen("name TEXT NOT NULL", "nick TEXT,\n  name TEXT NOT NULL", 1)
}

/// Writes `schema.sql`, `more.sql` with one more column, `dev.db` in step with the first, and an empty folder `generated`.
pub fn write(folder: &Path, shape: Shape, tables: usize) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder.join("generated"))?;
    let schema = shape.schema(tables);
    std::fs::write(folder.join("schema.sql"), &schema)?;
    std::fs::write(folder.join("more.sql"), with_one_more_column(&schema))?;
    let file = folder.join("dev.db");
    if file.exists() {
        std::fs::remove_file(&file)?;
    }
    let database = rusqlite::Connection::open(file)?;
    Ok(database.execute_batch(&format!("PRAGMA journal_mode = off; BEGIN; {schema} COMMIT"))?)
}

fn table(sql: &mut String, at: usize) {
    let parent = at / 2;
    let _ = write!(
        sql,
        "CREATE TABLE table_{at} (\n  id INTEGER PRIMARY KEY,\n  \
         parent_id INTEGER REFERENCES table_{parent} (id) ON DELETE CASCADE,\n  name TEXT NOT NULL,\n  \
         email TEXT COLLATE NOCASE,\n  amount REAL DEFAULT 0,\n  \
         state TEXT NOT NULL DEFAULT 'new' CHECK (state <> ''),\n  \
         created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,\n  data BLOB\n);\n\
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
    let parent = at / 2;
    let _ = write!(
        sql,
        "CREATE VIEW view_{at} AS\n  SELECT child.id, child.name, parent.name AS parent\n  \
         FROM table_{at} AS child LEFT JOIN table_{parent} AS parent ON parent.id = child.parent_id;\n\
         CREATE TRIGGER table_{at}_touch AFTER UPDATE OF name ON table_{at} BEGIN\n  \
         UPDATE table_{parent} SET created_at = CURRENT_TIMESTAMP WHERE id = new.parent_id;\nEND;\n"
    );
}

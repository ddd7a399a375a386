//! The five runs whose instructions are counted, each in a small project of its own.

use std::fmt::Write as _;
use std::path::Path;

/// One run: a project, what is typed in it, and the exit code that it must have.
pub struct Case {
    pub name: &'static str,
    pub arguments: &'static [&'static str],
    pub exit: i32,
    project: fn(&Path) -> std::io::Result<()>,
}

impl Case {
    pub fn project(&self, folder: &Path) -> std::io::Result<()> {
        (self.project)(folder)
    }
}

/// Tables, and migrations, of each project.
const SIZE: usize = 20;

pub const CASES: &[Case] = &[
    Case {
        name: "plan, in sync",
        arguments: &["plan", "--check"],
        exit: 0,
        project: in_sync,
    },
    Case {
        name: "plan, all tables new",
        arguments: &["plan", "--check"],
        exit: 2,
        project: all_new,
    },
    Case {
        name: "plan, one column added",
        arguments: &["plan", "--check"],
        exit: 2,
        project: one_column,
    },
    Case {
        name: "verify, 20 migrations",
        arguments: &["verify"],
        exit: 0,
        project: migrations,
    },
    Case {
        name: "lint, 20 migrations",
        arguments: &["lint"],
        exit: 0,
        project: migrations,
    },
];

fn table(at: usize) -> String {
    format!(
        "CREATE TABLE table_{at} (\n  id INTEGER PRIMARY KEY,\n  parent_id INTEGER REFERENCES table_{} (id) ON DELETE CASCADE,\n  \
         name TEXT NOT NULL,\n  email TEXT COLLATE NOCASE,\n  amount REAL DEFAULT 0,\n  state TEXT NOT NULL DEFAULT 'new' CHECK (state <> ''),\n  \
         created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,\n  data BLOB\n);\nCREATE INDEX table_{at}_parent ON table_{at} (parent_id);\n",
        at / 2
    )
}

fn schema() -> String {
    let mut sql: String = (0..SIZE).map(table).collect();
    for at in 0..SIZE / 4 {
        let _ = writeln!(sql, "CREATE VIEW view_{at} AS SELECT id, name FROM table_{at};");
        let _ = writeln!(
            sql,
            "CREATE TRIGGER trigger_{at} AFTER UPDATE OF name ON table_{at} BEGIN\n  UPDATE table_{at} SET state = 'named' WHERE id = new.id;\nEND;"
        );
    }
    sql
}

fn database(folder: &Path, sql: &str) -> std::io::Result<()> {
    let database = rusqlite::Connection::open(folder.join("dev.db")).map_err(std::io::Error::other)?;
    database
        .execute_batch(&format!("PRAGMA journal_mode = off; BEGIN; {sql} COMMIT"))
        .map_err(std::io::Error::other)
}

fn all_new(folder: &Path) -> std::io::Result<()> {
    std::fs::write(folder.join("schema.sql"), schema())
}

fn in_sync(folder: &Path) -> std::io::Result<()> {
    database(folder, &schema())?;
    all_new(folder)
}

fn one_column(folder: &Path) -> std::io::Result<()> {
    database(folder, &schema())?;
    let more = schema().replacen("name TEXT NOT NULL", "nick TEXT,\n  name TEXT NOT NULL", 1);
    std::fs::write(folder.join("schema.sql"), more)
}

/// A file per table, as a person writes them, and the schema that they add up to.
fn migrations(folder: &Path) -> std::io::Result<()> {
    let path = folder.join("migrations");
    std::fs::create_dir(&path)?;
    let mut sql = String::new();
    for at in 0..SIZE {
        sql.push_str(&table(at));
        std::fs::write(path.join(format!("{:04}_table_{at}.sql", at + 1)), table(at))?;
    }
    std::fs::write(folder.join("schema.sql"), sql)
}

//! Projects whose databases have rows: a table of any number of them, and fleets of files.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::Connection;

use crate::{Outcome, reconcile};

const ITEMS: &str = "CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT COLLATE NOCASE,
  amount REAL NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'new',
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX items_name ON items (name);
";
const CHECK: &str = " CHECK (state <> '')";

/// `start.db` with the rows, `schema.sql` whose CHECK takes a rebuild, which `generated/` has; `more.sql` has one more
/// CHECK, which has no migration. For the floors, `floor.sql` makes the rebuild, `scan.sql` looks for rows.
pub fn write_table(folder: &Path, rows: usize) -> Outcome {
    std::fs::create_dir_all(folder)?;
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
    write("schema.sql", ITEMS)?;
    let flags = "--schema schema.sql --migrations generated --target sqlite:start.db";
    reconcile(folder, "plan --name items", flags)?;
    reconcile(folder, "apply", flags)?;
    Connection::open(folder.join("start.db"))?.execute_batch(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO items (id, name, email, amount) SELECT i, 'name ' || (i * 7919 % {rows}), 'mail' || i || '@example.org', i * 0.5 FROM n"
    ))?;
    let checked = ITEMS.replacen("DEFAULT 'new'", &format!("DEFAULT 'new'{CHECK}"), 1);
    write("schema.sql", &checked)?;
    write(
        "more.sql",
        &checked.replacen("DEFAULT 0", "DEFAULT 0 CHECK (amount >= 0)", 1),
    )?;
    reconcile(folder, "plan --name state", flags)?;
    let new = checked.replacen("TABLE items", "TABLE new_items", 1);
    let (table, index) = new.split_at(new.find("CREATE INDEX").unwrap_or(new.len()));
    write(
        "floor.sql",
        &format!(
            "BEGIN; {table} INSERT INTO new_items SELECT * FROM items; DROP TABLE items;
             ALTER TABLE new_items RENAME TO items; {index} COMMIT;"
        ),
    )?;
    write("scan.sql", "SELECT count(*) FROM items WHERE NOT (amount >= 0)")?;
    std::fs::copy(folder.join("start.db"), folder.join("dev.db"))?;
    Ok(())
}

/// Files in `data/` with a migration applied, and the next one, which rebuilds the parent of the two tables.
pub fn write_fleet(folder: &Path, databases: usize) -> Outcome {
    const SCHEMA: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  author INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
";
    std::fs::create_dir_all(folder.join("data"))?;
    std::fs::create_dir_all(folder.join("schema"))?;
    let config = "databases:\n  app:\n    fleets:\n      clients: { files: \"data/*.db\" }\n";
    std::fs::write(folder.join("reconcile.yaml"), config)?;
    let schema = folder.join("schema/all.sql");
    std::fs::write(&schema, SCHEMA)?;
    reconcile(folder, "plan sqlite:first.db --name first", "")?;
    reconcile(folder, "apply sqlite:first.db", "")?;
    let first = folder.join("first.db");
    Connection::open(&first)?.execute_batch(
        "INSERT INTO users VALUES (1, 'a@example.org', 'a'), (2, 'b@example.org', 'b');
         INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z')",
    )?;
    let mut name = String::new();
    for at in 1..=databases {
        name.clear();
        write!(name, "data/client-{at:06}.db")?;
        std::fs::copy(&first, folder.join(&name))?;
    }
    std::fs::write(
        &schema,
        SCHEMA.replacen("email TEXT NOT NULL", "email TEXT NOT NULL UNIQUE", 1),
    )?;
    reconcile(folder, "plan sqlite:first.db --name unique", "")
}

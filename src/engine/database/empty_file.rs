//! A file emptied: its tables, views and triggers dropped in one transaction, but for those that somebody else owns.

use super::sqlite::read;
use super::{Result, SqliteFile};
use crate::sql::Name;

/// Each in an order in which it can be dropped: what is left belongs to nothing that was dropped before.
const KINDS: [(&str, &str); 4] = [
    ("TRIGGER", "SELECT name FROM sqlite_schema WHERE type = 'trigger'"),
    (
        "VIEW",
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'view'",
    ),
    // With them go their shadow tables.
    (
        "TABLE",
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'",
    ),
    (
        "TABLE",
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    ),
];

impl SqliteFile {
    /// Drops everything but what `is_others` says of a kind (`TABLE`, `VIEW`, `TRIGGER`) and a name.
    ///
    /// # Errors
    /// [`super::Error::Busy`], [`super::Error::Storage`], [`super::Error::Statement`]; then nothing was dropped.
    pub fn empty(&mut self, is_others: &dyn Fn(&str, &Name) -> bool) -> Result<()> {
        // A table goes with its rows, whichever rows of another one refer to them.
        self.execute("PRAGMA foreign_keys = off")?;
        let dropped = self.drop_all(is_others);
        self.execute("PRAGMA foreign_keys = on")?;
        dropped
    }

    fn drop_all(&mut self, is_others: &dyn Fn(&str, &Name) -> bool) -> Result<()> {
        self.execute("BEGIN IMMEDIATE")?;
        let dropped = self.drop_each(is_others).and_then(|()| self.execute("COMMIT"));
        if dropped.is_err() {
            // The first error is the one that matters.
            let _ = self.execute("ROLLBACK");
        }
        dropped
    }

    fn drop_each(&mut self, is_others: &dyn Fn(&str, &Name) -> bool) -> Result<()> {
        for (kind, names) in KINDS {
            let rows = read(&self.connection, names).map_err(|error| self.error(error, None))?;
            for name in rows.texts().map(Name::new) {
                if !is_others(kind, &name) {
                    self.execute(&format!("DROP {kind} {}", name.quoted()))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::{Database, Mode, Value};

    #[test]
    fn all_is_dropped_but_what_others_own() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = SqliteFile::open(&folder.path().join("a.db"), Mode::Create).unwrap();
        let statements = "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b REFERENCES b ON DELETE RESTRICT);
            CREATE TABLE b (id INTEGER PRIMARY KEY, a NOT NULL REFERENCES a ON DELETE SET NULL);
            CREATE TABLE _cf_METADATA (k);
            CREATE VIRTUAL TABLE s USING fts5 (x);
            CREATE VIEW v AS SELECT * FROM a;
            CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT raise(ABORT, 'never'); END;
            INSERT INTO a VALUES (1, NULL);
            INSERT INTO b VALUES (1, 1);
            UPDATE a SET b = 1;
            INSERT INTO s VALUES ('x')";
        for sql in statements.split(";\n") {
            file.execute(sql).unwrap();
        }
        file.empty(&|_, name| name.has_prefix("_cf_")).unwrap();
        let left = file
            .query("SELECT group_concat(name) FROM sqlite_schema WHERE name <> 'sqlite_sequence'")
            .unwrap();
        assert_eq!(left.scalar(), Some(&Value::Text("_cf_METADATA".to_owned())));
        let keys = file.query("SELECT foreign_keys FROM pragma_foreign_keys").unwrap();
        assert_eq!(keys.scalar(), Some(&Value::Integer(1)));
    }
}

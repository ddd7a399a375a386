//! What a database stores of its schema, word for word: enough to see that nothing differs.

use std::collections::BTreeSet;

use super::{Ownership, queries, schema_rows};
use crate::database::{self, Database, Rows};
use crate::schema::Schema;

/// The stored CREATE statements of all objects that a plan may touch, and of the tables that search tables keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(BTreeSet<String>);

/// Those of the rows that [`stored`] gives.
pub fn texts(stored: &Rows, ownership: &Ownership) -> Texts {
    let open = ownership.filter(schema_rows(stored)).into_iter();
    // An object without a text belongs to a constraint, and its name to SQLite.
    Texts(open.filter_map(|row| row.sql).collect())
}

/// Rows of `sqlite_schema`, ledgers and other tools' tables included: two databases with the same rows have the same schema.
///
/// # Errors
/// Those of the database.
pub fn stored(database: &mut dyn Database) -> database::Result<Rows> {
    database.query(&queries::objects())
}

impl Texts {
    /// True if these are the very texts of a schema, which then means the same: SQLite reads nothing else. False says
    /// nothing: a schema may be the same in other words.
    pub fn are(&self, schema: &Schema) -> bool {
        let mut wanted: Vec<&str> = schema.texts().collect();
        wanted.sort_unstable();
        wanted.dedup();
        self.0.iter().map(String::as_str).eq(wanted)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect;

    fn scratch(sql: &str) -> Scratch {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(sql).unwrap();
        scratch
    }

    fn same(one: &str, other: &str) -> bool {
        let schema = introspect::read(&mut scratch(other)).unwrap().schema;
        texts(&stored(&mut scratch(one)).unwrap(), &Ownership::default()).are(&schema)
    }

    const SCHEMA: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT UNIQUE); CREATE INDEX i ON a (b);
        CREATE VIEW v AS SELECT b FROM a; CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;";

    #[test]
    fn the_same_words_in_any_order_and_beside_a_ledger() {
        let other = "CREATE VIEW v AS SELECT b FROM a; CREATE TABLE d1_migrations (id);
            create table  a (id INTEGER PRIMARY KEY, b TEXT UNIQUE); CREATE INDEX i ON a (b);
            CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;";
        assert!(same(SCHEMA, SCHEMA) && same(other, SCHEMA) && same("SELECT 1", "SELECT 1"));
    }

    #[test]
    fn anything_else_is_not_known_to_be_the_same() {
        for other in [
            SCHEMA.replace("TEXT UNIQUE", "TEXT  UNIQUE"),
            SCHEMA.replace("CREATE INDEX i ON a (b);", ""),
            format!("{SCHEMA} CREATE TABLE more (id);"),
            SCHEMA.replace("SELECT b", "SELECT id"),
        ] {
            assert!(!same(SCHEMA, &other) && !same(&other, SCHEMA), "{other}");
        }
    }
}

//! Rows whose parent is not there.

use crate::database::{Database, Rows};
use crate::schema::{Name, Schema};

/// What was found, and where nothing could be looked for.
#[derive(Debug, Clone, Default)]
pub struct Orphans {
    /// The columns that were asked for, a row for each answer.
    pub rows: Rows,
    /// Tables that could not be checked, each with SQLite's words. One whose key fits no unique key of its parent is not
    /// among them: none of its rows can be checked, and the reason is kept.
    pub unchecked: Vec<(Name, String)>,
}

/// Asks `PRAGMA foreign_key_check` for `columns` (`"table"`, `rowid`, `parent`, `fkid`): of all tables at once, and of each by
/// itself where that is refused, be it for a key that fits nothing or for more tables than one statement can look at.
pub fn orphans(database: &mut dyn Database, schema: &Schema, columns: &str) -> Orphans {
    let ask = format!("SELECT DISTINCT {columns} FROM pragma_foreign_key_check");
    let mut found = Orphans::default();
    if let Ok(rows) = database.query(&ask) {
        found.rows = rows;
        return found;
    }
    let with_keys = schema.tables.values().filter(|it| !it.foreign_keys.is_empty());
    for table in with_keys {
        match database.query(&format!("{ask}({})", table.name.quoted())) {
            Ok(mut rows) => {
                found.rows.columns = rows.columns;
                found.rows.rows.append(&mut rows.rows);
            }
            Err(error) if schema.keys_fit(table) => found.unchecked.push((table.name.clone(), error.to_string())),
            Err(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::database::Scratch;

    #[test]
    fn b11_a_key_that_fits_nothing_hides_no_other_orphans() {
        let mut scratch = Scratch::new().unwrap();
        for sql in [
            "CREATE TABLE p (id INTEGER PRIMARY KEY, a)",
            "CREATE TABLE c (p REFERENCES p(id))",
            "CREATE TABLE m (a REFERENCES p(a))",
            "PRAGMA defer_foreign_keys = on",
        ] {
            scratch.execute(sql).unwrap();
        }
        let batch = [
            "PRAGMA defer_foreign_keys = on",
            "INSERT INTO c VALUES (7)",
            "PRAGMA defer_foreign_keys = off",
        ];
        scratch.run(&batch.map(str::to_owned)).unwrap();
        let schema = crate::introspect::read(&mut scratch).unwrap().schema;
        let found = orphans(&mut scratch, &schema, "\"table\", parent");
        assert_eq!(found.rows.rows.len(), 1, "{found:?}");
        assert!(found.unchecked.is_empty(), "{found:?}");
    }

    #[test]
    fn b11_orphans_are_found_among_many_tables() {
        let mut scratch = Scratch::new().unwrap();
        let table = |at: usize| {
            format!(
                "CREATE TABLE t{at} (id INTEGER PRIMARY KEY, p REFERENCES t{}(id))",
                at / 2
            )
        };
        let mut batch: Vec<String> = (0..1_300).map(table).collect();
        batch.extend(
            [
                "PRAGMA defer_foreign_keys = on",
                "INSERT INTO t7 VALUES (1, 99)",
                "PRAGMA defer_foreign_keys = off",
            ]
            .map(str::to_owned),
        );
        scratch.run(&batch).unwrap();
        let schema = crate::introspect::read(&mut scratch).unwrap().schema;
        let found = orphans(&mut scratch, &schema, "\"table\", parent");
        assert_eq!(found.rows.rows.len(), 1, "{found:?}");
        assert!(found.unchecked.is_empty(), "{found:?}");
    }
}

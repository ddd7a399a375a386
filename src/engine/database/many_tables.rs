//! Many tables at once, in a time that grows with their number.
//!
//! SQLite reads all of `sqlite_schema` after each CREATE, so that 5,000 tables with an index each would cost 50 million
//! rows read. Here a few tables are created at a time, and their rows are then removed from `sqlite_schema`, which leaves
//! the tables in the file. Once all are created, the rows are put back, and SQLite reads them once.
//! <https://www.sqlite.org/pragma.html#pragma_writable_schema>

use super::{Database, Result, Scratch};

/// Fewer statements than this are run one after the other.
pub const MANY: usize = 200;

const PUT_BACK: &str = "BEGIN; PRAGMA writable_schema = on; INSERT INTO main.sqlite_schema SELECT * FROM temp.made ORDER BY rowid; \
                        COMMIT; PRAGMA writable_schema = reset; DROP TABLE temp.made";

impl Scratch {
    /// Runs groups of CREATE statements of which none needs to see what another group makes, under D1's rules.
    ///
    /// # Errors
    /// [`super::Error::Statement`] with the engine's words; the database is of no use afterwards.
    pub fn create(&mut self, groups: &[Vec<String>]) -> Result<()> {
        let is_few = groups.iter().map(Vec::len).sum::<usize>() < MANY;
        if is_few || groups.len() < 2 {
            return groups
                .iter()
                .flatten()
                .try_for_each(|statement| self.execute(statement));
        }
        self.unruled(|scratch| scratch.quietly("CREATE TEMP TABLE made (type, name, tbl_name, rootpage, sql)"))?;
        for group in groups {
            group.iter().try_for_each(|statement| self.execute(statement))?;
            // The counters of AUTOINCREMENT are one table for all.
            self.unruled(|scratch| {
                scratch.quietly(
                    "BEGIN; PRAGMA writable_schema = on; \
                     INSERT INTO temp.made SELECT * FROM main.sqlite_schema WHERE name <> 'sqlite_sequence'; \
                     DELETE FROM main.sqlite_schema WHERE name <> 'sqlite_sequence'; \
                     COMMIT; PRAGMA writable_schema = reset",
                )
            })?;
        }
        self.unruled(|scratch| scratch.quietly(PUT_BACK))
    }

    /// Takes over the views and triggers of another scratch database, whose tables are here, too. Each CREATE beside thousands of
    /// tables would look at all of them.
    ///
    /// # Errors
    /// [`super::Error::Statement`] with the engine's words; the database is of no use afterwards.
    pub fn take_code(&mut self, mut other: Self) -> Result<()> {
        let code = other.query(
            "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY rowid",
        )?;
        self.unruled(|scratch| {
            scratch.quietly("BEGIN; PRAGMA writable_schema = on")?;
            let rows = code.rows.iter().map(Vec::as_slice);
            scratch.put("INSERT INTO main.sqlite_schema VALUES (?, ?, ?, ?, ?)", rows)?;
            scratch.quietly("COMMIT; PRAGMA writable_schema = reset")
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::dump;

    /// Tables with all that has storage of its own: automatic indexes, counters, keys to tables of other groups.
    fn groups(count: usize) -> Vec<Vec<String>> {
        let of = |at: usize| {
            let next = (at + 1) % count;
            vec![
                format!(
                    "CREATE TABLE t{at} (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE, b INT REFERENCES t{next}, UNIQUE (b, a))"
                ),
                format!("CREATE TABLE w{at} (k TEXT, v INT AS (length(k)) STORED, PRIMARY KEY (k)) WITHOUT ROWID"),
                format!("CREATE INDEX i{at} ON t{at} (lower(a)) WHERE b IS NOT NULL"),
                format!("CREATE TRIGGER r{at} AFTER INSERT ON t{at} BEGIN INSERT INTO w{at} (k) VALUES (new.a); END"),
            ]
        };
        (0..count).map(of).collect()
    }

    #[test]
    fn many_tables_at_once_are_what_they_are_one_by_one() {
        let groups = groups(60);
        let (mut at_once, mut one_by_one) = (Scratch::new().unwrap(), Scratch::new().unwrap());
        at_once.create(&groups).unwrap();
        for statement in groups.iter().flatten() {
            one_by_one.execute(statement).unwrap();
        }
        let rows = [
            "INSERT INTO t0 (a) VALUES ('x'), ('y')".to_owned(),
            "INSERT INTO t59 (a, b) VALUES ('z', 2)".to_owned(),
        ];
        for scratch in [&mut at_once, &mut one_by_one] {
            scratch.run(&rows).unwrap();
            scratch.execute("INSERT INTO t0 (a) VALUES ('x')").unwrap_err();
            scratch.execute("INSERT INTO t59 (b) VALUES (7)").unwrap_err();
        }
        let names = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2";
        assert_eq!(at_once.query(names).unwrap(), one_by_one.query(names).unwrap());
        assert_eq!(
            dump(&mut at_once).unwrap().statements,
            dump(&mut one_by_one).unwrap().statements
        );
        let check = at_once.query("PRAGMA quick_check").unwrap();
        assert_eq!(check.scalar().and_then(|it| it.as_str()), Some("ok"));
        assert_eq!(at_once.query("SELECT 1 FROM sqlite_temp_schema").unwrap().rows.len(), 0);
    }

    #[test]
    fn what_d1_refuses_is_refused_among_many_tables() {
        let mut groups = groups(60);
        groups.push(vec!["CREATE TEMP TABLE x (a)".to_owned()]);
        assert!(Scratch::new().unwrap().create(&groups).is_err());
    }
}

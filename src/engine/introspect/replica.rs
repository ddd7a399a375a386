//! Scratch databases that hold a schema.

use crate::database::{self, MANY, Scratch};
use crate::schema::Schema;

/// A scratch database that holds this schema and no rows.
///
/// # Errors
/// A statement of the schema that D1 would refuse.
pub fn replica(schema: &Schema) -> database::Result<Scratch> {
    let mut scratch = Scratch::new()?;
    scratch.create(&schema.storage_with_virtual_tables())?;
    create_code(&mut scratch, schema)?;
    Ok(scratch)
}

/// Creates the views and triggers of a schema where its tables are. Many of them are created beside few tables at a time.
///
/// # Errors
/// As [`replica`].
pub fn create_code(scratch: &mut Scratch, schema: &Schema) -> database::Result<()> {
    if schema.views.len() + schema.triggers.len() < MANY {
        let code = schema.code();
        let code = code.iter().skip(schema.virtual_tables.len());
        return code.into_iter().try_for_each(|statement| scratch.execute(statement));
    }
    let mut aside = Scratch::new()?;
    aside.create(&schema.code_with_tables())?;
    scratch.take_code(aside)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Database;
    use crate::introspect::read;

    #[test]
    fn many_views_and_triggers_are_what_they_are_one_by_one() {
        let part = |at: usize| {
            let next = (at + 1) % 90;
            format!(
                "CREATE TABLE t{at} (id INTEGER PRIMARY KEY, a TEXT, p INT REFERENCES t{next}); \
                 CREATE VIEW v{at} AS SELECT id, a FROM t{next}; \
                 CREATE TRIGGER r{at} AFTER INSERT ON t{at} BEGIN UPDATE t{next} SET a = 'x'; END; \
                 CREATE VIRTUAL TABLE f{at} USING fts5(a, content='t{at}', content_rowid='id'); \
                 CREATE VIRTUAL TABLE o{at} USING rtree(id, x, y); \
                 CREATE TRIGGER i{at} INSTEAD OF DELETE ON v{at} BEGIN DELETE FROM t{at} WHERE id = old.id; END;"
            )
        };
        let sql: String = (0..90).map(part).collect();
        let mut one_by_one = Scratch::new().unwrap();
        one_by_one.execute(&sql).unwrap();
        let schema = read(&mut one_by_one).unwrap().schema;
        let mut at_once = replica(&schema).unwrap();
        assert_eq!(read(&mut at_once).unwrap().schema, schema);
        let names = "SELECT type, name, tbl_name, rootpage = 0, sql FROM sqlite_schema ORDER BY 1, 2";
        assert_eq!(at_once.query(names).unwrap(), one_by_one.query(names).unwrap());
        at_once
            .execute("INSERT INTO t0 VALUES (1, 'b', NULL); INSERT INTO t89 VALUES (1, 'a', NULL); DELETE FROM v1 WHERE id = 7")
            .unwrap();
        at_once
            .execute("INSERT INTO f7 (f7) VALUES ('rebuild'); INSERT INTO o89 VALUES (1, 2, 3)")
            .unwrap();
        let check = at_once.query("PRAGMA quick_check").unwrap();
        assert_eq!(check.scalar().and_then(|it| it.as_str()), Some("ok"));
        let found = at_once.query("SELECT a FROM t0").unwrap();
        assert_eq!(
            found.scalar().and_then(|it| it.as_str()),
            Some("x"),
            "the trigger fires"
        );
    }
}

//! A large schema, executed in parts.
//!
//! SQLite reads all of `sqlite_schema` after each CREATE, so that a thousand tables cost a million rows read. No statement
//! of the usual kinds needs to see another table's, so each part gets a scratch database of its own. Whatever fails is
//! left to the execution of the whole, which also words the error.

use std::collections::BTreeMap;

use super::execute::text;
use super::source::{SourceFile, Statement};
use crate::database::Scratch;
use crate::introspect::{self, Catalog};
use crate::schema::{Name, ObjectKind};
use crate::sql::{self, Verb};

/// Below this many statements, one scratch database is faster.
const WORTH_PARTS: usize = 200;
/// Tables and views in a part, with their indexes and triggers.
const TABLES: usize = 40;

/// What SQLite makes of all the statements; `None` where they have to be executed as a whole.
pub(super) fn execute(files: &[SourceFile], statements: &[Statement]) -> Option<Catalog> {
    if statements.len() < WORTH_PARTS {
        return None;
    }
    let mut homes: BTreeMap<&Name, usize> = BTreeMap::new();
    for statement in statements {
        match statement.object.kind {
            // A view is not compiled until it is used, and a search table reads no other one until then.
            ObjectKind::Table | ObjectKind::View | ObjectKind::VirtualTable => {
                homes.insert(&statement.object.name, homes.len() / TABLES)
            }
            _ => None,
        };
    }
    let count = homes.values().max()? + 1;
    let mut batches: Vec<Vec<String>> = vec![Vec::new(); count];
    for kinds in [
        &[ObjectKind::Table][..],
        &[ObjectKind::VirtualTable],
        &[ObjectKind::Index, ObjectKind::View],
        &[ObjectKind::Trigger],
    ] {
        for statement in statements.iter().filter(|it| kinds.contains(&it.object.kind)) {
            let sql = text(files, statement);
            let home = match statement.object.kind {
                ObjectKind::Table | ObjectKind::View | ObjectKind::VirtualTable => homes.get(&statement.object.name),
                _ => homes.get(&owner(sql)?),
            };
            batches.get_mut(*home?)?.push(sql.to_owned());
        }
    }
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let shares = batches.chunks(batches.len().div_ceil(workers));
    // In the order of the batches, however the threads run.
    let whole = std::thread::scope(|scope| {
        let started: Vec<_> = shares.map(|share| scope.spawn(|| catalog(share))).collect();
        let mut whole = Catalog::default();
        for worker in started {
            whole.extend(worker.join().ok()??);
        }
        Some(whole)
    })?;
    // A search table makes tables of its own, whose names may be those of tables in another part.
    (!whole.has_namesakes()).then_some(whole)
}

fn catalog(batches: &[Vec<String>]) -> Option<Catalog> {
    let mut whole = Catalog::default();
    for batch in batches {
        let mut scratch = Scratch::new().ok()?;
        for statement in batch {
            scratch.execute(statement).ok()?;
        }
        whole.extend(introspect::catalog(&mut scratch).ok()?);
    }
    Some(whole)
}

/// The table that an index or a trigger is on.
pub(super) fn owner(sql: &str) -> Option<Name> {
    match sql::Statement::read(sql).verb {
        Verb::Create { on, .. } => on,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::path::Path;

    use super::*;
    use crate::desired::parse_sql;
    use crate::desired::source::statements;
    use crate::schema::Schema;

    /// So many tables, each with an index and a trigger, each referencing the next; a view with a trigger.
    fn large(count: usize) -> String {
        let mut sql = String::new();
        for at in 0..count {
            let next = (at + 1) % count;
            sql.push_str(&format!(
                "CREATE TABLE \"t {at}\" (id INTEGER PRIMARY KEY, \"on\" TEXT UNIQUE, next REFERENCES [t {next}]);\n\
                 CREATE INDEX i{at} ON [t {at}] (\"on\") WHERE next IS NOT NULL;\n\
                 CREATE TRIGGER r{at} AFTER UPDATE OF \"on\" ON `t {at}` BEGIN DELETE FROM \"t {next}\"; END;\n"
            ));
        }
        sql.push_str("CREATE VIEW v AS SELECT id FROM \"t 0\" JOIN \"t 99\" USING (id);\n");
        sql.push_str("CREATE TRIGGER rv INSTEAD OF INSERT ON v BEGIN SELECT 1; END;\n");
        sql
    }

    fn schema(sql: &str) -> Schema {
        parse_sql(Path::new("schema.sql"), sql).unwrap().schema
    }

    #[test]
    fn parts_make_what_the_whole_makes() {
        let search = "CREATE VIRTUAL TABLE words USING fts5(\"on\", content = 't 3');\n\
                      CREATE VIRTUAL TABLE vocabulary USING fts5vocab('words', 'row');\n";
        let sql = format!("{}{search}", large(100));
        let file = SourceFile {
            path: "schema.sql".into(),
            text: sql.as_str().into(),
            origin: None,
        };
        let statements = statements(std::slice::from_ref(&file)).unwrap();
        assert!(execute(&[file], &statements).is_some());
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(&sql).unwrap();
        assert_eq!(schema(&sql), introspect::read(&mut scratch).unwrap().schema);
    }

    #[test]
    fn a_name_that_a_search_table_needs_is_refused() {
        let sql = format!(
            "{}CREATE VIRTUAL TABLE z USING fts5(a);\nCREATE TABLE z_data (id INTEGER PRIMARY KEY);\n",
            large(100)
        );
        let error = parse_sql(Path::new("schema.sql"), sql).unwrap_err().to_string();
        assert!(error.contains("z_data"), "{error}");
    }

    #[test]
    fn an_error_is_told_as_in_a_small_schema() {
        let sql = format!("{}CREATE INDEX late ON \"t 7\" (nope);\n", large(100));
        let error = parse_sql(Path::new("schema.sql"), sql).unwrap_err().to_string();
        assert!(error.contains("index late: no such column: nope"), "{error}");
    }

    #[test]
    fn a_table_made_of_another_one_is_made_all_the_same() {
        let sql = format!("{}CREATE TABLE copy AS SELECT id FROM \"t 3\";\n", large(100));
        assert_eq!(schema(&sql).tables.len(), 101);
    }
}

//! Search tables after a migration: whether they still find what is there.

use std::collections::BTreeMap;

use crate::database::{self, Database, Scratch, Value};
use crate::schema::{Name, Schema, SchemaRow};

/// A search table that does not find the rows any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleSearch {
    /// Its name.
    pub table: Name,
    /// The table that it searches.
    pub content: Name,
    /// It holds nothing at all.
    pub is_empty: bool,
}

/// The search tables over other tables at one moment: whether the index agrees with their rows.
pub(super) type Searches = BTreeMap<Name, Search>;

/// A search table over another table.
pub(super) struct Search {
    content: Name,
    agrees: bool,
}

/// Asks every search table over another table. <https://www.sqlite.org/fts5.html#the_integrity_check_command>
pub(super) fn ask(scratch: &mut Scratch) -> database::Result<Searches> {
    let texts = scratch.query("SELECT name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%fts5%'")?;
    let mut found = Searches::new();
    for row in texts.rows {
        let [Value::Text(name), Value::Text(sql)] = row.as_slice() else {
            continue;
        };
        let Some(content) = content(name, sql) else { continue };
        let quoted = Name::new(name.as_str()).quoted();
        let question = format!("INSERT INTO {quoted} ({quoted}, rank) VALUES ('integrity-check', 1)");
        let agrees = scratch.attempt(|it| it.execute(&question)).is_ok();
        found.insert(Name::new(name.as_str()), Search { content, agrees });
    }
    Ok(found)
}

/// The search tables that agreed before, or are new, and do not agree now.
pub(super) fn stale(scratch: &mut Scratch, before: &Searches, after: Searches) -> Vec<StaleSearch> {
    let is_lost = |it: &(Name, Search)| !it.1.agrees && before.get(&it.0).is_none_or(|it| it.agrees);
    let lost = after.into_iter().filter(is_lost);
    let mut stale = |(table, search): (Name, Search)| {
        let documents = Name::new(format!("{table}_docsize")).quoted();
        let documents = scratch.query(&format!("SELECT 1 FROM {documents} LIMIT 1"));
        StaleSearch {
            is_empty: documents.is_ok_and(|it| it.rows.is_empty()),
            content: search.content,
            table,
        }
    };
    lost.map(&mut stale).collect()
}

fn content(name: &str, sql: &str) -> Option<Name> {
    let row = SchemaRow {
        kind: "table".to_owned(),
        name: name.to_owned(),
        table: name.to_owned(),
        sql: Some(sql.to_owned()),
    };
    let schema = Schema::from_rows([row]).schema;
    schema.virtual_tables.values().next()?.content_table().map(Name::new)
}

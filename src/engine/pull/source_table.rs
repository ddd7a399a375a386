//! A table of the source: its columns, keys to others, and what is unique.

use std::collections::BTreeSet;

use crate::database::{self, Database, Table, Value, tables};

/// A table of the source.
#[derive(Debug, Clone)]
pub struct SourceTable {
    /// The table.
    pub table: Table,
    /// Its keys to tables that are there.
    pub keys: Vec<Key>,
    /// Columns of a primary key, a UNIQUE or a unique index.
    pub unique: BTreeSet<String>,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The place of its parent among the tables.
    pub parent: usize,
    /// Its columns.
    pub from: Vec<String>,
    /// Those of the parent.
    pub to: Vec<String>,
}

/// All tables but those of SQLite and Cloudflare, in two round trips.
///
/// # Errors
/// Those of the database.
pub fn source_tables(source: &mut dyn Database) -> database::Result<Vec<SourceTable>> {
    let tables = tables(source)?;
    let question = |table: &Table| {
        let name = Value::Text(table.name.clone()).to_sql();
        [
            format!(
                "select id, seq, \"table\" as parent, \"from\" as own, \"to\" as theirs from pragma_foreign_key_list({name}) order by id, seq"
            ),
            format!(
                "select distinct c.name as name from pragma_index_list({name}) i, pragma_index_info(i.name) c \
                 where i.\"unique\" = 1 and c.name is not null"
            ),
        ]
    };
    let questions: Vec<String> = tables.iter().flat_map(question).collect();
    let answers = source.query_all(&questions)?;
    let mut found = Vec::with_capacity(tables.len());
    for (table, pair) in tables.iter().zip(answers.chunks(2)) {
        let [keys, unique] = pair else { continue };
        let alias = table.alias.clone();
        found.push(SourceTable {
            table: table.clone(),
            keys: read_keys(&keys.rows, &tables),
            unique: unique.texts().map(str::to_owned).chain(alias).collect(),
        });
    }
    Ok(found)
}

fn read_keys(rows: &[Vec<Value>], tables: &[Table]) -> Vec<Key> {
    let mut found: Vec<(i64, Key)> = Vec::new();
    for row in rows {
        let [id, _, Value::Text(parent), Value::Text(own), theirs] = row.as_slice() else {
            continue;
        };
        let is_parent = |it: &Table| it.name.eq_ignore_ascii_case(parent);
        let (Some(id), Some(at)) = (id.as_i64(), tables.iter().position(is_parent)) else {
            continue;
        };
        if found.last().is_none_or(|it| it.0 != id) {
            let key = Key {
                parent: at,
                from: Vec::new(),
                to: Vec::new(),
            };
            found.push((id, key));
        }
        if let Some((_, key)) = found.last_mut() {
            // Without columns it is the primary key that is meant.
            let usual = || {
                tables
                    .get(at)
                    .and_then(|it| it.key_columns().get(key.to.len()).cloned())
            };
            key.to.extend(theirs.as_str().map(str::to_owned).or_else(usual));
            key.from.push(own.clone());
        }
    }
    found
        .into_iter()
        .map(|it| it.1)
        .filter(|it| it.from.len() == it.to.len())
        .collect()
}

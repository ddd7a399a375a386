//! `new --test`: the frame of a test beside a new migration, with one made row per table.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::migration_tests::TESTS;
use crate::config::Project;
use crate::database::{Database, Scratch, Value};
use crate::error::Error;
use crate::migration::Migration;
use crate::replay::Replay;
use crate::rows::{self, Fit};
use crate::schema::{Name, Schema, Table, single_spaced};
use crate::session::Session;

/// One made row.
#[derive(Debug, Clone)]
struct Made {
    table: Name,
    values: BTreeMap<Name, Value>,
}

/// The frame of a test, ready to be written.
pub struct TestFrame {
    replay: Replay,
    schema: Schema,
    made: Vec<Made>,
    unfilled: BTreeMap<Name, String>,
}

impl TestFrame {
    /// Makes the rows. `tables` are those that the test is about, all of them where none is named.
    ///
    /// # Errors
    /// A folder that does not run, a table that there is not.
    pub fn new(session: &Session<'_>, tables: &[String]) -> Result<Self, Error> {
        let mut replay = Replay::new(&session.project.ledger)?;
        replay.run_all(session.folder()?.migrations())?;
        let schema = replay.live()?.schema;
        let wanted: Vec<Name> = match tables {
            [] => schema.tables.keys().filter(|it| !it.is_trash()).cloned().collect(),
            named => named.iter().map(|it| known(&schema, it)).collect::<Result<_, _>>()?,
        };
        let (made, unfilled) = made(&schema, &wanted)?;
        Ok(Self {
            replay,
            schema,
            made,
            unfilled,
        })
    }

    /// Writes it beside a migration that makes nothing yet: rows before it, and a query per table that expects them as they are.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(mut self, project: &Project, migration: &Path) -> Result<PathBuf, Error> {
        let file_name = migration.file_name().map(|it| it.to_string_lossy().into_owned());
        let file_name = file_name.unwrap_or_default();
        let text = text(&mut self.replay, &self.schema, &file_name, self.made, &self.unfilled)?;
        let number = Migration::parse(file_name.clone(), "").number_text().to_owned();
        let path = project.base.join(TESTS).join(number).join("rows.sql");
        write(&path, &text)?;
        Ok(path)
    }
}

fn known(schema: &Schema, table: &str) -> Result<Name, Error> {
    let name = Name::new(table);
    match schema.tables.contains_key(&name) {
        true => Ok(name),
        false => Err(Error::NoSuchTable {
            table: table.to_owned(),
            known: Name::list(schema.tables.keys()),
        }),
    }
}

/// The oddest row of each table, with the rows that it refers to; and tables without one, each with the reason.
fn made(schema: &Schema, wanted: &[Name]) -> Result<(Vec<Made>, BTreeMap<Name, String>), Error> {
    let mut scratch = Scratch::new()?;
    let all = schema.statements();
    let indexes: usize = schema.tables.values().map(|it| it.indexes.len()).sum();
    let storage = schema.tables.len() + schema.virtual_tables.len() + indexes;
    scratch.run(all.get(..storage.min(all.len())).unwrap_or_default())?;
    let fit = Fit::hinting(schema, std::iter::empty());
    let filled = rows::fill(&mut scratch, schema, &rows::everything(schema), &fit)?;
    let mut all: BTreeMap<&Name, Vec<Made>> = BTreeMap::new();
    for table in schema.tables.values() {
        all.insert(&table.name, read(&mut scratch, table)?);
    }
    let mut chosen: Vec<Made> = Vec::new();
    // Children first: the rows that they refer to are then their parents' rows.
    for name in children_first(schema, wanted) {
        let Some(rows) = all.get(&name).filter(|_| !chosen.iter().any(|it| it.table == name)) else {
            continue;
        };
        let Some(oddest) = rows.iter().max_by_key(|it| oddity(it)) else {
            continue;
        };
        let mut open = vec![oddest.clone()];
        while let Some(row) = open.pop() {
            if chosen.iter().any(|it| it.table == row.table && it.values == row.values) {
                continue;
            }
            let table = schema.tables.get(&row.table);
            for key in table.into_iter().flat_map(|it| &it.foreign_keys) {
                let columns = &key.parent_columns;
                let is_it = |it: &&Made| {
                    let pairs = key.columns.iter().zip(columns);
                    pairs.into_iter().all(|(own, theirs)| {
                        let own = row.values.get(own);
                        own.is_some_and(|it| *it != Value::Null) && own == it.values.get(theirs)
                    })
                };
                let found = all.get(&key.parent).and_then(|rows| rows.iter().find(is_it));
                open.extend(found.filter(|_| !columns.is_empty()).cloned());
            }
            chosen.push(row);
        }
    }
    let unfilled = filled
        .unfilled
        .into_iter()
        .filter(|it| wanted.contains(&it.0))
        .collect();
    Ok((chosen, unfilled))
}

fn read(scratch: &mut Scratch, table: &Table) -> Result<Vec<Made>, Error> {
    let names = stored(table);
    let list = Name::quoted_list(&names);
    let found = scratch.query(&format!("SELECT {list} FROM {}", table.name.quoted()))?;
    let row = |values: Vec<Value>| Made {
        table: table.name.clone(),
        values: names.iter().cloned().zip(values).collect(),
    };
    Ok(found.rows.into_iter().map(row).collect())
}

/// The columns that hold values.
fn stored(table: &Table) -> Vec<Name> {
    let stored = table.columns.iter().filter(|it| it.generated.is_none());
    stored.map(|it| it.name.clone()).collect()
}

/// How much a row may surprise a migration.
fn oddity(row: &Made) -> usize {
    let of = |value: &Value| match value {
        Value::Null => 2,
        Value::Text(text) if text.is_empty() => 2,
        Value::Text(text) => 2 * usize::from(text.contains(['\'', '"', '\n'])) + usize::from(!text.is_ascii()),
        Value::Blob(_) => 1,
        Value::Integer(number) => usize::from(number.unsigned_abs() > 1 << 53),
        Value::Real(_) => 0,
    };
    row.values.values().map(of).sum()
}

/// The tables, each before those that it refers to, as far as keys run in no circle.
fn children_first(schema: &Schema, wanted: &[Name]) -> Vec<Name> {
    let mut left: BTreeSet<&Name> = wanted.iter().collect();
    let mut order = Vec::new();
    while let Some(first) = left.first().copied() {
        let refers = |child: &&Name, parent: &Name| {
            let table = schema.tables.get(child);
            *child != parent && table.is_some_and(|it| it.foreign_keys.iter().any(|key| key.parent == *parent))
        };
        let free = left
            .iter()
            .copied()
            .find(|it| !left.iter().any(|child| refers(child, it)));
        let next = free.unwrap_or(first);
        left.remove(next);
        order.push(next.clone());
    }
    order
}

/// The test: rows that the database takes, and what is there then.
fn text(
    replay: &mut Replay,
    schema: &Schema,
    file_name: &str,
    made: Vec<Made>,
    unfilled: &BTreeMap<Name, String>,
) -> Result<String, Error> {
    let mut text = format!(
        "-- Rows before {file_name}, queries after it: `reconcile verify --tests` runs them.\n\
         -- The rows are generated edge cases that the tables accept. Write down what you expect of them after the migration,\n\
         -- and delete the rest.\n\n"
    );
    for (table, reason) in unfilled {
        let reason = single_spaced(reason);
        text.push_str(&format!("-- no valid row of {table} was found: {reason}\n"));
    }
    let mut left = made;
    let mut inserted: Vec<Made> = Vec::new();
    // Parents first: a row is tried again once others are there.
    loop {
        let count = left.len();
        let mut later = Vec::new();
        for row in left {
            let Some(table) = schema.tables.get(&row.table) else {
                continue;
            };
            let insert = insert(table, &row);
            match replay.answer(&insert) {
                Ok(_) => {
                    text.push_str(&format!("{insert};\n"));
                    inserted.push(row);
                }
                Err(_) => later.push(row),
            }
        }
        left = later;
        if left.is_empty() || left.len() == count {
            break;
        }
    }
    for row in &left {
        text.push_str(&format!(
            "-- {} rejects a generated row next to those of the migrations\n",
            row.table
        ));
    }
    text.push_str("-- reconcile: migrate\n");
    let mut asked: BTreeSet<&Name> = BTreeSet::new();
    for row in &inserted {
        let Some(table) = schema.tables.get(&row.table).filter(|it| asked.insert(&it.name)) else {
            continue;
        };
        let query = query(table, &inserted);
        text.push_str(&format!("{query};\n"));
        for values in replay.answer(&query)? {
            let literals: Vec<String> = values.iter().map(literal).collect();
            text.push_str(&format!("-- => {}\n", literals.join(", ")));
        }
    }
    if asked.is_empty() {
        text.push_str("SELECT 1;\n-- => 1\n");
    }
    Ok(text)
}

fn insert(table: &Table, row: &Made) -> String {
    let columns = stored(table);
    let values = columns.iter().filter_map(|it| row.values.get(it)).map(literal);
    format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table.name.quoted(),
        Name::quoted_list(&columns),
        values.collect::<Vec<_>>().join(", ")
    )
}

/// Asks for the made rows of a table by its key; for all rows where it has none.
fn query(table: &Table, made: &[Made]) -> String {
    let columns = stored(table);
    let key: Vec<Name> = match (table.rowid_alias(), &table.primary_key) {
        (Some(alias), _) => vec![alias.name.clone()],
        (None, Some(key)) => key.columns.iter().map(|it| it.name.clone()).collect(),
        (None, None) => Vec::new(),
    };
    let rows = made.iter().filter(|it| it.table == table.name);
    let is = |row: &Made| {
        let equal = key
            .iter()
            .filter_map(|it| Some(format!("{} IS {}", it.quoted(), literal(row.values.get(it)?))));
        equal.collect::<Vec<_>>().join(" AND ")
    };
    let conditions: Vec<String> = rows.map(is).filter(|it| !it.is_empty()).collect();
    let condition = match conditions.as_slice() {
        [] => String::new(),
        [one] => format!(" WHERE {one}"),
        many => format!(" WHERE ({})", many.join(") OR (")),
    };
    let order: Vec<String> = (1..=columns.len()).map(|it| it.to_string()).collect();
    format!(
        "SELECT {} FROM {}{condition} ORDER BY {}",
        Name::quoted_list(&columns),
        table.name.quoted(),
        order.join(", ")
    )
}

/// A value as SQL on one line.
fn literal(value: &Value) -> String {
    match value {
        Value::Text(text) if text.contains(['\n', '\r']) && !text.contains('\0') => {
            let mut parts: Vec<String> = Vec::new();
            let mut plain = String::new();
            for character in text.chars() {
                if matches!(character, '\n' | '\r') {
                    parts.push(Value::Text(std::mem::take(&mut plain)).to_sql());
                    parts.push(format!("char({})", u32::from(character)));
                } else {
                    plain.push(character);
                }
            }
            parts.push(Value::Text(plain).to_sql());
            parts.retain(|it| it != "''");
            parts.join(" || ")
        }
        other => other.to_sql(),
    }
}

/// A test that is there already is somebody's work.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |error: std::io::Error| Error::NoTestWritten {
        path: path.to_path_buf(),
        reason: error.to_string(),
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

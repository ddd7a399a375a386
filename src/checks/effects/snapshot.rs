//! The rows of a scratch database at one moment.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::database::{self, Database, Scratch, Value};
use crate::schema::Name;
use crate::sql::keyword;

/// The tables at one moment. Tables that a statement cannot have touched are shared with the moment before.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    pub(super) tables: BTreeMap<Name, Rc<TableRows>>,
    /// Rows changed so far, and the stored texts: what tells that nothing has happened.
    mark: (u64, Vec<Vec<Value>>),
}

/// The rows of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableRows {
    /// Its columns in order, hidden ones left out.
    pub(super) columns: Vec<Name>,
    /// The columns of the primary key; none without one.
    pub(super) key: Vec<Name>,
    /// Values as SQL literals by the row's identity: its rowid, or the key of a table WITHOUT ROWID.
    pub(super) rows: BTreeMap<String, Vec<String>>,
}

impl TableRows {
    pub(super) fn position(&self, column: &Name) -> Option<usize> {
        self.columns.iter().position(|it| it == column)
    }

    /// The rows whose identity is not there any more, with the row that has their key now: they were written again.
    pub(super) fn moved<'a>(&'a self, to: &'a Self) -> BTreeMap<&'a String, (&'a String, &'a Vec<String>)> {
        let key = |rows: &Self, row: &Vec<String>| -> Option<Vec<String>> {
            let value = |it: &Name| row.get(rows.position(it)?).filter(|it| *it != "NULL").cloned();
            self.key.iter().map(value).collect()
        };
        if self.key.is_empty() || self.key != to.key {
            return BTreeMap::new();
        }
        let new = to.rows.iter().filter(|it| !self.rows.contains_key(it.0));
        let mut new: BTreeMap<Vec<String>, (&String, &Vec<String>)> =
            new.filter_map(|it| Some((key(to, it.1)?, it))).collect();
        if new.is_empty() {
            return BTreeMap::new();
        }
        let gone = self.rows.iter().filter(|it| !to.rows.contains_key(it.0));
        gone.filter_map(|(identity, row)| Some((identity, new.remove(&key(self, row)?)?)))
            .collect()
    }

    /// The values of a column, sorted.
    pub(super) fn values(&self, column: &Name) -> Vec<&str> {
        let at = self.position(column);
        let mut found: Vec<&str> = at
            .into_iter()
            .flat_map(|at| self.rows.values().filter_map(move |row| row.get(at)))
            .map(String::as_str)
            .collect();
        found.sort_unstable();
        found
    }
}

/// Shadow tables belong to their virtual table, and ledgers to the run.
const TABLES: &str = "SELECT t.name, t.wr, t.type FROM pragma_table_list t WHERE t.schema = 'main' \
    AND t.type IN ('table', 'virtual') AND substr(t.name, 1, 7) <> 'sqlite_' ORDER BY t.name";

/// Reads what may have changed since the last moment.
///
/// # Errors
/// Those of the scratch database.
pub(super) fn take(scratch: &mut Scratch, last: Option<&Snapshot>) -> database::Result<Snapshot> {
    let texts = scratch.query("SELECT type, name, rootpage, sql FROM sqlite_schema ORDER BY 1, 2")?;
    let mark = (scratch.changes(), texts.rows);
    if let Some(last) = last.filter(|it| it.mark == mark) {
        return Ok(last.clone());
    }
    let mut tables = BTreeMap::new();
    let is_search_of = |name: &str, text: &str| {
        let content = format!("{name}_content");
        let is_there = |row: &Vec<Value>| row.get(1).and_then(Value::as_str) == Some(content.as_str());
        text.to_ascii_lowercase().contains("fts5") && !mark.1.iter().any(is_there)
    };
    // A search table over another table has no rows of its own.
    let mut without_rows: BTreeSet<String> = BTreeSet::new();
    for row in &mark.1 {
        if let [_, Value::Text(name), Value::Integer(0), Value::Text(text)] = row.as_slice()
            && is_search_of(name, text)
        {
            without_rows.insert(name.clone());
        }
    }
    for row in scratch.query(TABLES)?.rows {
        let [Value::Text(name), without_rowid, ..] = row.as_slice() else {
            continue;
        };
        if without_rows.contains(name) {
            continue;
        }
        // A search table whose content is gone cannot be read; there are other rules for that.
        if let Ok(rows) = read(scratch, &Name::new(name.as_str()), *without_rowid == Value::Integer(1)) {
            tables.insert(Name::new(name.as_str()), Rc::new(rows));
        }
    }
    Ok(Snapshot { tables, mark })
}

fn read(scratch: &mut Scratch, name: &Name, without_rowid: bool) -> database::Result<TableRows> {
    let table = name.quoted();
    let columns: Vec<Name> = scratch
        .columns(&format!("SELECT * FROM {table}"))?
        .into_iter()
        .map(Name::new)
        .collect();
    let literal = Value::Text(name.as_str().to_owned()).to_sql();
    let key = scratch.query(&format!(
        "SELECT name FROM pragma_table_xinfo({literal}) WHERE pk ORDER BY pk"
    ))?;
    let key: Vec<Name> = key.texts().map(Name::new).collect();
    let rowid = keyword::free_rowid(|it| columns.contains(&Name::new(it)));
    let identity = match rowid.filter(|_| !without_rowid) {
        Some(rowid) => rowid.to_owned(),
        None if key.is_empty() => "NULL".to_owned(),
        None => key
            .iter()
            .map(|it| format!("quote({})", it.quoted()))
            .collect::<Vec<_>>()
            .join(" || ',' || "),
    };
    let found = scratch.look(&format!("SELECT {identity}, * FROM {table} LIMIT {MOST}"))?;
    let literals = |row: &Vec<Value>| {
        let mut values = row.iter().map(Value::to_sql);
        Some((values.next()?, values.collect()))
    };
    Ok(TableRows {
        columns,
        key,
        rows: found.rows.iter().filter_map(literals).collect(),
    })
}

/// Rows that are looked at: made rows are a handful, and copies of a target's are bounded before.
const MOST: usize = 100_000;

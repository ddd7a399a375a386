//! Rows in the way of an INSERT that says what happens then: REPLACE, IGNORE, ON CONFLICT.

use std::collections::BTreeMap;

use super::free_columns::free_columns;
use crate::database::{Database, Error, Scratch, Value};
use crate::rows;
use crate::schema::{Affinity, Name, Schema, Table, affinity};
use crate::sql::{Cursor, Statement, Verb, lexemes};

/// What a statement met when it ran for the second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collision {
    /// Rows with the same keys.
    Met,
    /// Nothing: all its rows were put in once more.
    Doubled,
}

/// Puts in what the statements would put in, with other values in the columns that are no keys, and asks whether that keeps
/// them from putting it in again. By the position of the statement.
pub(super) fn prepare(
    scratch: &mut Scratch,
    schema: &Schema,
    statements: &[String],
) -> Result<BTreeMap<usize, Collision>, Error> {
    let mut found = BTreeMap::new();
    for (index, sql) in statements.iter().enumerate() {
        let Some(table) = target(sql).and_then(|it| schema.tables.get(&it)) else {
            continue;
        };
        let Some(rowid) = rows::rowid_name(table) else {
            continue;
        };
        let name = table.name.quoted();
        let ids = |scratch: &mut Scratch| -> Result<Vec<String>, Error> {
            let found = scratch.query(&format!("SELECT {rowid} FROM {name}"))?;
            Ok(found.rows.iter().flatten().map(Value::to_sql).collect())
        };
        let before = ids(scratch)?;
        let run = |scratch: &mut Scratch| -> Result<Option<Vec<String>>, Error> {
            // It may read a table that the file makes first.
            if scratch.execute(sql).is_err() {
                return Ok(None);
            }
            let mut new = ids(scratch)?;
            new.retain(|it| !before.contains(it));
            Ok(Some(new))
        };
        // Rows that are in its way already have values of their own.
        if scratch.attempt(run)?.is_none_or(|it| it.is_empty()) {
            continue;
        }
        let new = run(scratch)?.unwrap_or_default();
        let again = scratch.attempt(|scratch| {
            let is_run = scratch.execute(sql).is_ok();
            Ok(is_run.then_some(ids(scratch)?.len()))
        })?;
        if let Some(again) = again {
            let is_doubled = again == before.len() + new.len() * 2;
            found.insert(index, if is_doubled { Collision::Doubled } else { Collision::Met });
        }
        for id in &new {
            vary(scratch, table, rowid, id);
            refer(scratch, schema, table, rowid, id);
        }
    }
    Ok(found)
}

/// The table of an INSERT that says what happens to rows in its way.
fn target(sql: &str) -> Option<Name> {
    let statement = Statement::read(sql);
    let Verb::Insert { replace, ignore, .. } = statement.verb else {
        return None;
    };
    let all = lexemes(sql);
    let resolves = all
        .windows(2)
        .any(|it| matches!(it, [on, conflict] if on.is("ON") && conflict.is("CONFLICT")));
    statement.subject.filter(|_| replace || ignore || resolves)
}

/// An UPDATE without its OR IGNORE.
pub(super) fn without_ignore(sql: &str) -> Option<String> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    let is_one = cursor.eat(&["UPDATE", "OR", "IGNORE"]);
    let ignore = cursor.since(0).last().filter(|_| is_one)?;
    Some(format!("UPDATE OR ABORT{}", sql.get(ignore.end()..)?))
}

/// Other values in the columns that no key holds.
fn vary(scratch: &mut Scratch, table: &Table, rowid: &str, id: &str) {
    let free = free_columns(table).filter(|it| !in_unique(table, &it.name));
    let name = table.name.quoted();
    for (at, column) in free.enumerate() {
        let column_name = column.name.quoted();
        let other = match affinity(&column.type_name, table.strict) {
            Affinity::Integer | Affinity::Numeric | Affinity::Real => format!("{}", 200 + at),
            Affinity::Text | Affinity::Blob => Value::Text(format!("{} of before", column.name)).to_sql(),
        };
        // A CHECK or a type may be against the first.
        for value in [&other, "NULL", "0", "1"] {
            let set = format!("UPDATE OR ABORT {name} SET {column_name} = {value} WHERE {rowid} = {id}");
            let differs = format!("SELECT 1 FROM {name} WHERE {rowid} = {id} AND {column_name} IS NOT {value}");
            let differs = scratch.query(&differs).is_ok_and(|it| !it.rows.is_empty());
            if differs && scratch.execute(&set).is_ok() {
                break;
            }
        }
    }
}

/// True for a column of a UNIQUE or a unique index.
fn in_unique(table: &Table, column: &Name) -> bool {
    let mut constraints = table.uniques.iter().flat_map(|it| &it.columns);
    let mut indexes = table.indexes.values().filter(|it| it.unique);
    constraints.any(|it| it.name == *column) || indexes.any(|it| rows::mentions(&it.sql, column))
}

/// One row of each table that references the table refers to this row.
fn refer(scratch: &mut Scratch, schema: &Schema, table: &Table, rowid: &str, id: &str) {
    for child in schema.tables.values() {
        let Some(child_rowid) = rows::rowid_name(child) else {
            continue;
        };
        for key in child.foreign_keys.iter().filter(|it| it.parent == table.name) {
            let (child, parent) = (child.name.quoted(), table.name.quoted());
            // A UNIQUE may be against it.
            let _ = scratch.execute(&format!(
                "UPDATE OR IGNORE {child} SET ({}) = (SELECT {} FROM {parent} WHERE {rowid} = {id}) \
                 WHERE {child_rowid} = (SELECT max({child_rowid}) FROM {child})",
                Name::quoted_list(&key.columns),
                Name::quoted_list(&key.parent_columns),
            ));
        }
    }
}

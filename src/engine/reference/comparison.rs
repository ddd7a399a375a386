//! Declared rows against those that a scratch database has: what differs, and in which order it can be made the same.

use std::collections::BTreeSet;

use super::{DeclaredTable, StartRows, missing_parent};
use crate::database::{self, Database, Scratch, Value, literal_of};
use crate::desired::Error;
use crate::diff::{RowChanges, SetAside, ValueChange, WrittenRow};
use crate::introspect;
use crate::plan::WrittenRows;
use crate::render;
use crate::rows::reindex;
use crate::schema::{Affinity, KeyColumn, Name, Schema, Table};

/// What differs once `statements`, which lead from the schema `from` to the desired one, have run on a database with these
/// rows.
///
/// # Errors
/// A declared row that the table does not take beside the others; those of the scratch database.
pub(super) fn changes_after(
    from: &Schema,
    start: &StartRows,
    statements: &[String],
    declared: &[DeclaredTable],
    desired: &Schema,
) -> Result<Vec<RowChanges>, Error> {
    let failed = |error: database::Error| Error::Scratch(error.to_string());
    let mut scratch = with_rows(from, start).map_err(failed)?;
    scratch.run(statements).map_err(failed)?;
    changes(&mut scratch, declared, desired)
}

/// What differs on a database of the desired schema with these rows, table by table.
///
/// # Errors
/// Those of the scratch database.
pub fn compared(schema: &Schema, start: &StartRows, declared: &[DeclaredTable]) -> Result<Vec<RowChanges>, Error> {
    let mut scratch = with_rows(schema, start).map_err(|error| Error::Scratch(error.to_string()))?;
    differences(&mut scratch, declared)
}

/// A scratch database of this schema and these rows, which does not enforce foreign keys: most parents are not there.
///
/// # Errors
/// A statement of the schema that D1 would refuse; a row that does not fit.
pub fn with_rows(schema: &Schema, start: &StartRows) -> database::Result<Scratch> {
    let mut scratch = Scratch::new()?;
    scratch.create(&schema.storage())?;
    for table in schema.virtual_tables.values() {
        scratch.execute(table.sql.text())?;
    }
    scratch.execute("PRAGMA foreign_keys = OFF")?;
    start.load(&mut scratch)?;
    reindex(&mut scratch, schema);
    introspect::create_code(&mut scratch, schema)?;
    Ok(scratch)
}

/// What differs in a database that has the desired schema and does not enforce foreign keys; it is left as it was.
///
/// # Errors
/// As [`changes_after`].
pub(super) fn changes(
    scratch: &mut Scratch,
    declared: &[DeclaredTable],
    desired: &Schema,
) -> Result<Vec<RowChanges>, Error> {
    let mut found = differences(scratch, declared)?;
    let outcome = scratch.attempt(|scratch| {
        let mut tried = || -> Result<(), Error> {
            for rows in &mut found {
                let table = declared.iter().find(|it| it.table == rows.table);
                if let Some((declared, table)) = table.zip(desired.tables.get(&rows.table)) {
                    put_in_order(scratch, rows, declared, table)?;
                }
            }
            let is_declared = |name: &Name| declared.iter().any(|it| it.table == *name);
            match missing_parent(scratch, declared, desired, &is_declared)? {
                Some(problem) => Err(problem.into()),
                None => Ok(()),
            }
        };
        Ok(tried())
    });
    outcome.map_err(|error| Error::Scratch(error.to_string()))??;
    Ok(found)
}

/// What differs, table by table; rows are in the order of the file.
///
/// # Errors
/// Those of the scratch database.
pub fn differences(scratch: &mut Scratch, declared: &[DeclaredTable]) -> Result<Vec<RowChanges>, Error> {
    let mut all = Vec::new();
    for table in declared {
        let mut rows = RowChanges {
            table: table.table.clone(),
            file: table.file_name(),
            key: table.key.clone(),
            columns: table.columns.clone(),
            written: Vec::new(),
            set_aside: Vec::new(),
            deleted: Vec::new(),
            deletes_first: false,
        };
        let mut known: BTreeSet<Vec<String>> = BTreeSet::new();
        for row in &table.rows {
            let found = table.found(scratch, row)?;
            known.extend(found.iter().map(|it| owned(rows.key_of(it))));
            let change = |((name, from), to): ((&Name, &String), &String)| ValueChange {
                column: name.clone(),
                from: from.clone(),
                to: to.clone(),
            };
            let differs = found.map(|found| {
                let pairs = table.columns.iter().zip(&found).zip(&row.values);
                pairs
                    .filter(|((_, from), to)| from != to)
                    .map(change)
                    .collect::<Vec<_>>()
            });
            if differs.as_ref().is_none_or(|it| !it.is_empty()) {
                rows.written.push(WrittenRow {
                    line: row.line,
                    values: row.values.clone(),
                    differs,
                });
            }
        }
        if !table.keeps_others {
            rows.deleted = keys(scratch, table)?
                .into_iter()
                // A row without a key cannot be told from others.
                .filter(|key| !known.contains(key) && !key.iter().any(|it| it == "NULL"))
                .collect();
        }
        if !rows.is_empty() {
            all.push(rows);
        }
    }
    Ok(all)
}

fn owned(key: Vec<&str>) -> Vec<String> {
    key.into_iter().map(str::to_owned).collect()
}

/// The keys of all rows, in their order.
fn keys(scratch: &mut Scratch, table: &DeclaredTable) -> Result<Vec<Vec<String>>, Error> {
    let literals: Vec<String> = table.key.iter().map(|it| literal_of(&it.quoted())).collect();
    let question = format!(
        "SELECT {} FROM {} ORDER BY {}",
        literals.join(", "),
        table.table.quoted(),
        Name::quoted_list(&table.key)
    );
    let found = scratch
        .query(&question)
        .map_err(|error| Error::Scratch(error.to_string()))?;
    let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
    Ok(found
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(text).collect())
        .collect())
}

/// Puts the rows that are written into an order in which SQLite takes them: a row whose UNIQUE value another one still has waits
/// for that one. They are written, and the others deleted, when this returns.
fn put_in_order(
    scratch: &mut Scratch,
    rows: &mut RowChanges,
    declared: &DeclaredTable,
    table: &Table,
) -> Result<(), Error> {
    let mut waiting = std::mem::take(&mut rows.written);
    let mut done: Vec<WrittenRow> = Vec::new();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut refused = None;
        let mut still = Vec::new();
        for row in waiting {
            let statements = upsert(rows, &row);
            match statements.iter().try_for_each(|it| scratch.execute(it)) {
                Ok(()) => done.push(row),
                Err(error) if is_unique(&error) => {
                    refused.get_or_insert((row.line, error));
                    still.push(row);
                }
                Err(error) => return Err(declared.refused(row.line, table, &error).into()),
            }
        }
        if let (true, Some((line, error))) = (still.len() == before, refused) {
            if !rows.deletes_first && !rows.deleted.is_empty() {
                delete(scratch, rows)?;
                rows.deletes_first = true;
            } else if let Some(aside) = set_aside(scratch, rows, &still, table) {
                rows.set_aside.push(aside);
            } else {
                let mut problem = declared.refused(line, table, &error);
                let help = "another row has the value already: change one of the two, or delete the other";
                problem.help = Some(help.to_owned());
                return Err(problem.into());
            }
        }
        waiting = still;
    }
    rows.written = done;
    if !rows.deletes_first && !rows.deleted.is_empty() {
        delete(scratch, rows)?;
    }
    Ok(())
}

/// Gives a UNIQUE value of one of these rows away, which exchange such values; each value once.
fn set_aside(scratch: &mut Scratch, rows: &RowChanges, waiting: &[WrittenRow], table: &Table) -> Option<SetAside> {
    for row in waiting {
        let key = owned(rows.key_of(&row.values));
        let is_done = |column: &Name| {
            let mut all = rows.set_aside.iter();
            all.any(|it| it.key == key && it.column == *column)
        };
        let changes = row.differs.iter().flatten();
        for change in changes.filter(|it| is_in_unique(table, &it.column) && !is_done(&it.column)) {
            let name = change.column.quoted();
            let free = match table.affinity(&change.column) {
                Some(Affinity::Integer | Affinity::Real | Affinity::Numeric) => format!("max({name}) + 1"),
                _ => format!("max({name}) || '~'"),
            };
            let question = format!("SELECT 'NULL', {} FROM {}", literal_of(&free), table.name.quoted());
            let values = scratch.query(&question).ok()?.rows.into_iter().flatten();
            for value in values {
                let aside = SetAside {
                    key: key.clone(),
                    column: change.column.clone(),
                    value: value.as_str()?.to_owned(),
                };
                let only = RowChanges {
                    set_aside: vec![aside.clone()],
                    written: Vec::new(),
                    ..rows.clone()
                };
                let mut statements = render::written(&WrittenRows {
                    changes: only,
                    has_conflict_clauses: true,
                })
                .into_iter();
                if statements.try_for_each(|it| scratch.execute(&it)).is_ok() {
                    return Some(aside);
                }
            }
        }
    }
    None
}

/// True for a column of a UNIQUE constraint or index, or of the primary key.
fn is_in_unique(table: &Table, column: &Name) -> bool {
    let is_it = |it: &KeyColumn| it.name == *column;
    let constraint = table.uniques.iter().any(|it| it.columns.iter().any(is_it));
    constraint || table.has_in_key(column) || table.indexes.values().any(|it| it.unique && it.is_over(column))
}

/// The statement that writes one row.
fn upsert(rows: &RowChanges, row: &WrittenRow) -> Vec<String> {
    render::written(&WrittenRows {
        changes: RowChanges {
            written: vec![row.clone()],
            set_aside: Vec::new(),
            ..rows.clone()
        },
        has_conflict_clauses: true,
    })
}

fn delete(scratch: &mut Scratch, rows: &RowChanges) -> Result<(), Error> {
    let mut statements = render::deleted(rows).into_iter();
    let outcome = statements.try_for_each(|it| scratch.execute(&it));
    outcome.map_err(|error| Error::Scratch(error.to_string()))
}

fn is_unique(error: &database::Error) -> bool {
    matches!(error, database::Error::Statement { message, .. } if message.starts_with("UNIQUE constraint failed"))
}

//! After all tables have rows: keys that closed a cycle, rows whose parent never came, sequences, virtual tables.

use super::fill_tables::{Filled, Late};
use super::reachable_tables::virtual_tables;
use super::row_conditions::{Fit, TableFit};
use crate::database::{Database, Error, Scratch, Value};
use crate::introspect;
use crate::schema::{Name, Schema};

/// How far a sequence runs ahead of the largest rowid: rows were deleted at the end.
const AHEAD: i64 = 100;

pub(super) fn finish(
    scratch: &mut Scratch,
    schema: &Schema,
    mut filled: Filled,
    late: &[Late],
    fit: &Fit,
) -> Result<Filled, Error> {
    for late in late {
        link(scratch, late, fit.table(&late.table), &mut filled)?;
    }
    orphans(scratch, schema, &mut filled)?;
    sequences(scratch, schema, &mut filled);
    for name in virtual_tables(schema) {
        virtual_table(scratch, name, &mut filled);
    }
    filled.statements.extend(reindex(scratch, schema));
    Ok(filled)
}

/// Brings search tables over other tables in line with these, which no trigger did: a trigger that takes a row out of an
/// index that never had it damages the index. <https://www.sqlite.org/fts5.html#external_content_tables>
pub fn reindex(scratch: &mut Scratch, schema: &Schema) -> Vec<String> {
    let over_others = schema.virtual_tables.values().filter(|it| it.content_table().is_some());
    over_others
        .map(|it| format!("INSERT INTO {0} ({0}) VALUES ('rebuild')", it.name.quoted()))
        // One over a view has to wait for the view.
        .filter(|statement| scratch.execute(statement).is_ok())
        .collect()
}

/// Points rows at parents that were filled after them; the last row keeps its NULL.
fn link(scratch: &mut Scratch, late: &Late, fit: Option<&TableFit>, filled: &mut Filled) -> Result<(), Error> {
    let names = Name::quoted_list(&late.parent_columns);
    let question = format!("SELECT {names} FROM {}", late.parent.quoted());
    let keys = scratch.query(&question).map(|found| found.rows).unwrap_or_default();
    let free = late.rows.len().saturating_sub(1);
    for (row, key) in late.rows.iter().take(free).zip(keys.iter().cycle()) {
        let columns = || late.columns.iter().map(Name::quoted);
        let set = columns()
            .zip(key)
            .map(|(name, value)| format!("{name} = {}", value.to_sql()));
        let nulls = columns().map(|name| format!("{name} IS NULL"));
        let statement = format!(
            "UPDATE OR ABORT {} SET {} WHERE {row} AND ({})",
            late.table.quoted(),
            set.collect::<Vec<_>>().join(", "),
            nulls.collect::<Vec<_>>().join(" OR ")
        );
        // A CHECK or a unique key may stand against it; then the row stays as it is.
        if scratch.execute(&statement).is_err() {
            continue;
        }
        if fit.is_some_and(|fit| !fit.holds(scratch)) {
            let nulls: Vec<String> = columns().map(|name| format!("{name} = NULL")).collect();
            let back = format!("UPDATE {} SET {} WHERE {row}", late.table.quoted(), nulls.join(", "));
            scratch.execute(&back)?;
            continue;
        }
        filled.statements.push(statement);
    }
    Ok(())
}

/// Removes rows that refer to nothing: SQLite would not have let them in.
fn orphans(scratch: &mut Scratch, schema: &Schema, filled: &mut Filled) -> Result<(), Error> {
    for _ in 0..64 {
        let found = introspect::orphans(scratch, schema, "\"table\", rowid");
        if let Some((table, words)) = found.unchecked.first() {
            return Err(Error::Storage {
                label: scratch.label(),
                message: format!("the foreign keys of {table} cannot be checked: {words}"),
            });
        }
        if found.rows.rows.is_empty() {
            break;
        }
        for row in &found.rows.rows {
            let Some(table) = row.first().and_then(Value::as_str).map(Name::new) else {
                continue;
            };
            // WITHOUT ROWID tables do not say which row: all go. A column may hide the rowid's own name.
            let name = schema.tables.get(&table).and_then(|table| table.rowid_name());
            let which = match (row.get(1), name) {
                (Some(Value::Integer(rowid)), Some(name)) => format!(" WHERE {} = {rowid}", name.quoted()),
                _ => String::new(),
            };
            let statement = format!("DELETE FROM {}{which}", table.quoted());
            scratch.execute(&statement)?;
            filled.statements.push(statement);
            let left = scratch.query(&format!("SELECT count(*) FROM {}", table.quoted()))?;
            match left.count().and_then(|count| usize::try_from(count).ok()) {
                Some(count) if count > 0 => filled.tables.insert(table, count),
                _ => {
                    filled.tables.remove(&table);
                    filled
                        .unfilled
                        .insert(table, "a foreign key without a parent row".to_owned())
                        .map(|_| 0)
                }
            };
        }
    }
    Ok(())
}

fn sequences(scratch: &mut Scratch, schema: &Schema, filled: &mut Filled) {
    let counted = schema
        .tables
        .values()
        .filter(|table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement));
    for table in counted.filter(|table| filled.tables.contains_key(&table.name)) {
        let name = Value::Text(table.name.as_str().to_owned()).to_sql();
        let statement = format!("UPDATE sqlite_sequence SET seq = seq + {AHEAD} WHERE name = {name}");
        if scratch.execute(&statement).is_ok() {
            filled.statements.push(statement);
        }
    }
}

/// Virtual tables take texts (FTS5) or an id and pairs of coordinates (rtree).
fn virtual_table(scratch: &mut Scratch, name: &Name, filled: &mut Filled) {
    let text = Value::Text(name.as_str().to_owned()).to_sql();
    let columns = scratch.query(&format!(
        "SELECT name FROM pragma_table_xinfo({text}) WHERE hidden = 0 ORDER BY cid"
    ));
    let columns = columns.unwrap_or_default();
    let columns: Vec<String> = columns.texts().map(|it| Name::new(it).quoted()).collect();
    let mut reason = String::new();
    for row in 1..=3_usize {
        let texts = vec![format!("'it''s word{row} naïve \"☃\"'"); columns.len()];
        let numbers = (0..columns.len())
            .map(|at| (row * 10 + at).to_string())
            .collect::<Vec<_>>();
        for values in [texts, numbers] {
            let statement = format!(
                "INSERT INTO {} ({}) VALUES ({})",
                name.quoted(),
                columns.join(", "),
                values.join(", ")
            );
            match scratch.execute(&statement) {
                Ok(_) => {
                    filled.statements.push(statement);
                    *filled.tables.entry(name.clone()).or_default() += 1;
                    break;
                }
                Err(error) => reason = error.to_string(),
            }
        }
    }
    if !filled.tables.contains_key(name) {
        filled.unfilled.insert(name.clone(), reason);
    }
}

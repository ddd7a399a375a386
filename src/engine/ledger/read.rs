//! Both ledger tables → a ledger.

use std::collections::BTreeMap;

use super::{Entry, Error, Ledger, OWN_TABLE, Provenance, Record};
use crate::database::{self, Database, Rows, Value};
use crate::introspect::{self, Catalog};
use crate::migration::Checksum;
use crate::schema::{Fingerprint, Name, Pair};

/// Reads both tables in one round trip; a second and third one only where a table is missing. Never writes:
/// looking at a database leaves it as it was.
pub fn read(database: &mut dyn Database, table: &str) -> Result<Ledger, Error> {
    match database.query_all(&queries(table)) {
        Ok(results) => return ledger(table, results.first(), results.get(1)),
        Err(database::Error::Statement { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    // Which table is missing is asked of the schema, not of an error's wording.
    let key = Ledger::key(table);
    let present = database.query(&format!(
        "SELECT lower(name) AS name FROM sqlite_schema WHERE type = 'table' AND lower(name) IN ({}, '{OWN_TABLE}')",
        Value::Text(key.clone()).to_sql()
    ))?;
    let is_there = |name: &str| present.texts().any(|it| it == name);
    of_tables(database, table, is_there(&key), is_there(OWN_TABLE))
}

/// As [`read`], with the schema, in the same round trip and of the same moment.
pub fn read_with_schema(database: &mut dyn Database, table: &str) -> Result<(Catalog, Ledger), Error> {
    read_with_answers(database, table, &[]).map(|(catalog, ledger, _)| (catalog, ledger))
}

/// As [`read_with_schema`], with the answers to `more` queries in the same round trip; without, where one of them fails.
pub fn read_with_answers(
    database: &mut dyn Database,
    table: &str,
    more: &[String],
) -> Result<(Catalog, Ledger, Option<Vec<Rows>>), Error> {
    let mut all = introspect::queries();
    let count = all.len();
    let own = queries(table);
    let ledgers_end = count + own.len();
    all.extend(own);
    all.extend_from_slice(more);
    match database.query_all(&all) {
        Ok(mut results) => {
            let answers = results.split_off(ledgers_end.min(results.len()));
            let ledgers = results.split_off(count.min(results.len()));
            let ledger = ledger(table, ledgers.first(), ledgers.get(1))?;
            return Ok((Catalog::of(results), ledger, Some(answers)));
        }
        Err(database::Error::Statement { .. }) if !more.is_empty() => {
            let (catalog, ledger, _) = read_with_answers(database, table, &[])?;
            return Ok((catalog, ledger, None));
        }
        Err(database::Error::Statement { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let catalog = introspect::catalog(database)?;
    let (wranglers, own) = (catalog.has_table(table), catalog.has_table(OWN_TABLE));
    let ledger = of_tables(database, table, wranglers, own)?;
    Ok((catalog, ledger, None))
}

/// Reads the tables that are there.
fn of_tables(
    database: &mut dyn Database,
    table: &str,
    wranglers_there: bool,
    own_there: bool,
) -> Result<Ledger, Error> {
    let queries = queries(table);
    if wranglers_there && own_there {
        // Another process may have made them between the two questions: only a second no tells what the table is.
        return match database.query_all(&queries) {
            Ok(results) => ledger(table, results.first(), results.get(1)),
            Err(error) => Err(not_a_ledger(table, error)),
        };
    }
    let wranglers = match wranglers_there {
        true => Some(one(database, table, &queries[0])?),
        false => None,
    };
    let own = match own_there {
        true => Some(one(database, OWN_TABLE, &queries[1])?),
        false => None,
    };
    ledger(table, wranglers.as_ref(), own.as_ref())
}

/// The queries for the rows of wrangler's table, and for ours that belong to it.
pub fn queries(table: &str) -> [String; 2] {
    [wranglers(table), own(table)]
}

fn one(database: &mut dyn Database, table: &str, query: &str) -> Result<Rows, Error> {
    database.query(query).map_err(|error| not_a_ledger(table, error))
}

fn not_a_ledger(table: &str, error: database::Error) -> Error {
    match error {
        database::Error::Statement { message, .. } => Error::NotALedger {
            table: table.to_owned(),
            reason: message,
        },
        other => other.into(),
    }
}

fn wranglers(table: &str) -> String {
    // Unquoted column names: quoted ones that do not exist would be read as strings.
    format!(
        "SELECT id, name, applied_at FROM {} ORDER BY id",
        Name::new(table).quoted()
    )
}

fn own(table: &str) -> String {
    // `*`: a later version may have added columns, an earlier one lacks some.
    format!(
        "SELECT * FROM {OWN_TABLE} WHERE ledger = {}",
        Value::Text(Ledger::key(table)).to_sql()
    )
}

fn ledger(table: &str, wranglers: Option<&Rows>, own: Option<&Rows>) -> Result<Ledger, Error> {
    let Some(wranglers) = wranglers else {
        return Ok(Ledger::empty(table));
    };
    let mut records = own.map(records).unwrap_or_default();
    let mut entries = Vec::with_capacity(wranglers.rows.len());
    for row in &wranglers.rows {
        let (Some(id), Some(name)) = (row.first().and_then(Value::as_i64), row.get(1).and_then(Value::as_str)) else {
            return Err(Error::NotALedger {
                table: table.to_owned(),
                reason: "a row has no number or no name".to_owned(),
            });
        };
        entries.push(Entry {
            id,
            name: name.to_owned(),
            applied_at: row.get(2).and_then(Value::as_str).unwrap_or_default().to_owned(),
            record: records.remove(name),
        });
    }
    Ok(Ledger {
        table: table.to_owned(),
        exists: true,
        entries,
    })
}

/// Our rows by name.
fn records(rows: &Rows) -> BTreeMap<String, Record> {
    let position = |column: &str| rows.columns.iter().position(|it| it.eq_ignore_ascii_case(column));
    let read = |row: &Vec<Value>| {
        let value = |column: &str| row.get(position(column)?);
        let text = |column: &str| value(column).and_then(Value::as_str).map(str::to_owned);
        let fingerprint = |column: &str| text(column).map(Fingerprint::from_hex);
        let record = Record {
            checksum: Checksum::from_hex(text("checksum")?),
            applied_at: text("applied_at").unwrap_or_default(),
            duration_ms: value("duration_ms")
                .and_then(Value::as_i64)
                .and_then(|it| u64::try_from(it).ok()),
            fingerprints: fingerprint("from_fingerprint")
                .zip(fingerprint("to_fingerprint"))
                .map(|(from, to)| Pair { from, to }),
            provenance: Provenance {
                applied_by: text("applied_by"),
                environment: text("environment"),
                git_commit: text("git_commit"),
                version: text("version"),
                ..Provenance::default()
            },
            bookmark: text("bookmark"),
        };
        Some((text("name")?, record))
    };
    rows.rows.iter().filter_map(read).collect()
}

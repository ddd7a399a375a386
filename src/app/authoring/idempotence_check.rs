//! A migration that runs in batches may be interrupted, and then runs again: on made rows, the second time must change nothing.

use crate::database::Scratch;
use crate::error::Error;
use crate::introspect;
use crate::migration::Migration;
use crate::rows::{self, Fit};
use crate::schema::{Name, Schema};
use crate::sql::{Cursor, Write, lexemes};

/// What an `UPDATE table SET column = expression, … WHERE condition` computes, with its table.
fn expressions(sql: &str) -> Vec<(Name, String)> {
    let all = lexemes(sql);
    let Some(write) = Write::read(Cursor::new(sql, &all)).filter(|it| it.is_update) else {
        return Vec::new();
    };
    let parts = write.set.iter().map(|it| &it.1).chain(&write.condition);
    parts
        .map(|it| (write.table.name.clone(), it.source().trim_end_matches(';').to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// Runs a backfill twice on generated rows: it must succeed, and leave nothing to do.
///
/// `fresh` are columns that have no value yet in any row.
pub(crate) fn run(migration: &Migration, schema: &Schema, fresh: &[(&Name, &Name)]) -> Result<(), Error> {
    let mut storage = schema.clone();
    storage.views.clear();
    storage.triggers.clear();
    let mut scratch = introspect::replica(&storage)?;
    let statements = migration.statements();
    let read: Vec<(Name, String)> = statements.iter().flat_map(|(_, sql)| expressions(sql)).collect();
    let fit = Fit::accepting(&storage, read.iter().map(|(table, text)| (table, text.as_str())));
    rows::fill(&mut scratch, &storage, &rows::everything(&storage), &fit)?;
    for (table, column) in fresh {
        // One that may not be NULL has values.
        let _ = scratch.execute(&format!("UPDATE {} SET {} = NULL", table.quoted(), column.quoted()));
    }
    rows::reindex(&mut scratch, &storage);
    let code = schema
        .statements()
        .into_iter()
        .filter(|it| !storage.statements().contains(it));
    for statement in code {
        scratch.execute(&statement)?;
    }
    let failed = |line: usize, reason: String| Error::Fill {
        file: migration.file_name.clone(),
        line,
        reason,
    };
    let once = |scratch: &mut Scratch| -> Result<String, Error> {
        for (line, statement) in migration.statements() {
            let ran = scratch.execute(&statement);
            ran.map_err(|error| failed(line, error.to_string()))?;
        }
        Ok(crate::database::dump(scratch)?.statements.join("\n"))
    };
    // Nothing can be counted in a search table whose content is not there.
    let unreadable = introspect::unreadable(schema)?;
    let search = |name: &&Name| !unreadable.contains_key(*name);
    let tables = || schema.tables.keys().chain(schema.virtual_tables.keys().filter(search));
    let before = introspect::row_counts(&mut scratch, tables())?;
    let first = once(&mut scratch)?;
    let after = introspect::row_counts(&mut scratch, tables())?;
    let deletes = migration
        .statements()
        .iter()
        .any(|(_, sql)| sql.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("delete")));
    let lost = before
        .iter()
        .find(|(name, rows)| after.get(*name).is_none_or(|it| it < rows));
    if let Some((table, _)) = lost.filter(|_| !deletes) {
        return Err(failed(1, format!("it fires a trigger that deletes rows of {table}")));
    }
    if once(&mut scratch)? != first {
        return Err(failed(1, "a second run changes rows again".to_owned()));
    }
    Ok(())
}

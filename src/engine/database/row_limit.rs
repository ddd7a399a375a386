//! `DELETE` and `UPDATE` with `ORDER BY … LIMIT`, which D1 is built with and the amalgamation that we link cannot be.
//! <https://www.sqlite.org/lang_delete.html#optional_limit_and_order_by_clauses>
//!
//! SQLite makes `WHERE rowid IN (SELECT rowid … ORDER BY … LIMIT …)` of them, and so do we, once the library has said that
//! the statement is right up to its ORDER BY or LIMIT. In a trigger they are syntax errors on D1 too.

use std::ops::Range;

use rusqlite::{Connection, Error, Statement};

use super::target_rules::are_d1s;
use crate::sql::{Cursor, Name, Write, keyword, lexemes};

/// Compiles one statement.
pub(super) fn prepare<'c>(connection: &'c Connection, sql: &str) -> rusqlite::Result<Statement<'c>> {
    either(connection, sql, |sql| connection.prepare(sql))
}

/// Runs one statement.
pub(super) fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    either(connection, sql, |sql| connection.execute_batch(sql))
}

/// What `run` makes of the statement, or of the same in words that the library understands.
fn either<T>(connection: &Connection, sql: &str, run: impl Fn(&str) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    run(sql).or_else(|error| match limited(connection, sql, &error) {
        Some(limited) => {
            let limited = limited?;
            run(&limited.sql).map_err(|error| limited.at_origin(sql, error))
        }
        None => Err(error),
    })
}

/// The statement in words that the library understands.
struct Limited {
    sql: String,
    /// Where each copied part begins here and in the original, and how long it is.
    copied: Vec<(usize, usize, usize)>,
}

impl Limited {
    fn own(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    fn copy(&mut self, original: &str, range: Range<usize>) {
        let text = original.get(range.clone()).unwrap_or_default();
        self.copied.push((self.sql.len(), range.start, text.len()));
        self.sql.push_str(text);
        self.sql.push(' ');
    }

    /// An error with its place in the statement as it was written.
    fn at_origin(&self, original: &str, error: Error) -> Error {
        let Error::SqlInputError { error, msg, offset, .. } = error else {
            return error;
        };
        let offset = usize::try_from(offset).ok().and_then(|offset| {
            let mut parts = self.copied.iter();
            let (here, there, _) = parts.find(|(here, _, length)| (*here..here + length).contains(&offset))?;
            i32::try_from(there + offset - here).ok()
        });
        Error::SqlInputError {
            error,
            msg,
            sql: original.to_owned(),
            offset: offset.unwrap_or(-1),
        }
    }
}

/// The statement rewritten, if it is one that stopped at its ORDER BY or LIMIT.
fn limited(connection: &Connection, sql: &str, error: &Error) -> Option<rusqlite::Result<Limited>> {
    let Error::SqlInputError { msg, offset, error, .. } = error else {
        return None;
    };
    let is_it = are_d1s() && msg.ends_with("syntax error");
    let at = usize::try_from(*offset).ok().filter(|_| is_it)?;
    let (head, tail) = (lexemes(sql.get(..at)?), tail(sql, at)?);
    let mut cursor = Cursor::new(sql, &head);
    if cursor.is_any(0, &["EXPLAIN", "WITH"]) {
        cursor.until(&["DELETE", "UPDATE"]);
    }
    let write = Write::read(cursor)?;
    let verb = if write.is_update { "UPDATE" } else { "DELETE" };
    let refused = |msg: String| {
        Some(Err(Error::SqlInputError {
            error: *error,
            msg,
            sql: sql.to_owned(),
            offset: *offset,
        }))
    };
    if !tail.has_limit {
        return refused(format!("ORDER BY without LIMIT on {verb}"));
    }
    let name = write.alias.as_ref().unwrap_or(&write.table.name);
    let key = match key(connection, &write.table.name) {
        Ok(Some(columns)) => Key::of(&columns, &name.quoted()),
        Ok(None) => {
            return refused(format!(
                "reconcile cannot test {verb} with LIMIT on a view; choose the rows in its WHERE"
            ));
        }
        Err(error) => return Some(Err(error)),
    };
    Some(Ok(rewritten(sql, &write, &tail, &key)))
}

fn rewritten(sql: &str, write: &Write<'_>, tail: &Tail, key: &Key) -> Limited {
    let mut limited = Limited {
        sql: String::with_capacity(sql.len() * 2),
        copied: Vec::new(),
    };
    limited.copy(sql, 0..write.target.range().end);
    for clause in [write.set_clause, write.from].into_iter().flatten() {
        limited.copy(sql, clause.range());
    }
    limited.own("WHERE ");
    if let (Some(_), Some(condition)) = (write.from, write.condition) {
        limited.own("(");
        limited.copy(sql, condition.range());
        limited.own(") AND ");
    }
    limited.own(&format!("{} IN (SELECT {} FROM ", key.one, key.list));
    limited.copy(sql, write.target.range());
    if let Some(indexed) = write.indexed {
        limited.copy(sql, indexed.range());
    }
    if let Some(mut from) = write.from {
        from.skip(1);
        limited.own(", ");
        limited.copy(sql, from.range());
    }
    if let Some(condition) = write.condition {
        limited.own("WHERE ");
        limited.copy(sql, condition.range());
    }
    if write.from.is_some() {
        limited.own(&format!("GROUP BY {} ", key.list));
    }
    limited.copy(sql, tail.start..tail.end);
    limited.own(") ");
    if let Some(returning) = write.returning {
        limited.copy(sql, returning.range());
    }
    limited
}

/// From ORDER BY or LIMIT to the end, without what ends a statement.
struct Tail {
    start: usize,
    end: usize,
    has_limit: bool,
}

fn tail(sql: &str, at: usize) -> Option<Tail> {
    let all = lexemes(sql.get(at..)?);
    let first = all.first().filter(|it| it.start == 0)?;
    let (mut depth, mut has_limit, mut end) = (0_usize, false, 0);
    for lexeme in all.iter().take_while(|it| !it.is_mark(";")) {
        if lexeme.is_mark("(") {
            depth += 1;
        } else if lexeme.is_mark(")") {
            depth = depth.checked_sub(1)?;
        }
        has_limit |= depth == 0 && lexeme.is("LIMIT");
        end = lexeme.end();
    }
    ((first.is("ORDER") || first.is("LIMIT")) && depth == 0).then_some(Tail {
        start: at,
        end: at + end,
        has_limit,
    })
}

/// What tells one row from another.
struct Key {
    /// As one value.
    one: String,
    /// As columns of a result.
    list: String,
}

impl Key {
    fn of(columns: &[String], table: &str) -> Self {
        let columns: Vec<String> = columns.iter().map(|column| format!("{table}.{column}")).collect();
        let list = columns.join(", ");
        let one = if columns.len() == 1 {
            list.clone()
        } else {
            format!("({list})")
        };
        Self { one, list }
    }
}

/// The columns that tell the rows of a table apart; none for a view.
fn key(connection: &Connection, table: &Name) -> rusqlite::Result<Option<Vec<String>>> {
    let name = format!("'{}'", table.as_str().replace('\'', "''"));
    let mut kinds = connection.prepare(&format!("SELECT type = 'view', wr FROM pragma_table_list({name})"))?;
    let kind = kinds.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.next();
    let (is_view, without_rowid): (bool, bool) = kind.transpose()?.unwrap_or_default();
    if is_view {
        return Ok(None);
    }
    let columns = format!("SELECT name FROM pragma_table_xinfo({name})");
    let columns = match without_rowid {
        true => format!("{columns} WHERE pk > 0 ORDER BY pk"),
        false => columns,
    };
    let mut columns = connection.prepare(&columns)?;
    let columns = columns.query_map([], |row| row.get::<_, String>(0))?;
    let columns: Vec<Name> = columns
        .map(|it| it.map(|it| Name::new(&it)))
        .collect::<rusqlite::Result<_>>()?;
    if without_rowid {
        return Ok(Some(columns.iter().map(Name::quoted).collect()));
    }
    let rowid = keyword::free_rowid(|it| columns.contains(&Name::new(it)));
    Ok(Some(vec![rowid.unwrap_or("rowid").to_owned()]))
}

#[cfg(test)]
#[path = "row_limit_tests.rs"]
mod tests;

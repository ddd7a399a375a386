//! `DELETE` and `UPDATE` with `ORDER BY … LIMIT`, which D1 is built with and the amalgamation that we link cannot be.
//! <https://www.sqlite.org/lang_delete.html#optional_limit_and_order_by_clauses>
//!
//! SQLite makes `WHERE rowid IN (SELECT rowid … ORDER BY … LIMIT …)` of them, and so do we, once the library has said that
//! the statement is right up to its ORDER BY or LIMIT. In a trigger they are syntax errors on D1 too.

use rusqlite::{Connection, Error, Statement};

use super::target_rules::are_d1s;
use crate::sql::{Lexeme, Name, TokenKind, keyword, lexemes, unquote};

/// Compiles one statement.
pub(super) fn prepare<'c>(connection: &'c Connection, sql: &str) -> rusqlite::Result<Statement<'c>> {
    let error = match connection.prepare(sql) {
        Ok(statement) => return Ok(statement),
        Err(error) => error,
    };
    match limited(connection, sql, &error) {
        Some(limited) => {
            let limited = limited?;
            connection
                .prepare(&limited.sql)
                .map_err(|error| limited.at_origin(sql, error))
        }
        None => Err(error),
    }
}

/// Runs one statement.
pub(super) fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    let Err(error) = connection.execute_batch(sql) else {
        return Ok(());
    };
    match limited(connection, sql, &error) {
        Some(limited) => {
            let limited = limited?;
            connection
                .execute_batch(&limited.sql)
                .map_err(|error| limited.at_origin(sql, error))
        }
        None => Err(error),
    }
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

    fn copy(&mut self, original: &str, start: usize, end: usize) {
        let text = original.get(start..end).unwrap_or_default();
        self.copied.push((self.sql.len(), start, text.len()));
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
    let target = Target::read(&head)?;
    let refused = |msg: String| {
        Some(Err(Error::SqlInputError {
            error: *error,
            msg,
            sql: sql.to_owned(),
            offset: *offset,
        }))
    };
    if !tail.has_limit {
        return refused(format!(
            "ORDER BY without LIMIT on {}",
            target.verb.text.to_ascii_uppercase()
        ));
    }
    let key = match key(connection, target.table.text) {
        Ok(Some(columns)) => Key::of(&columns, target.alias.text),
        Ok(None) => {
            return refused(format!(
                "reconcile cannot test {} with LIMIT on a view; choose the rows in its WHERE",
                target.verb.text.to_ascii_uppercase()
            ));
        }
        Err(error) => return Some(Err(error)),
    };
    Some(Ok(rewritten(sql, &head, &target, &tail, &key)))
}

fn rewritten(sql: &str, head: &[Lexeme<'_>], target: &Target<'_>, tail: &Tail, key: &Key) -> Limited {
    let mut limited = Limited {
        sql: String::with_capacity(sql.len() * 2),
        copied: Vec::new(),
    };
    let clauses = Clauses::read(head, target);
    let [set, from, condition, returning] = [clauses.set, clauses.from, clauses.condition, clauses.returning]
        .map(|it| it.map(|(_, start, end)| (start, end)));
    let behind = |clause: Option<(&Lexeme<'_>, usize, usize)>| clause.map(|(word, _, end)| (word.end(), end));
    limited.copy(sql, 0, target.end);
    for (start, end) in [set, from].into_iter().flatten() {
        limited.copy(sql, start, end);
    }
    limited.own("WHERE ");
    if let (Some(_), Some((start, end))) = (from, behind(clauses.condition)) {
        limited.own("(");
        limited.copy(sql, start, end);
        limited.own(") AND ");
    }
    limited.own(&format!("{} IN (SELECT {} FROM ", key.one, key.list));
    limited.copy(sql, target.start, target.end);
    if let Some((start, end)) = target.indexed {
        limited.copy(sql, start, end);
    }
    if let Some((start, end)) = behind(clauses.from) {
        limited.own(", ");
        limited.copy(sql, start, end);
    }
    if let Some((start, end)) = condition {
        limited.copy(sql, start, end);
    }
    if from.is_some() {
        limited.own(&format!("GROUP BY {} ", key.list));
    }
    limited.copy(sql, tail.start, tail.end);
    limited.own(") ");
    if let Some((start, end)) = returning {
        limited.copy(sql, start, end);
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

/// What is deleted from or updated.
struct Target<'a> {
    verb: Lexeme<'a>,
    table: Lexeme<'a>,
    alias: Lexeme<'a>,
    /// From the name, with its schema, to the alias.
    start: usize,
    end: usize,
    /// `INDEXED BY i`, `NOT INDEXED`
    indexed: Option<(usize, usize)>,
}

impl<'a> Target<'a> {
    fn read(head: &[Lexeme<'a>]) -> Option<Self> {
        let top = outside(head);
        let begins = ["EXPLAIN", "WITH", "DELETE", "UPDATE"];
        top.first().filter(|it| begins.iter().any(|word| it.is(word)))?;
        let at = top.iter().position(|it| it.is("DELETE") || it.is("UPDATE"))?;
        let get = |index: usize| top.get(index).copied();
        let is = |index: usize, word: &str| get(index).is_some_and(|it| it.is(word));
        let mut next = match is(at, "DELETE") {
            true => at + 2,
            false if is(at + 1, "OR") => at + 3,
            false => at + 1,
        };
        let start = get(next)?.start;
        if get(next + 1).is_some_and(|it| it.is_mark(".")) {
            next += 2;
        }
        let table = *get(next)?;
        let mut alias = table;
        next += 1;
        if is(next, "AS") {
            alias = *get(next + 1)?;
            next += 2;
        } else if let Some(name) = get(next).filter(|it| names(it)) {
            alias = *name;
            next += 1;
        }
        let length = usize::from(is(next, "NOT")) * 2 + usize::from(is(next, "INDEXED")) * 3;
        let last = length.checked_sub(1).and_then(|length| get(next + length));
        Some(Self {
            verb: **top.get(at)?,
            table,
            alias,
            start,
            end: alias.end(),
            indexed: get(next).zip(last).map(|(first, last)| (first.start, last.end())),
        })
    }
}

/// True for an alias without AS.
fn names(lexeme: &Lexeme<'_>) -> bool {
    let next = ["INDEXED", "NOT", "WHERE", "RETURNING", "SET"];
    matches!(lexeme.kind, TokenKind::Word | TokenKind::QuotedName) && !next.iter().any(|word| lexeme.is(word))
}

/// Each with its first word, where it starts and where it ends.
struct Clauses<'l, 'a> {
    set: Option<(&'l Lexeme<'a>, usize, usize)>,
    from: Option<(&'l Lexeme<'a>, usize, usize)>,
    condition: Option<(&'l Lexeme<'a>, usize, usize)>,
    returning: Option<(&'l Lexeme<'a>, usize, usize)>,
}

impl<'l, 'a> Clauses<'l, 'a> {
    fn read(head: &'l [Lexeme<'a>], target: &Target<'_>) -> Self {
        let top: Vec<&Lexeme<'a>> = outside(head).into_iter().filter(|it| it.start >= target.end).collect();
        let find = |word: &str| {
            let mut before: Option<&Lexeme<'_>> = None;
            top.iter().copied().find(|it| {
                // `a IS DISTINCT FROM b`
                let found = it.is(word) && !before.is_some_and(|it| it.is("DISTINCT"));
                before = Some(it);
                found
            })
        };
        let is_update = target.verb.is("UPDATE");
        let starts = [
            find("SET").filter(|_| is_update),
            find("FROM").filter(|_| is_update),
            find("WHERE"),
            find("RETURNING"),
        ];
        // A subquery's own words are in parentheses; what is left comes in this order or not at all.
        let mut end = head.last().map_or(target.end, Lexeme::end);
        let mut found = [None; 4];
        for (start, place) in starts.into_iter().zip(&mut found).rev() {
            if let Some(word) = start.filter(|it| it.start < end) {
                *place = Some((word, word.start, end));
                let before = head.iter().take_while(|it| it.start < word.start).last();
                end = before.map_or(target.end, Lexeme::end);
            }
        }
        let [set, from, condition, returning] = found;
        Self {
            set,
            from,
            condition,
            returning,
        }
    }
}

/// What is in no parentheses.
fn outside<'l, 'a>(lexemes: &'l [Lexeme<'a>]) -> Vec<&'l Lexeme<'a>> {
    let mut depth = 0_usize;
    let is_outside = |lexeme: &&Lexeme<'_>| {
        if lexeme.is_mark("(") {
            depth += 1;
            false
        } else if lexeme.is_mark(")") {
            depth = depth.saturating_sub(1);
            false
        } else {
            depth == 0
        }
    };
    lexemes.iter().filter(is_outside).collect()
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
fn key(connection: &Connection, table: &str) -> rusqlite::Result<Option<Vec<String>>> {
    let name = format!("'{}'", unquote(table).replace('\'', "''"));
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

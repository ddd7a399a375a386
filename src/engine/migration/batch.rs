//! `-- reconcile: in batches of 5000`: an UPDATE or DELETE that `apply` runs in many small transactions.
//!
//! The statement stays one that any tool can run as it is. Its own WHERE says what is still to do, so a row that is done
//! does not match again, and a run that was interrupted goes on where it stopped.

use std::ops::Range;

use super::Migration;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Name, Table};
use crate::sql::{Cursor, lexemes};

/// How the line begins.
pub(super) const LINE: &str = "-- reconcile: in batches of ";

/// A statement that runs in slices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Rows that one slice changes at most; seconds that it is to take, where it runs by ranges.
    pub rows: u64,
    /// The table whose rows are walked through.
    pub table: Name,
    /// Up to its WHERE.
    pub head: String,
    /// After it.
    pub condition: String,
}

/// The line that has a statement run in slices of so many rows.
pub fn batch_line(rows: u64) -> String {
    format!("{LINE}{rows}")
}

impl Migration {
    /// Its statements as slices; `None` where none is marked.
    ///
    /// # Errors
    /// A marked file with another statement in it, or one that cannot be sliced.
    pub fn batches(&self) -> Result<Option<Vec<Batch>>, Diagnostic> {
        if self.is_online() || !self.text.lines().any(|line| line.starts_with(LINE)) {
            return Ok(None);
        }
        let wrong = |line: usize, message: &str| {
            let remedy = "a file that runs in batches may only have `UPDATE table SET … WHERE …` and `DELETE FROM table WHERE …`, \
                          each after a line `-- reconcile: in batches of N`; put the rest into another migration";
            let place = (Some(self.file_name.as_str()), Some(line));
            Diagnostic::of_line(Code::NotInBatches, place, message.to_owned(), remedy)
        };
        let lines: Vec<&str> = self.text.lines().collect();
        let mut batches = Vec::new();
        for (line, sql) in self.statements() {
            // The comment lines right above it.
            let above = lines.iter().take(line.saturating_sub(1)).rev();
            let mark = above
                .take_while(|it| it.trim_start().starts_with("--"))
                .find_map(|it| it.strip_prefix(LINE));
            let Some(mark) = mark else {
                return Err(wrong(line, "this statement is not marked to run in batches"));
            };
            let rows = match mark.trim().parse() {
                Ok(rows) if (1..=100_000).contains(&rows) => rows,
                _ => return Err(wrong(line, "a batch has 1 to 100000 rows")),
            };
            let Some((table, head, condition)) = parts(&sql) else {
                return Err(wrong(line, "this statement cannot run in batches"));
            };
            batches.push(Batch {
                line,
                rows,
                table,
                head,
                condition,
            });
        }
        Ok(Some(batches))
    }

    /// A statement of an online rebuild that runs by ranges of so many seconds.
    pub(super) fn batch(&self, line: usize, sql: &str, mark: &str) -> Result<Batch, Diagnostic> {
        let seconds = mark.strip_prefix(LINE).and_then(|it| it.trim_end().strip_suffix(" s"));
        let seconds = seconds
            .and_then(|it| it.parse().ok())
            .filter(|it| (1..=10).contains(it));
        let (Some(rows), Some((table, head, condition))) = (seconds, parts(sql).or_else(|| copied(sql))) else {
            let remedy = "write `in batches of N s`, N from 1 to 10, above `INSERT INTO … SELECT … FROM table WHERE …` or \
                          `DELETE FROM table WHERE …`";
            let place = (Some(self.file_name.as_str()), Some(line));
            let message = "this statement cannot run by ranges".to_owned();
            return Err(Diagnostic::of_line(Code::NotInBatches, place, message, remedy));
        };
        Ok(Batch {
            line,
            rows,
            table,
            head,
            condition,
        })
    }
}

/// As [`parts`], of `INSERT INTO … SELECT … FROM table WHERE …`.
fn copied(sql: &str) -> Option<(Name, String, String)> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    if !cursor.eat(&["INSERT"]) {
        return None;
    }
    // Counted from behind INSERT.
    let rest = all.get(cursor.find(&["SELECT"])? + 1..)?;
    let from = Cursor::new(sql, rest);
    let source = from.find(&["FROM"])?;
    let mut from = Cursor::new(sql, rest.get(source + 1..)?);
    let (name, lexeme) = from.name_lexeme().ok()?;
    let place = from.peek_at(0)?;
    let is_plain = lexeme.is_identifier() && place.is("WHERE");
    let (head, condition) = around(sql, place.start..place.end())?;
    is_plain.then_some((name, head, condition))
}

/// Table, text before WHERE, and condition of a plain UPDATE or DELETE.
fn parts(sql: &str) -> Option<(Name, String, String)> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    let is_delete = cursor.eat(&["DELETE", "FROM"]);
    if !is_delete && !cursor.eat(&["UPDATE"]) {
        return None;
    }
    let (name, lexeme) = cursor.name_lexeme().ok()?;
    let is_plain = lexeme.is_identifier() && cursor.is(0, if is_delete { "WHERE" } else { "SET" });
    if !is_plain || cursor.find(&["RETURNING", "ORDER", "LIMIT", "FROM"]).is_some() {
        return None;
    }
    let place = cursor.peek_at(cursor.find(&["WHERE"])?)?;
    let (head, condition) = around(sql, place.start..place.end())?;
    Some((name, head, condition))
}

/// The text before the WHERE of a statement, and its condition.
fn around(sql: &str, place: Range<usize>) -> Option<(String, String)> {
    let condition = sql.get(place.end..)?.trim().trim_end_matches(';').trim_end();
    Some((sql.get(..place.start)?.trim_end().to_owned(), condition.to_owned()))
}

/// Which columns tell the rows of a table apart, in the order of a walk through them.
pub fn walk(table: &Table) -> Option<Vec<Name>> {
    match table.rowid_name() {
        Some(rowid) => Some(vec![rowid]),
        None => table.without_rowid.then(|| table.key_names().cloned().collect()),
    }
}

impl Batch {
    /// How many rows there are to do.
    pub fn count(&self) -> String {
        format!("SELECT count(*) FROM {} WHERE {}", self.table.quoted(), self.condition)
    }

    /// The key of the last of the next rows that there are to do, and how many these are, after `last` (SQL literals); no
    /// row when none is left.
    pub fn next(&self, key: &[Name], last: Option<&[String]>, rows: u64) -> String {
        let names = Name::quoted_list(key);
        // Names of their own, since a query cannot give a column called true.
        let own: Vec<String> = (1..=key.len()).map(|at| format!("\"__{at}\"")).collect();
        let read: Vec<String> = key
            .iter()
            .zip(&own)
            .map(|(name, own)| format!("{} AS {own}", name.quoted()))
            .collect();
        let descending: Vec<String> = own.iter().map(|it| format!("{it} DESC")).collect();
        format!(
            "SELECT {}, count(*) OVER () FROM (SELECT {} FROM {} WHERE ({}\n){} ORDER BY {names} LIMIT {rows}) ORDER BY {} LIMIT 1",
            own.join(", "),
            read.join(", "),
            self.table.quoted(),
            self.condition,
            after(key, last),
            descending.join(", ")
        )
    }

    /// The statement for the rows after `last`, up to `until` or to the end.
    pub fn slice(&self, key: &[Name], last: Option<&[String]>, until: Option<&[String]>) -> String {
        let names = || row(&key.iter().map(Name::quoted).collect::<Vec<_>>());
        let until = until.map(|it| format!(" AND {} <= {}", names(), row(it)));
        format!(
            "{} WHERE ({}\n){}{}",
            self.head,
            self.condition,
            after(key, last),
            until.unwrap_or_default()
        )
    }

    /// The key of the last of the next so many rows of the table, whether they match or not; no row where fewer are left.
    pub fn bound(&self, key: &[Name], last: Option<&[String]>, rows: u64) -> String {
        let names = Name::quoted_list(key);
        let after = last.map_or_else(String::new, |last| {
            let names: Vec<String> = key.iter().map(Name::quoted).collect();
            format!(" WHERE {} > {}", row(&names), row(last))
        });
        format!(
            "SELECT {names} FROM {}{after} ORDER BY {names} LIMIT 1 OFFSET {}",
            self.table.quoted(),
            rows.saturating_sub(1)
        )
    }
}

fn after(key: &[Name], last: Option<&[String]>) -> String {
    let Some(last) = last else { return String::new() };
    let names: Vec<String> = key.iter().map(Name::quoted).collect();
    format!(" AND {} > {}", row(&names), row(last))
}

/// One term as it is, several as a row value.
fn row(terms: &[String]) -> String {
    match terms {
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn read(text: &str) -> Result<Option<Vec<Batch>>, Diagnostic> {
        Migration::parse("0003_fill.sql", text).batches()
    }

    #[test]
    fn a_marked_update_is_cut_at_its_own_where() {
        let text = "-- fills\n\n-- reconcile: in batches of 500\nUPDATE \"users\" SET slug = (SELECT x FROM y WHERE 1)\nWHERE slug IS NULL;\n";
        let batches = read(text).unwrap().unwrap();
        assert_eq!((batches[0].line, batches[0].rows), (4, 500));
        let key = [Name::new("id")];
        assert_eq!(
            batches[0].slice(&key, Some(&["7".to_owned()]), Some(&["9".to_owned()])),
            "UPDATE \"users\" SET slug = (SELECT x FROM y WHERE 1) WHERE (slug IS NULL\n) AND \"id\" > 7 AND \"id\" <= 9"
        );
    }

    #[test]
    fn what_cannot_be_sliced_is_told_with_its_line() {
        assert_eq!(read("UPDATE t SET a = 1;").unwrap(), None);
        let mark = "-- reconcile: in batches of 5\n";
        for (text, line) in [
            (format!("{mark}UPDATE t SET a = 1;"), 2),
            (format!("{mark}UPDATE t SET a = 1 WHERE a IS NULL LIMIT 3;"), 2),
            (format!("{mark}UPDATE t SET a = u.a FROM u WHERE u.b = t.b;"), 2),
            (format!("{mark}DELETE FROM t WHERE a = 1;\nCREATE TABLE x (a);"), 3),
            (
                "-- reconcile: in batches of none\nDELETE FROM t WHERE a = 1;".to_owned(),
                2,
            ),
        ] {
            assert_eq!(read(&text).unwrap_err().place.line, line, "{text}");
        }
    }
}

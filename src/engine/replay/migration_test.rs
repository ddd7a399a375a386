//! A migration's test, written by its user: rows before it, queries after it, and the rows that they must return.
//!
//! ```sql
//! INSERT INTO users (id, mail) VALUES (1, 'a@example.org');
//! -- reconcile: migrate
//! SELECT id, email FROM users;
//! -- => 1, 'a@example.org'
//! INSERT INTO users (id) VALUES (2);
//! -- => error: NOT NULL constraint failed
//! ```
//!
//! A query without `-- =>` lines must return no row; another statement without one must succeed, and with some it must be
//! RETURNING these rows.

use super::{Error, Replay};
use crate::database::{self, Database, Value};
use crate::introspect::Ownership;
use crate::migration::Folder;
use crate::sql::{Statement, StatementSpan, Verb, split};

/// What parts the rows before from the queries after.
const MARK: &str = "-- reconcile: migrate";
/// What an expected row, or an expected error, begins with.
const ROW: &str = "-- =>";
const ERROR: &str = "error:";

/// One test of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    text: String,
    seeds: Vec<StatementSpan>,
    checks: Vec<Check>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Check {
    statement: StatementSpan,
    expected: Vec<Expected>,
}

/// The text after `-- =>`, and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Expected {
    line: usize,
    text: String,
}

/// What a trial found to be otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Line of the test's file, from 1.
    pub line: usize,
    /// One lower-case sentence.
    pub message: String,
}

impl Trial {
    /// Reads a test.
    ///
    /// # Errors
    /// No mark, or nothing that is checked after it.
    pub fn parse(text: &str) -> Result<Self, Deviation> {
        let marked = line_starts(text).find(|(_, line, _)| line.trim() == MARK);
        let Some((_, _, mark)) = marked else {
            return Err(Deviation {
                line: 1,
                message: format!(
                    "the line `{MARK}` is missing, which separates the rows before from the queries after"
                ),
            });
        };
        let (seeds, after): (Vec<_>, Vec<_>) = split(text).into_iter().partition(|it| it.range.start < mark);
        let ends = after.iter().skip(1).map(|it| it.range.start).chain([text.len()]);
        let checks: Vec<Check> = after
            .iter()
            .zip(ends)
            .map(|(statement, end)| Check {
                statement: statement.clone(),
                expected: expected(text, statement.range.end, end),
            })
            .collect();
        if checks.is_empty() {
            return Err(Deviation {
                line: text.lines().count().max(1),
                message: "nothing is checked after the migration".to_owned(),
            });
        }
        Ok(Self {
            text: text.to_owned(),
            seeds,
            checks,
        })
    }

    /// Replays the folder up to the migration at `at`, with this test's rows before it, and judges what is there then.
    ///
    /// # Errors
    /// A migration that does not run; the scratch database.
    pub fn run(&self, folder: &Folder, at: usize, ownership: &Ownership) -> Result<Vec<Deviation>, Error> {
        let mut replay = Replay::new(ownership)?;
        replay.run_all(folder.migrations().iter().take(at))?;
        for seed in &self.seeds {
            if let Err(error) = replay.scratch.run(&[self.sql(seed)]) {
                return Ok(vec![Deviation {
                    line: seed.line,
                    message: format!("this statement fails before the migration: {}", words(&error)),
                }]);
            }
        }
        if let Some(migration) = folder.migrations().get(at) {
            match replay.run(migration) {
                Err(Error::Migration(failure)) => {
                    let message = format!("the migration fails on these rows: {failure}");
                    return Ok(vec![Deviation { line: 1, message }]);
                }
                other => other?,
            }
        }
        let mut found = Vec::new();
        for check in &self.checks {
            found.extend(self.judge(check, &mut replay));
        }
        Ok(found)
    }

    fn sql(&self, statement: &StatementSpan) -> String {
        self.text.get(statement.range.clone()).unwrap_or_default().to_owned()
    }

    fn judge(&self, check: &Check, replay: &mut Replay) -> Option<Deviation> {
        let sql = self.sql(&check.statement);
        let deviation = |line, message| Some(Deviation { line, message });
        let at = check.statement.line;
        let wanted = check
            .expected
            .iter()
            .find_map(|it| Some((it, it.text.strip_prefix(ERROR)?.trim())));
        let rows = match (replay.answer(&sql), wanted) {
            (Err(error), Some((_, part))) if words(&error).contains(part) => return None,
            (Err(error), Some((line, part))) => {
                let found = words(&error);
                return deviation(line.line, format!("expected the error `{part}`, found `{found}`"));
            }
            (Err(error), None) => return deviation(at, format!("this fails: {}", words(&error))),
            (Ok(_), Some((line, part))) => {
                return deviation(line.line, format!("expected the error `{part}`, but it succeeds"));
            }
            (Ok(rows), None) => rows,
        };
        for (number, expected) in check.expected.iter().enumerate() {
            let wanted = match replay.scratch.query(&format!("SELECT {}", expected.text)) {
                Ok(wanted) => wanted.rows.into_iter().next().unwrap_or_default(),
                Err(error) => return deviation(expected.line, format!("not a row of SQL literals: {}", words(&error))),
            };
            match rows.get(number) {
                Some(found) if *found == wanted => {}
                Some(found) => {
                    return deviation(
                        expected.line,
                        format!("expected {}, found {}", shown(&wanted), shown(found)),
                    );
                }
                None => {
                    let hint = match replay.scratch.columns(&sql) {
                        Ok(columns) if columns.is_empty() => "; a statement gives rows when it is RETURNING them",
                        _ => "",
                    };
                    return deviation(
                        expected.line,
                        format!("expected {}, found no more rows{hint}", shown(&wanted)),
                    );
                }
            }
        }
        if check.expected.is_empty() && is_change(&sql) {
            return None;
        }
        let extra = rows.get(check.expected.len())?;
        deviation(
            at,
            format!("expected {} rows, found also {}", check.expected.len(), shown(extra)),
        )
    }
}

/// True for a statement that is there for what it changes, whether or not it is RETURNING rows.
fn is_change(sql: &str) -> bool {
    matches!(
        Statement::read(sql).verb,
        Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. }
    )
}

fn words(error: &database::Error) -> String {
    match error {
        database::Error::Statement { message, .. } => message.clone(),
        other => other.to_string(),
    }
}

fn shown(row: &[Value]) -> String {
    format!("({})", Value::list(row))
}

/// `(line from 1, text, offset)` of each line.
fn line_starts(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut start = 0;
    text.split_inclusive('\n').enumerate().map(move |(at, line)| {
        let here = start;
        start += line.len();
        (at + 1, line, here)
    })
}

/// The expected lines between a statement's end and the next one's start.
fn expected(text: &str, from: usize, to: usize) -> Vec<Expected> {
    line_starts(text)
        .filter(|(_, _, start)| *start >= from && *start < to)
        .filter_map(|(line, words, _)| {
            let text = words.trim().strip_prefix(ROW)?.trim().to_owned();
            Some(Expected { line, text })
        })
        .collect()
}

#[cfg(test)]
#[path = "migration_test_tests.rs"]
mod tests;

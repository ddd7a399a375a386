//! Which statement of a batch failed. D1 does not say.
//!
//! The batch is never sent again to find out. In this order, until one answers: there is only one statement; the batch is
//! replayed on a scratch database that holds the live schema without rows, and fails there in the same words; the
//! reported offset holds the reported name in one statement only; one statement only can violate the reported
//! constraint. Where none answers, the index stays unknown: a wrong line is worse than none.

use crate::database::{Database as _, Error, Scratch};
use crate::sql::{Cursor, Name, ObjectKind, Statement, Verb, lexemes};

/// The live schema in an order in which it can be made again, without what a virtual table makes by itself.
pub(super) const SCHEMA: &str = "select sql from sqlite_schema where sql is not null \
     and substr(lower(name), 1, 4) <> '_cf_' and substr(lower(name), 1, 7) <> 'sqlite_' \
     order by case type when 'table' then 1 when 'index' then 2 when 'view' then 3 else 4 end, rowid";

/// A failed list of queries.
pub(super) fn query(error: Error, queries: &[String]) -> Error {
    // Queries change nothing, so each can be compiled by itself; but only where the schema is does it mean something.
    find(error, |message, offset| {
        only(queries.len()).or_else(|| at_offset(queries, message, offset?))
    })
}

/// A failed batch. `schema` reads the live one, for a failure that only it explains.
pub(super) fn batch(error: Error, batch: &[String], schema: impl FnOnce() -> Option<Vec<String>>) -> Error {
    find(error, |message, offset| {
        only(batch.len()).or_else(|| {
            let schema = schema().unwrap_or_default();
            replay(&schema, batch, message)
                .or_else(|| at_offset(batch, message, offset?))
                .or_else(|| by_constraint(&schema, batch, message))
        })
    })
}

fn find(error: Error, search: impl FnOnce(&str, Option<usize>) -> Option<usize>) -> Error {
    match error {
        Error::Statement {
            index: None,
            message,
            offset,
        } => {
            let index = search(&message, offset);
            // An offset without its statement points nowhere.
            Error::Statement {
                index,
                offset: index.and(offset),
                message,
            }
        }
        other => other,
    }
}

fn only(statements: usize) -> Option<usize> {
    (statements == 1).then_some(0)
}

fn replay(schema: &[String], batch: &[String], message: &str) -> Option<usize> {
    let mut scratch = Scratch::new().ok()?;
    for statement in schema {
        // Shadow tables are there already, made by their virtual table.
        let _ = scratch.execute(statement);
    }
    match scratch.run(batch) {
        Err(Error::Statement {
            index, message: found, ..
        }) if same_words(&found, message) => index,
        _ => None,
    }
}

/// SQLite's versions and wrappers differ in what they add behind the words.
fn same_words(found: &str, wanted: &str) -> bool {
    let bare = |text: &str| text.split(" in \"").next().unwrap_or(text).trim().to_ascii_lowercase();
    bare(found) == bare(wanted)
}

/// The only statement that has the name of the message at the offset of the message.
fn at_offset(statements: &[String], message: &str, offset: usize) -> Option<usize> {
    let name = match message.strip_prefix("near \"") {
        Some(rest) => rest.split("\": ").next()?,
        None => message.rsplit_once(": ")?.1,
    };
    let name = name.rsplit('.').next().filter(|name| !name.is_empty())?;
    let wanted = Name::new(name);
    unique(statements, |statement| {
        let found = statement.get(offset..).unwrap_or_default();
        let found = found.trim_start_matches(['"', '`', '[', '\'']);
        // The offset of a qualified name is that of its first part.
        let found = lexemes(found.get(..found.len().min(400)).unwrap_or(found));
        let words = found.iter().filter(|it| it.is_identifier());
        words.take(3).any(|it| it.names(&wanted)) || first_is(statement, offset, name)
    })
}

fn first_is(statement: &str, offset: usize, text: &str) -> bool {
    statement
        .get(offset..offset + text.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(text))
}

/// The only statement that writes to the table whose constraint failed.
fn by_constraint(schema: &[String], batch: &[String], message: &str) -> Option<usize> {
    if message.starts_with("Cannot add") || message.starts_with("cannot add") {
        return unique(batch, |it| matches!(Statement::read(it).verb, Verb::AddColumn { .. }));
    }
    let (kind, subject) = message.split_once(" constraint failed: ")?;
    let texts = || schema.iter().chain(batch);
    let (tables, column) = match kind {
        // UNIQUE constraint failed: t.a, t.b (or, for an index on expressions: index 'i')
        "UNIQUE" | "NOT NULL" => {
            let (table, column) = subject.split(", ").next()?.split_once('.')?;
            (vec![Name::new(table)], Some(Name::new(column)))
        }
        // CHECK constraint failed: its name, or its text
        "CHECK" => {
            let holds = texts().filter(|it| it.contains(subject));
            (holds.filter_map(|it| created(it)).collect(), None)
        }
        _ => return None,
    };
    let creates = |text: &str| created(text).is_some_and(|it| tables.contains(&it));
    // A trigger, or the action of a foreign key, writes to a table that the failing statement does not name.
    let by_others = |text: &String| {
        let fires = is_create(&Statement::read(text), ObjectKind::Trigger) && tables.iter().any(|it| has(text, it));
        let actions = ["set null", "set default", "on update"];
        fires || creates(text) && actions.iter().any(|it| text.to_ascii_lowercase().contains(it))
    };
    if tables.is_empty() || texts().any(by_others) {
        return None;
    }
    let writes = |statement: &str| written(statement).is_some_and(|it| tables.contains(&it));
    unique(batch, writes).or_else(|| {
        // An INSERT that does not list the column leaves its default there: not at fault where there is one.
        let column = column.as_ref().filter(|_| kind == "NOT NULL")?;
        let defaults = |text: &String| creates(text) && has(text, &Name::new("default"));
        let listed = |statement: &str| writes(statement) && (has(statement, column) || !statement.contains('('));
        batch.iter().any(defaults).then(|| unique(batch, listed))?
    })
}

fn unique(statements: &[String], fits: impl Fn(&str) -> bool) -> Option<usize> {
    let mut fitting = statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| fits(statement))
        .map(|(index, _)| index);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

fn is_create(statement: &Statement, wanted: ObjectKind) -> bool {
    matches!(statement.verb, Verb::Create { kind, .. } if kind == wanted)
}

/// True if a word, no text, is this name.
fn has(statement: &str, name: &Name) -> bool {
    let all = lexemes(statement);
    Cursor::new(statement, &all).names(name)
}

/// The table that a CREATE TABLE makes.
fn created(sql: &str) -> Option<Name> {
    let statement = Statement::read(sql);
    let is_table = is_create(&statement, ObjectKind::Table);
    statement.subject.filter(|_| is_table)
}

/// The table that a statement writes rows of, or makes a unique index on.
fn written(sql: &str) -> Option<Name> {
    let statement = Statement::read(sql);
    match statement.verb {
        Verb::Create { on, .. } if has(sql, &Name::new("unique")) => on,
        Verb::Create { .. } | Verb::Drop { .. } | Verb::Delete { .. } | Verb::Pragma { .. } => None,
        _ => statement.subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blamed(schema: &[&str], statements: &[&str], message: &str, offset: Option<usize>) -> Option<usize> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let error = Error::Statement {
            index: None,
            message: message.to_owned(),
            offset,
        };
        match batch(error, &owned(statements), || Some(owned(schema))) {
            Error::Statement { index, .. } => index,
            _ => None,
        }
    }

    #[test]
    fn the_schema_alone_explains_it() {
        let statements = ["create table a (x)", "insert into b values (1)", "drop table a"];
        assert_eq!(blamed(&[], &statements, "no such table: b", None), Some(1));
        assert_eq!(
            blamed(&["create table b (y)"], &statements, "no such table: b", None),
            None
        );
        let twice = ["create table c (x)", "create table t (x)"];
        assert_eq!(
            blamed(&["create table t (y)"], &twice, "table t already exists", None),
            Some(1)
        );
    }

    #[test]
    fn rows_explain_it_and_one_statement_writes_there() {
        let schema = ["create table t (a unique)", "create table u (a)"];
        let statements = [
            "insert into u select 1",
            "insert into main.\"T\" select a from u",
            "select * from t",
        ];
        assert_eq!(
            blamed(&schema, &statements, "UNIQUE constraint failed: t.a", None),
            Some(1)
        );
        let index = ["insert into u select 1", "create unique index i on u (a)"];
        assert_eq!(
            blamed(&schema, &index, "UNIQUE constraint failed: u.a", None),
            None,
            "the INSERT may be at fault too"
        );
        assert_eq!(
            blamed(
                &schema,
                &["select 1", "create unique index i on u (a)"],
                "UNIQUE constraint failed: u.a",
                None
            ),
            Some(1)
        );
    }

    #[test]
    fn a_trigger_that_writes_there_leaves_it_open() {
        let schema = [
            "create table t (a unique)",
            "create table u (a)",
            "create trigger r after insert on u begin insert into t values (1); end",
        ];
        let statements = ["insert into u values (1)", "insert into t values (2)"];
        assert_eq!(
            blamed(&schema, &statements, "UNIQUE constraint failed: t.a", None),
            None
        );
    }

    #[test]
    fn assertions_are_told_apart_by_their_message() {
        let statements = [
            "create table \"_a\" (\"t lost rows\" int not null default 0, \"u lost rows\" int not null default 0)",
            "insert into \"_a\" (\"t lost rows\") select null where 0",
            "insert into \"_a\" (\"u lost rows\") select null where 0",
        ];
        assert_eq!(
            blamed(&[], &statements, "NOT NULL constraint failed: _a.u lost rows", None),
            Some(2)
        );
    }

    #[test]
    fn a_check_is_found_through_its_table() {
        let schema = [
            "create table t (a check (a > 0))",
            "create table u (a constraint pos check (a > 1))",
        ];
        let statements = ["insert into t values (1)", "insert into u values (9)"];
        assert_eq!(
            blamed(&schema, &statements, "CHECK constraint failed: a > 0", None),
            Some(0)
        );
        assert_eq!(
            blamed(&schema, &statements, "CHECK constraint failed: pos", None),
            Some(1)
        );
        assert_eq!(
            blamed(&schema, &statements, "FOREIGN KEY constraint failed", None),
            None
        );
    }

    #[test]
    fn hostile_texts_do_no_harm() {
        for text in [
            "",
            "'",
            "\"",
            "[",
            "/*",
            "--",
            "insert into",
            "ü\u{0}\"ü",
            "create table",
            "update or",
        ] {
            for message in [
                "UNIQUE constraint failed: t.a",
                "UNIQUE constraint failed: ",
                "near \"",
                "CHECK constraint failed: ",
                ": ",
            ] {
                let _ = blamed(&[text], &[text, "select 1"], message, Some(3));
                let _ = at_offset(&[text.to_owned(), "ü".to_owned()], message, 1);
            }
        }
    }
}

//! Findings of lint, judged by what plain SQLite does: nothing here knows a rule, or how reconcile reads a schema.

use std::collections::{BTreeMap, BTreeSet};

use reconcile::sql::split;
use rusqlite::Connection;
use rusqlite::backup::Backup;
use rusqlite::types::Value;

use crate::plain_schema::{is_lost, is_needless};

/// What lint says of a file, by the position of the file.
pub(crate) struct Hit {
    pub(crate) file: usize,
    pub(crate) line: usize,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// True or false for each, as SQLite shows it; none for what only a reader can judge.
pub(crate) fn judge(files: &[(String, String)], hits: &[Hit]) -> Vec<Option<bool>> {
    let mut verdicts = vec![None; hits.len()];
    let schema = empty();
    for (index, (_, text)) in files.iter().enumerate() {
        for (hit, verdict) in hits.iter().zip(&mut verdicts).filter(|it| it.0.file == index) {
            *verdict = match hit.code {
                "guarantee-lost" => is_lost(&copy(&schema), text, &hit.message),
                "drop-blocked" => {
                    let run = Run::of(&copy(&schema), text, hit.line, None);
                    Some(run.failure.is_some_and(|it| it.contains("FOREIGN KEY")))
                }
                "rows-lost" => are_gone(&copy(&schema), text, hit),
                _ => None,
            };
        }
        run(&schema, text);
    }
    for (hit, verdict) in hits
        .iter()
        .zip(&mut verdicts)
        .filter(|it| it.0.code == "needless-index")
    {
        *verdict = is_needless(&schema, &hit.message);
    }
    verdicts
}

fn empty() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("PRAGMA foreign_keys = off").unwrap();
    connection
}

pub(crate) fn copy(from: &Connection) -> Connection {
    let mut to = empty();
    let copied = Backup::new(from, &mut to).unwrap();
    copied.run_to_completion(1000, std::time::Duration::ZERO, None).unwrap();
    drop(copied);
    to
}

pub(crate) fn run(connection: &Connection, text: &str) {
    for statement in split(text) {
        // What D1 refuses is in the corpus, too.
        let _ = connection.execute_batch(&text[statement.range]);
    }
}

pub(crate) fn names(connection: &Connection, query: &str, of: &str) -> Vec<String> {
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([of], |row| row.get::<_, Option<String>>(0));
    let names = rows.unwrap().map(|it| it.unwrap().unwrap_or_default().to_lowercase());
    names.collect()
}

fn tables(connection: &Connection) -> Vec<String> {
    let query =
        "SELECT name FROM pragma_table_list WHERE schema = ?1 AND type = 'table' AND substr(name, 1, 7) <> 'sqlite_'";
    names(connection, query, "main")
}

fn parents(connection: &Connection, table: &str) -> Vec<String> {
    names(connection, "SELECT \"table\" FROM pragma_foreign_key_list(?1)", table)
}

pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn count(connection: &Connection, what: &str, table: &str) -> i64 {
    let query = format!("SELECT {what} FROM {}", quoted(table));
    connection.query_row(&query, (), |row| row.get(0)).unwrap_or(0)
}

/// Rows whose values are all the number of the row, so that rows of one number refer to each other. From the third on one
/// foreign key does at most, another one in each table; the last rows refer to rows of different numbers.
pub(crate) fn fill(connection: &Connection, table: &str) {
    let list = |query: &str| names(connection, query, table);
    let columns = list("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0");
    let types = list("SELECT type FROM pragma_table_xinfo(?1) WHERE hidden = 0");
    let nullable = list("SELECT name FROM pragma_table_info(?1) WHERE NOT \"notnull\" AND NOT pk");
    let keys = list("SELECT \"from\" FROM pragma_foreign_key_list(?1)");
    let numbers = list("SELECT CAST(id AS TEXT) FROM pragma_foreign_key_list(?1)");
    let turn: usize = table.bytes().map(usize::from).sum();
    for row in 1..=40 {
        let value = |(column, kind): (&String, &String)| {
            let key = keys.iter().position(|it| it == column);
            let is_mixed = row > 24;
            let is_free = key.is_some_and(|key| row > 2 && (row + turn) % (keys.len() + 1) != key);
            let is_free = is_free && !is_mixed && nullable.contains(column);
            let number: Option<usize> = key.filter(|_| is_mixed).and_then(|it| numbers[it].parse().ok());
            let row = number.map_or(row, |it| 1 + (row * 7 + it * 5 + turn) % 24);
            match kind {
                _ if is_free => Value::Null,
                kind if kind.contains("int") => Value::Integer(row as i64),
                kind if ["char", "text", "clob"].iter().any(|it| kind.contains(it)) => Value::Text(row.to_string()),
                kind if kind.contains("blob") => Value::Blob(row.to_string().into_bytes()),
                _ => Value::Integer(row as i64),
            }
        };
        let values = columns.iter().zip(&types).map(value);
        let list = columns.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ");
        let marks = vec!["?"; columns.len()].join(", ");
        let insert = format!("INSERT OR IGNORE INTO {} ({list}) VALUES ({marks})", quoted(table));
        // An expression index may not take such values.
        let _ = connection.execute(&insert, rusqlite::params_from_iter(values));
    }
}

/// What the statement at a line does to rows.
#[derive(Default)]
struct Run {
    failure: Option<String>,
    sql: String,
    /// Tables that have fewer rows after it, itself the dropped one left out.
    fewer: BTreeSet<String>,
    /// `table.column` with more NULLs after it.
    emptied: BTreeSet<String>,
    /// Rows per table at the end of the file.
    rows: BTreeMap<String, i64>,
}

impl Run {
    /// With rows in these tables and all that they refer to, or in all tables.
    fn of(schema: &Connection, text: &str, line: usize, filled: Option<Vec<String>>) -> Self {
        let mut open = filled.unwrap_or_else(|| tables(schema));
        let mut reached = BTreeSet::new();
        while let Some(table) = open.pop() {
            if reached.insert(table.clone()) {
                open.extend(parents(schema, &table));
            }
        }
        let triggers = "SELECT sql FROM sqlite_schema WHERE type = ?1";
        let code: Vec<String> = {
            let mut statement = schema.prepare(triggers).unwrap();
            let rows = statement.query_map(["trigger"], |row| row.get(0));
            rows.unwrap().map(Result::unwrap).collect()
        };
        for trigger in names(schema, "SELECT name FROM sqlite_schema WHERE type = ?1", "trigger") {
            schema
                .execute_batch(&format!("DROP TRIGGER {}", quoted(&trigger)))
                .unwrap();
        }
        schema.execute_batch("PRAGMA ignore_check_constraints = on").unwrap();
        reached.iter().for_each(|it| fill(schema, it));
        code.iter().for_each(|it| schema.execute_batch(it).unwrap());
        schema.execute_batch("PRAGMA foreign_keys = on; BEGIN").unwrap();
        let mut found = Self::default();
        for statement in split(text) {
            let sql = &text[statement.range.clone()];
            let first = 1 + text[..statement.range.start].matches('\n').count();
            let is_it = (first..=first + sql.matches('\n').count()).contains(&line) && found.sql.is_empty();
            let before = is_it.then(|| census(schema));
            let failure = schema.execute_batch(sql).err();
            if let Some((rows, nulls)) = before {
                let (now, nulls_now) = census(schema);
                let fell = |it: &(&String, &i64)| now.get(it.0).is_some_and(|now| now < it.1);
                let rose = |it: &(&String, &i64)| nulls_now.get(it.0).is_some_and(|now| now > it.1);
                found.fewer = rows.iter().filter(fell).map(|it| it.0.clone()).collect();
                found.emptied = nulls.iter().filter(rose).map(|it| it.0.clone()).collect();
                found.failure = failure.map(|it| it.to_string());
                found.sql = sql.to_owned();
            }
        }
        found.rows = census(schema).0;
        found
    }
}

type Figures = BTreeMap<String, i64>;

/// Rows per table, and NULLs per column.
fn census(connection: &Connection) -> (Figures, Figures) {
    let (mut rows, mut nulls) = (Figures::new(), Figures::new());
    for table in tables(connection) {
        rows.insert(table.clone(), count(connection, "count(*)", &table));
        for column in names(connection, "SELECT name FROM pragma_table_info(?1)", &table) {
            let what = format!("count(*) - count({})", quoted(&column));
            nulls.insert(format!("{table}.{column}"), count(connection, &what, &table));
        }
    }
    (rows, nulls)
}

/// `a, b and c`
pub(crate) fn listed(text: &str) -> Vec<String> {
    let text = text.replace(" and ", ", ").to_lowercase();
    text.split(", ").map(str::to_owned).collect()
}

fn are_gone(schema: &Connection, text: &str, hit: &Hit) -> Option<bool> {
    let message = hit.message.as_str();
    if let Some((table, _)) = message.split_once(" is dropped and created again") {
        let run = Run::of(schema, text, hit.line, None);
        let drops = run
            .sql
            .to_lowercase()
            .trim_end_matches(';')
            .trim_end_matches('"')
            .ends_with(&table.to_lowercase());
        return Some(drops && run.rows.get(&table.to_lowercase()).is_none_or(|it| *it == 0));
    }
    if message.starts_with("DROP TABLE empties ") {
        return Some(!Run::of(schema, text, hit.line, None).emptied.is_empty());
    }
    if message.contains(" rows of the copy of ") {
        return Some(!Run::of(schema, text, hit.line, None).fewer.is_empty());
    }
    let (subject, losses) = message.strip_prefix("DROP TABLE ")?.split_once(": ")?;
    let (mut deleted, mut emptied) = (Vec::new(), Vec::new());
    for part in losses.split("; ") {
        match part
            .strip_prefix("rows of ")
            .and_then(|it| it.strip_suffix(" are deleted"))
        {
            Some(list) => deleted = listed(list),
            None => emptied = listed(part.split(" become").next()?),
        }
    }
    let holders = emptied.iter().filter_map(|it| it.split('.').next());
    let filled = deleted.iter().map(String::as_str).chain(holders);
    let filled: Vec<String> = filled.chain([subject]).map(str::to_lowercase).collect();
    let run = Run::of(schema, text, hit.line, Some(filled));
    Some(deleted.iter().all(|it| run.fewer.contains(it)) && emptied.iter().all(|it| run.emptied.contains(it)))
}

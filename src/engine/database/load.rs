//! Many statements into a database, in batches: D1 answers within 30 seconds, or takes back all of a request. A table says
//! how many batches are in, so that a load which was stopped goes on behind them, and none runs twice.
//! <https://developers.cloudflare.com/d1/platform/limits/>

use super::{Database, Error, Result, Value};
use crate::schema::ddl::one_line_trigger;

/// What has loaded how far. It is dropped at the end.
const TABLE: &str = "\"_reconcile_restore\"";
/// Bytes of a batch, and its statements: what D1 runs in a second or two.
const BYTES: usize = 400_000;
const STATEMENTS: usize = 500;
/// Times that a batch is sent of which it is known that it did not run.
const ATTEMPTS: usize = 3;

/// Statements that belong together.
pub struct Load<'a> {
    /// What tells them from others.
    pub checksum: &'a str,
    /// What runs before them, in the transaction of the first batch.
    pub before: &'a [String],
    /// The statements.
    pub statements: &'a [String],
}

/// How many batches of a load are in the database; none where it has not begun.
///
/// # Errors
/// Those of the database.
pub fn loaded(database: &mut dyn Database, checksum: &str) -> Result<Option<usize>> {
    let known = database.query("SELECT name FROM sqlite_schema WHERE name = '_reconcile_restore'")?;
    if known.rows.is_empty() {
        return Ok(None);
    }
    let checksum = Value::Text(checksum.to_owned()).to_sql();
    let done = database.query(&format!("SELECT done FROM {TABLE} WHERE checksum = {checksum}"))?;
    Ok(done.count().and_then(|it| usize::try_from(it).ok()))
}

/// Runs what is not in the database yet; `progress` gets how many batches are in, and of how many. Gives their number.
///
/// # Errors
/// Those of the database; [`Error::Ambiguous`] where it cannot be found out whether a batch ran.
pub fn load(database: &mut dyn Database, load: &Load<'_>, progress: &mut dyn FnMut(usize, usize)) -> Result<usize> {
    let statements: Vec<String> = load.statements.iter().map(|it| on_d1(it)).collect();
    let batches = batches(&statements);
    let started = loaded(database, load.checksum)?.unwrap_or(0);
    for (at, batch) in batches.iter().enumerate().skip(started) {
        let whole = framed(load, batch, at);
        let mut attempt = 1;
        while let Err(error) = database.run(&whole) {
            let Error::Ambiguous { .. } = error else {
                return Err(error);
            };
            let done = loaded(database, load.checksum).map_err(|_| error.clone())?;
            match done {
                Some(done) if done > at => break,
                _ if attempt < ATTEMPTS => attempt += 1,
                _ => return Err(error),
            }
        }
        progress(at + 1, batches.len());
    }
    end(database)?;
    Ok(batches.len())
}

/// Nothing remembers the load any more. Harmless where that is so already.
fn end(database: &mut dyn Database) -> Result<()> {
    let batch = [format!("DROP TABLE IF EXISTS {TABLE}")];
    for _ in 1..ATTEMPTS {
        match database.run(&batch) {
            Err(Error::Ambiguous { .. }) => {}
            other => return other.map(drop),
        }
    }
    database.run(&batch).map(drop)
}

/// D1 is known to cut other triggers in two; deferred keys are part of each batch.
fn on_d1(statement: &str) -> String {
    match statement
        .get(..14)
        .is_some_and(|it| it.eq_ignore_ascii_case("CREATE TRIGGER"))
    {
        true => one_line_trigger(statement),
        false => statement.to_owned(),
    }
}

/// Statements in batches; at least one, which may be empty.
fn batches(statements: &[String]) -> Vec<&[String]> {
    let mut found = Vec::new();
    let mut rest = statements;
    while !rest.is_empty() {
        let mut bytes = 0_usize;
        let fits = |it: &&String| {
            bytes += it.len();
            bytes <= BYTES
        };
        let count = rest.iter().take(STATEMENTS).take_while(fits).count().max(1);
        let (batch, after) = rest.split_at(count.min(rest.len()));
        found.push(batch);
        rest = after;
    }
    if found.is_empty() {
        found.push(rest);
    }
    found
}

/// A batch with what makes it run once, in its place. Keys that later batches satisfy are forgotten at the end of each:
/// who loads looks at all of them afterwards.
fn framed(load: &Load<'_>, batch: &[String], at: usize) -> Vec<String> {
    let checksum = Value::Text(load.checksum.to_owned()).to_sql();
    let mut all = vec!["PRAGMA defer_foreign_keys = on".to_owned()];
    match at {
        0 => {
            all.extend_from_slice(load.before);
            all.push(format!(
                "CREATE TABLE {TABLE} (checksum TEXT NOT NULL, done INTEGER NOT NULL)"
            ));
            all.push(format!("INSERT INTO {TABLE} (checksum, done) VALUES ({checksum}, 0)"));
        }
        // Fails where another run was faster.
        _ => all.push(format!(
            "UPDATE {TABLE} SET checksum = NULL WHERE done <> {at} OR checksum <> {checksum}"
        )),
    }
    all.extend_from_slice(batch);
    all.push(format!("UPDATE {TABLE} SET done = {}", at + 1));
    all.push("PRAGMA defer_foreign_keys = off".to_owned());
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Rows, Scratch, Summary};
    use super::*;

    /// Loses answers, or requests, of the batches that it is told.
    struct Flaky {
        scratch: Scratch,
        lost: Vec<(usize, bool)>,
        runs: usize,
    }

    impl Database for Flaky {
        fn label(&self) -> String {
            "d1:flaky".to_owned()
        }

        fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
            self.scratch.query_all(queries)
        }

        fn run(&mut self, batch: &[String]) -> Result<Summary> {
            self.runs += 1;
            let lost = self.lost.iter().find(|it| it.0 == self.runs).map(|it| it.1);
            if lost != Some(false) {
                self.scratch.run(batch)?;
            }
            match lost {
                None => Ok(Summary::default()),
                Some(_) => Err(Error::Ambiguous {
                    label: self.label(),
                    message: "no response".to_owned(),
                }),
            }
        }
    }

    fn statements() -> Vec<String> {
        let mut all = vec!["CREATE TABLE t (a INTEGER PRIMARY KEY, b REFERENCES t (a))".to_owned()];
        // Each row refers to one that comes later.
        all.extend((0..1_400).map(|it| format!("INSERT INTO t VALUES ({it}, {})", 1_399 - it)));
        all.push("CREATE TRIGGER r AFTER INSERT ON t\nBEGIN\n  DELETE FROM t;\nEND".to_owned());
        all
    }

    fn flaky(lost: &[(usize, bool)]) -> Flaky {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute("CREATE TABLE old (a)").unwrap();
        Flaky {
            scratch,
            lost: lost.to_vec(),
            runs: 0,
        }
    }

    fn loads(database: &mut Flaky) -> Result<usize> {
        let (statements, before) = (statements(), ["DROP TABLE IF EXISTS old".to_owned()]);
        let all = Load {
            checksum: "abc",
            before: &before,
            statements: &statements,
        };
        load(database, &all, &mut |_, _| {})
    }

    fn is_whole(database: &mut Flaky) {
        let count = database.query("SELECT count(*) FROM t").unwrap().count();
        assert_eq!(count, Some(1_400));
        let left = database.query("SELECT group_concat(name) FROM sqlite_schema").unwrap();
        assert_eq!(left.scalar(), Some(&Value::Text("t,r".to_owned())));
        assert!(
            database
                .query("SELECT * FROM pragma_foreign_key_check")
                .unwrap()
                .rows
                .is_empty()
        );
    }

    #[test]
    fn lost_answers_are_found_out() {
        for lost in [
            &[][..],
            &[(1, true)],
            &[(2, false)],
            &[(3, true)],
            &[(1, false), (2, false), (4, true)],
        ] {
            let mut database = flaky(lost);
            assert_eq!(loads(&mut database).unwrap(), 3, "{lost:?}");
            is_whole(&mut database);
        }
    }

    #[test]
    fn a_load_that_was_stopped_continues() {
        let mut database = flaky(&[(2, false), (3, false), (4, false)]);
        assert!(matches!(loads(&mut database), Err(Error::Ambiguous { .. })));
        assert_eq!(loaded(&mut database, "abc"), Ok(Some(1)));
        assert_eq!(loaded(&mut database, "other"), Ok(None));
        assert_eq!(loads(&mut database).unwrap(), 3);
        is_whole(&mut database);
    }
}

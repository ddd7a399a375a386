//! A table rebuilt online on D1 while an application writes through its binding, and `apply` dies at random moments.
//!
//! `RECONCILE_ONLINE_ROWS=1000000 cargo test --test d1 -- rebuilt_online` does it on that many rows, with 20 deaths, in calls
//! that take as long as they may.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reconcile::apply::{self, Options};
use reconcile::database::{Database, Error, Result, Rows, Summary};
use reconcile::migration::Folder;

use crate::commands::reconcile;
use crate::online_writer::{ALL, BEFORE, Writer, after, rows};
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, tests};

tests![
    a_table_is_rebuilt_online_while_an_application_writes,
    an_online_rebuild_is_shown_and_taken_back,
    wrangler_runs_an_online_rebuild_in_one_call,
];

/// Dies in a call of this number, from 1: it is sent, and nobody reads its answer. Notes how long each call took.
struct Mortal {
    database: reconcile::database::d1::D1Http,
    dies: u64,
    calls: Vec<(Duration, String)>,
}

impl Mortal {
    fn is_dead(&self) -> bool {
        self.calls.len() as u64 >= self.dies
    }

    fn alive<T>(&self, answer: Result<T>) -> Result<T> {
        match self.is_dead() {
            false => answer,
            true => Err(Error::Remote {
                label: "dead".to_owned(),
                message: "killed".to_owned(),
                help: None,
            }),
        }
    }
}

impl Database for Mortal {
    fn label(&self) -> String {
        self.database.label()
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        let answer = self.database.query_all(queries);
        self.alive(answer)
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        let started = Instant::now();
        let answer = self.database.run(batch);
        let what = batch.get(1).map_or("", String::as_str).chars().take(50).collect();
        self.calls.push((started.elapsed(), what));
        self.alive(answer)
    }
}

/// All rows of a query's only column, in pieces that one answer has room for.
fn read(remote: &Remote, sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    loop {
        let page = format!("{sql} LIMIT 20000 OFFSET {}", found.len());
        let answers = remote.ask(&[page]).unwrap();
        let rows = answers[0]["results"].as_array().unwrap();
        let text = |row: &serde_json::Value| {
            let value = row.as_object().unwrap().values().next().unwrap();
            value.as_str().unwrap().to_owned()
        };
        found.extend(rows.iter().map(text));
        if rows.len() < 20_000 {
            return found;
        }
    }
}

fn a_table_is_rebuilt_online_while_an_application_writes(server: &'static Server) {
    let big: Option<u64> = std::env::var("RECONCILE_ONLINE_ROWS")
        .ok()
        .and_then(|it| it.parse().ok());
    // A call of a large table is one of few.
    let (count, deaths, soon, late, together) = match big {
        Some(count) => (count, 20, 6, 24, 100),
        None => (6_000, 8, 12, 60, 20),
    };
    let remote = server.database();
    let project = Project::of(&remote);
    let spans = reconcile::sql::split(BEFORE);
    let statements = spans.into_iter().map(|it| BEFORE[it.range].to_owned());
    remote.load(&statements.collect::<Vec<_>>());
    rows(count).iter().for_each(|it| remote.load(std::slice::from_ref(it)));
    project.write("schema/a.sql", &after());
    let planned = reconcile(
        &project,
        server,
        TOKEN,
        &["plan", "d1:DB", "--online", "--allow", "lossy-conversion"],
    );
    assert_eq!(planned.code, Some(0), "{}", planned.text);
    let folder = Folder::read(project.root().join("migrations")).unwrap();
    let options = Options {
        rows_per_call: big.is_none().then_some(400),
        ..Options::default()
    };
    let mut writer = Writer::new(count, 0x2545_f491_4f6c_dd1d);
    let is_over = AtomicBool::new(false);
    let mut calls: Vec<(Duration, String)> = Vec::new();
    let (mut died, mut state) = (0, 0x9e37_79b9_7f4a_7c15_u64);
    std::thread::scope(|scope| {
        let (writer, is_over, application) = (&mut writer, &is_over, remote.clone());
        let writing = scope.spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                writer.write(|sql| application.ask(&[sql.to_owned()]).is_ok());
                // One call waits for another: many writes in each, as many clients would make them, or there would be few
                // while calls take long.
                writer.write_together(together, |batch| application.ask(batch).is_ok());
            }
        });
        loop {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            // Most soon, every fourth perhaps in or after the switch.
            let dies = match (died < deaths, died % 4) {
                (true, 3) => 1 + state % late,
                (true, _) => 1 + state % soon,
                (false, _) => u64::MAX,
            };
            let mut database = Mortal {
                database: remote.open_with(&server.api_with(TOKEN, reconcile::database::d1::Patience::default())),
                dies,
                calls: Vec::new(),
            };
            let ran = apply::run(&mut database, &folder, &options, &mut ());
            let is_dead = database.is_dead();
            calls.append(&mut database.calls);
            match ran {
                Ok(_) => break,
                Err(_) if is_dead => died += 1,
                Err(error) => {
                    is_over.store(true, Ordering::Relaxed);
                    panic!("{error}");
                }
            }
        }
        std::thread::sleep(Duration::from_millis(100));
        is_over.store(true, Ordering::Relaxed);
        writing.join().unwrap();
    });
    calls.sort_unstable();
    calls.reverse();
    calls.truncate(6);
    eprintln!(
        "{count} rows, {} writes, {} refused, died {died} times; the longest calls: {calls:?}",
        writer.writes, writer.failed
    );
    for (sql, expected) in ALL.iter().zip(writer.expected()) {
        let found = read(&remote, sql);
        assert!(
            found == expected,
            "{sql}: {} rows, {} expected",
            found.len(),
            expected.len()
        );
    }
    let left = read(
        &remote,
        "SELECT name FROM sqlite_schema WHERE name LIKE '_reconcile_%' AND name NOT IN ('_reconcile_ledger', '_reconcile_history', '_reconcile_progress')",
    );
    assert_eq!(left, Vec::<String>::new());
    let again = reconcile(&project, server, TOKEN, &["plan", "d1:DB"]);
    assert!(again.text.contains("in sync"), "{}", again.text);
    assert!(died >= 3, "it was done too soon: {died} deaths");
}

fn an_online_rebuild_is_shown_and_taken_back(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    remote.load(&["CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)".to_owned()]);
    remote.load(&["INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')".to_owned()]);
    project.write(
        "schema/a.sql",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (a <> 'y'));\n",
    );
    let planned = run(&["plan", "d1:DB", "--online", "--allow", "all"]);
    assert_eq!(planned.code, Some(3), "rows break the constraint: {}", planned.text);
    remote.load(&["UPDATE t SET a = 'b' WHERE id = 2".to_owned()]);
    let planned = run(&["plan", "d1:DB", "--online", "--name", "check"]);
    assert_eq!(planned.code, Some(0), "{}", planned.text);
    remote.load(&["UPDATE t SET a = 'y' WHERE id = 2".to_owned()]);
    // A row that the new constraint refuses stops the copy, and the application has not noticed.
    let stopped = run(&["apply", "d1:DB"]);
    assert_eq!(stopped.code, Some(1), "{}", stopped.text);
    assert!(stopped.text.contains("CHECK constraint failed"), "{}", stopped.text);
    remote.load(&["INSERT INTO t VALUES (4, 'y')".to_owned()]);
    let status = run(&["status", "d1:DB"]);
    assert!(
        status.text.contains("0001_check.sql is rebuilding a table since")
            && status.text.contains("apply d1:DB --abort"),
        "{}",
        status.text
    );
    let planned = run(&["plan", "d1:DB"]);
    assert_eq!(planned.code, Some(3), "{}", planned.text);
    let aborted = run(&["apply", "d1:DB", "--abort"]);
    assert_eq!(aborted.code, Some(0), "{}", aborted.text);
    assert!(aborted.text.contains("took back 0001_check.sql"), "{}", aborted.text);
    let left = read(
        &remote,
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' OR name LIKE '_reconcile_%_t'",
    );
    assert_eq!(left, Vec::<String>::new());
    remote.load(&["UPDATE t SET a = 'ok' WHERE a = 'y'".to_owned()]);
    let applied = run(&["apply", "d1:DB"]);
    assert_eq!(applied.code, Some(0), "{}", applied.text);
    let history = run(&["history", "d1:DB"]);
    assert!(history.text.contains("aborted"), "{}", history.text);
    assert_eq!(read(&remote, "SELECT count(*) || '' FROM t WHERE a IS NOT NULL"), ["4"]);
}

fn wrangler_runs_an_online_rebuild_in_one_call(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    remote.load(&[
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT UNIQUE)".to_owned(),
        "CREATE INDEX p_a ON p (a)".to_owned(),
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id) ON DELETE CASCADE)".to_owned(),
        "INSERT INTO p VALUES (1, 'x'), (2, 'y')".to_owned(),
        "INSERT INTO c VALUES (1, 1), (2, 2), (3, 2)".to_owned(),
    ]);
    let desired = "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT UNIQUE CHECK (a <> ''));\nCREATE INDEX p_a ON p (a);\n\
        CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id) ON DELETE CASCADE);\n";
    project.write("schema/a.sql", desired);
    let planned = run(&["plan", "d1:DB", "--online"]);
    assert_eq!(planned.code, Some(0), "{}", planned.text);
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    let again = run(&["plan", "d1:DB"]);
    assert!(again.text.contains("in sync"), "{}", again.text);
    assert_eq!(
        read(&remote, "SELECT count(*) || '' FROM c WHERE p_id IN (SELECT id FROM p)"),
        ["3"]
    );
}

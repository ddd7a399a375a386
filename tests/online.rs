//! A table rebuilt online in a file, while an application writes and the process is killed: no row is lost, doubled or stale.
//!
//! `RECONCILE_ONLINE_ROWS=5000000 cargo test --release --test online` does it on that many rows, killed 20 times, in calls
//! that take as long as they may.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

#[path = "support/online_writer.rs"]
mod online_writer;
mod project;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use online_writer::{ALL, BEFORE, Writer, after, read, rows};
use project::Project;
use reconcile::apply::{self, Options, Reason};
use reconcile::database::{Database, Result, Rows, SqliteFile, Summary, Value};
use reconcile::plan;
use rusqlite::Connection;
use serde_json::Value as Json;

/// Tells the child where its project is.
const CHILD: &str = "RECONCILE_ONLINE_CHILD";

/// Tells the child in which of its calls it dies, and how many milliseconds after that call began.
const DIES: &str = "RECONCILE_ONLINE_DIES";

/// Not a test of its own: what the killed process does.
#[test]
fn child() {
    let Ok(root) = std::env::var(CHILD) else { return };
    let root = Path::new(&root);
    let options = Options {
        rows_per_call: std::env::var("RECONCILE_ONLINE_CALL")
            .ok()
            .and_then(|it| it.parse().ok()),
        ..Options::default()
    };
    let log = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(root.join("calls"))
        .unwrap();
    let dies = std::env::var(DIES).ok().map(|it| {
        let (calls, delay) = it.split_once(' ').unwrap();
        (calls.parse().unwrap(), Duration::from_millis(delay.parse().unwrap()))
    });
    let mut database = Timed {
        database: project::open(root),
        log,
        dies,
    };
    apply::run(&mut database, &project::folder(root), &options, &mut ()).unwrap();
}

/// Notes how long each call took, and how it began; the process dies this long after the call of this number began.
struct Timed {
    database: SqliteFile,
    log: fs::File,
    dies: Option<(u64, Duration)>,
}

impl Database for Timed {
    fn label(&self) -> String {
        self.database.label()
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        let started = Instant::now();
        let rows = self.database.query_all(queries);
        writeln!(self.log, "{} query", started.elapsed().as_millis()).unwrap();
        rows
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        self.timed(batch, SqliteFile::run)
    }

    fn run_unenforced(&mut self, batch: &[String]) -> Result<Summary> {
        self.timed(batch, SqliteFile::run_unenforced)
    }

    fn is_local(&self) -> bool {
        true
    }
}

impl Timed {
    fn timed(&mut self, batch: &[String], run: fn(&mut SqliteFile, &[String]) -> Result<Summary>) -> Result<Summary> {
        if let Some((calls, delay)) = &mut self.dies {
            let delay = *delay;
            *calls = calls.wrapping_sub(1);
            if *calls == 0 {
                std::thread::spawn(move || {
                    std::thread::sleep(delay);
                    std::process::abort();
                });
            }
        }
        let started = Instant::now();
        let summary = run(&mut self.database, batch);
        let what = batch.get(1).map_or("", String::as_str);
        let what: String = what.chars().take(60).collect();
        writeln!(
            self.log,
            "{} {}",
            started.elapsed().as_millis(),
            what.replace('\n', " ")
        )
        .unwrap();
        summary
    }
}

fn spawn(root: &Path, rows_per_call: Option<u64>, dies: Option<(u64, u64)>) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let log = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(root.join("log"))
        .unwrap();
    child
        .args(["--exact", "child"])
        .env(CHILD, root)
        .stdout(Stdio::from(log));
    match rows_per_call {
        Some(rows) => child.env("RECONCILE_ONLINE_CALL", rows.to_string()),
        None => child.env_remove("RECONCILE_ONLINE_CALL"),
    };
    if let Some((calls, delay)) = dies {
        child.env(DIES, format!("{calls} {delay}"));
    }
    child.spawn().unwrap()
}

/// Dies before the call that holds this text.
struct Dies(SqliteFile, &'static str);

impl Database for Dies {
    fn label(&self) -> String {
        self.0.label()
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        self.0.query_all(queries)
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        match batch.iter().any(|it| it.starts_with(self.1)) {
            true => Err(reconcile::database::Error::Storage {
                label: self.label(),
                message: "killed".to_owned(),
            }),
            false => self.0.run(batch),
        }
    }

    fn is_local(&self) -> bool {
        true
    }
}

/// Exit code, verdict and reason of `drift`.
fn drift(project: &Project, desired: &str) -> (i32, String, Json) {
    fs::write(project.root().join("schema.sql"), desired).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .args([
            "drift",
            "sqlite:dev.db",
            "--schema",
            "schema.sql",
            "--migrations",
            "migrations",
        ])
        .args(["--format", "json"])
        .current_dir(project.root())
        .output()
        .unwrap();
    let found: Json = serde_json::from_slice(&ran.stdout).unwrap();
    let verdict = found["verdict"].as_str().unwrap().to_owned();
    (ran.status.code().unwrap(), verdict, found["reason"].clone())
}

#[test]
fn after_the_switch_it_can_only_be_finished() {
    let project = Project::new();
    let old = "CREATE TABLE t (a TEXT NOT NULL, b TEXT NOT NULL, c INT, PRIMARY KEY (a, b)) WITHOUT ROWID; CREATE INDEX t_c ON t (c);";
    project.run(&[
        "CREATE TABLE t (a TEXT NOT NULL, b TEXT NOT NULL, c INT, PRIMARY KEY (a, b)) WITHOUT ROWID",
        "CREATE INDEX t_c ON t (c)",
        "INSERT INTO t VALUES ('x', 'y', 1), ('x', 'z', 2), ('y', 'a', 3)",
    ]);
    let desired = old.replace("c INT", "c INT CHECK (c > 0)");
    let options = plan::Options {
        online: true,
        ..plan::Options::default()
    };
    project.plan_with("online", &desired, &options, |it| it);
    let run = |text: &'static str| {
        let mut database = Dies(project.open(), text);
        let options = Options {
            rows_per_call: Some(2),
            ..Options::default()
        };
        apply::run(&mut database, &project.folder(), &options, &mut ())
    };
    // Taken back before the switch: nothing of it is left, and it can begin again.
    assert!(run("DROP TRIGGER").is_err());
    project.run(&[
        "UPDATE t SET b = 'w' WHERE c = 1",
        "INSERT OR REPLACE INTO t VALUES ('y', 'a', 4)",
    ]);
    assert_eq!(apply::abort(&mut project.open(), &Options::default()).unwrap().len(), 1);
    let left = "SELECT group_concat(name) FROM sqlite_schema WHERE type = 'trigger' OR name LIKE '_reconcile%_t'";
    assert_eq!(project.ask(left), Value::Null);
    let drift = || drift(&project, &desired);
    assert_eq!(drift(), (0, "pending".to_owned(), Json::Null), "nothing is begun");
    assert!(run("DROP TRIGGER").is_err());
    assert_eq!(
        drift(),
        (0, "pending".to_owned(), Json::Null),
        "the old table is in place"
    );
    assert!(run("CREATE INDEX t_c").is_err());
    let reason = "0001_online.sql is rebuilding a table: the new table is in place, its indexes get their names back";
    assert_eq!(drift(), (0, "running".to_owned(), reason.into()));
    let refused = apply::abort(&mut project.open(), &Options::default()).unwrap_err();
    assert!(matches!(refused, Reason::AlreadySwitched { .. }), "{refused}");
    assert!(run("no such text").is_ok());
    assert_eq!(drift(), (0, "in-sync".to_owned(), Json::Null));
    let rows = "SELECT group_concat(a || b || c, ' ' ORDER BY c) FROM t";
    assert_eq!(project.ask(rows), Value::Text("xw1 xz2 ya4".to_owned()));
    assert_eq!(
        project.ask("SELECT count(*) FROM pragma_index_list('t') WHERE name = 't_c'"),
        Value::Integer(1)
    );
    assert_eq!(
        project.ask("SELECT count(*) FROM _reconcile_progress"),
        Value::Integer(0)
    );
}

#[test]
fn nothing_is_lost_while_an_application_writes() {
    let big: Option<u64> = std::env::var("RECONCILE_ONLINE_ROWS")
        .ok()
        .and_then(|it| it.parse().ok());
    let count = big.unwrap_or(8_000);
    let project = Project::new();
    let statements = BEFORE.to_owned();
    let mut connection = Connection::open(project.root().join("dev.db")).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA foreign_keys = on;")
        .unwrap();
    connection.execute_batch(&statements).unwrap();
    connection.execute_batch(&rows(count).join(";\n")).unwrap();
    let options = plan::Options {
        online: true,
        ..plan::Options::default()
    };
    project.plan_with("online", &after(), &options, |it| it);
    let together = if big.is_some() { 100 } else { 20 };
    let mut writer = Writer::new(count, 0x2545_f491_4f6c_dd1d);
    let is_over = AtomicBool::new(false);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |limit: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % limit
    };
    let mut killed = 0;
    std::thread::scope(|scope| {
        let (writer, connection, is_over) = (&mut writer, &mut connection, &is_over);
        let writing = scope.spawn(move || {
            // SQLite's own handler waits for up to 100 ms, and would miss the lock between two calls.
            connection
                .busy_handler(Some(|_| {
                    std::thread::sleep(Duration::from_millis(1));
                    true
                }))
                .unwrap();
            while !is_over.load(Ordering::Relaxed) {
                writer.write(|sql| connection.execute_batch(sql).is_ok());
                // Between two calls there is time for few transactions: many writes in each.
                writer.write_together(together, |batch| {
                    let batch = format!("BEGIN IMMEDIATE; {}; COMMIT", batch.join("; "));
                    connection.execute_batch(&batch).is_ok()
                });
                std::thread::sleep(Duration::from_micros(300));
            }
        });
        for _ in 0..20 {
            let (calls, delay) = if big.is_some() { (3, 1_000) } else { (12, 3) };
            let dies = (1 + random(calls), random(delay));
            let mut child = spawn(project.root(), big.is_none().then_some(100), Some(dies));
            killed += usize::from(!child.wait().unwrap().success());
            assert!(!writing.is_finished(), "the writer stopped");
        }
        let ended = spawn(project.root(), big.is_none().then_some(1_500), None)
            .wait()
            .unwrap();
        std::thread::sleep(Duration::from_millis(50));
        is_over.store(true, Ordering::Relaxed);
        writing.join().unwrap();
        let log = fs::read_to_string(project.root().join("log")).unwrap();
        assert!(ended.success(), "{log}");
    });
    println!(
        "{} writes, {} refused; killed {killed} times",
        writer.writes, writer.failed
    );
    let calls = fs::read_to_string(project.root().join("calls")).unwrap();
    let mut calls: Vec<(u64, &str)> = calls
        .lines()
        .filter_map(|it| it.split_once(' '))
        .map(|(time, what)| (time.parse().unwrap(), what))
        .collect();
    calls.sort_unstable();
    println!(
        "{} calls; the longest: {:?}",
        calls.len(),
        calls.iter().rev().take(6).collect::<Vec<_>>()
    );
    let expected = writer.expected();
    for (sql, expected) in ALL.iter().zip(expected) {
        let found = read(&connection, sql);
        assert!(
            found == expected,
            "{sql}: {} rows, {} expected",
            found.len(),
            expected.len()
        );
    }
    assert_eq!(
        read(
            &connection,
            "SELECT name FROM sqlite_schema WHERE name LIKE '_reconcile_%' AND name NOT IN
        ('_reconcile_ledger', '_reconcile_history', '_reconcile_progress')"
        ),
        Vec::<String>::new()
    );
    assert_eq!(read(&connection, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(
        read(&connection, "SELECT count(*) || '' FROM pragma_foreign_key_check"),
        ["0"]
    );
    assert!(killed >= 10, "the kills came too late: {killed}");
}

//! `drift --notify` under faults of the database and of the webhook: no false alert, none that is lost, none twice.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reconcile::alert::{self, Destination, Finding, Observed, Sent, Webhooks};
use reconcile::apply;
use reconcile::config::{Flags, Project, project};
use reconcile::database::d1::Patience;
use reconcile::database::{Database, Error, Result, Rows, Scratch, Summary};
use reconcile::migration::Folder;
use reconcile::session::Session;
use reconcile::verbs;
use serde_json::Value as Json;

/// How often a target is looked at, and how many are: what is found is read twice, and the time between is spent at once.
const RUNS: usize = 50;
const TARGETS: u64 = 10;

/// What a webhook's server does with a request.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// It answers with this status, and forgets the message.
    Status(u16),
    /// It hangs up before it has read anything.
    Drop,
    /// It takes the message, and its answer is cut off.
    HalfAnswer,
}

/// A webhook on this machine.
struct Sink {
    address: String,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    taken: Arc<Mutex<Vec<Json>>>,
}

impl Sink {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/s3cret", listener.local_addr().unwrap());
        let (faults, taken) = (
            Arc::<Mutex<VecDeque<Fault>>>::default(),
            Arc::<Mutex<Vec<Json>>>::default(),
        );
        let sink = Self {
            address,
            faults: Arc::clone(&faults),
            taken: Arc::clone(&taken),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let fault = faults.lock().unwrap().pop_front();
                answer(stream.unwrap(), fault, &taken);
            }
        });
        sink
    }
}

fn answer(mut stream: TcpStream, fault: Option<Fault>, taken: &Mutex<Vec<Json>>) {
    if matches!(fault, Some(Fault::Drop)) {
        return;
    }
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let text = match fault {
        Some(Fault::Status(status)) => {
            format!("HTTP/1.1 {status} No\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        fault => {
            taken.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
            match fault {
                Some(_) => "HTTP/1.1 2".to_owned(),
                None => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".to_owned(),
            }
        }
    };
    let _ = stream.write_all(text.as_bytes());
}

/// Knuth's linear congruential generator: the same faults in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// What a database does with a question.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    Unreachable,
    Busy,
    /// A row of each answer is missing, another one each time.
    BadReading(usize),
}

/// A database that fails, and lies, now and then.
struct Flaky<'a> {
    inner: &'a mut Scratch,
    troubles: VecDeque<Option<Trouble>>,
}

impl Database for Flaky<'_> {
    fn label(&self) -> String {
        "d1:api".to_owned()
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        let label = self.label();
        match self.troubles.pop_front().flatten() {
            Some(Trouble::Unreachable) => Err(Error::Remote {
                label,
                message: "the connection was lost".to_owned(),
                help: None,
            }),
            Some(Trouble::Busy) => Err(Error::Busy { label, waited_ms: 0 }),
            Some(Trouble::BadReading(at)) => {
                let mut all = self.inner.query_all(queries)?;
                for it in all.iter_mut().filter(|it| at < it.rows.len()) {
                    it.rows.remove(at);
                }
                Ok(all)
            }
            None => self.inner.query_all(queries),
        }
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        self.inner.run(batch)
    }
}

fn set_up(root: &std::path::Path) -> (Project, Scratch) {
    let write = |name: &str, text: &str| {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let table =
        "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);\nCREATE TABLE posts (id INTEGER PRIMARY KEY);\n";
    write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n",
    );
    write("schema/schema.sql", table);
    write("generated/0001_first.sql", table);
    let mut project = project(&Flags::default(), root).unwrap();
    project.schema = vec![root.join("schema")];
    project.migrations = root.join("generated");
    let mut scratch = Scratch::new().unwrap();
    let folder = Folder::read(root.join("generated")).unwrap();
    apply::run(&mut scratch, &folder, &apply::Options::default(), &mut ()).unwrap();
    (project, scratch)
}

#[test]
fn every_drift_is_told_once_whatever_fails() {
    let heard = std::thread::scope(|scope| {
        let watching: Vec<_> = (0..TARGETS).map(|it| scope.spawn(move || watch(14 + it))).collect();
        let heard = |it: std::thread::ScopedJoinHandle<'_, usize>| it.join().expect("each is told, once and in order");
        watching.into_iter().map(heard).sum::<usize>()
    });
    assert!(heard * 20 > RUNS * TARGETS as usize, "{heard} events");
}

/// Looks at a target whose drift comes and is undone; how many of such events were heard of.
fn watch(seed: u64) -> usize {
    let root = tempfile::tempdir().unwrap();
    let (project, mut scratch) = set_up(root.path());
    let sink = Sink::new();
    let patience = Patience {
        answer: Duration::from_secs(10),
        repeats: 2,
        first_pause: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        ..alert::PATIENCE
    };
    let webhooks = Webhooks::new(patience).unwrap();
    let destination = [Destination::new(None, "HOOK", &sink.address).unwrap()];
    let (mut random, mut sent, mut is_drifted) = (Random(seed), Sent::default(), false);
    // What the sink has to hear of, in this order: true for drift, false for its end.
    let mut events: Vec<bool> = Vec::new();
    for run in 0..RUNS {
        let is_calm = run % 10 == 9;
        // Only what was heard changes again: one that nobody had a chance to hear of is no event.
        if run % 10 == 0 && events.len() == distinct(&sink).len() {
            let statement = match is_drifted {
                true => "DROP INDEX by_hand",
                false => "CREATE INDEX by_hand ON users (mail)",
            };
            scratch.run(&[statement.to_owned()]).unwrap();
            is_drifted = !is_drifted;
            events.push(is_drifted);
        }
        let mut troubles = VecDeque::new();
        let mut faults = VecDeque::new();
        if !is_calm {
            for at in 0..random.below(3) {
                troubles.push_back(match random.below(4) {
                    0 => None,
                    1 => Some(Trouble::Unreachable),
                    2 => Some(Trouble::Busy),
                    _ => Some(Trouble::BadReading(at)),
                });
            }
            for _ in 0..random.below(5) {
                faults.push_back(match random.below(5) {
                    0 => Fault::Status(429),
                    1 => Fault::Status(500),
                    2 => Fault::Status(503),
                    3 => Fault::Drop,
                    _ => Fault::HalfAnswer,
                });
            }
        }
        let told = format!("seed {seed}, run {run}: {troubles:?} {faults:?}");
        *sink.faults.lock().unwrap() = faults;
        let flaky = Flaky {
            inner: &mut scratch,
            troubles,
        };
        let session = Session::new(&project, Box::new(flaky));
        let report = verbs::drift(&session).unwrap();
        drop(session);
        let findings = match report.verdict {
            "in-sync" | "pending" | "changes" => Vec::new(),
            "drifted" => report.changes.iter().map(Finding::of).collect(),
            "running" | "unreachable" => continue,
            other => panic!("{told}: {other} {:?}", report.reason),
        };
        assert_eq!(!findings.is_empty(), is_drifted, "{told}: {} is not so", report.verdict);
        let observed = [Observed {
            target: "d1:api".to_owned(),
            name: "api".to_owned(),
            findings,
        }];
        let deliveries = alert::send(&webhooks, &destination, &observed, "api", "reconcile drift", &mut sent);
        for it in &deliveries {
            assert!(
                it.error.as_ref().is_none_or(|it| !it.contains("s3cret")),
                "{:?}",
                it.error
            );
        }
        if is_calm {
            assert!(deliveries.iter().all(|it| it.error.is_none()), "{told}: {deliveries:?}");
        }
    }
    assert_eq!(distinct(&sink), events, "each is told, once and in order: seed {seed}");
    events.len()
}

/// What the sink heard, without repetitions of a message whose answer was cut off.
fn distinct(sink: &Sink) -> Vec<bool> {
    let taken = sink.taken.lock().unwrap();
    let is_new = |it: &Json| !it["new"].as_array().unwrap().is_empty();
    let mut all: Vec<bool> = taken.iter().map(is_new).collect();
    all.dedup();
    all
}

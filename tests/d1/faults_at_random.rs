//! 500 applies with random faults: each ends applied once or not at all, the ledger tells which, and so does the message.

use reconcile::apply::{Error, Reason};
use reconcile::database::{Database as _, Value};
use reconcile::ledger::{self, WRANGLER_TABLE};
use serde_json::{Value as Json, json};

use crate::project::Project;
use crate::server::{Remote, Server, Test};

const RUNS: u64 = 10;
const APPLIES: u64 = 50;

pub(crate) fn tests() -> Vec<Test> {
    let test = |seed: u64| -> Test { (format!("seed_{seed}"), Box::new(move |server| run(seed, server))) };
    (0..RUNS).map(test).collect()
}

/// Knuth's linear congruential generator: the same faults in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    fn fault(&mut self) -> Json {
        let request = self.one_of(&["/query", "/query", "/query", "/raw", "/time_travel"]);
        let when = self.one_of(&["before", "after"]);
        let (skip, times) = (self.below(3), 1 + self.below(5));
        let mut fault = json!({"match": request, "when": when, "skip": skip, "times": times});
        let more = match self.below(7) {
            0 => json!({"kind": "drop"}),
            1 => json!({"kind": "cut"}),
            2 => json!({"kind": "garbage"}),
            3 => json!({"kind": "status", "status": 502, "bare": true}),
            4 => json!({"kind": "status", "status": 500, "message": "internal error; reference = 0a1b"}),
            5 => json!({"kind": "status", "status": 400, "message": "Network connection lost."}),
            // The gateway turns a request away before anything is done, never after.
            _ => {
                json!({"kind": "status", "status": 429, "code": 971, "message": "slow down", "retry_after": 30, "when": "before"})
            }
        };
        fault.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fault
    }
}

fn run(seed: u64, server: &'static Server) {
    let remote = server.database();
    remote
        .open()
        .run(&["create table done (number integer)".to_owned()])
        .unwrap();
    let project = Project::of(&remote);
    let mut random = Random(seed);
    let mut outcomes = [0; 4];
    for number in 1..=APPLIES {
        let file = format!("{number:04}_step.sql");
        project.migration(
            &file,
            &format!("create table t{number} (a);\ninsert into done values ({number});\n"),
        );
        let faults: Vec<Json> = (0..random.below(4)).map(|_| random.fault()).collect();
        remote.faults(&faults);
        let outcome = project.apply(&mut remote.open());
        remote.no_faults();
        let is_applied = applied(&remote, number, &file);
        let told = |text: &dyn std::fmt::Display| format!("{file} with {faults:?}: {text}");
        match outcome {
            Ok(outcome) => {
                assert!(is_applied, "{}", told(&"said to be applied, and is not"));
                outcomes[usize::from(outcome.applied[0].settled)] += 1;
            }
            Err(Error { reason, .. }) => {
                let text = reason.to_string();
                match &reason {
                    Reason::NotApplied { .. } => assert!(!is_applied, "{}", told(&text)),
                    // Nobody could tell at the time; it says so, and names what is to be asked.
                    Reason::Unsettled { .. } => outcomes[2] += 1,
                    _ => assert!(!is_applied, "{}", told(&text)),
                }
                assert!(text.len() > 20, "{}", told(&text));
                outcomes[3] += 1;
                // The next run finds out by itself.
                let again = project
                    .apply(&mut remote.open())
                    .map_err(|error| error.to_string())
                    .unwrap();
                assert_eq!(again.applied.len(), usize::from(!is_applied), "{}", told(&text));
                assert!(applied(&remote, number, &file));
            }
        }
    }
    assert!(
        outcomes[0] > 0 && outcomes[3] > 0,
        "the faults are not varied: {outcomes:?}"
    );
}

/// True if the step is done, which has to agree with the ledger and never be more than once.
fn applied(remote: &Remote, number: u64, file: &str) -> bool {
    let mut database = remote.open();
    let done = database
        .query(&format!("select count(*) from done where number = {number}"))
        .unwrap();
    let recorded = ledger::read(&mut database, WRANGLER_TABLE).unwrap().get(file).is_some();
    match done.scalar().and_then(Value::as_i64) {
        Some(0) => assert!(!recorded, "{file} is recorded and not done"),
        Some(1) => assert!(recorded, "{file} is done and not recorded"),
        other => panic!("{file} is done {other:?} times"),
    }
    recorded
}

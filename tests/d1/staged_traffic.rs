//! Old and new code on workerd while a change goes out in stages: every request of both, against a model of the rows.
//!
//! The Worker runs each request on its D1 binding; the two versions of the code are in `staged_changes.rs`. No request of old
//! code may fail before the contract stage, no value may be lost or stale, and the audit rows are those of the model, in their order.
//!
//! `RECONCILE_SEED=N` tries other traffic.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::commands::{Ran, reconcile};
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, Test};
use crate::staged_changes::CHANGES;
use crate::staged_code::{Change, Code, Event, Kind};

/// Requests of each stage.
const REQUESTS: usize = 20;
/// What NULL reads as.
const NULL: &str = "NULL";

pub(crate) fn tests() -> Vec<Test> {
    let test = |change: &'static Change| -> Test {
        let run = move |server: &'static Server| goes_out(server, change);
        (change.name.to_owned(), Box::new(run))
    };
    CHANGES.iter().map(test).collect()
}

/// Plans, applies and releases one change, with traffic before, between and after its stages.
fn goes_out(server: &'static Server, change: &'static Change) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    let succeeds = |arguments: &[&str]| {
        let ran = run(arguments);
        assert_eq!(ran.code, Some(0), "{} {arguments:?}: {}", change.name, ran.text);
        ran
    };
    project.write("schema/all.sql", change.before);
    succeeds(&["plan", "d1:DB"]);
    succeeds(&["apply", "d1:DB", "--yes"]);
    let mut traffic = Traffic::new(&remote, change);
    traffic.run("before", &[Kind::Old]);
    project.write("schema/all.sql", change.after);
    let planned: Ran = run(&[
        "plan",
        "d1:DB",
        "--expand-contract",
        "--allow",
        "drop-column,drop-table,lossy-conversion",
    ]);
    if let Some(reason) = change.refused {
        assert_ne!(planned.code, Some(0), "{}", planned.text);
        assert!(planned.text.contains(reason), "{}: {}", change.name, planned.text);
        assert_eq!(files(&project).len(), 1, "{}", change.name);
        return;
    }
    assert_eq!(planned.code, Some(0), "{}: {}", change.name, planned.text);
    for note in change.notes {
        assert!(planned.text.contains(note), "{}: {note}\n{}", change.name, planned.text);
    }
    // One stage after the other, with traffic between them.
    let stages: Vec<String> = files(&project).split_off(1);
    let hidden = project.root().join("later");
    std::fs::create_dir_all(&hidden).unwrap();
    let folder = project.root().join("migrations");
    for name in &stages {
        std::fs::rename(folder.join(name), hidden.join(name)).unwrap();
    }
    for name in &stages {
        traffic.stage = name.clone();
        std::fs::rename(hidden.join(name), folder.join(name)).unwrap();
        let ran = run(&["apply", "d1:DB", "--yes", "--release", name]);
        let sql = || std::fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(ran.code, Some(0), "{} {name}: {}\n{}", change.name, ran.text, sql());
        let codes: &[Kind] = if name.contains("_contract_") {
            &[Kind::New]
        } else if name.contains("_expand_") && stages.iter().any(|it| it.contains("_backfill_")) {
            &[Kind::Old]
        } else {
            traffic.rows.values_mut().for_each(|it| it.is_filled = true);
            &[Kind::Old, Kind::New]
        };
        traffic.run(name, codes);
    }
    succeeds(&["drift", "d1:DB"]);
    succeeds(&["plan", "d1:DB", "--check"]);
}

fn files(project: &Project) -> Vec<String> {
    let entries = std::fs::read_dir(project.root().join("migrations")).unwrap();
    let mut names: Vec<String> = entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .filter(|it| it.ends_with(".sql"))
        .collect();
    names.sort();
    names
}

/// A row as both codes see it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    old: String,
    new: String,
    /// False until the backfill has been at it.
    is_filled: bool,
}

/// Requests, and what must have come of them.
struct Traffic<'a> {
    remote: &'a Remote,
    change: &'static Change,
    rows: BTreeMap<u64, Row>,
    audit: Vec<String>,
    random: u64,
    next: u64,
    stage: String,
}

impl<'a> Traffic<'a> {
    fn new(remote: &'a Remote, change: &'static Change) -> Self {
        let seed = std::env::var("RECONCILE_SEED").ok().and_then(|it| it.parse().ok());
        Self {
            remote,
            change,
            rows: BTreeMap::new(),
            audit: Vec::new(),
            random: seed.unwrap_or(9_u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            next: 1,
            stage: "before".to_owned(),
        }
    }

    fn any(&mut self, below: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from(self.random % below as u64).unwrap()
    }

    fn run(&mut self, stage: &str, codes: &[Kind]) {
        self.stage = stage.to_owned();
        for _ in 0..REQUESTS {
            let code = codes[self.any(codes.len())];
            let id = self.request(code);
            self.check(id, codes);
        }
        for id in self.rows.keys().copied().collect::<Vec<_>>() {
            self.check(id, codes);
        }
        self.check_audit();
    }

    /// One request of one code. Returns the row that it was about.
    fn request(&mut self, kind: Kind) -> u64 {
        let change = self.change;
        let code = change.code(kind);
        let there: Vec<u64> = self.rows.keys().copied().collect();
        let number = self.next;
        self.next += 1;
        let value = (code.value)(number);
        let old_row = match there.is_empty() {
            true => None,
            false => Some(there[self.any(there.len())]),
        };
        match (self.any(10), old_row) {
            (0..=2, Some(id)) => {
                self.says(kind, code.update, id, &value);
                self.wrote(kind, id, &value, false);
                id
            }
            (3, Some(id)) => {
                self.says(kind, code.delete, id, &value);
                let gone = self.rows.remove(&id).unwrap();
                let event = Event {
                    id,
                    before: Some(&gone.old),
                    after: None,
                };
                self.audit.extend(change.audited(&event));
                id
            }
            (4..=5, row) if !code.upsert.is_empty() => {
                let id = row.filter(|_| number.is_multiple_of(2)).unwrap_or(1000 + number);
                let is_new = !self.rows.contains_key(&id);
                self.says(kind, code.upsert, id, &value);
                self.wrote(kind, id, &value, is_new);
                id
            }
            (6..=7, _) if !code.auto.is_empty() => self.made(kind, code, &value),
            _ => {
                let id = 1000 + number;
                self.says(kind, code.insert, id, &value);
                self.wrote(kind, id, &value, true);
                id
            }
        }
    }

    /// An INSERT that leaves the id to the database, and takes it from `meta` as Workers do.
    fn made(&mut self, kind: Kind, code: &Code, value: &str) -> u64 {
        let sql = filled(code.auto, 0, value);
        let refused = (kind == Kind::New && !self.stage.contains("_contract_")).then_some(self.change.auto_refused);
        match self.remote.ask(std::slice::from_ref(&sql)) {
            Ok(answers) => {
                let value = if code.auto_gives.is_empty() {
                    value
                } else {
                    code.auto_gives
                };
                if let Some(returned) = answers[0]["results"][0].get("v") {
                    assert_eq!(text(returned), value, "{} {}: {sql}", self.change.name, self.stage);
                }
                let id = answers[0]["meta"]["last_row_id"].as_u64().unwrap();
                assert!(
                    !self.rows.contains_key(&id),
                    "{} {}: {sql} says row {id}",
                    self.change.name,
                    self.stage
                );
                self.wrote(kind, id, value, true);
                id
            }
            Err(error) => {
                let is_meant = refused.is_some_and(|it| !it.is_empty() && error.contains(it));
                assert!(
                    is_meant,
                    "{} {}: {kind:?}: {sql}: {error}",
                    self.change.name, self.stage
                );
                0
            }
        }
    }

    /// Sends a statement, which must succeed. What RETURNING gives must be what was written.
    fn says(&self, kind: Kind, template: &str, id: u64, value: &str) {
        let sql = filled(template, id, value);
        let answers = self
            .remote
            .ask(std::slice::from_ref(&sql))
            .unwrap_or_else(|error| panic!("{} {}: {kind:?}: {sql}: {error}", self.change.name, self.stage));
        if let Some(returned) = answers[0]["results"][0].get("v") {
            assert_eq!(text(returned), value, "{} {}: {sql}", self.change.name, self.stage);
        }
    }

    fn wrote(&mut self, kind: Kind, id: u64, value: &str, is_new: bool) {
        let change = self.change;
        let before = self.rows.get(&id).cloned();
        let mut row = before.clone().unwrap_or_else(|| Row {
            old: NULL.to_owned(),
            new: NULL.to_owned(),
            is_filled: self.stage != "before",
        });
        match kind {
            Kind::Old => {
                row.old = value.to_owned();
                if is_new || change.new_sees_updates || !row.is_filled {
                    row.new = (change.converted)(value);
                }
                row.is_filled = self.stage != "before";
            }
            Kind::New => {
                row.new = value.to_owned();
                if change.both_ways || (is_new && change.old_sees_inserts) {
                    row.old = value.to_owned();
                }
            }
        }
        let event = Event {
            id,
            before: before.as_ref().map(|it| it.old.as_str()),
            after: Some(&row.old),
        };
        self.audit.extend(change.audited(&event));
        self.rows.insert(id, row);
    }

    /// What each running code reads of the row, and what must hold whatever was done.
    fn check(&self, id: u64, codes: &[Kind]) {
        for kind in codes {
            let code = self.change.code(*kind);
            let sql = filled(code.read, id, "");
            let answers = self.remote.ask(std::slice::from_ref(&sql));
            let answers =
                answers.unwrap_or_else(|error| panic!("{} {}: {kind:?}: {sql}: {error}", self.change.name, self.stage));
            let found = answers[0]["results"].as_array().unwrap();
            let wanted = self.rows.get(&id).map(|row| match kind {
                Kind::Old => row.old.clone(),
                Kind::New => row.new.clone(),
            });
            let found = found.first().map(|it| text(&it["v"]));
            assert_eq!(found, wanted, "{} {}: {kind:?}: {sql}", self.change.name, self.stage);
        }
        for sql in self.change.holds {
            let answers = self.remote.ask(&[(*sql).to_owned()]);
            let answers = answers.unwrap_or_else(|error| panic!("{} {}: {sql}: {error}", self.change.name, self.stage));
            assert_eq!(
                answers[0]["results"],
                serde_json::json!([]),
                "{} {}: {sql}",
                self.change.name,
                self.stage
            );
        }
    }

    fn check_audit(&self) {
        if self.change.audit.is_empty() {
            return;
        }
        let answers = self.remote.ask(&[self.change.audit.to_owned()]).unwrap();
        let found = answers[0]["results"].as_array().unwrap().iter();
        let found: Vec<String> = found.map(|it| text(&it["v"])).collect();
        assert_eq!(found, self.audit, "{} {}", self.change.name, self.stage);
    }
}

fn filled(template: &str, id: u64, value: &str) -> String {
    template
        .replace("{id}", &id.to_string())
        .replace("{v}", &format!("'{value}'"))
}

fn text(value: &Json) -> String {
    match value {
        Json::Null => NULL.to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

//! `drift` while the API fails: it may say that it could not look, and never that something changed that did not.

use serde_json::{Value as Json, json};

use crate::commands::reconcile;
use crate::faults::passing;
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, tests};

tests![
    no_fault_is_taken_for_drift,
    drift_is_found_behind_faults,
    a_finding_is_read_twice,
];

fn project(remote: &Remote) -> Project {
    let project = Project::of(remote);
    project.write(
        "schema/all.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n",
    );
    for arguments in [&["plan", "d1:DB"][..], &["apply", "d1:DB", "--yes"]] {
        let ran = reconcile(&project, remote.server, TOKEN, arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.text);
    }
    project
}

/// Those that pass, one that asks to wait, and one that never passes where it is repeated.
fn faults() -> Vec<Json> {
    let mut faults = passing();
    faults.push(json!({"kind": "status", "status": 429, "retry_after": 0}));
    faults.push(json!({"kind": "status", "status": 403, "message": "forbidden"}));
    faults
}

fn no_fault_is_taken_for_drift(server: &'static Server) {
    let remote = server.database();
    look_behind_faults(&project(&remote), &remote, 0);
}

fn drift_is_found_behind_faults(server: &'static Server) {
    let remote = server.database();
    let project = project(&remote);
    remote.load(&["CREATE INDEX hot ON users (name)".to_owned()]);
    look_behind_faults(&project, &remote, 2);
}

/// Expects this exit code behind a fault that passes, and 1 behind one that stays.
fn look_behind_faults(project: &Project, remote: &Remote, found: i32) {
    let stays = |it: &Json| it["kind"] == "garbage" || it["status"] == 500 || it["status"] == 403;
    let passing = faults().into_iter().map(|it| (it, 1));
    let staying = faults().into_iter().filter(stays).map(|it| (it, 9));
    for (mut fault, times) in passing.chain(staying) {
        fault["times"] = json!(times);
        remote.faults(&[fault.clone()]);
        let ran = reconcile(project, remote.server, TOKEN, &["drift", "d1:DB", "--format", "json"]);
        remote.no_faults();
        let expected = if times == 1 { found } else { 1 };
        assert_eq!(ran.code, Some(expected), "{fault}: {}", ran.text);
    }
}

fn a_finding_is_read_twice(server: &'static Server) {
    let remote = server.database();
    let project = project(&remote);
    remote.load(&["CREATE INDEX hot ON users (name)".to_owned()]);
    let before = remote.log().len();
    let ran = reconcile(&project, server, TOKEN, &["drift", "d1:DB"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    let asked: Vec<String> = remote.log().into_iter().skip(before).map(|it| it.0).collect();
    assert_eq!(asked, ["POST raw", "POST raw"]);
}

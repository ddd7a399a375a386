//! A run over a fleet that is killed, and one whose server fails at random: each started again until all is done.
//! `RECONCILE_FLEET=200` has so many databases, and 20 kills; otherwise there are 30, and 5 kills.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::fleet_of_clients::{Clients, MIGRATIONS, shortened, size};
use crate::server::{Server, tests};

tests![a_run_is_killed_at_random, a_server_fails_at_random];

/// A server of its own with that many databases in a fleet, at the second of four migrations.
fn clients(server: &'static Server, count: usize, rollout: &str) -> Clients {
    let own: &'static Server = Box::leak(Box::new(Server::with(&server.node, count).unwrap()));
    let clients = Clients::new(own, count, rollout);
    // In two commands: each keeps to the rate of the API, and an empty database takes three requests.
    let apply = |shard: &str| drop(clients.runs(&["apply", "--fleet", "--shard", shard], 0));
    ["1/2", "2/2"].into_iter().for_each(apply);
    clients.plan_times();
    ["1/2", "2/2"].into_iter().for_each(apply);
    clients.fill();
    clients.plan_unique();
    clients.write_plus();
    clients
}

fn a_run_is_killed_at_random(server: &'static Server) {
    let count = size(30);
    let kills = if count < 200 { 5 } else { 20 };
    let clients = clients(server, count, "");
    let mut random = 7_u64;
    let mut said = String::new();
    for kill in 1..=kills {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut command = clients.command(&["apply", "--fleet", "--format", "json"]);
        let mut run = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // After some databases are done, while others are under way.
        let done = BufReader::new(run.stdout.take().unwrap()).lines();
        let done = done.filter(|it| it.as_ref().is_ok_and(|it| it.contains("\"verdict\":\"applied\"")));
        let lines = done.take((random >> 33) as usize % (2 * count / kills)).count();
        std::thread::sleep(Duration::from_millis((random >> 40) % 100));
        let is_over = run.try_wait().unwrap().is_some();
        run.kill().unwrap();
        run.wait().unwrap();
        let _ = write!(
            said,
            "{kill}: {lines} lines, {} of {count}{}; ",
            clients.are_true(MIGRATIONS.len()),
            if is_over { ", over" } else { "" }
        );
    }
    eprintln!("killed: {said}");
    let (text, requests) = clients.counted(&["apply", "--fleet"], 0);
    eprintln!("{requests} requests at last; {text}");
    assert_eq!(clients.are_true(MIGRATIONS.len()), count);
    clients.runs(&["status", "--fleet"], 0);
    assert!(clients.noted().values().all(|it| *it == 1));
    clients.remotes[0].server.stop();
}

/// Faults of one request in so many, whatever it asks.
fn faults() -> Vec<Json> {
    let fault = |chance: f64, more: Json| {
        let mut fault = json!({"match": "/d1/database/", "chance": chance, "times": 1_000_000});
        fault.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fault
    };
    vec![
        fault(
            0.02,
            json!({"kind": "status", "status": 429, "code": 971, "message": "slow down", "retry_after": 1}),
        ),
        fault(
            0.03,
            json!({"kind": "status", "status": 500, "message": "internal error; reference = 0a1b"}),
        ),
        fault(
            0.03,
            json!({"kind": "status", "status": 500, "message": "internal error; reference = 0a1c", "when": "after"}),
        ),
        fault(0.03, json!({"kind": "drop"})),
        fault(0.03, json!({"kind": "drop", "when": "after"})),
    ]
}

fn a_server_fails_at_random(server: &'static Server) {
    let count = size(30);
    let rollout = "    rollout:\n      - { name: all, on_error: continue }\n";
    let clients = clients(server, count, rollout);
    let own = clients.remotes[0].server;
    own.faults("", &faults());
    let mut runs = 0;
    loop {
        runs += 1;
        let mut is_done = true;
        for shard in ["1/4", "2/4", "3/4", "4/4"] {
            let (started, before) = (Instant::now(), clients.requests());
            let ran = clients.run(&["apply", "--fleet", "--shard", shard]);
            let requests = clients.requests() - before;
            let took = started.elapsed();
            let end = shortened(&ran.text);
            eprintln!(
                "run {runs} {shard}: {:?} in {took:?}, {requests} requests\n{end}",
                ran.code
            );
            is_done &= ran.code == Some(0);
        }
        clients.are_true(MIGRATIONS.len());
        if is_done {
            break;
        }
        assert!(runs < 10, "it does not end");
    }
    clients.remotes.iter().take(1).for_each(|it| it.server.no_faults());
    assert_eq!(clients.are_true(MIGRATIONS.len()), count);
    clients.runs(&["status", "--fleet"], 0);
    assert!(clients.noted().values().all(|it| *it == 1));
    own.stop();
}

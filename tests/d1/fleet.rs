//! 200 databases on the real engine: told apart, migrated, stopped by a rule, and gone on with.

use crate::fleet_of_clients::{Clients, SCHEMA, name};
use crate::server::{Server, tests};

tests![two_hundred_databases_are_told_apart_and_migrated];

const COUNT: usize = 200;
/// Requests for all of them: 1.05 each.
const MOST: usize = 210;
/// The trigger, the key, the default, the check and the collation of one database each are others.
const DRIFTED: [(usize, &str, &str); 5] = [
    (101, "ON DELETE CASCADE,\n", "ON DELETE SET NULL,\n"),
    (7, "level > 0", "level > 1"),
    (57, "'plain'", "'bold'"),
    (130, "level + 1", "level + 2"),
    (170, "COLLATE NOCASE", "COLLATE RTRIM"),
];
/// Migrations up to the one that rebuilds the parents.
const REBUILT: usize = 3;
/// Its rows are not unique.
const REFUSING: usize = 90;

/// The table and the trigger made again, as a hand would.
fn made_by_hand(from: &str, to: &str) -> Vec<String> {
    let schema = SCHEMA.replace(from, to);
    let start = schema.find("CREATE TABLE settings").unwrap();
    let trigger = schema.find("CREATE TRIGGER").unwrap();
    vec![
        "DROP TRIGGER noticed".to_owned(),
        "DROP TABLE settings".to_owned(),
        schema[start..trigger].trim().trim_end_matches(';').to_owned(),
        schema[trigger..].trim().to_owned(),
    ]
}

fn at_last(clients: &Clients) -> Vec<usize> {
    let is_there = |number: &usize| clients.truth(*number).names.len() == REBUILT;
    (0..COUNT).filter(is_there).collect()
}

fn two_hundred_databases_are_told_apart_and_migrated(server: &'static Server) {
    let rollout = "    rollout:
      - { name: canary, match: [client-003, client-004, client-101], parallel: 2 }
      - { name: rest, parallel: 8 }
";
    let clients = Clients::new(server, COUNT, rollout);
    clients.runs(&["apply", "--fleet"], 0);
    clients.plan_times();
    let second: Vec<String> = (0..COUNT).filter(|it| it % 4 != 3).map(name).collect();
    clients.runs(&["apply", "--fleet", "--only", &second.join(",")], 0);
    clients.fill();
    clients.plan_unique();
    for (number, from, to) in DRIFTED {
        clients.remotes[number].load(&made_by_hand(from, to));
    }
    let remote = &clients.remotes[REFUSING];
    remote.load(&["UPDATE users SET email = 'a@example.org'".to_owned()]);
    assert_eq!(clients.are_true(REBUILT), 0);

    let (status, requests) = clients.counted(&["status", "--fleet"], 2);
    assert!(requests <= MOST, "status: {requests}");
    assert!(
        status.contains("clients: 200 databases: 195 pending, 5 drifted"),
        "{status}"
    );
    let line = |start: &str| status.lines().filter(|it| it.starts_with(start)).count();
    assert_eq!((line("146 "), line("49 "), line("1 ")), (1, 1, 5), "{status}");
    for (number, ..) in DRIFTED {
        assert!(status.contains(&format!("drifted: {}", name(number))), "{status}");
    }
    let (drift, requests) = clients.counted(&["drift", "--fleet"], 2);
    assert!(requests <= MOST, "drift: {requests}");
    assert!(drift.contains("5 drifted"), "{drift}");
    eprintln!("{status}{drift}");

    // The first wave holds one that drifted: nothing else begins.
    let stopped = clients.runs(&["apply", "--fleet"], 3);
    assert!(stopped.contains("stopped: 1 database of wave canary"), "{stopped}");
    assert_eq!(at_last(&clients), [3, 4]);

    // The second is stopped by the next: what is in flight is finished, and no more.
    let mend = |number: usize| clients.remotes[number].load(&made_by_hand("", ""));
    mend(101);
    let stopped = clients.runs(&["apply", "--fleet"], 3);
    assert!(stopped.contains("of wave rest failed or refused"), "{stopped}");
    let so_far = at_last(&clients);
    assert!(
        so_far.contains(&101) && so_far.iter().all(|it| *it < 57 || *it == 101),
        "{so_far:?}"
    );

    // Then the one whose rows are not as they have to be.
    DRIFTED.iter().for_each(|it| mend(it.0));
    clients.runs(&["status", "--fleet"], 0);
    let stopped = clients.runs(&["apply", "--fleet"], 1);
    assert!(stopped.contains(&format!("failed: {}", name(REFUSING))), "{stopped}");
    let so_far = at_last(&clients);
    assert!(
        !so_far.contains(&REFUSING) && so_far.len() > 80 && so_far.len() < COUNT,
        "{so_far:?}"
    );

    remote.load(&["UPDATE users SET email = 'b@example.org' WHERE id = 2".to_owned()]);
    clients.runs(&["status", "--fleet"], 0);
    let (done, requests) = clients.counted(&["apply", "--fleet"], 0);
    // Two migrations are two requests.
    let twice = (0..COUNT).filter(|it| it % 4 == 3 && !so_far.contains(it)).count();
    assert!(requests <= MOST + twice, "apply: {requests}, {twice} lack two");
    eprintln!("{done}apply: {requests}");
    assert_eq!(clients.are_true(REBUILT), COUNT);
    assert!(clients.noted().values().all(|it| *it == 1));
    assert_eq!(clients.noted().len(), COUNT * REBUILT);

    // A database that has them all is asked once, and one more migration for all of them is one request each.
    let (_, requests) = clients.counted(&["apply", "--fleet"], 0);
    assert!(requests <= MOST, "in sync: {requests}");
    let schema = std::fs::read_to_string(clients.project.root().join("schema/all.sql")).unwrap();
    clients
        .project
        .write("schema/all.sql", &schema.replace("name TEXT", "name TEXT, age INTEGER"));
    clients.runs(&["plan", "d1:DB", "--name", "age"], 0);
    clients.runs(&["status", "--fleet"], 0);
    let (_, requests) = clients.counted(&["apply", "--fleet"], 0);
    assert!(requests <= MOST, "apply after a status: {requests}");
    clients.runs(&["verify", "--fleet"], 0);
    clients.runs(&["drift", "--fleet"], 0);
}

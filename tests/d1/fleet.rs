//! Databases on the real engine: told apart, migrated, stopped by a rule, and gone on with. `RECONCILE_FLEET=200` has so many;
//! otherwise there are 60.

use crate::fleet_of_clients::{Clients, SCHEMA, name, size};
use crate::server::{Server, TOKEN, tests};

tests![
    databases_of_several_shapes_are_told_apart_and_migrated,
    several_tokens_share_the_databases,
    the_rows_of_a_plan_are_asked_with_the_schema
];

/// One database each has another trigger, key, default, check and collation; by its place among 200.
const DRIFTED: [(usize, &str, &str); 5] = [
    (101, "ON DELETE CASCADE,\n", "ON DELETE SET NULL,\n"),
    (7, "level > 0", "level > 1"),
    (57, "'plain'", "'bold'"),
    (130, "level + 1", "level + 2"),
    (170, "COLLATE NOCASE", "COLLATE RTRIM"),
];
/// Migrations up to the one that rebuilds the parents.
const REBUILT: usize = 3;

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
    (0..clients.remotes.len()).filter(is_there).collect()
}

fn the_rows_of_a_plan_are_asked_with_the_schema(server: &'static Server) {
    let clients = Clients::new(server, 12, "");
    clients.runs(&["apply", "--fleet"], 0);
    clients.fill();
    for number in [4, 9] {
        clients.remotes[number].load(&["UPDATE users SET email = 'a@example.org'".to_owned()]);
    }
    // Another schema lacks what is asked: it answers the second time, without.
    clients.remotes[7].load(&["ALTER TABLE users DROP COLUMN name".to_owned()]);
    let schema = SCHEMA.replace("email TEXT NOT NULL", "email TEXT NOT NULL UNIQUE");
    let schema = schema.replace("name TEXT", "name TEXT NOT NULL");
    clients.project.write("schema/all.sql", &schema);
    let (text, requests) = clients.counted(&["plan", "--fleet"], 3);
    assert!(text.contains("4 rows (client-004: "), "{text}");
    // Once each, those of the first database again, and one that drifted.
    assert!(requests <= 12 + 5, "{requests}: {text}");
    eprintln!("{requests} {text}");
}

fn several_tokens_share_the_databases(server: &'static Server) {
    let clients = Clients::new(server, 4, "");
    let run = |tokens: &str| {
        let mut command = clients.command(&["status", "--fleet"]);
        let output = command.env("CLOUDFLARE_API_TOKENS", tokens).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(!text.contains(TOKEN) && !text.contains("b4d-t0ken"), "{text}");
        (output.status.code(), text.into_owned())
    };
    let (code, text) = run(&format!("{TOKEN},{TOKEN}"));
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = run(&format!("{TOKEN},b4d-t0ken"));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("4 databases: 2 pending, 2 failed"), "{text}");
    assert!(
        text.contains("token 2 of CLOUDFLARE_API_TOKENS needs the permission"),
        "{text}"
    );
}

fn databases_of_several_shapes_are_told_apart_and_migrated(server: &'static Server) {
    let count = size(60);
    let at = |place: usize| place * count / 200;
    let drifted = DRIFTED.map(|it| at(it.0));
    // Its rows are not unique.
    let refusing = at(90);
    // 1.05 requests each, and a few for all together.
    let most = count + (count / 20).max(10);
    let canary = name(drifted[0]);
    let rollout = format!(
        "    rollout:
      - {{ name: canary, match: [client-003, client-004, {canary}], parallel: 2 }}
      - {{ name: rest, parallel: 4 }}
"
    );
    let clients = Clients::new(server, count, &rollout);
    clients.runs(&["apply", "--fleet"], 0);
    clients.plan_times();
    let second: Vec<String> = (0..count).filter(|it| it % 4 != 3).map(name).collect();
    clients.runs(&["apply", "--fleet", "--only", &second.join(",")], 0);
    clients.fill();
    clients.plan_unique();
    for (number, from, to) in DRIFTED {
        clients.remotes[at(number)].load(&made_by_hand(from, to));
    }
    let remote = &clients.remotes[refusing];
    remote.load(&["UPDATE users SET email = 'a@example.org'".to_owned()]);
    assert_eq!(clients.are_true(REBUILT), 0);

    let (status, requests) = clients.counted(&["status", "--fleet"], 2);
    assert!(requests <= most, "status: {requests}");
    assert!(
        status.contains(&format!("clients: {count} databases: {} pending, 5 drifted", count - 5)),
        "{status}"
    );
    let line = |start: &str| status.lines().filter(|it| it.starts_with(start)).count();
    let behind = (0..count).filter(|it| it % 4 == 3 && !drifted.contains(it)).count();
    let groups = [count - 5 - behind, behind].map(|it| line(&format!("{it:<9}  ")));
    assert_eq!((groups, line("1  ")), ([1, 1], 5), "{status}");
    for number in drifted {
        assert!(status.contains(&format!("drifted: {}", name(number))), "{status}");
    }
    let (drift, requests) = clients.counted(&["drift", "--fleet"], 2);
    assert!(requests <= most, "drift: {requests}");
    assert!(drift.contains("5 drifted"), "{drift}");
    eprintln!("{status}{drift}");

    // The first wave holds one that drifted: nothing else begins.
    let stopped = clients.runs(&["apply", "--fleet"], 3);
    assert!(stopped.contains("stopped: 1 database of wave canary"), "{stopped}");
    assert_eq!(at_last(&clients), [3, 4]);

    // The second is stopped by the next: what is in flight is finished, and no more.
    let mend = |number: usize| clients.remotes[number].load(&made_by_hand("", ""));
    mend(drifted[0]);
    let stopped = clients.runs(&["apply", "--fleet"], 3);
    assert!(stopped.contains("of wave rest failed or refused"), "{stopped}");
    let so_far = at_last(&clients);
    assert!(
        so_far.contains(&drifted[0]) && so_far.iter().all(|it| *it < drifted[2] || *it == drifted[0]),
        "{so_far:?}"
    );

    // Then the one whose rows are not as they have to be.
    drifted.into_iter().for_each(mend);
    clients.runs(&["status", "--fleet"], 0);
    let stopped = clients.runs(&["apply", "--fleet"], 1);
    assert!(stopped.contains(&format!("failed: {}", name(refusing))), "{stopped}");
    let so_far = at_last(&clients);
    assert!(
        !so_far.contains(&refusing) && so_far.len() >= refusing && so_far.len() < count,
        "{so_far:?}"
    );

    remote.load(&["UPDATE users SET email = 'b@example.org' WHERE id = 2".to_owned()]);
    clients.runs(&["status", "--fleet"], 0);
    let (done, requests) = clients.counted(&["apply", "--fleet"], 0);
    // Two migrations are two requests.
    let twice = (0..count).filter(|it| it % 4 == 3 && !so_far.contains(it)).count();
    assert!(requests <= most + twice, "apply: {requests}, {twice} lack two");
    eprintln!("{done}apply: {requests}");
    assert_eq!(clients.are_true(REBUILT), count);
    assert!(clients.noted().values().all(|it| *it == 1));
    assert_eq!(clients.noted().len(), count * REBUILT);

    // A database that has them all is asked once, and one more migration for all of them is one request each.
    let (_, requests) = clients.counted(&["apply", "--fleet"], 0);
    assert!(requests <= most, "in sync: {requests}");
    let schema = std::fs::read_to_string(clients.project.root().join("schema/all.sql")).unwrap();
    clients
        .project
        .write("schema/all.sql", &schema.replace("name TEXT", "name TEXT, age INTEGER"));
    clients.runs(&["plan", "d1:DB", "--name", "age"], 0);
    clients.runs(&["status", "--fleet"], 0);
    let (_, requests) = clients.counted(&["apply", "--fleet"], 0);
    assert!(requests <= most, "apply after a status: {requests}");
    clients.runs(&["verify", "--fleet"], 0);
    clients.runs(&["drift", "--fleet"], 0);
}

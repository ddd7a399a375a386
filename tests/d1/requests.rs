//! How many requests each command takes, from the server's own log.

use reconcile::database::Database as _;

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, tests};

tests![
    a_command_asks_no_more_than_it_has_to,
    a_file_by_hand_costs_one_more_where_it_concerns_rows,
    a_first_apply_looks_for_the_ledger,
];

/// Runs a command, and lists what it asked.
fn requests(project: &Project, remote: &Remote, arguments: &[&str], code: i32) -> String {
    let before = remote.log().len();
    let ran = reconcile(project, remote.server, TOKEN, arguments);
    assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.text);
    let asked: Vec<String> = remote.log().into_iter().skip(before).map(|it| it.0).collect();
    format!("{} {}: {}", arguments[0], asked.len(), asked.join(", "))
}

fn a_command_asks_no_more_than_it_has_to(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let asks = |arguments: &[&str], code| requests(&project, &remote, arguments, code);
    let users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n";
    project.write("schema/all.sql", users);
    asks(&["plan", "d1:DB"], 0);
    asks(&["apply", "d1:DB", "--yes"], 0);
    remote
        .open()
        .run(&["INSERT INTO users VALUES (1, 'a')".to_owned()])
        .unwrap();
    project.write(
        "schema/all.sql",
        &format!("{users}CREATE TABLE posts (id INTEGER PRIMARY KEY);\n"),
    );
    let asked = [
        asks(&["plan", "d1:DB", "--check"], 2),
        asks(&["plan", "d1:DB"], 0),
        asks(&["status", "d1:DB"], 0),
        asks(&["drift", "d1:DB"], 0),
        asks(&["apply", "d1:DB", "--yes", "--dry-run"], 0),
        asks(&["apply", "d1:DB", "--yes"], 0),
        asks(&["apply", "d1:DB", "--yes"], 0),
        asks(&["status", "d1:DB"], 0),
        asks(&["drift", "d1:DB"], 0),
        asks(&["plan", "d1:DB", "--check"], 0),
    ];
    assert_eq!(
        asked.join("\n"),
        "plan 1: POST raw\nplan 1: POST raw\nstatus 1: POST raw\ndrift 1: POST raw\napply 1: POST raw\n\
         apply 3: POST raw, GET time_travel/bookmark, POST query\n\
         apply 1: POST raw\nstatus 1: POST raw\ndrift 1: POST raw\nplan 1: POST raw"
    );
}

fn a_file_by_hand_costs_one_more_where_it_concerns_rows(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let asks = |arguments: &[&str], code| requests(&project, &remote, arguments, code);
    project.migration(
        "0001_first.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n",
    );
    asks(&["apply", "d1:DB", "--yes"], 0);
    remote
        .open()
        .run(&["INSERT INTO users VALUES (1, 'a')".to_owned()])
        .unwrap();
    project.migration("0002_new.sql", "CREATE TABLE posts (id INTEGER PRIMARY KEY);\n");
    let new = asks(&["apply", "d1:DB", "--yes"], 0);
    project.migration("0003_rows.sql", "UPDATE users SET name = 'b' WHERE id = 1;\n");
    let rows = asks(&["apply", "d1:DB", "--yes"], 0);
    assert_eq!(
        [new, rows].join("\n"),
        "apply 3: POST raw, GET time_travel/bookmark, POST query\n\
         apply 4: POST raw, POST raw, GET time_travel/bookmark, POST query"
    );
}

/// Only the schema tells whether there is a ledger: a query of a table that is not there fails with all that are sent with it.
fn a_first_apply_looks_for_the_ledger(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let asks = |arguments: &[&str], code| requests(&project, &remote, arguments, code);
    project.write("schema/all.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    let asked = [asks(&["plan", "d1:DB"], 0), asks(&["apply", "d1:DB", "--yes"], 0)];
    assert_eq!(
        asked.join("\n"),
        "plan 2: POST raw, POST raw\napply 4: POST raw, POST raw, GET time_travel/bookmark, POST query"
    );
}

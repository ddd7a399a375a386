//! `reconcile bundle` in a Durable Object of workerd: what it applies, what it refuses, and that no row is lost.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value as Json, json};

use crate::commands::reconcile;
use crate::node::Node;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![
    each_migration_once_and_a_rebuild_keeps_the_children,
    another_ledger_is_refused,
    a_held_migration_waits_until_it_is_released,
    what_fails_leaves_nothing_and_names_its_migration,
    pragmas_that_stay_on_an_object_do_no_harm,
    a_loss_that_nobody_saw_must_be_allowed
];

const FIRST: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n\
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
    CREATE INDEX posts_user ON posts (user_id);\n";

fn module(project: &Project, server: &Server) -> String {
    let path = project.root().join("bundle.ts");
    let ran = reconcile(project, server, TOKEN, &["bundle", "--out", "bundle.ts"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    std::fs::read_to_string(path).unwrap()
}

/// Runs steps on the modules, and returns what each came to.
fn run(node: &Node, modules: &[&str], steps: &[Json]) -> Vec<Json> {
    let mut child = node
        .script("server/durable.mjs")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let scenario = json!({"modules": modules, "steps": steps}).to_string();
    child.stdin.take().unwrap().write_all(scenario.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn migrate(module: usize) -> Json {
    json!({"object": "a", "module": module, "options": {}})
}

fn sql(statements: &[&str]) -> Json {
    json!({"object": "a", "sql": statements})
}

/// The text of an error.
fn error(step: &Json) -> &str {
    let text = step["error"].as_str().unwrap_or_else(|| panic!("{step}"));
    text.strip_prefix("MigrationError: ").unwrap_or(text)
}

fn each_migration_once_and_a_rebuild_keeps_the_children(server: &'static Server) {
    let project = Project::of(&server.database());
    project.migration("0001_first.sql", FIRST);
    let first = module(&project, server);
    let schema = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL -- reconcile: backfill ''\n);\n\
        CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
        CREATE INDEX posts_user ON posts (user_id);\n";
    project.write("schema/all.sql", schema);
    let plan = reconcile(&project, server, TOKEN, &["plan", "d1-local:DB", "--name", "required"]);
    assert_eq!(plan.code, Some(0), "{}", plan.text);
    let second = module(&project, server);
    assert!(second.contains("_reconcile_guard_posts"), "{second}");
    let rows = [
        "INSERT INTO users VALUES (1, 'a'), (2, NULL)",
        "INSERT INTO posts VALUES (1, 1), (2, 1), (3, 2)",
    ];
    let found = [
        "SELECT count(*) AS posts, (SELECT group_concat(email, '|') FROM users) AS emails FROM posts",
        "SELECT name, length(checksum) AS checksum, length(from_fingerprint) AS reviewed, duration_ms >= 0 AS timed, version \
         FROM d1_migrations JOIN _reconcile_ledger USING (name) ORDER BY id",
        "PRAGMA foreign_key_check",
        "SELECT group_concat(seq || ' ' || length(hash)) AS chained FROM _reconcile_history",
    ];
    let steps = [migrate(0), sql(&rows), migrate(1), migrate(1), sql(&found)];
    let done = run(&server.node, &[&first, &second], &steps);
    assert_eq!(done[0]["done"], json!(["0001_first.sql"]), "{done:?}");
    assert_eq!(done[2]["done"], json!(["0002_required.sql"]), "{done:?}");
    assert_eq!(done[3]["done"], json!([]), "{done:?}");
    let version = env!("CARGO_PKG_VERSION");
    let ledger = json!([
        {"name": "0001_first.sql", "checksum": 64, "reviewed": null, "timed": 1, "version": version},
        {"name": "0002_required.sql", "checksum": 64, "reviewed": 16, "timed": 1, "version": version},
    ]);
    assert_eq!(
        done[4]["done"],
        json!([[{"posts": 3, "emails": "a|"}], ledger, [], [{"chained": "1 64,2 64"}]]),
        "{done:?}"
    );
}

fn another_ledger_is_refused(server: &'static Server) {
    let project = Project::of(&server.database());
    project.migration("0001_a.sql", "CREATE TABLE a (x);\n");
    let one = module(&project, server);
    project.migration("0002_b.sql", "CREATE TABLE b (x);\n");
    let two = module(&project, server);
    project.migration("0001_a.sql", "CREATE TABLE a (x, y);\n");
    let edited = module(&project, server);
    let tables = sql(&["SELECT count(*) AS count FROM sqlite_schema WHERE name IN ('a', 'b')"]);
    let forget = sql(&["DELETE FROM d1_migrations WHERE name = '0001_a.sql'"]);
    let steps = [
        migrate(0),
        migrate(2),
        tables.clone(),
        migrate(1),
        migrate(0),
        tables,
        forget,
        migrate(1),
    ];
    let done = run(&server.node, &[&one, &two, &edited], &steps);
    assert_eq!(
        error(&done[1]),
        "0001_a.sql: it was edited after it was applied to this object"
    );
    assert_eq!(done[2]["done"][0][0]["count"], 1, "nothing was applied: {done:?}");
    assert_eq!(done[3]["done"], json!(["0002_b.sql"]), "{done:?}");
    assert_eq!(
        error(&done[4]),
        "0002_b.sql: it was applied to this object, and this bundle does not have it"
    );
    assert_eq!(
        error(&done[7]),
        "0001_a.sql: it is not applied, and 0002_b.sql, which comes later, is"
    );
}

fn a_held_migration_waits_until_it_is_released(server: &'static Server) {
    let project = Project::of(&server.database());
    project.migration("0001_a.sql", "CREATE TABLE a (x);\n");
    project.migration(
        "0002_b.sql",
        "-- reconcile: hold until no old code runs\nDROP TABLE a;\n",
    );
    project.migration("0003_c.sql", "CREATE TABLE c (x);\n");
    let module = module(&project, server);
    let release = json!({"object": "a", "module": 0, "options": {"release": ["0002_b.sql"]}});
    let done = run(&server.node, &[&module], &[migrate(0), migrate(0), release, migrate(0)]);
    let expected = json!([
        {"done": ["0001_a.sql"]}, {"done": []}, {"done": ["0002_b.sql", "0003_c.sql"]}, {"done": []}
    ]);
    assert_eq!(Json::Array(done), expected);
}

fn what_fails_leaves_nothing_and_names_its_migration(server: &'static Server) {
    let project = Project::of(&server.database());
    project.migration("0001_first.sql", FIRST);
    let first = module(&project, server);
    project.migration(
        "0002_fails.sql",
        "CREATE TABLE half (x);\nINSERT INTO users VALUES (7, 'x');\n",
    );
    project.migration(
        "0003_orphan.sql",
        "PRAGMA defer_foreign_keys = on;\nINSERT INTO posts SELECT 9, 99 WHERE EXISTS (SELECT 1 FROM users WHERE id = 8);\n",
    );
    let all = module(&project, server);
    let names = sql(&[
        "SELECT group_concat(name) AS names FROM d1_migrations",
        "SELECT count(*) AS rows FROM posts",
    ]);
    let steps = [
        migrate(0),
        sql(&["INSERT INTO users VALUES (7, 'first'), (8, 'second')"]),
        migrate(1),
        sql(&["SELECT count(*) AS count FROM sqlite_schema WHERE name = 'half'"]),
        names.clone(),
        sql(&["DELETE FROM users WHERE id = 7"]),
        migrate(1),
        names,
    ];
    let done = run(&server.node, &[&first, &all], &steps);
    assert!(
        error(&done[2]).starts_with("0002_fails.sql: UNIQUE constraint failed: users.id"),
        "{done:?}"
    );
    assert_eq!(done[3]["done"][0][0]["count"], 0, "{done:?}");
    assert_eq!(done[4]["done"][0][0]["names"], "0001_first.sql", "{done:?}");
    assert_eq!(
        error(&done[6]),
        "0003_orphan.sql: it leaves rows without their parent: FOREIGN KEY constraint failed"
    );
    let left = &done[7]["done"];
    assert_eq!(left[0][0]["names"], "0001_first.sql,0002_fails.sql", "{done:?}");
    assert_eq!(left[1][0]["rows"], 0, "{done:?}");
}

/// A pragma stays on an object for all that comes later, as it does not in D1.
fn pragmas_that_stay_on_an_object_do_no_harm(server: &'static Server) {
    let project = Project::of(&server.database());
    project.migration("0001_first.sql", FIRST);
    project.migration("0002_rename.sql", "ALTER TABLE users RENAME TO people;\n");
    let module = module(&project, server);
    let odd = sql(&[
        "PRAGMA foreign_keys = off",
        "PRAGMA legacy_alter_table = on",
        "PRAGMA ignore_check_constraints = on",
    ]);
    let inside = json!({"object": "a", "module": 0, "options": {}, "inside": true});
    let parent = sql(&["SELECT \"table\" AS parent FROM pragma_foreign_key_list('posts')"]);
    let done = run(&server.node, &[&module], &[odd, inside, migrate(0), parent]);
    assert_eq!(
        error(&done[1]),
        "0001_first.sql: foreign keys are off; call migrate() outside of a transaction, before any write"
    );
    assert_eq!(done[2]["done"], json!(["0001_first.sql", "0002_rename.sql"]));
    assert_eq!(done[3]["done"][0][0]["parent"], "people", "{done:?}");
}

fn a_loss_that_nobody_saw_must_be_allowed(server: &'static Server) {
    let project = Project::of(&server.database());
    project.migration("0001_first.sql", "CREATE TABLE a (x);\nCREATE TABLE b (x);\n");
    let first = module(&project, server);
    let apply = reconcile(&project, server, TOKEN, &["apply", "d1-local:DB", "--yes"]);
    assert_eq!(apply.code, Some(0), "{}", apply.text);
    project.write("schema/all.sql", "CREATE TABLE a (x);\n");
    let plan = reconcile(&project, server, TOKEN, &["plan", "d1-local:DB", "--name", "gone"]);
    assert_eq!(plan.code, Some(0), "{}", plan.text);
    let second = module(&project, server);
    let allowed = json!({"object": "a", "module": 1, "options": {"allowLoss": ["0002_gone.sql"]}});
    let steps = [
        migrate(0),
        sql(&["INSERT INTO b VALUES (1)"]),
        migrate(1),
        allowed,
        sql(&["SELECT group_concat(name) AS names FROM sqlite_schema WHERE name IN ('a', 'b') OR name LIKE '%agree%'"]),
    ];
    let done = run(&server.node, &[&first, &second], &steps);
    assert!(
        error(&done[2]).contains("b has rows that nobody agreed to lose"),
        "{done:?}"
    );
    assert_eq!(done[3]["done"], json!(["0002_gone.sql"]), "{done:?}");
    assert_eq!(done[4]["done"][0][0]["names"], "a", "{done:?}");
}

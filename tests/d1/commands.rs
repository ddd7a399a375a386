//! The command line on remote D1, from plan to in sync, in a folder that has wrangler's config and none of ours.

use std::process::Command;

use reconcile::database::Database as _;

use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![
    plan_apply_and_drift_with_wranglers_config_alone,
    a_wrong_token_exits_1_and_is_not_shown,
    a_backfill_runs_in_batches,
    a_rename_in_stages_serves_old_and_new_code,
    what_is_archived_comes_back,
    init_takes_over_a_wrangler_project,
    a_drop_of_an_empty_table_stops_wrangler_where_there_are_rows
];

pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) text: String,
}

pub(crate) fn reconcile(project: &Project, server: &Server, token: &str, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .args(arguments)
        .current_dir(project.root())
        .env("HOME", project.root())
        .env_remove("XDG_CONFIG_HOME")
        .env("CLOUDFLARE_API_BASE_URL", &server.base)
        .env("CLOUDFLARE_API_TOKEN", token)
        .env("CLOUDFLARE_ACCOUNT_ID", &server.account)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains(token), "the token is shown: {text}");
    Ran {
        code: output.status.code(),
        text: text.into_owned(),
    }
}

fn plan_apply_and_drift_with_wranglers_config_alone(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    project.write(
        "schema/users.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n",
    );
    project.migration("0001_first.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    remote
        .open()
        .run(&["insert into users values (1), (2)".to_owned()])
        .unwrap();
    let plan = run(&["plan", "d1:DB"]);
    assert_eq!(plan.code, Some(0), "{}", plan.text);
    let apply = run(&["apply", "d1:DB", "--yes", "-v"]);
    assert_eq!(apply.code, Some(0), "{}", apply.text);
    assert!(apply.text.contains("requests to the Cloudflare API"), "{}", apply.text);
    assert!(apply.text.contains("bookmark"), "{}", apply.text);
    for command in [["plan", "d1:DB"], ["drift", "d1:DB"], ["status", "d1:DB"]] {
        let ran = run(&command);
        assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.text);
    }
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--remote"]);
    assert!(list.contains("No migrations to apply"), "{list}");
    project.wrangler(&[
        "d1",
        "execute",
        "DB",
        "--remote",
        "--command",
        "CREATE INDEX by_hand ON users (name)",
    ]);
    let drift = run(&["drift", "d1:DB"]);
    assert_eq!(drift.code, Some(2), "{}", drift.text);
    assert!(drift.text.contains("by_hand"), "{}", drift.text);
}

fn a_wrong_token_exits_1_and_is_not_shown(server: &'static Server) {
    let project = Project::of(&server.database());
    project.write("schema/users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    let ran = reconcile(&project, server, "wr0ng-t0ken-12345", &["plan", "d1:DB"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text);
    for word in ["CLOUDFLARE_API_TOKEN", "Account > D1 > Edit"] {
        assert!(ran.text.contains(word), "{}", ran.text);
    }
}

/// Each slice is a request of its own, and the ledger's rows come with the last one.
fn a_backfill_runs_in_batches(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    project.migration(
        "0001_first.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, slug TEXT);\n",
    );
    assert_eq!(run(&["apply", "d1:DB", "--yes"]).code, Some(0));
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 950) INSERT INTO users SELECT i, 'User ' || i, NULL FROM n";
    remote.open().run(&[rows.to_owned()]).unwrap();
    project.migration(
        "0002_slugs.sql",
        "-- reconcile: in batches of 300\nUPDATE users SET slug = lower(name) WHERE slug IS NULL;\n",
    );
    let apply = run(&["apply", "d1:DB", "--yes"]);
    assert_eq!(apply.code, Some(0), "{}", apply.text);
    assert!(apply.text.contains("950 rows in 4 batches"), "{}", apply.text);
    let left = remote
        .open()
        .query("SELECT count(*) FROM users WHERE slug IS NOT lower(name)")
        .unwrap();
    assert_eq!(left.scalar().and_then(reconcile::database::Value::as_i64), Some(0));
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--remote"]);
    assert!(list.contains("No migrations to apply"), "{list}");
}

fn a_rename_in_stages_serves_old_and_new_code(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| {
        let ran = reconcile(&project, server, TOKEN, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.text);
        ran.text
    };
    let child = "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\nCREATE INDEX posts_user ON posts (user_id);\n";
    project.write(
        "schema/all.sql",
        &format!("CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT NOT NULL);\n{child}"),
    );
    run(&["plan", "d1:DB"]);
    run(&["apply", "d1:DB", "--yes"]);
    let sql = |statement: &str| remote.open().run(&[statement.to_owned()]).unwrap();
    sql("INSERT INTO users VALUES (1, 'a'), (2, 'b')");
    sql("INSERT INTO posts VALUES (1, 1), (2, 2)");
    project.write(
        "schema/all.sql",
        &format!("CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  email TEXT NOT NULL -- reconcile: renamed-from mail\n);\n{child}"),
    );
    run(&["plan", "d1:DB", "--expand-contract"]);
    let text = run(&["apply", "d1:DB", "--yes"]);
    assert!(text.contains("is held until"), "{text}");
    sql("INSERT INTO users (id, mail) VALUES (3, 'old')");
    sql("INSERT INTO users (id, email) VALUES (4, 'new')");
    sql("UPDATE users SET mail = 'changed' WHERE id = 1");
    run(&["apply", "d1:DB", "--yes", "--release", "4"]);
    let found = remote
        .open()
        .query("SELECT group_concat(email, ' ') FROM (SELECT email FROM users ORDER BY id)")
        .unwrap();
    assert_eq!(
        found.scalar().and_then(reconcile::database::Value::as_str),
        Some("changed b old new")
    );
    let children = remote.open().query("SELECT count(*) FROM posts").unwrap();
    assert_eq!(children.scalar().and_then(reconcile::database::Value::as_i64), Some(2));
    run(&["drift", "d1:DB"]);
}

fn what_is_archived_comes_back(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| {
        let ran = reconcile(&project, server, TOKEN, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.text);
    };
    project.write(
        "reconcile.yaml",
        "databases:\n  app:\n    migrations: migrations\n    archive: true\n    targets:\n      live: d1:DB\n",
    );
    project.write(
        "schema/all.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);\nCREATE TABLE tags (name TEXT, n);\n",
    );
    run(&["plan", "live"]);
    run(&["apply", "live", "--yes"]);
    remote
        .open()
        .run(&[
            "INSERT INTO users VALUES (1, 'it''s'), (7, NULL)".to_owned(),
            "INSERT INTO tags VALUES ('a', 1.5), ('b', x'00ff')".to_owned(),
        ])
        .unwrap();
    project.write("schema/all.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    run(&["plan", "live"]);
    run(&["apply", "live", "--yes"]);
    run(&["drift", "live"]);
    run(&["revert", "--target", "live"]);
    run(&["apply", "live", "--yes"]);
    let found = remote
        .open()
        .query("SELECT (SELECT group_concat(id || coalesce(mail, '-'), ' ') FROM users) || ' ' || (SELECT group_concat(name || hex(n), ' ') FROM tags)")
        .unwrap();
    assert_eq!(
        found.scalar().and_then(reconcile::database::Value::as_str),
        Some("1it's 7- a312E35 b00FF")
    );
}

fn init_takes_over_a_wrangler_project(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str], code: i32| {
        let ran = reconcile(&project, server, TOKEN, arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.text);
        ran.text
    };
    project.migration("0001_first.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    project.migration("0002_mail.sql", "ALTER TABLE users ADD COLUMN mail TEXT;\n");
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    project.wrangler(&["d1", "migrations", "apply", "DB", "--local"]);
    run(&["init"], 0);
    run(&["verify"], 0);
    for target in ["local", "production"] {
        assert!(run(&["status", target], 0).contains("all applied"), "{target}");
        run(&["plan", target, "--check"], 0);
        run(&["drift", target], 0);
    }
    // The database itself says the same.
    let schema = project.root().join("schema/schema.sql");
    let replayed = std::fs::read_to_string(&schema).unwrap();
    std::fs::remove_file(&schema).unwrap();
    std::fs::remove_file(project.root().join("reconcile.yaml")).unwrap();
    run(&["init", "--from", "d1:DB"], 0);
    assert_eq!(std::fs::read_to_string(&schema).unwrap(), replayed);
    assert!(
        run(&["status"], 0).contains("reconcile drift production"),
        "the default is what was named"
    );
}

fn a_drop_of_an_empty_table_stops_wrangler_where_there_are_rows(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    project.write(
        "schema/schema.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE visits (id INTEGER PRIMARY KEY);\n",
    );
    let plan = run(&["plan", "sqlite:dev.db", "--migrations", "migrations"]);
    assert_eq!(plan.code, Some(0), "{}", plan.text);
    let apply = run(&["apply", "sqlite:dev.db", "--migrations", "migrations"]);
    assert_eq!(apply.code, Some(0), "{}", apply.text);
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    // Nothing is in the copy that the next plan is made on, and something in production.
    project.write("schema/schema.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    let plan = run(&["plan", "sqlite:dev.db", "--migrations", "migrations"]);
    assert_eq!(plan.code, Some(0), "{}", plan.text);
    remote
        .open()
        .run(&["insert into visits values (1), (2)".to_owned()])
        .unwrap();
    let said = project.try_wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    assert!(!said.succeeded, "{}", said.text);
    assert!(
        said.text.contains("visits has rows that nobody agreed to lose"),
        "{}",
        said.text
    );
    let rows = remote.open().query("select count(*) from visits").unwrap();
    assert_eq!(rows.scalar().and_then(reconcile::database::Value::as_i64), Some(2));
    let refused = run(&["apply", "d1:DB", "--yes"]);
    assert_eq!(refused.code, Some(3), "{}", refused.text);
    let agreed = run(&["apply", "d1:DB", "--yes", "--allow", "drop-table"]);
    assert_eq!(agreed.code, Some(0), "{}", agreed.text);
}

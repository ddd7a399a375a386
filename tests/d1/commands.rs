//! The command line on remote D1, from plan to in sync, in a folder that has wrangler's config and none of ours.

use std::process::Command;

use reconcile::database::Database as _;

use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![
    plan_apply_and_drift_with_wranglers_config_alone,
    a_wrong_token_exits_1_and_is_not_shown
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

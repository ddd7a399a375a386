//! Promotion, approvals and measured rows on the real engine, from staging to production, each a database of its own.

use std::process::Command;

use serde_json::{Value as Json, json};

use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, tests};

tests![
    production_waits_for_staging_and_an_approval,
    a_measured_target_takes_one_more_request,
];

const CONFIG: &str = "\
databases:
  app:
    promotion: [staging, production]
    targets:
      staging: d1:STAGING
      production: { at: d1:LIVE, approvals: 1, measure: true }
    default: staging
";

fn project(staging: &Remote, production: &Remote) -> Project {
    let project = Project::of(staging);
    let entry =
        |binding: &str, it: &Remote| json!({"binding": binding, "database_name": it.name, "database_id": it.id});
    project.configure(json!({"d1_databases": [entry("STAGING", staging), entry("LIVE", production)]}));
    project.write("reconcile.yaml", CONFIG);
    project.write("schema/all.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    project
}

/// Runs a command as somebody of the CI, and expects its exit code.
fn run(project: &Project, server: &Server, actor: &str, code: i32, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .args(arguments)
        .current_dir(project.root())
        .env("HOME", project.root())
        .env("CLOUDFLARE_API_BASE_URL", &server.base)
        .env("CLOUDFLARE_API_TOKEN", TOKEN)
        .env("CLOUDFLARE_ACCOUNT_ID", &server.account)
        .env("GITHUB_ACTOR", actor)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
    text.into_owned()
}

fn git(project: &Project, arguments: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=Ann Lee", "-c", "user.email=ann@example.org"])
        .args(arguments)
        .current_dir(project.root())
        .status();
    assert!(status.unwrap().success(), "{arguments:?}");
}

fn history(project: &Project, server: &Server) -> Vec<Json> {
    let text = run(project, server, "cy", 0, &["history", "production", "--format", "json"]);
    let report: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(report["verdict"], "intact");
    report["events"].as_array().unwrap().clone()
}

fn production_waits_for_staging_and_an_approval(server: &'static Server) {
    let (staging, production) = (server.database(), server.database());
    let project = project(&staging, &production);
    run(&project, server, "ann", 0, &["plan"]);
    git(&project, &["init", "-q", "."]);
    git(
        &project,
        &["add", "schema", "generated", "reconcile.yaml", "wrangler.json"],
    );
    git(&project, &["commit", "-q", "-m", "first"]);
    let apply = ["apply", "production", "--yes"];
    let refused = run(&project, server, "cy", 3, &apply);
    assert!(refused.contains("is not applied to staging"), "{refused}");
    run(&project, server, "ann", 0, &["apply", "--yes"]);
    let refused = run(&project, server, "cy", 3, &apply);
    assert!(refused.contains("is not approved"), "{refused}");
    run(&project, server, "bob", 0, &["approve", "1", "--target", "production"]);

    // Staging was changed by hand: it shows no longer what production will get.
    staging.load(&["CREATE INDEX hot ON users (id)".to_owned()]);
    let refused = run(&project, server, "cy", 3, &apply);
    assert!(refused.contains("staging"), "{refused}");
    staging.load(&["DROP INDEX hot".to_owned()]);
    run(&project, server, "cy", 0, &apply);

    let events = history(&project, server);
    let kinds: Vec<_> = events
        .iter()
        .map(|it| (it["event"].as_str().unwrap(), it["by"].as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("approved", Some("bob")),
            ("applied", Some("cy")),
            ("measured", Some("cy"))
        ]
    );
    assert_eq!(events[1]["record"]["approvals"][0]["by"], "bob");
    assert!(events[1]["rows_read"].as_u64() > Some(0), "{}", events[1]);
    assert!(events[1]["rows_written"].as_u64() > Some(0), "{}", events[1]);
}

fn a_measured_target_takes_one_more_request(server: &'static Server) {
    let (staging, production) = (server.database(), server.database());
    let project = project(&staging, &production);
    run(&project, server, "ann", 0, &["plan"]);
    run(&project, server, "ann", 0, &["apply", "staging", "--yes"]);
    let before = [production.log().len(), staging.log().len()];
    let command = ["apply", "production", "--yes", "--skip-promotion", "first"];
    let unapproved = run(&project, server, "bob", 3, &command);
    assert!(unapproved.contains("is not approved"), "{unapproved}");
    assert_eq!(staging.log().len(), before[1], "the stage that is skipped is not read");
    let reads = production.log().len() - before[0];
    project.write("reconcile.yaml", &CONFIG.replace("approvals: 1, ", ""));
    run(&project, server, "bob", 0, &command);
    let asked: Vec<String> = production
        .log()
        .into_iter()
        .skip(before[0] + reads)
        .map(|it| it.0)
        .collect();
    assert_eq!(
        asked[asked.len() - 3..],
        ["GET time_travel/bookmark", "POST query", "POST query"]
    );
    run(&project, server, "bob", 0, &command);
    let after: Vec<String> = production.log().into_iter().map(|it| it.0).collect();
    assert_eq!(
        after.last().map(String::as_str),
        Some("POST raw"),
        "nothing ran, so nothing is measured"
    );
}

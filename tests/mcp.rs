//! `reconcile mcp`, with the client of the protocol's own Rust SDK over the standard input and output: every tool is called.
#![cfg(feature = "mcp")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rmcp::model::{CallToolRequestParams, CallToolResult};
use rmcp::service::RunningService;
use rmcp::transport::TokioChildProcess;
use rmcp::{RoleClient, ServiceExt as _};
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_reconcile");

type Client = RunningService<RoleClient, ()>;

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("schema")).unwrap();
    write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n    default: dev\n",
    );
    write(
        "schema/schema.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n",
    );
    for command in ["plan", "apply"] {
        let status = Command::new(PROGRAM)
            .arg(command)
            .current_dir(folder.path())
            .output()
            .unwrap()
            .status;
        assert!(status.success(), "{command}");
    }
    write("schema/schema.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    write("app.ts", "db.prepare('SELECT email FROM users');\n");
    folder
}

/// Runs a conversation with a server in this folder.
fn with_server<R>(folder: &Path, flags: &[&str], talk: impl AsyncFnOnce(&Client) -> R) -> R {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut server = tokio::process::Command::new(PROGRAM);
        server.arg("mcp").args(flags).current_dir(folder).env("NO_COLOR", "1");
        let client = ().serve(TokioChildProcess::new(server).unwrap()).await.unwrap();
        let result = talk(&client).await;
        client.cancel().await.unwrap();
        result
    })
}

async fn call(client: &Client, tool: &'static str, arguments: Value) -> CallToolResult {
    let arguments = arguments.as_object().unwrap().clone();
    let request = CallToolRequestParams::new(tool).with_arguments(arguments);
    client.call_tool(request).await.unwrap()
}

/// Verdict and exit code of a call.
async fn verdict(client: &Client, tool: &'static str, arguments: Value) -> String {
    let result = call(client, tool, arguments).await;
    let last = result.content.last().unwrap().as_text().unwrap().text.clone();
    let document = result.structured_content.unwrap_or_default();
    format!("{tool}: {}, {last}", document["verdict"].as_str().unwrap_or("-"))
}

#[test]
fn every_tool_that_reads_answers_and_changes_nothing() {
    let project = project();
    let before = listing(project.path());
    let (names, answers) = with_server(project.path(), &[], async |client| {
        let tools = client.list_all_tools().await.unwrap();
        let names: Vec<String> = tools.iter().map(|it| it.name.to_string()).collect();
        for tool in &tools {
            let hints = tool.annotations.as_ref().unwrap();
            assert_eq!(hints.read_only_hint, Some(true), "{}", tool.name);
            assert_eq!(tool.input_schema["type"], "object");
        }
        let answers = [
            verdict(client, "status", json!({})).await,
            verdict(client, "plan", json!({ "target": "dev" })).await,
            verdict(client, "plan", json!({ "allow": "drop-column" })).await,
            verdict(client, "lint", json!({})).await,
            verdict(client, "verify", json!({})).await,
            verdict(client, "drift", json!({})).await,
            verdict(client, "inspect", json!({ "target": "dev" })).await,
            verdict(client, "diff", json!({ "from": "dev", "to": "schema" })).await,
            verdict(client, "compat", json!({ "sources": ["app.ts"] })).await,
            verdict(client, "explain", json!({ "code": "drop-column" })).await,
            verdict(client, "history", json!({})).await,
        ];
        (names, answers)
    });
    let called: Vec<&str> = answers.iter().map(|it| it.split(':').next().unwrap()).collect();
    assert!(names.iter().all(|it| called.contains(&it.as_str())), "{names:?}");
    assert_eq!(
        answers.join("\n"),
        "status: in-sync, exit code 0\nplan: changes, exit code 2\nplan: changes, exit code 2\nlint: ok, exit code 0\n\
         verify: findings, exit code 2\ndrift: changes, exit code 2\ninspect: read, exit code 0\ndiff: changes, exit code 0\n\
         compat: breaks, exit code 2\nexplain: known, exit code 0\nhistory: intact, exit code 0"
    );
    assert_eq!(listing(project.path()), before);
}

#[test]
fn a_server_that_reads_refuses_to_write_and_names_what_is_wrong() {
    let project = project();
    with_server(project.path(), &[], async |client| {
        for (tool, arguments, expected) in [
            ("apply", json!({}), "reconcile mcp --write"),
            ("drop_everything", json!({}), "there is no tool \"drop_everything\""),
            ("diff", json!({ "from": "dev" }), "to is required"),
            ("plan", json!({ "force": "yes" }), "plan takes no \"force\""),
        ] {
            let arguments = arguments.as_object().unwrap().clone();
            let request = CallToolRequestParams::new(tool).with_arguments(arguments);
            let error = client.call_tool(request).await.unwrap_err().to_string();
            assert!(error.contains(expected), "{tool}: {error}");
        }
        let missing = call(client, "status", json!({ "target": "--yes" })).await;
        assert_eq!(missing.is_error, Some(true), "a value is never a flag");
    });
}

#[test]
fn a_server_that_may_write_plans_and_applies() {
    let project = project();
    with_server(project.path(), &["--write", "--database", "app"], async |client| {
        let allowed = json!({ "allow": "drop-column", "name": "no email", "because": "it moved" });
        assert_eq!(
            verdict(client, "write_migration", allowed).await,
            "write_migration: changes, exit code 0"
        );
        assert_eq!(verdict(client, "apply", json!({})).await, "apply: applied, exit code 0");
        assert_eq!(
            verdict(client, "new_migration", json!({ "name": "fill" })).await,
            "new_migration: written, exit code 0"
        );
    });
    assert!(project.path().join("generated/0002_no_email.sql").exists());
    assert!(project.path().join("generated/0003_fill.sql").exists());
}

#[test]
fn the_server_ends_when_its_input_ends() {
    let project = project();
    let mut server = Command::new(PROGRAM)
        .arg("mcp")
        .current_dir(project.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let hello = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } } });
    let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    let mut input = server.stdin.take().unwrap();
    write!(input, "{hello}\n{ready}\n").unwrap();
    drop(input);
    let output = server.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success(), "{:?}", output.status);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["result"]["serverInfo"]["name"], "reconcile");
}

/// Every file with its size.
fn listing(folder: &Path) -> Vec<(String, u64)> {
    let mut found: Vec<(String, u64)> = ["", "schema", "generated"]
        .iter()
        .flat_map(|below| fs::read_dir(folder.join(below)).unwrap())
        .map(|it| it.unwrap())
        .map(|it| (it.path().display().to_string(), it.metadata().unwrap().len()))
        .collect();
    found.sort();
    found
}

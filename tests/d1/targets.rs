//! What only Cloudflare can tell of a target: that two names are one database. And the credentials that files hold.

use std::process::Command;

use serde_json::json;

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![
    protection_belongs_to_the_database,
    credentials_are_read_from_files_as_wrangler_reads_them,
    the_workers_own_variables_come_last,
];

fn protection_belongs_to_the_database(server: &'static Server) {
    let remote = server.database();
    let mut project = Project::of(&remote);
    // The binding knows only the id, and the config only the name.
    project.entry = json!({"binding": "DB", "database_id": remote.id});
    project.configure(json!({}));
    let config = |at: &str| {
        let text = format!(
            "databases:\n  app:\n    migrations: migrations\n    targets:\n      production: {{ at: 'd1:{at}', protected: true, policy: {{ drop-table: deny }} }}\n"
        );
        project.write("reconcile.yaml", &text);
    };
    project.write("schema/a.sql", "CREATE TABLE a (x);\nCREATE TABLE b (x);\n");
    project.migration("0001_a.sql", "CREATE TABLE a (x);\nCREATE TABLE b (x);\n");
    let spellings = [
        remote.name.clone(),
        remote.id.clone(),
        remote.id.to_uppercase(),
        "DB".to_owned(),
    ];
    let each = |check: &dyn Fn(&str, &str)| {
        for at in [&remote.name, &remote.id, "DB"] {
            config(at);
            for spelling in &spellings {
                check(at, &format!("d1:{spelling}"));
            }
        }
    };
    each(&|at, spelling| {
        let ran = reconcile(&project, server, TOKEN, &["apply", spelling]);
        assert_eq!(ran.code, Some(3), "{at} {spelling}: {}", ran.text);
        assert!(
            ran.text
                .starts_with(&format!("target: production ({spelling}), remote database")),
            "{}",
            ran.text
        );
        assert!(ran.text.contains("production is protected"), "{}", ran.text);
    });
    let ran = reconcile(&project, server, TOKEN, &["apply", "production", "--yes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    remote.load(&["INSERT INTO b VALUES (1)".to_owned()]);
    project.write("schema/a.sql", "CREATE TABLE a (x);\n");
    each(&|at, spelling| {
        let ran = reconcile(
            &project,
            server,
            TOKEN,
            &["plan", spelling, "--dry-run", "--allow", "drop-table"],
        );
        assert_eq!(ran.code, Some(3), "{at} {spelling}: {}", ran.text);
        assert!(ran.text.contains("policy denies drop-table"), "{}", ran.text);
    });
    // Whether there are changes is another question than whether they may be written.
    let ran = reconcile(
        &project,
        server,
        TOKEN,
        &["plan", "production", "--check", "--allow", "drop-table"],
    );
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("policy denies drop-table"), "{}", ran.text);
    // Another database is none of its business.
    let other = server.database();
    let ran = reconcile(&project, server, TOKEN, &["apply", &format!("d1:{}", other.name)]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
}

/// reconcile with nothing of Cloudflare's in its environment but these.
fn with(project: &Project, variables: &[(&str, &str)], arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reconcile"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CLOUDFLARE_") || name.starts_with("CF_") {
            command.env_remove(name.as_ref());
        }
    }
    let output = command
        .args(arguments)
        .current_dir(project.root())
        .env("HOME", project.root().join("home"))
        .env_remove("XDG_CONFIG_HOME")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    for secret in [TOKEN, "wrong-token"] {
        assert!(!text.contains(secret), "a token is shown: {text}");
    }
    (output.status.success(), text.into_owned())
}

/// wrangler, likewise.
fn wrangler(project: &Project, variables: &[(&str, &str)], arguments: &[&str]) -> bool {
    let mut command =
        project.command(&[&["d1", "execute", "DB", "--remote", "--command", "SELECT 1"], arguments].concat());
    for name in [
        "CLOUDFLARE_API_BASE_URL",
        "CLOUDFLARE_API_TOKEN",
        "CLOUDFLARE_ACCOUNT_ID",
    ] {
        command.env_remove(name);
    }
    command
        .envs(variables.iter().copied())
        .output()
        .unwrap()
        .status
        .success()
}

fn credentials_are_read_from_files_as_wrangler_reads_them(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    project.configure(json!({"env": {"staging": {"d1_databases": [project.entry]}}}));
    let place = format!(
        "CLOUDFLARE_API_BASE_URL={}\nexport CLOUDFLARE_ACCOUNT_ID=\"{}\"\n",
        server.base, server.account
    );
    project.write(
        ".env",
        &format!("{place}TOKEN_OF_A_PERSON='{TOKEN}'\nCLOUDFLARE_API_TOKEN=${{TOKEN_OF_A_PERSON}} # expanded\n"),
    );
    let both = |variables: &[(&str, &str)], flags: &[&str], expected: bool| {
        let (ours, text) = with(&project, variables, &[&["status", "d1:DB"], flags].concat());
        let theirs = wrangler(&project, variables, flags);
        assert_eq!((ours, theirs), (expected, expected), "{variables:?} {flags:?}: {text}");
    };
    both(&[], &[], true);
    both(&[("CLOUDFLARE_API_TOKEN", "wrong-token")], &[], false);
    both(&[("CLOUDFLARE_API_TOKEN", "")], &[], true);
    project.write(".env.staging", "CLOUDFLARE_API_TOKEN=wrong-token\n");
    both(&[], &[], true);
    both(&[("CLOUDFLARE_ENV", "staging")], &[], true);
    both(&[], &["--env", "staging"], false);
    project.write(".env.staging.local", &format!("CLOUDFLARE_API_TOKEN={TOKEN}\n"));
    both(&[], &["--env", "staging"], true);
    project.write(".env.local", "CLOUDFLARE_API_TOKEN=wrong-token\n");
    both(&[], &[], false);
    // A target that has its environment in the config needs no flag for its file.
    project.write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      staging: { at: 'd1:DB', env: staging }\n",
    );
    let (succeeded, text) = with(&project, &[], &["status", "staging"]);
    assert!(succeeded, "{text}");
}

fn the_workers_own_variables_come_last(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let place = format!(
        "CLOUDFLARE_API_BASE_URL={}\nCLOUDFLARE_ACCOUNT_ID={}\n",
        server.base, server.account
    );
    let (succeeded, text) = with(&project, &[], &["status", "d1:DB"]);
    assert!(!succeeded && text.contains("no Cloudflare credentials"), "{text}");
    project.write(".dev.vars", &format!("{place}CLOUDFLARE_API_TOKEN={TOKEN}\n"));
    let (succeeded, text) = with(&project, &[], &["status", "d1:DB"]);
    assert!(succeeded, "{text}");
    project.write(".env", "CLOUDFLARE_API_TOKEN=wrong-token\n");
    let base = [
        ("CLOUDFLARE_API_BASE_URL", server.base.as_str()),
        ("CLOUDFLARE_ACCOUNT_ID", server.account.as_str()),
    ];
    assert!(
        !with(&project, &base, &["status", "d1:DB"]).0,
        "the Worker's token is not taken where another is given"
    );
}

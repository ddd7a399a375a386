//! `fleet apply --runner workflow`: the project that it writes, and what it asks of wrangler. tests/d1 runs the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::str;

use crate::Sandbox;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/fleet-worker")
}

fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap().map(|it| it.unwrap().path()) {
            match entry.is_dir() {
                true => open.push(entry),
                false => {
                    let name = entry.strip_prefix(folder).unwrap().to_path_buf();
                    found.insert(name, fs::read_to_string(&entry).unwrap());
                }
            }
        }
    }
    found
}

/// The example without its runner.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::empty();
    for (name, text) in files(&example()) {
        if !name.starts_with("runner") {
            sandbox.write(&name.display().to_string(), &text);
        }
    }
    sandbox
}

const WRITE: [&str; 8] = [
    "fleet",
    "apply",
    "--runner",
    "workflow",
    "--out",
    "runner",
    "--run",
    "20261101T000000Z-0000",
];

#[test]
fn the_example_is_what_the_command_writes() {
    let sandbox = sandbox();
    sandbox.run(&WRITE).is(
        0,
        str![[r#"
wrote runner for run RUN: 3 databases, 1 Worker
next: cd runner && npm install, then:
  npx wrangler deploy --config shards/1/wrangler.jsonc
  npx wrangler workflows trigger reconcile-fleet-clients-1-drive --id RUN-shard-1 --config shards/1/wrangler.jsonc

"#]],
        str![[r#""#]],
    );
    let written = files(&sandbox.path("runner"));
    let committed = example().join("runner");
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        let _ = fs::remove_dir_all(&committed);
        for (name, text) in &written {
            let path = committed.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    assert!(
        files(&committed) == written,
        "RECONCILE_BLESS=1 writes examples/fleet-worker/runner again"
    );
    for (name, text) in &written {
        let longest = text.lines().map(str::len).max().unwrap_or_default();
        let is_code = ![
            "migrations.ts",
            "parts.ts",
            "shapes.ts",
            "run.ts",
            "members.ts",
            "wrangler.jsonc",
        ]
        .iter()
        .any(|it| name.ends_with(it));
        assert!(!is_code || longest <= 130, "{}: {longest}", name.display());
    }
}

#[test]
fn a_smaller_fleet_leaves_no_shard_behind() {
    let sandbox = sandbox();
    let mut two = WRITE.to_vec();
    two.extend(["--shard-size", "2"]);
    assert_eq!(sandbox.run(&two).code, 0);
    assert!(sandbox.path("runner/shards/2/wrangler.jsonc").exists());
    assert_eq!(sandbox.run(&WRITE).code, 0);
    assert!(!sandbox.path("runner/shards/2").exists());
    let config: serde_json::Value = serde_json::from_str(&sandbox.read("runner/shards/1/wrangler.jsonc")).unwrap();
    assert_eq!(config["d1_databases"].as_array().unwrap().len(), 4);
    assert_eq!(
        (&config["workers_dev"], &config["routes"]),
        (&false.into(), &serde_json::Value::Null),
        "nothing leads to the Worker"
    );
}

#[test]
fn what_no_worker_can_do_is_refused() {
    let sandbox = sandbox();
    let mut arguments = WRITE.to_vec();
    arguments.extend(["--central", "dev"]);
    sandbox.run(&arguments).is(
        1,
        str![[r#""#]],
        str![[r#"
error: dev is sqlite:dev.db, which no Worker can reach
help: run `reconcile apply` on it; the runner is for D1 at Cloudflare

"#]],
    );
    let mut arguments = WRITE.to_vec();
    arguments[7] = "a:b";
    sandbox.run(&arguments).is(
        1,
        str![[r#""#]],
        str![[r#"
error: a:b cannot be part of the id of a Workflow instance
help: use up to 60 letters, digits, - and _

"#]],
    );
    let rebuilt = "CREATE TABLE other (id INTEGER PRIMARY KEY, email TEXT);\nINSERT INTO other SELECT * FROM users;\n\
        DROP TABLE users;\nALTER TABLE other RENAME TO users;\n";
    sandbox.write("migrations/0003_rebuilt.sql", rebuilt);
    sandbox.run(&WRITE).is(
        3,
        str![""],
        str![[r#"
refused: 0003_rebuilt.sql was written by hand and is not proven, so it must be allowed
  line 3: rows-lost: DROP TABLE users: rows of posts are deleted
help: to allow that: add --allow rows-lost; or write above the statement: -- reconcile: allow rows-lost because REASON

"#]],
    );
    let mut arguments = WRITE.to_vec();
    arguments.extend(["--allow", "all"]);
    assert_eq!(sandbox.run(&arguments).code, 0);
}

/// A stand-in for wrangler that notes what it is asked.
#[cfg(unix)]
#[test]
fn each_worker_is_sent_and_started() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = sandbox();
    let script =
        "#!/bin/sh\necho \"$@\" >> asked\ncase \"$*\" in *shard-2*) echo 'instance already exists'; exit 1;; esac\n";
    sandbox.write("runner/node_modules/.bin/wrangler", script);
    let path = sandbox.path("runner/node_modules/.bin/wrangler");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let mut arguments = WRITE.to_vec();
    arguments.extend(["--shard-size", "2", "--deploy"]);
    sandbox.run(&arguments).is(
        3,
        str![[r#""#]],
        str![[r#"
refused: 3 databases of clients will be changed, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert!(!sandbox.path("runner/asked").exists());
    arguments.push("--yes");
    sandbox.run(&arguments).is(
        0,
        str![[r#"
run RUN started: 3 databases, 2 Workers
next: reconcile fleet collect --run RUN

"#]],
        str![[r#"
wrangler deploy --config shards/1/wrangler.jsonc
wrangler workflows trigger reconcile-fleet-clients-1-drive --id RUN-shard-1 --config shards/1/wrangler.jsonc
wrangler deploy --config shards/2/wrangler.jsonc
wrangler workflows trigger reconcile-fleet-clients-2-drive --id RUN-shard-2 --config shards/2/wrangler.jsonc

"#]],
    );
    let asked = sandbox.read("runner/asked");
    assert_eq!(asked.lines().count(), 4, "{asked}");
    sandbox.write(
        "runner/node_modules/.bin/wrangler",
        "#!/bin/sh\necho '[ERROR] no account'; exit 1\n",
    );
    sandbox.run(&arguments).is(
        1,
        str![[r#""#]],
        str![[r#"
wrangler deploy --config shards/1/wrangler.jsonc
error: `wrangler deploy --config shards/1/wrangler.jsonc` failed: [ERROR] no account
help: run it in that folder to see all that it says

"#]],
    );
}

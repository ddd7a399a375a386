//! Which database a target means, and that what the config says of a database holds however it is written.
//!
//! Names that only Cloudflare can tell apart are in tests/d1/targets.rs.

use snapbox::str;

use crate::Sandbox;
use crate::sandbox::Run;

/// Two databases with a name each, of the top level and of an environment.
const WRANGLER: &str = r#"{
  "name": "shop",
  "d1_databases": [{"binding": "DB", "database_name": "shop-dev", "database_id": "00000000-0000-4000-8000-000000000001"}],
  "env": {
    "staging": {"d1_databases": [
      {"binding": "DB", "database_name": "shop-staging", "database_id": "00000000-0000-4000-8000-000000000002", "migrations_dir": "staging"}
    ]}
  }
}"#;

/// A run that fails if it asks Cloudflare anything.
fn offline(sandbox: &Sandbox, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = sandbox.command(arguments);
    command
        .env("CLOUDFLARE_API_BASE_URL", "http://127.0.0.1:1/client/v4")
        .env("CLOUDFLARE_API_TOKEN", "a-token")
        .env("CLOUDFLARE_ACCOUNT_ID", "a")
        .envs(variables.iter().copied());
    Run::of(&mut command)
}

#[test]
fn a_name_of_another_environment_is_an_error_that_names_the_flag() {
    let sandbox = Sandbox::empty();
    sandbox.write("wrangler.json", WRANGLER);
    sandbox.write("migrations/0001_a.sql", "CREATE TABLE a (x);\n");
    for target in [
        "d1:shop-staging",
        "d1:00000000-0000-4000-8000-000000000002",
        "d1-local:shop-staging",
    ] {
        for verb in ["plan", "apply", "status", "drift", "inspect", "baseline", "backup"] {
            let run = offline(&sandbox, &[], &[verb, target]);
            assert_eq!(run.code, 1, "{verb} {target}");
            assert_eq!(
                run.stderr,
                format!(
                    "error: {target} is not a database of the top level in wrangler.json: environment staging declares it\n\
                     help: pass --env staging; for a target of reconcile.yaml, write its `env:` next to its `at:`\n"
                ),
                "{verb}"
            );
        }
    }
    offline(&sandbox, &[], &["status", "d1:shop-dev", "--env", "staging"]).is(
        1,
        str![],
        str![[r#"
error: d1:shop-dev is not a database of environment staging in wrangler.json: the top level declares it
help: pass --env ''; for a target of reconcile.yaml, write its `env:` next to its `at:`

"#]],
    );
}

#[test]
fn the_variable_chooses_the_environment_and_the_flag_goes_first() {
    let sandbox = Sandbox::empty();
    sandbox.write("wrangler.json", WRANGLER);
    sandbox.write("schema/schema.sql", "CREATE TABLE a (x);\n");
    sandbox.write("staging/0001_a.sql", "CREATE TABLE a (x);\n");
    let staging = [("CLOUDFLARE_ENV", "staging")];
    let run = offline(&sandbox, &staging, &["apply", "d1-local:DB"]);
    assert_eq!(
        run.target.as_deref(),
        Some("target: d1-local:DB, local file of wrangler dev, environment staging (by CLOUDFLARE_ENV)")
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let status = offline(&sandbox, &staging, &["status"]);
    assert!(
        status.stdout.contains("0001_a.sql"),
        "the folder of that very binding: {}",
        status.stdout
    );
    assert_eq!(status.stderr, "environment staging (by CLOUDFLARE_ENV)\n");
    for flag in ["--env=", "--env=staging"] {
        let run = offline(&sandbox, &[("CLOUDFLARE_ENV", "nowhere")], &["status", flag]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{flag}");
    }
    let top = offline(&sandbox, &staging, &["status", "--env", "", "--format", "json"]).json();
    assert_eq!(top["target"], "d1-local:DB");
    assert!(!top.to_string().contains("0001_a.sql"), "{top}");
    offline(&sandbox, &[("CLOUDFLARE_ENV", "nowhere")], &["status"]).is(
        1,
        str![],
        str![[r#"
error: environment nowhere (CLOUDFLARE_ENV) is not in wrangler.json
help: set CLOUDFLARE_ENV to one of staging, or an empty one for the top level

"#]],
    );
    // As wrangler, which only warns: a config without environments has its top level for all.
    sandbox.write(
        "wrangler.json",
        r#"{"d1_databases": [{"binding": "DB", "database_id": "1"}]}"#,
    );
    let run = offline(&sandbox, &[("CLOUDFLARE_ENV", "nowhere")], &["status"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            0,
            "the top level, since wrangler.json has no environment nowhere (CLOUDFLARE_ENV)\n"
        )
    );
    assert_eq!(
        offline(&sandbox, &[], &["status", "--env", "nowhere"]).code,
        1,
        "a flag is meant"
    );
}

#[test]
fn the_variable_may_be_in_a_dotenv_file_of_the_working_folder() {
    let sandbox = Sandbox::empty();
    sandbox.write("wrangler.json", WRANGLER);
    sandbox.write(".env", "export CLOUDFLARE_ENV='staging' # as wrangler reads it\n");
    let run = offline(&sandbox, &[], &["status"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "environment staging (by CLOUDFLARE_ENV)\n")
    );
    let run = offline(&sandbox, &[("CLOUDFLARE_ENV", "elsewhere")], &["status"]);
    assert!(
        run.stderr
            .contains("environment elsewhere (CLOUDFLARE_ENV) is not in wrangler.json"),
        "the process goes first: {}",
        run.stderr
    );
}

#[test]
fn databases_in_environments_alone_need_one_to_be_named() {
    let sandbox = Sandbox::empty();
    let text = WRANGLER.replace("\"d1_databases\": [{\"binding\": \"DB\", \"database_name\": \"shop-dev\", \"database_id\": \"00000000-0000-4000-8000-000000000001\"}],", "");
    sandbox.write("wrangler.json", &text);
    sandbox.write("staging/0001_a.sql", "CREATE TABLE a (x);\n");
    offline(&sandbox, &[], &["status"]).is(
        1,
        str![],
        str![[r#"
error: the databases of wrangler.json belong to its environments: staging
help: choose one, as in --env staging

"#]],
    );
    assert_eq!(offline(&sandbox, &[], &["status", "--env", "staging"]).code, 0);
    // `init` knows them without, and its next commands work.
    sandbox.run(&["init"]).is(0, str![[r#"
reconcile.yaml
schema/schema.sql

"#]], str![[r#"
schema/schema.sql is what 1 migration in staging makes: 1 table
targets of shop-staging, with those of wrangler.json: local (d1-local:DB, environment staging), staging (d1:shop-staging, environment staging, protected)
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]]);
    snapbox::assert_data_eq!(
        sandbox.read("reconcile.yaml"),
        str![[r#"
# What reconcile works on: docs/configuration.md lists every key.
databases:
  shop-staging:
    schema: schema
    migrations: staging
    targets:
      local:
        at: d1-local:DB
        env: staging
      staging:
        at: d1:shop-staging
        env: staging
        protected: true
    default: local

"#]]
    );
    for words in [
        &["plan"] as &[&str],
        &["apply"],
        &["verify"],
        &["lint"],
        &["drift"],
        &["status", "local"],
    ] {
        let run = offline(&sandbox, &[], words);
        assert_eq!(run.code, 0, "{words:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn what_no_config_declares_takes_no_migrations_of_another() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "wrangler.json",
        r#"{"d1_databases": [{"binding": "DB", "database_name": "a", "database_id": "1"}]}"#,
    );
    sandbox.write("migrations/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n",
    );
    let run = offline(&sandbox, &[], &["status", "d1:DB"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.starts_with(
            "error: d1:DB takes its migrations from migrations in wrangler.json, and database app has generated\n"
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn a_local_database_by_its_id_needs_no_config() {
    let sandbox = Sandbox::empty();
    sandbox.write("app/wrangler.json", WRANGLER);
    sandbox.write("app/migrations/0001_a.sql", "CREATE TABLE a (x);\n");
    let mut inside = sandbox.command(&["apply", "d1-local:DB"]);
    inside.current_dir(sandbox.path("app"));
    assert_eq!(Run::of(&mut inside).code, 0);
    let words = [
        "d1-local:00000000-0000-4000-8000-000000000001",
        "--persist-to",
        "app/.wrangler/state",
    ];
    let run = sandbox.run(&["inspect", words[0], words[1], words[2]]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "CREATE TABLE a (x);\n"),
        "{}",
        run.stderr
    );
    assert_eq!(
        sandbox.run(&["inspect", words[0]]).code,
        1,
        "nothing says where the state is"
    );
    // And by its config, wherever that is and whatever it is called.
    std::fs::rename(sandbox.path("app/wrangler.json"), sandbox.path("app/wrangler.dev.json")).unwrap();
    let run = sandbox.run(&["inspect", "d1-local:DB", "--wrangler", "app/wrangler.dev.json"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "CREATE TABLE a (x);\n"),
        "{}",
        run.stderr
    );
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    wrangler: app/wrangler.dev.json\n    migrations: app/migrations\n    targets:\n      local: {at: d1-local:DB, env: ''}\n",
    );
    let status = sandbox.run(&["status", "--format", "json"]);
    assert_eq!(status.json()["verdict"], "in-sync", "{}", status.stdout);
    let run = sandbox.run(&["status", "--env", "staging"]);
    assert!(run.stderr.contains("--env is environment staging"), "{}", run.stderr);
}

const PROTECTED: &str = "\
databases:
  app:
    targets:
      dev: sqlite:dev.db
      live:
        at: sqlite:data/live.db
        environment: production
        protected: true
        policy: {drop-table: deny}
    default: dev
";

#[test]
#[cfg(unix)]
fn protection_holds_for_every_spelling_of_a_path() {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", PROTECTED);
    sandbox.write("data/note.txt", "");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    std::os::unix::fs::symlink("data", sandbox.path("link")).unwrap();
    let absolute = format!("sqlite:{}", sandbox.path("data/live.db").display());
    let spellings = [
        "sqlite:data/live.db",
        "sqlite:./data/../data//live.db",
        "sqlite:link/live.db",
        absolute.as_str(),
    ];
    let refused = |spelling: &str| {
        let run = sandbox.run(&["apply", spelling]);
        assert_eq!(run.code, 3, "{spelling}: {}", run.stderr);
        assert!(run.stderr.contains("live is protected"), "{}", run.stderr);
        let line = format!("target: live ({spelling}), local file, protected");
        assert_eq!(run.target.as_deref(), Some(line.as_str()));
    };
    spellings.iter().for_each(|it| refused(it));
    assert_eq!(sandbox.run(&["apply", "live", "--yes"]).code, 0);
    let live = rusqlite::Connection::open(sandbox.path("data/live.db")).unwrap();
    live.execute_batch("INSERT INTO users VALUES (1, 'a'); INSERT INTO posts VALUES (1, 1, 'x')")
        .unwrap();
    std::fs::hard_link(sandbox.path("data/live.db"), sandbox.path("second.db")).unwrap();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n",
    );
    for spelling in spellings.iter().chain(&["sqlite:second.db"]) {
        refused(spelling);
        // Its policy is of the database, too.
        let plan = sandbox.run(&[
            "plan",
            spelling,
            "--allow",
            "drop-table",
            "--dry-run",
            "--format",
            "json",
        ]);
        assert_eq!(plan.code, 3, "{spelling}: {}{}", plan.stdout, plan.stderr);
        let baseline = sandbox.run(&["baseline", spelling]);
        assert_eq!(baseline.code, 3, "{spelling}: {}", baseline.stderr);
    }
    assert_eq!(
        sandbox.run(&["plan", "dev", "--allow", "drop-table", "--dry-run"]).code,
        0
    );
}

#[test]
fn a_second_name_protects_no_less_and_a_file_of_wrangler_is_a_file() {
    let sandbox = Sandbox::new();
    sandbox.write("wrangler.json", WRANGLER);
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      copy: sqlite:live.db\n      live: {at: sqlite:live.db, protected: true, policy: {drop-table: deny}}\n      local: {at: d1-local:DB, env: '', protected: true}\n    default: copy\n",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    let run = sandbox.run(&["apply"]);
    assert_eq!(
        (run.code, run.target.as_deref()),
        (3, Some("target: copy (sqlite:live.db), local file, protected"))
    );
    assert_eq!(sandbox.run(&["apply", "local", "--yes"]).code, 0);
    let folder = sandbox.path(".wrangler/state/v3/d1/miniflare-D1DatabaseObject");
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    assert_eq!(sandbox.run(&["plan", "local"]).code, 0);
    for target in [format!("sqlite:{}", file.display()), "d1-local:shop-dev".to_owned()] {
        let run = sandbox.run(&["apply", &target]);
        assert_eq!(run.code, 3, "{target}: {}", run.stderr);
        assert!(run.stderr.contains("local is protected"), "{}", run.stderr);
    }
}

#[test]
fn plan_and_apply_say_first_which_database_and_where() {
    let sandbox = Sandbox::new();
    // What a plan for a file says begins with its name.
    let run = sandbox.run(&["plan", "--check"]);
    assert!(run.stdout.starts_with("dev (sqlite:dev.db): "), "{}", run.stdout);
    for words in [&["apply"] as &[&str], &["apply", "--dry-run"]] {
        let run = sandbox.run(words);
        assert_eq!(
            run.target.as_deref(),
            Some("target: dev (sqlite:dev.db), local file"),
            "{words:?}"
        );
    }
    let run = sandbox.run(&["apply", "sqlite:other.db"]);
    assert_eq!(run.target.as_deref(), Some("target: sqlite:other.db, local file"));
    assert_eq!(sandbox.run(&["plan", "-q"]).target, None);
}

#[test]
fn a_target_of_one_database_is_not_one_of_another() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  a:\n    schema: a\n    targets: {a-dev: sqlite:a.db}\n  b:\n    schema: b\n    targets: {b-dev: sqlite:b.db}\n",
    );
    sandbox.write("a/schema.sql", "CREATE TABLE a (x);\n");
    sandbox.write("b/schema.sql", "CREATE TABLE b (x);\n");
    for words in [
        &["plan", "a-dev", "--check"] as &[&str],
        &["plan", "sqlite:./a.db", "--check"],
    ] {
        let run = sandbox.run(words);
        assert_eq!(run.code, 2, "the database is known by its target: {}", run.stderr);
        assert!(run.stdout.contains("table a"), "{}", run.stdout);
    }
    sandbox.run(&["plan", "sqlite:./a.db", "--database", "b"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:./a.db is target a-dev of database a
help: pass --database a, or remove --database

"#]],
    );
}

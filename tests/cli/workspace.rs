//! Several databases: of one config, and of the configs of a workspace; some or all of them at once.

use snapbox::str;

use crate::Sandbox;

/// Two packages with a config each, below a root that names them.
fn packages() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", "workspace: [\"packages/*\"]\n");
    for (name, table) in [("api", "users"), ("jobs", "tasks")] {
        sandbox.write(
            &format!("packages/{name}/reconcile.yaml"),
            &format!("databases:\n  {name}:\n    migrations: migrations\n    targets:\n      dev: sqlite:{name}.db\n"),
        );
        let sql = format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY);\n");
        sandbox.write(&format!("packages/{name}/schema/schema.sql"), &sql);
        sandbox.write(&format!("packages/{name}/migrations/0001_{table}.sql"), &sql);
    }
    sandbox
}

#[test]
fn one_some_or_all_of_them() {
    let sandbox = packages();
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: the config has several databases: api, jobs
help: choose with --database: api, jobs; or run it on all of them with --all

"#]],
    );
    sandbox.run(&["plan", "--database", "nobody"]).is(
        1,
        str![],
        str![[r#"
error: the config has no database nobody
help: choose one with --database: api, jobs

"#]],
    );
    sandbox.run(&["apply", "--database", "api"]).is(
        0,
        str![[r#"
dev (sqlite:packages/api/api.db): applied 1 migration in # ms
  0001_users.sql  # ms

"#]],
        str![[r#"
1/1 0001_users.sql

"#]],
    );
    assert!(sandbox.path("packages/api/api.db").exists());
    sandbox.run(&["status", "--all"]).is(
        0,
        str![[r#"
dev (sqlite:packages/api/api.db): 1 of 1 applied

migration       state    applied           by
0001_users.sql  applied  NOW  octocat

all applied; to compare the schema itself, run `reconcile drift dev --database api`
dev (sqlite:packages/jobs/jobs.db): 0 of 1 applied, 1 pending
sqlite:packages/jobs/jobs.db has no ledger yet: no migration was ever applied to it

migration       state    applied  by
0001_tasks.sql  pending

1 migration is pending: reconcile apply dev --database jobs

database  target                        result   code
api       sqlite:packages/api/api.db    in-sync  0
jobs      sqlite:packages/jobs/jobs.db  pending  0

2 databases: 2 ok

"#]],
        str![[r#"
api:

jobs:

"#]],
    );
    sandbox.run(&["apply", "--database", "jobs,api"]).is(
        0,
        str![[r#"
dev (sqlite:packages/api/api.db): nothing to apply
dev (sqlite:packages/jobs/jobs.db): applied 1 migration in # ms
  0001_tasks.sql  # ms

database  target                        result   code
api       sqlite:packages/api/api.db    in-sync  0
jobs      sqlite:packages/jobs/jobs.db  applied  0

2 databases: 2 ok

"#]],
        str![[r#"
api:
target: dev (sqlite:packages/api/api.db), local file

jobs:
target: dev (sqlite:packages/jobs/jobs.db), local file
1/1 0001_tasks.sql

"#]],
    );
    sandbox.run(&["plan", "--all"]).is(
        0,
        str![[r#"
dev (sqlite:packages/api/api.db): in sync with the schema
dev (sqlite:packages/jobs/jobs.db): in sync with the schema

database  target                        result   code
api       sqlite:packages/api/api.db    in-sync  0
jobs      sqlite:packages/jobs/jobs.db  in-sync  0

2 databases: 2 ok

"#]],
        str![[r#"
api:

jobs:

"#]],
    );
    assert_eq!(sandbox.run(&["drift", "--all", "--quiet"]).code, 0);
}

#[test]
fn the_worst_code_is_that_of_all() {
    let sandbox = packages();
    assert_eq!(sandbox.run(&["apply", "--all"]).code, 0);
    sandbox.write(
        "packages/jobs/schema/schema.sql",
        "CREATE TABLE tasks (id INTEGER PRIMARY KEY, what TEXT);\n",
    );
    sandbox.run(&["plan", "--check", "--all"]).is(
        2,
        str![[r#"
dev (sqlite:packages/api/api.db): in sync with the schema
dev (sqlite:packages/jobs/jobs.db): 1 change, would write packages/jobs/migrations/0002_add_what_to_tasks.sql

  + tasks.what  TEXT

Proven on generated rows: 5 rows in 1 table before and after, none lost; every foreign key holds; a second plan is empty

database  target                        result   code
api       sqlite:packages/api/api.db    in-sync  0
jobs      sqlite:packages/jobs/jobs.db  changes  2

2 databases: 1 ok, 1 different

"#]],
        str![[r#"
api:

jobs:

"#]],
    );
    sandbox.write("packages/api/schema/schema.sql", "CREATE TABLE users (id\n");
    assert_eq!(sandbox.run(&["plan", "--check", "--all"]).code, 1);
    let json = sandbox.run(&["plan", "--check", "--all", "--format", "json"]).json();
    assert_eq!(
        (&json["verdict"], &json["target"]),
        (&"failed".into(), &"api, jobs".into())
    );
    assert_eq!(json["databases"][1]["code"], 2);
    assert_eq!(json["databases"][1]["result"]["verdict"], "changes");
    assert_eq!(json["databases"][1]["config"], "packages/jobs/reconcile.yaml");
}

#[test]
fn a_report_for_each_and_formats_of_one_document() {
    let sandbox = packages();
    sandbox
        .run(&["lint", "--all", "--format", "sarif"])
        .is(1, str![[r#"
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "reconcile",
          "semanticVersion": "0.1.0",
          "rules": [
            {
              "id": "error",
              "shortDescription": {
                "text": "the command came to no result"
              },
              "help": {
                "text": "docs/output.md in the documentation"
              }
            }
          ]
        }
      },
      "automationDetails": {
        "id": "reconcile/run/"
      },
      "invocations": [
        {
          "executionSuccessful": false,
          "toolExecutionNotifications": [
            {
              "level": "error",
              "message": {
                "text": "--format sarif is one document, of one database\nname one database, or write a file for each with --report"
              }
            }
          ]
        }
      ],
      "columnKind": "unicodeCodePoints",
      "results": [
        {
          "ruleId": "error",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "--format sarif is one document, of one database\nname one database, or write a file for each with --report"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "reconcile.yaml"
                },
                "region": {
                  "startLine": 1
                }
              }
            }
          ],
          "partialFingerprints": {
            "reconcile/v1": "364bb3e18747b45e50e1915e3014a58e"
          }
        }
      ]
    }
  ]
}

"#]], str![[r#"
error: --format sarif is one document, of one database
help: name one database, or write a file for each with --report

"#]]);
    assert_eq!(
        sandbox.run(&["lint", "--all", "--report", "sarif=out/lint.sarif"]).code,
        0
    );
    assert!(sandbox.path("out/lint.api.sarif").exists() && sandbox.path("out/lint.jobs.sarif").exists());
    sandbox.run(&["init", "--all"]).is(
        1,
        str![],
        str![[r#"
error: this command is not about a database
help: leave out --all and --database

"#]],
    );
    sandbox.run(&["lint", "--all", "--database", "api"]).is(
        1,
        str![],
        str![[r#"
error: --all and --database cannot be used together
help: leave out one of them

"#]],
    );
}

#[test]
fn packages_share_a_folder_and_a_config_of_wrangler_elsewhere() {
    let sandbox = Sandbox::empty();
    let wrangler = r#"{"d1_databases": [{"binding": "DB", "database_name": "NAME", "database_id": "ID", "migrations_dir": "../../db"}]}"#;
    for (package, id) in [("a", "1"), ("b", "2"), ("c", "2")] {
        let text = wrangler.replace("NAME", &format!("db-{id}")).replace("ID", id);
        sandbox.write(&format!("services/{package}/wrangler.jsonc"), &text);
    }
    sandbox.write("db/0001_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    assert_eq!(sandbox.run(&["init"]).code, 0);
    snapbox::assert_data_eq!(
        sandbox.read("reconcile.yaml"),
        str![[r#"
# What reconcile works on: docs/configuration.md lists every key.
databases:
  db-1:
    schema: schema/db-1
    migrations: db
    wrangler: services/a/wrangler.jsonc
    targets:
      local: d1-local:DB
      production:
        at: d1:db-1
        protected: true
        environment: production
    default: local
  db-2:
    schema: schema/db-1
    migrations: db
    wrangler: services/b/wrangler.jsonc
    targets:
      local: d1-local:DB
      production:
        at: d1:db-2
        protected: true
        environment: production
    default: local

"#]]
    );
    assert!(sandbox.names().iter().filter(|it| it.starts_with("schema/")).count() == 1);
    for words in [&["plan", "--all"] as &[&str], &["apply", "--all"], &["drift", "--all"]] {
        let done = sandbox.run(words);
        assert_eq!(done.code, 0, "{words:?}: {}{}", done.stdout, done.stderr);
    }
}

#[test]
fn a_workspace_that_finds_nothing() {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", "workspace: [\"packages/*\"]\n");
    sandbox.run(&["plan", "--all"]).is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml: workspace names packages/*, where no folder has a reconcile.yaml
help: write the config of a package with `reconcile init` in its folder

"#]],
    );
    sandbox.write("reconcile.yaml", "policy: {}\n");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:1: missing field `databases`
help: correct that line; docs/configuration.md lists every key

"#]],
    );
}

//! `fleet list`: the databases of the config's fleets, and what is wrong with a list.

use snapbox::str;

use crate::Sandbox;

const CONFIG: &str = r#"
databases:
  app:
    targets:
      eu: d1:app-eu
    fleets:
      clients: { registry: config/clients.json, where: { active: true }, at: "sqlite:data/{id}.db" }
      local: { files: "data/*.db" }
      regions: { targets: [eu, "d1:app-us"] }
"#;

const CLIENTS: &str = r#"[
  { "id": "a", "display": "A Ltd", "active": true },
  { "id": "b", "active": true },
  { "id": "c", "active": false }
]"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.write("config/clients.json", CLIENTS);
    for name in ["a", "b", "c"] {
        sandbox.write(&format!("data/{name}.db"), "");
    }
    sandbox
}

#[test]
fn every_fleet_and_its_databases() {
    sandbox().run(&["fleet", "list"]).is(
        0,
        str![[r#"
clients: 2 databases, 1 entry left out
registry config/clients.json
name  target
a     sqlite:data/a.db
b     sqlite:data/b.db

local: 3 databases
files data/*.db
name  target
a     sqlite:data/a.db
b     sqlite:data/b.db
c     sqlite:data/c.db

regions: 2 databases
targets of the config
name       target
eu         d1:app-eu
d1:app-us  d1:app-us

"#]],
        str![],
    );
}

#[test]
fn one_fleet_with_the_fields_of_its_registry() {
    let run = sandbox().run(&["fleet", "list", "clients", "--format", "json"]);
    let json = run.json();
    assert_eq!(json["fleets"][0]["members"][0]["entry"]["display"], "A Ltd");
    assert_eq!(json["fleets"][0]["left_out"], 1);
    assert_eq!(json["fleets"].as_array().unwrap().len(), 1);
}

#[test]
fn a_fleet_that_is_not_there() {
    sandbox().run(&["fleet", "list", "client"]).is(
        1,
        str![],
        str![[r#"
error: unknown fleet client
help: did you mean clients? name one of clients, local, regions

"#]],
    );
    let sandbox = Sandbox::applied();
    sandbox.run(&["fleet", "list"]).is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml has no fleet of this database
help: list its databases there, as in `fleets: { local: { files: "data/*.db" } }`: docs/fleets.md

"#]],
    );
}

#[test]
fn a_list_that_cannot_be_used() {
    let sandbox = sandbox();
    sandbox.write(
        "config/clients.json",
        r#"[{ "id": "a", "active": true }, { "active": true }]"#,
    );
    sandbox.run(&["fleet", "list", "clients"]).is(
        1,
        str![],
        str![[r#"
error: config/clients.json: entry 2 has no id, which `at: sqlite:data/{id}.db` needs
help: a registry is a list of objects, one per database: docs/fleets.md has an example

"#]],
    );
    sandbox.write("config/clients.json", "[{ \"id\": \"a\", \"active\": true },\n]");
    sandbox.run(&["fleet", "list", "clients"]).is(
        1,
        str![],
        str![[r#"
error: config/clients.json:2: trailing comma
help: a registry is a list of objects, one per database: docs/fleets.md has an example

"#]],
    );
    sandbox.write(
        "reconcile.yaml",
        &CONFIG.replace("{ files: \"data/*.db\" }", "{ files: a, databases: b }"),
    );
    sandbox.run(&["fleet", "list", "local"]).is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:7: databases.app.fleets: a fleet has exactly one of targets, files, registry and databases
help: correct that line; docs/configuration.md lists every key

"#]],
    );
}

#[test]
fn files_next_to_the_config() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    fleets: { all: { files: \"*.db\" } }\n",
    );
    sandbox.write("b.db", "");
    sandbox.write("a.db", "");
    sandbox.run(&["fleet", "list"]).is(
        0,
        str![[r#"
all: 2 databases
files *.db
name  target
a     sqlite:a.db
b     sqlite:b.db

"#]],
        str![],
    );
}

#[test]
fn the_account_needs_credentials() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    fleets: { all: { databases: \"client-*\" } }\n",
    );
    sandbox.run(&["fleet", "list"]).is(1, str![], str![[r#"
error: cannot list the databases of the account: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler
help: check CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID

"#]]);
}

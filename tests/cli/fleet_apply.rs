//! `apply --fleet`: waves, the rule that stops them, what a second run does, and the run file.

use snapbox::str;

use crate::Sandbox;

const FLEET: &str = "
databases:
  app:
    fleets:
      clients: { files: \"data/*.db\" }
";

/// Five databases with one of two migrations, the last of them changed by hand.
fn sandbox(rollout: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", &format!("{FLEET}{rollout}"));
    sandbox.write("data/.gitkeep", "");
    sandbox.run(&["plan", "sqlite:data/a.db", "--name", "first"]);
    for name in ["a", "b", "c", "d", "e"] {
        let target = format!("sqlite:data/{name}.db");
        assert_eq!(sandbox.run(&["apply", &target]).code, 0);
        sandbox.sql_in(
            &format!("data/{name}.db"),
            "INSERT INTO users VALUES (1, 'a@example.org'); INSERT INTO posts VALUES (1, 1, 'x')",
        );
    }
    // The parent is rebuilt: its children's rows are what is at risk.
    let schema = crate::sandbox::SCHEMA.replace("email TEXT NOT NULL", "email TEXT NOT NULL UNIQUE");
    sandbox.write("schema/schema.sql", &schema);
    sandbox.run(&["plan", "sqlite:data/a.db", "--name", "unique"]);
    sandbox.sql_in("data/e.db", "CREATE INDEX by_body ON posts (body)");
    sandbox
}

fn children(sandbox: &Sandbox) -> Vec<i64> {
    let count = |name: &str| sandbox.count_in(&format!("data/{name}.db"), "SELECT count(*) FROM posts");
    ["a", "b", "c", "d", "e"].map(count).to_vec()
}

#[test]
fn one_wave_where_the_config_has_no_rollout() {
    let sandbox = sandbox("");
    sandbox.run(&["apply", "--fleet", "--only", "a,b,c,d"]).is(
        0,
        str![[r#"
clients: 4 databases: 4 applied
to see each database: reconcile fleet show RUN

"#]],
        str![[r#"
4 databases: a, b, c, d

"#]],
    );
    sandbox.run(&["apply", "--fleet", "clients", "--only", "a,b"]).is(
        0,
        str![[r#"
clients: 2 databases: 2 in sync
to see each database: reconcile fleet show RUN

"#]],
        str![[r#"
2 databases: a, b

"#]],
    );
    assert_eq!(children(&sandbox), [1, 1, 1, 1, 1]);
}

#[test]
fn a_refusal_stops_the_waves_and_the_rest_is_done_once_the_cause_is_gone() {
    let sandbox = sandbox(
        "    rollout:\n      - { name: canary, match: [e, a], parallel: 1 }\n      - { name: rest, parallel: 1 }\n",
    );
    sandbox.run(&["apply", "--fleet"]).is(3, str![[r#"
clients: 5 databases: 1 applied, 1 refused, 3 not started
stopped: 1 database of wave canary failed or refused; at most 0 may

refused: e
  0002_unique.sql: the live schema is not the reviewed one (made for d4909a5689ac, found 77efa5502eee)
    index by_body was added after the review
  help: see what was changed by hand with `reconcile drift` and undo it with `reconcile plan --undo-drift`; if nothing was, or to keep the change, put it into the schema and run `reconcile plan --redo 0002`

wave    databases  applied  in sync  refused  failed  not started
canary  2          1        0        1        0       0
rest    3          0        0        0        0       3
to try again what failed: reconcile apply --fleet clients --only e
to go on: reconcile apply --fleet clients
to see each database: reconcile fleet show RUN

"#]], str![[r#"
wave 1/2 canary: 2 databases: a, e

"#]]);
    sandbox.sql_in("data/e.db", "DROP INDEX by_body");
    sandbox.run(&["apply", "--fleet"]).is(
        0,
        str![[r#"
clients: 5 databases: 4 applied, 1 in sync
wave    databases  applied  in sync  refused  failed  not started
canary  2          1        1        0        0       0
rest    3          3        0        0        0       0
to see each database: reconcile fleet show RUN

"#]],
        str![[r#"
wave 1/2 canary: 2 databases: a, e
wave 2/2 rest: 3 databases: b, c, d

"#]],
    );
    sandbox.run(&["fleet", "show", "-v"]).is(
        0,
        str![[r#"
clients: 5 databases: 4 applied, 1 in sync

"#]],
        str![[r#"
a in-sync (# ms)
e applied 0002_unique.sql (# ms)
b applied 0002_unique.sql (# ms)
c applied 0002_unique.sql (# ms)
d applied 0002_unique.sql (# ms)

"#]],
    );
    sandbox.run(&["fleet", "runs"]).is(
        0,
        str![[r#"
run                    fleet    verdict  databases  applied  failed  by
RUN  clients  done     5          4        0       octocat
RUN  clients  stopped  5          1        1       octocat

"#]],
        str![],
    );
    assert_eq!(children(&sandbox), [1, 1, 1, 1, 1]);
}

#[test]
fn failures_that_are_borne_with_and_the_run_that_repeats_them() {
    let sandbox = sandbox("    rollout:\n      - { name: all, parallel: 1, max_failures: 50% }\n");
    sandbox.write("data/b.db", "no database, and long enough to be read as one");
    sandbox.run(&["apply", "--fleet", "--format", "json"]).is(1, str![[r#"
{"version":1,"target":"sqlite:data/a.db","verdict":"applied","name":"a","wave":"all","applied":["0002_unique.sql"],"at":"2023-11-14T22:13:20Z","duration_ms":0}
{"version":1,"target":"sqlite:data/b.db","verdict":"failed","name":"b","wave":"all","applied":[],"at":"2023-11-14T22:13:20Z","duration_ms":0,"error":"sqlite:data/b.db: the file is not an SQLite database"}
{"version":1,"target":"sqlite:data/c.db","verdict":"applied","name":"c","wave":"all","applied":["0002_unique.sql"],"at":"2023-11-14T22:13:20Z","duration_ms":0}
{"version":1,"target":"sqlite:data/d.db","verdict":"applied","name":"d","wave":"all","applied":["0002_unique.sql"],"at":"2023-11-14T22:13:20Z","duration_ms":0}
{"version":1,"target":"sqlite:data/e.db","verdict":"refused","name":"e","wave":"all","applied":[],"at":"2023-11-14T22:13:20Z","duration_ms":0,"error":"0002_unique.sql: the live schema is not the reviewed one (made for d4909a5689ac, found 77efa5502eee)\n  index by_body was added after the review","help":"see what was changed by hand with `reconcile drift` and undo it with `reconcile plan --undo-drift`; if nothing was, or to keep the change, put it into the schema and run `reconcile plan --redo 0002`"}
{"version":1,"target":"fleet clients","verdict":"failed","run":"RUN","databases":5,"counts":{"applied":3,"failed":1,"refused":1},"waves":[{"name":"all","databases":5,"counts":{"applied":3,"failed":1,"refused":1}}],"reason":null,"failures":[{"version":1,"target":"sqlite:data/b.db","verdict":"failed","name":"b","wave":"all","applied":[],"at":"2023-11-14T22:13:20Z","duration_ms":0,"error":"sqlite:data/b.db: the file is not an SQLite database"},{"version":1,"target":"sqlite:data/e.db","verdict":"refused","name":"e","wave":"all","applied":[],"at":"2023-11-14T22:13:20Z","duration_ms":0,"error":"0002_unique.sql: the live schema is not the reviewed one (made for d4909a5689ac, found 77efa5502eee)\n  index by_body was added after the review","help":"see what was changed by hand with `reconcile drift` and undo it with `reconcile plan --undo-drift`; if nothing was, or to keep the change, put it into the schema and run `reconcile plan --redo 0002`"}],"left_out":0}

"#]], str![[r#"
5 databases: a, b, c, d, e

"#]]);
    let runs = std::fs::read_dir(sandbox.path(".reconcile/runs")).unwrap();
    let run = runs.map(|it| it.unwrap().path()).next().unwrap();
    let run = run.file_stem().unwrap().to_str().unwrap();
    let again = sandbox.run(&["apply", "--fleet", "--only", "b,e"]);
    again.is(1, str![[r#"
clients: 2 databases: 1 refused, 1 failed
stopped: 2 databases of wave all failed or refused; at most 1 may

failed: b
  sqlite:data/b.db: the file is not an SQLite database

refused: e
  0002_unique.sql: the live schema is not the reviewed one (made for d4909a5689ac, found 77efa5502eee)
    index by_body was added after the review
  help: see what was changed by hand with `reconcile drift` and undo it with `reconcile plan --undo-drift`; if nothing was, or to keep the change, put it into the schema and run `reconcile plan --redo 0002`

to try again what failed: reconcile apply --fleet clients --only b,e
to go on: reconcile apply --fleet clients
to see each database: reconcile fleet show RUN

"#]], str![[r#"
2 databases: b, e

"#]]);
    let failed = sandbox.run(&["apply", "--fleet", "--failed-in", run, "--format", "json"]);
    assert_eq!((failed.code, failed.stdout.lines().count()), (1, 3));
    sandbox.run(&["apply", "--fleet", "--failed-in", "nothing"]).is(
        1,
        str![],
        str![[r#"
error: there is no run nothing
help: list the runs with `reconcile fleet runs`

"#]],
    );
}

#[test]
fn a_check_and_a_confirmation_between_waves() {
    let sandbox = sandbox(
        "    rollout:\n      - { name: one, match: [a], check: \"exit 3\" }\n      - { name: rest, match: [b], confirm: true }\n",
    );
    sandbox.run(&["apply", "--fleet"]).is(
        1,
        str![[r#"
clients: 2 databases: 1 applied, 1 not started
stopped: the check of wave one failed: exit 3: exit status: 3
wave  databases  applied  in sync  refused  failed  not started
one   1          1        0        0        0       0
rest  1          0        0        0        0       1
3 databases of the fleet in no wave
to go on: reconcile apply --fleet clients
to see each database: reconcile fleet show RUN

"#]],
        str![[r#"
wave 1/2 one: 1 database: a
check: exit 3

"#]],
    );
    let rollout = "    rollout:\n      - { name: one, match: [a] }\n      - { name: two, match: [b], confirm: true }\n";
    sandbox.write("reconcile.yaml", &format!("{FLEET}{rollout}"));
    sandbox.run(&["apply", "--fleet"]).is(
        3,
        str![[r#"
clients: 2 databases: 1 in sync, 1 not started
stopped: wave two was not confirmed
wave  databases  applied  in sync  refused  failed  not started
one   1          0        1        0        0       0
two   1          0        0        0        0       1
3 databases of the fleet in no wave
to go on: reconcile apply --fleet clients
to see each database: reconcile fleet show RUN

"#]],
        str![[r#"
wave 1/2 one: 1 database: a
wave 2/2 two: 1 database: b
refused: wave two asks for confirmation, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    sandbox.run(&["apply", "--fleet", "--yes"]).is(
        0,
        str![[r#"
clients: 2 databases: 1 applied, 1 in sync
wave  databases  applied  in sync  refused  failed  not started
one   1          0        1        0        0       0
two   1          1        0        0        0       0
3 databases of the fleet in no wave
to see each database: reconcile fleet show RUN

"#]],
        str![[r#"
wave 1/2 one: 1 database: a
wave 2/2 two: 1 database: b

"#]],
    );
}

#[test]
fn a_dry_run_changes_nothing() {
    let sandbox = sandbox("");
    let before = sandbox.files();
    sandbox.run(&["apply", "--fleet", "--dry-run"]).is(
        0,
        str![[r#"
clients: 5 databases: 5 pending
databases  verdict  at              schema    names
4          pending  0001_first.sql  d4909a56  a, b, c, d
1          pending  0001_first.sql  77efa550  e

pending: a, b, c, d
  0002_unique.sql

pending: e
  0002_unique.sql

"#]],
        str![],
    );
    assert_eq!(sandbox.files(), before);
}

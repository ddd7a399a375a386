//! `status`, `drift`, `verify` and `inspect` with `--fleet`: every database asked, and what is equal said once.

use snapbox::str;

use crate::Sandbox;

const CONFIG: &str = "
databases:
  app:
    fleets:
      clients: { files: \"data/*.db\" }
";

/// Six databases: two at the end, two a migration behind, one changed by hand, one that is no database.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.write("data/.gitkeep", "");
    sandbox.run(&["plan", "sqlite:data/a.db", "--name", "first"]);
    for name in ["a", "b", "c", "d", "e"] {
        assert_eq!(sandbox.run(&["apply", &format!("sqlite:data/{name}.db")]).code, 0);
    }
    let schema = crate::sandbox::SCHEMA.replace("body TEXT", "body TEXT,\n  at INTEGER");
    sandbox.write("schema/schema.sql", &schema);
    sandbox.run(&["plan", "sqlite:data/a.db", "--name", "times"]);
    for name in ["a", "b"] {
        assert_eq!(sandbox.run(&["apply", &format!("sqlite:data/{name}.db")]).code, 0);
    }
    sandbox.sql_in("data/e.db", "CREATE INDEX by_body ON posts (body)");
    sandbox.write("data/x.db", "no database, and long enough to be read as one");
    sandbox
}

#[test]
fn databases_of_one_state_are_one_line() {
    sandbox().run(&["status", "--fleet"]).is(
        1,
        str![[r#"
clients: 6 databases: 2 in sync, 2 pending, 1 drifted, 1 failed
databases  verdict  at              schema    names
1          failed   -               -         x
1          drifted  0001_first.sql  77efa550  e
2          pending  0001_first.sql  d4909a56  c, d
2          in-sync  0002_times.sql  a6bcce2d  a, b

failed: x
  the file is not an SQLite database

drifted: e
  index by_body is only in the database

to see what was changed by hand: reconcile drift --fleet clients
to apply what is pending: reconcile apply --fleet clients

"#]],
        str![],
    );
}

#[test]
fn a_line_of_json_for_each_database_and_one_for_all() {
    let run = sandbox().run(&["drift", "--fleet", "clients", "--only", "a,c,e", "--format", "json"]);
    run.is(2, str![[r#"
{"version":1,"target":"sqlite:data/a.db","verdict":"in-sync","name":"a","at":"0002_times.sql","pending":0,"shape":"a6bcce2d5739e81bdc08cda0aef642064b2569fe65f457a008adb3b5a30f55c3","findings":[]}
{"version":1,"target":"sqlite:data/c.db","verdict":"pending","name":"c","at":"0001_first.sql","pending":1,"shape":"d4909a5689acafad94f772e39b3b8eca04002f5e7b307a1677cd2aa4bdd5d843","findings":[]}
{"version":1,"target":"sqlite:data/e.db","verdict":"drifted","name":"e","at":"0001_first.sql","pending":1,"shape":"77efa5502eee001927d7abe565f1b51e9efabe9ea3b1503b2736336e49757a8e","findings":["index by_body is only in the database"]}
{"version":1,"target":"fleet clients","verdict":"drifted","databases":3,"groups":[{"verdict":"drifted","databases":1,"names":["e"],"at":"0001_first.sql","pending":1,"shape":"77efa5502eee001927d7abe565f1b51e9efabe9ea3b1503b2736336e49757a8e","findings":["index by_body is only in the database"]},{"verdict":"pending","databases":1,"names":["c"],"at":"0001_first.sql","pending":1,"shape":"d4909a5689acafad94f772e39b3b8eca04002f5e7b307a1677cd2aa4bdd5d843","findings":[]},{"verdict":"in-sync","databases":1,"names":["a"],"at":"0002_times.sql","pending":0,"shape":"a6bcce2d5739e81bdc08cda0aef642064b2569fe65f457a008adb3b5a30f55c3","findings":[]}]}

"#]], str![]);
}

#[test]
fn drift_and_verify_say_what_differs() {
    let sandbox = sandbox();
    sandbox.run(&["drift", "--fleet", "--only", "e"]).is(
        2,
        str![[r#"
clients: 1 database: 1 drifted
databases  verdict  at              schema    names
1          drifted  0001_first.sql  77efa550  e

drifted: e
  index by_body is only in the database

for the ways out, one database at a time: reconcile drift sqlite:data/e.db

"#]],
        str![],
    );
    sandbox.run(&["verify", "--fleet", "--only", "a,b"]).is(
        0,
        str![[r#"
clients: 2 databases: 2 in sync
databases  verdict  at              schema    names
2          in-sync  0002_times.sql  a6bcce2d  a, b

"#]],
        str![],
    );
    sandbox.run(&["verify", "--fleet", "--only", "c"]).is(
        2,
        str![[r#"
clients: 1 database: 1 pending
databases  verdict  at              schema    names
1          pending  0001_first.sql  d4909a56  c

"#]],
        str![],
    );
}

#[test]
fn each_schema_is_printed_once() {
    sandbox().run(&["inspect", "--fleet", "--only", "a,b,c,d"]).is(
        0,
        str![[r#"
-- schema a6bcce2d of a and 1 more
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
, at INTEGER);

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
-- schema d4909a56 of c and 1 more
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);

"#]],
        str![],
    );
}

#[test]
fn a_part_of_a_fleet() {
    let sandbox = sandbox();
    sandbox.run(&["status", "--fleet", "--shard", "1/3"]).is(
        0,
        str![[r#"
clients: 2 databases: 1 in sync, 1 pending
databases  verdict  at              schema    names
1          pending  0001_first.sql  d4909a56  d
1          in-sync  0002_times.sql  a6bcce2d  a

to apply what is pending: reconcile apply --fleet clients

"#]],
        str![],
    );
    sandbox.run(&["status", "--fleet", "--only", "nobody"]).is(
        1,
        str![],
        str![[r#"
error: no database of the fleet is called nobody
help: list the names with `reconcile fleet list`

"#]],
    );
    sandbox.run(&["status", "--fleet", "others"]).is(
        1,
        str![],
        str![[r#"
error: unknown fleet others
help: name one of clients

"#]],
    );
    sandbox.run(&["status", "--fleet", "--shard", "4/3"]).is(
        1,
        str![],
        str![[r#"
error: invalid value '4/3' for '--shard <I/N>': write it as 1/4: the first of four parts

For more information, try '--help'.

"#]],
    );
}

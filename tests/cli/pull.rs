//! `pull`: a database, or a part of it, in the place of a local one, with personal data masked.

use snapbox::str;

use crate::Sandbox;

const CONFIG: &str = "\
databases:
  app:
    pull:
      mask:
        users.email: email
        \"*.phone\": null
        people.name: name
        orders.note: { sql: \"substr(note, 1, 3) || '…'\" }
    targets:
      dev: sqlite:dev.db
      production: sqlite:production.db
      staging: { at: sqlite:staging.db, protected: true }
      remote: d1:api
    default: dev
";

const SCHEMA: &str = "\
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, phone TEXT);
CREATE TABLE users (
  email TEXT PRIMARY KEY COLLATE NOCASE CHECK (email LIKE '%@%'),
  person INTEGER NOT NULL REFERENCES people (id),
  boss TEXT REFERENCES users (email),
  host TEXT AS (substr(email, instr(email, '@') + 1)) STORED
) WITHOUT ROWID;
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (email) ON DELETE CASCADE,
  note TEXT,
  big INTEGER,
  b BLOB
);
CREATE TABLE empty (a);
CREATE VIRTUAL TABLE search USING fts5 (note, content='orders', content_rowid='id');
CREATE TRIGGER fill AFTER INSERT ON orders BEGIN
  INSERT INTO search (rowid, note) VALUES (new.id, new.note);
END;
CREATE VIEW named AS SELECT name FROM people;
";

const ROWS: &str = "\
INSERT INTO people VALUES (1, 'Ada Secret', '030 1'), (2, 'Bob Secret', NULL), (3, 'Cyd Secret', '030 3'), (70, 'x', NULL);
DELETE FROM people WHERE id = 70;
INSERT INTO users VALUES ('ada@secret.org', 1, 'bob@secret.org'), ('bob@secret.org', 2, NULL), ('cyd@secret.org', 3, 'ada@secret.org');
INSERT INTO orders VALUES (1, 'cyd@secret.org', 'urgent secret', 9007199254740993, x'00ff'), (2, 'bob@secret.org', NULL, -1, NULL),
  (3, 'ada@secret.org', 'secret', 3, NULL);
";

/// A production database with its ledger, and a dev one that is behind; `users.boss` has the mask of what it refers to.
fn project() -> Sandbox {
    let sandbox = Sandbox::empty();
    let masks = "users.email: email\n        users.boss: email\n        orders.user: email";
    sandbox.write("reconcile.yaml", &CONFIG.replace("users.email: email", masks));
    sandbox.write("schema/schema.sql", SCHEMA);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    let applied = sandbox.run(&["apply", "production", "--yes"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    sandbox.sql_in("production.db", ROWS);
    sandbox
}

/// Nothing of what is secret is in a file or in what was printed.
fn holds_no_secret(sandbox: &Sandbox, printed: &str) {
    let bytes = std::fs::read(sandbox.path("dev.db")).unwrap();
    for secret in ["Secret", "secret", "030 "] {
        assert!(!printed.contains(secret), "{printed}");
        assert!(
            !bytes.windows(secret.len()).any(|it| it == secret.as_bytes()),
            "{secret}"
        );
    }
}

#[test]
fn all_of_it_with_masks() {
    let sandbox = project();
    let pulled = sandbox.run(&["pull", "production"]);
    holds_no_secret(&sandbox, &format!("{}{}", pulled.stdout, pulled.stderr));
    pulled.is(
        0,
        str![[r#"
sqlite:dev.db: pulled 12 rows of 8 tables from sqlite:production.db
table               rows  as parents  masked
d1_migrations       1     -           -
_reconcile_ledger   1     -           -
_reconcile_history  1     -           -
empty               0     -           -
people              3     -           name, phone
users               3     -           boss, email
orders              3     -           note, user
search              -     -           -

"#]],
        str![],
    );
    // The schema and the ledger are those of the source.
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    assert!(sandbox.run(&["status"]).stdout.contains("1 of 1 applied"));
    // Keys hold, equal values stayed equal, the rest is what it was.
    let counts = [
        ("SELECT count(*) FROM pragma_foreign_key_check", 0),
        (
            "SELECT count(DISTINCT email) FROM users WHERE email LIKE 'user-%@example.com' AND host = 'example.com'",
            3,
        ),
        ("SELECT count(*) FROM orders JOIN users ON email = user", 3),
        ("SELECT count(*) FROM people WHERE phone IS NOT NULL", 0),
        ("SELECT count(DISTINCT name) FROM people", 3),
        (
            "SELECT count(*) FROM orders WHERE note = 'urg…' AND big = 9007199254740993 AND b = x'00ff'",
            1,
        ),
        ("SELECT count(*) FROM orders WHERE note IS NULL", 1),
        ("SELECT seq FROM sqlite_sequence WHERE name = 'people'", 70),
        ("SELECT rowid FROM search WHERE search MATCH 'urg'", 1),
        (
            "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')",
            2,
        ),
    ];
    for (sql, wanted) in counts {
        assert_eq!(sandbox.count(sql), wanted, "{sql}");
    }
    // A second pull asks, and keeps what was there.
    sandbox.sql("DELETE FROM orders");
    sandbox.run(&["pull", "production"]).is(
        3,
        str![],
        str![[r#"
refused: rows of dev would be replaced by those of production, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM orders"), 0);
    let again = sandbox.run(&["pull", "production", "--yes", "--format", "json"]).json();
    assert_eq!(again["backup"], "dev.db.20231114T221320Z.bak");
    assert_eq!(
        sandbox.count_in("dev.db.20231114T221320Z.bak", "SELECT count(*) FROM orders"),
        0
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM orders"), 3);
}

#[test]
fn a_part_of_it_with_parents() {
    let sandbox = project();
    sandbox
        .run(&["pull", "production", "--table", "orders", "--rows", "1"])
        .is(
            0,
            str![[r#"
sqlite:dev.db: pulled 10 rows of 8 tables from sqlite:production.db
table               rows  as parents  masked
d1_migrations       1     -           -
_reconcile_ledger   1     -           -
_reconcile_history  1     -           -
empty               0     -           -
people              3     3           name, phone
users               3     3           boss, email
orders              1     -           note, user
search              -     -           -

"#]],
            str![],
        );
    // The order of cyd, whose boss is ada, whose boss is bob: each with a person.
    assert_eq!(sandbox.count("SELECT count(*) FROM orders"), 1);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 3);
    assert_eq!(sandbox.count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let rows = sandbox
        .run(&["pull", "production", "--rows", "2", "--yes", "--format", "json"])
        .json();
    assert_eq!(sandbox.count("SELECT count(*) FROM orders"), 2);
    let people = &rows["tables"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == "people")
        .unwrap();
    assert_eq!((&people["rows"], &people["parents"]), (&3.into(), &1.into()));
    std::fs::remove_file(sandbox.path("dev.db.20231114T221320Z.bak")).unwrap();
    let left_out = sandbox.run(&["pull", "production", "--exclude", "orders", "--yes"]);
    assert_eq!(left_out.code, 0, "{}", left_out.stderr);
    assert_eq!(sandbox.count("SELECT count(*) FROM orders"), 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 3);
    let before = sandbox.files();
    sandbox.run(&["pull", "production", "--exclude", "people", "--yes"]).is(
        1,
        str![],
        str![[r#"
error: cannot leave out the rows of people: users.person refers to them
help: leave out users as well: --exclude people,users; or mask that column as null

"#]],
    );
    sandbox.run(&["pull", "production", "--table", "order", "--yes"]).is(
        1,
        str![],
        str![[r#"
error: no table or view is called order
help: did you mean orders?

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn the_schema_or_the_rows_alone() {
    let sandbox = project();
    let schema = sandbox.run(&["pull", "production", "--schema-only"]);
    assert_eq!(schema.code, 0, "{}", schema.stderr);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 0);
    assert!(sandbox.run(&["status"]).stdout.contains("1 of 1 applied"));
    // The local schema is ahead: rows fit into the columns that are there.
    sandbox.sql("ALTER TABLE people ADD COLUMN age INTEGER DEFAULT 7; INSERT INTO empty VALUES (1); DROP VIEW named");
    let data = sandbox.run(&["pull", "production", "--data-only", "--yes"]);
    assert_eq!(data.code, 0, "{}", data.stderr);
    holds_no_secret(&sandbox, &data.stdout);
    assert_eq!(sandbox.count("SELECT count(*) FROM people WHERE age = 7"), 3);
    assert_eq!(sandbox.count("SELECT count(*) FROM empty"), 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM search WHERE search MATCH 'urg'"), 1);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name = 'fill'"),
        1
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    sandbox.sql("DROP TABLE empty");
    let before = sandbox.files();
    sandbox.run(&["pull", "production", "--data-only", "--yes"]).is(
        1,
        str![],
        str![[r#"
error: cannot pull rows of empty: sqlite:dev.db has no such table, and sqlite:production.db has
help: apply the migrations first, pull the schema as well, or leave it out: --exclude empty

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn masks_that_do_not_fit() {
    let sandbox = project();
    let config = sandbox.read("reconcile.yaml");
    let run = |from: &str, to: &str| {
        assert!(config.contains(from), "{from}");
        sandbox.write("reconcile.yaml", &config.replace(from, to));
        let before = sandbox.files();
        let run = sandbox.run(&["pull", "production"]);
        assert_eq!(sandbox.files(), before);
        run
    };
    run("people.name: name", "people.nmae: name").is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:9: sqlite:production.db has no column people.nmae
help: correct `pull: { mask: … }`; nothing was read or changed

"#]],
    );
    run("people.name: name", "\"*.fax\": hash").is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:9: no table of sqlite:production.db has a column fax
help: correct `pull: { mask: … }`; nothing was read or changed

"#]],
    );
    run("people.name: name", "people.name: null").is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:9: people.name is NOT NULL, so it cannot be masked as null
help: correct `pull: { mask: … }`; nothing was read or changed

"#]],
    );
    run("people.name: name", "users.host: hash").is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:9: users.host is computed: mask the columns that it is computed from
help: correct `pull: { mask: … }`; nothing was read or changed

"#]],
    );
    run("people.name: name", "people.name: nmae").is(1, str![], str![[r#"
error: reconcile.yaml:5: databases.app.pull.mask: nmae is no mask: one of hash, email, name, null, { text: … } or { sql: … }
help: correct that line; docs/configuration.md lists every key

"#]]);
    run("people.name: name", "people.name: { sql: upper(nmae) }").is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:9: people.name: no such column: nmae
help: correct `pull: { mask: … }`; nothing was read or changed

"#]],
    );
    run("        orders.user: email\n", "").is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:5: orders.user refers to users.email: give both the same mask
help: correct `pull: { mask: … }`; nothing was read or changed

"#]],
    );
    // Its CHECK wants an address.
    run(
        "users.email: email\n        users.boss: email\n        orders.user: email",
        "users.email: hash\n        users.boss: hash\n        orders.user: hash",
    )
    .is(
        1,
        str![],
        str![[r#"
error: users: CHECK constraint failed: email LIKE '%@%'
help: nothing was changed; if a mask breaks a constraint, write another one: { sql: EXPRESSION }

"#]],
    );
}

#[test]
fn where_nothing_is_pulled_into() {
    let sandbox = project();
    let before = sandbox.files();
    sandbox.run(&["pull", "production", "--to", "staging", "--yes"]).is(
        3,
        str![],
        str![[r#"
refused: staging is a protected target, and rows are never pulled into one
help: name a local target with --to

"#]],
    );
    sandbox.run(&["pull", "production", "--to", "remote", "--yes"]).is(
        3,
        str![],
        str![[r#"
refused: remote is a remote database, and rows are never pulled into one
help: name a local target with --to

"#]],
    );
    sandbox
        .run(&["pull", "production", "--to", "sqlite:./production.db", "--yes"])
        .is(
            1,
            str![],
            str![[r#"
error: production and sqlite:./production.db are the same database
help: name another one with --to

"#]],
        );
    sandbox.run(&["pull", "production", "--data-only"]).is(
        1,
        str![],
        str![[r#"
error: dev is not there, and --data-only needs its tables
help: pull without it

"#]],
    );
    sandbox.run(&["pull"]).is(1, str![], str![[r#"
error: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler
help: set CLOUDFLARE_API_TOKEN to a token with the permission Account > D1 > Edit (https://dash.cloudflare.com/profile/api-tokens), or run `wrangler login`

"#]]);
    assert_eq!(sandbox.files(), before);
}

#[test]
fn rows_without_parents_stop_it() {
    let sandbox = project();
    sandbox.sql_in(
        "production.db",
        "PRAGMA foreign_keys = off; INSERT INTO orders (id, user) VALUES (9, 'nobody@secret.org')",
    );
    let before = sandbox.files();
    sandbox.run(&["pull", "production"]).is(1, str![], str![[r#"
error: cannot pull sqlite:production.db: it would leave 1 row of orders without a parent in users
help: correct those rows in the source, mask that column as null, or leave the table out with --exclude; nothing was changed

"#]]);
    assert_eq!(sandbox.files(), before);
}

#[test]
fn the_same_masks_with_the_same_key() {
    let sandbox = project();
    let emails = |key: Option<&str>| {
        let mut command = sandbox.command(&["pull", "production", "--yes"]);
        command.envs(key.map(|it| ("RECONCILE_MASK_KEY", it)));
        assert!(command.status().unwrap().success());
        let _ = std::fs::remove_file(sandbox.path("dev.db.20231114T221320Z.bak"));
        let file = sandbox.open();
        let sql = "SELECT group_concat(email) FROM users";
        file.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap()
    };
    assert_eq!(emails(Some("a")), emails(Some("a")));
    assert_ne!(emails(Some("a")), emails(Some("b")));
    assert_ne!(emails(None), emails(None));
}

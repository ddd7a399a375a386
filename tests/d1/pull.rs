//! `pull` from D1: exact values in pages, masked, into a file and into the database of `wrangler dev`.

use reconcile::database::{Database as _, Value};

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![d1_is_pulled_into_local_databases];

const CONFIG: &str = "\
databases:
  app:
    migrations: migrations
    pull: { mask: { users.email: email, users.token: hash, notes.body: { sql: \"upper(substr(body, 1, 4))\" } } }
    targets:
      dev: sqlite:dev.db
      local: d1-local:DB
      production: { at: d1:DB, protected: true }
";

const SCHEMA: &str = "\
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL UNIQUE,
  token BLOB,
  big INTEGER,
  half REAL,
  size INTEGER AS (length(token)) STORED
);
CREATE TABLE notes (body TEXT, user INTEGER REFERENCES users (id), PRIMARY KEY (user, body)) WITHOUT ROWID;
CREATE TABLE log (what TEXT);
CREATE VIRTUAL TABLE search USING fts5 (body);
";

fn d1_is_pulled_into_local_databases(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    project.write("reconcile.yaml", CONFIG);
    project.write("schema/schema.sql", SCHEMA);
    project.migration("0001_first.sql", SCHEMA);
    assert_eq!(run(&["apply", "production", "--yes"]).code, Some(0));
    let rows = [
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) \
         INSERT INTO users (id, email, token, big, half) \
         SELECT i, 'secret' || i || '@example.org', randomblob(i % 9), 9007199254740993 + i, i + 0.5 FROM n"
            .to_owned(),
        "INSERT INTO notes SELECT 'secret it''s ' || id, 5001 - id FROM users WHERE id <= 300".to_owned(),
        "INSERT INTO log VALUES ('a' || char(0) || 'b')".to_owned(),
        format!("INSERT INTO log VALUES ('{}')", "é".repeat(40_000)),
        "INSERT INTO log SELECT replace(hex(zeroblob(600000)), '00', 'xy')".to_owned(),
        "INSERT INTO search VALUES ('the quick fox')".to_owned(),
    ];
    remote.load(&rows);
    let pulled = run(&["pull", "--to", "dev", "-v"]);
    assert_eq!(pulled.code, Some(0), "{}", pulled.text);
    assert!(!pulled.text.contains("secret"), "{}", pulled.text);
    assert!(pulled.text.contains("search stores text of its own"), "{}", pulled.text);
    let bytes = std::fs::read(project.root().join("dev.db")).unwrap();
    assert!(!bytes.windows(6).any(|it| it == b"secret"));
    // What is not masked is what it was, to the bit.
    let file = rusqlite::Connection::open(project.root().join("dev.db")).unwrap();
    for sql in [
        "SELECT group_concat(id || ',' || cast(big AS text) || ',' || half) FROM (SELECT * FROM users ORDER BY id)",
        "SELECT group_concat(typeof(what) || length(what) || hex(substr(what, 1, 9))) FROM (SELECT * FROM log ORDER BY rowid)",
        "SELECT group_concat(user) FROM (SELECT * FROM notes ORDER BY user)",
        "SELECT cast(seq AS text) FROM sqlite_sequence WHERE name = 'users'",
        "SELECT body FROM search WHERE search MATCH 'fox'",
    ] {
        let here: String = file.query_row(sql, [], |row| row.get(0)).unwrap();
        let there = remote.open().query(sql).unwrap();
        assert!(there.scalar() == Some(&Value::Text(here)), "{sql}");
    }
    let count = |sql: &str| file.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        count("SELECT count(DISTINCT email) FROM users WHERE email LIKE 'user-%@example.com'"),
        5_000
    );
    assert_eq!(count("SELECT count(*) FROM notes WHERE body = 'SECR'"), 300);
    // A BLOB stays one, and what is computed from it follows.
    assert_eq!(
        count("SELECT count(*) FROM users WHERE typeof(token) = 'blob' AND size = 16"),
        5_000
    );
    for command in [["status", "dev"], ["drift", "dev"]] {
        let ran = run(&command);
        assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.text);
    }
    // A part of it, into the database of wrangler.
    let part = run(&[
        "pull",
        "production",
        "--to",
        "local",
        "--table",
        "notes",
        "--rows",
        "700",
    ]);
    assert_eq!(part.code, Some(0), "{}", part.text);
    let question = "SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM notes) AS notes, \
                    (SELECT count(*) FROM log) AS log, (SELECT count(*) FROM pragma_foreign_key_check) AS wrong";
    let rows = project.wrangler(&["d1", "execute", "DB", "--local", "--json", "--command", question]);
    for wanted in ["\"users\": 300", "\"notes\": 300", "\"log\": 0", "\"wrong\": 0"] {
        assert!(rows.contains(wanted), "{rows}");
    }
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--local"]);
    assert!(list.contains("No migrations to apply"), "{list}");
}

//! Online rebuilds by the Workflows of a fleet: call by call, killed at random, while an application writes, and where `apply`
//! began.

use std::time::Duration;

use reconcile::apply::{self, Options};
use reconcile::database::d1::local_file;
use reconcile::database::{Database, Error, Mode, Result, Rows, SqliteFile, Summary};
use reconcile::ledger::{self, WRANGLER_TABLE};
use reconcile::migration::Folder;
use rusqlite::Connection;

use crate::fleet_runner::{Fleet, id};
use crate::server::{Server, tests};

tests![workflows_rebuild_tables_call_by_call];

const FIRST: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, age INT);\n\
    CREATE INDEX users_age ON users (age);\n\
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
    CREATE INDEX posts_user ON posts (user_id);\n\
    CREATE TABLE tags (name TEXT COLLATE NOCASE, kind TEXT, n INT, PRIMARY KEY (name, kind)) WITHOUT ROWID;\n";

const ROWS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) \
    INSERT INTO users SELECT i, 'u' || i, i FROM n; \
    INSERT INTO posts SELECT id, id FROM users; \
    INSERT INTO tags SELECT 'it''s ' || (id % 9), 'k' || id, id FROM users;";

/// What an application does between two runs, with a plain copy.
const WRITES: [&str; 4] = [
    "INSERT INTO users VALUES (100, 'new', 1); UPDATE users SET id = 200 WHERE id = 100; DELETE FROM users WHERE id = 7",
    "INSERT OR REPLACE INTO users VALUES (12, 'u13', 5); UPDATE tags SET n = n + 1 WHERE name = 'IT''S 3'",
    "DELETE FROM tags WHERE kind = 'k5'; INSERT OR REPLACE INTO tags VALUES ('it''s 1', 'k1', 99)",
    "UPDATE users SET age = age + 1 WHERE id > 40; INSERT INTO posts VALUES (500, 200)",
];

const ALL: &str = "SELECT (SELECT group_concat(id || email || age, ' ' ORDER BY id) FROM users) \
    || ' | ' || (SELECT group_concat(id || '>' || user_id, ' ' ORDER BY id) FROM posts) \
    || ' | ' || (SELECT group_concat(name || kind || n, ' ' ORDER BY kind) FROM tags)";

fn all(connection: &Connection) -> String {
    connection.query_row(ALL, [], |row| row.get(0)).unwrap()
}

/// A file whose process dies before the call of this number.
struct Dies(SqliteFile, usize);

impl Database for Dies {
    fn label(&self) -> String {
        self.0.label()
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        self.0.query_all(queries)
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        self.1 -= 1;
        match self.1 {
            0 => Err(Error::Storage {
                label: self.label(),
                message: "killed".to_owned(),
            }),
            _ => self.0.run(batch),
        }
    }
}

fn workflows_rebuild_tables_call_by_call(server: &'static Server) {
    let fleet = Fleet::empty(server, 6);
    fleet.project.migration("0001_first.sql", FIRST);
    fleet.run(&["apply", "dev", "--yes"]);
    let after = FIRST
        .replace("age INT", "age INT CHECK (age >= 0)")
        .replace("n INT,", "n INT NOT NULL DEFAULT 0,");
    fleet.project.write("schema/all.sql", &after);
    fleet.run(&["plan", "dev", "--name", "checked", "--online", "--allow", "all"]);
    fleet
        .project
        .migration("0003_more.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY);\n");
    let ledger = "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP \
        DEFAULT CURRENT_TIMESTAMP NOT NULL); INSERT INTO d1_migrations (name) VALUES ('0001_first.sql');";
    let copy = Connection::open_in_memory().unwrap();
    copy.execute_batch(&format!("PRAGMA foreign_keys = on; {FIRST} {ROWS}"))
        .unwrap();
    for name in &fleet.names {
        let connection = fleet.open(name);
        connection
            .execute_batch(&format!(
                "PRAGMA journal_mode = wal; BEGIN; {FIRST} {ledger} {ROWS} COMMIT;"
            ))
            .unwrap();
    }
    // A row that the new constraint refuses.
    fleet
        .open("client-4")
        .execute_batch("UPDATE users SET age = -1 WHERE id = 30")
        .unwrap();
    // Where `apply` began, and where it died after the switch.
    let folder = Folder::read(fleet.project.root().join("migrations")).unwrap();
    let options = Options {
        rows_per_call: Some(7),
        up_to: Some("0002_checked.sql".to_owned()),
        ..Options::default()
    };
    let file = |name: &str| local_file(&fleet.state, &id(name)).path;
    let begun = |name: &str, calls: usize| {
        let mut database = Dies(SqliteFile::open(&file(name), Mode::Existing).unwrap(), calls);
        apply::run(&mut database, &folder, &options, &mut ()).unwrap_err();
    };
    begun("client-2", 6);
    let mut calls = 20;
    let part = "SELECT part > switch FROM _reconcile_progress";
    while calls < 200
        && !fleet
            .open("client-3")
            .query_row(part, [], |row| row.get(0))
            .unwrap_or(false)
    {
        begun("client-3", calls);
        calls += 1;
    }
    assert!(calls < 200, "it never came to the switch");

    fleet.write("20261129T000000Z-aaaa");
    let path = fleet.project.root().join("runner/src/online.ts");
    let text = std::fs::read_to_string(&path).unwrap();
    let rows = "first: 1_000, least: 50, most: 250_000";
    assert!(text.contains(rows), "{text}");
    std::fs::write(&path, text.replace(rows, "first: 11, least: 11, most: 11")).unwrap();
    let writers = ["client-1", "client-5", "client-6"];
    for (at, writes) in WRITES.iter().enumerate() {
        fleet.kill_after(Duration::from_millis(300 + 500 * at as u64));
        copy.execute_batch(writes).unwrap();
        for name in writers {
            let connection = fleet.open(name);
            connection
                .execute_batch(&format!("PRAGMA foreign_keys = on; {writes}"))
                .unwrap();
        }
    }
    fleet.finish();
    let (ran, verdicts) = fleet.collected(1);
    let failed = &verdicts["client-4"];
    assert!(
        failed.0 == "failed"
            && failed
                .1
                .starts_with("0002_checked.sql: D1_ERROR: CHECK constraint failed"),
        "{failed:?}"
    );
    let untouched = Connection::open_in_memory().unwrap();
    untouched.execute_batch(&format!("{FIRST} {ROWS}")).unwrap();
    for name in fleet.names.iter().filter(|it| *it != "client-4") {
        assert_eq!(
            verdicts[name],
            ("applied".to_owned(), String::new()),
            "{name}: {}",
            ran.text
        );
        let connection = fleet.open(name);
        let expected = if writers.contains(&name.as_str()) {
            &copy
        } else {
            &untouched
        };
        assert_eq!(all(&connection), all(expected), "{name}");
        let refused = connection.execute("UPDATE users SET age = -1", []);
        assert!(refused.is_err(), "{name} has the new constraint");
        let left = "SELECT group_concat(name) FROM sqlite_schema WHERE name LIKE '_reconcile_%' \
            AND name NOT IN ('_reconcile_ledger', '_reconcile_history', '_reconcile_progress')";
        assert_eq!(
            connection
                .query_row(left, [], |row| row.get::<_, Option<String>>(0))
                .unwrap(),
            None
        );
        let database = &mut SqliteFile::open(&file(name), Mode::Existing).unwrap();
        let history = ledger::read_history(database).unwrap();
        let found = ledger::verify(&history, &ledger::read(database, WRANGLER_TABLE).unwrap());
        assert_eq!(found.findings, []);
        // Its rows are those that there were when it began.
        let noted: Vec<_> = history
            .iter()
            .map(|it| {
                (
                    it.name.as_str(),
                    it.rows_changed.is_some_and(|it| (55..65).contains(&it)),
                )
            })
            .collect();
        assert_eq!(noted, [("0002_checked.sql", true), ("0003_more.sql", false)], "{name}");
        assert_eq!(ledger::progress(database, WRANGLER_TABLE).unwrap(), []);
    }
    // The old table is in place, and `apply` says where it is.
    let database = &mut SqliteFile::open(&file("client-4"), Mode::Existing).unwrap();
    let progress = ledger::progress(database, WRANGLER_TABLE).unwrap();
    assert!(progress[0].part > 0 && !progress[0].is_switched(), "{progress:?}");
    fleet
        .open("client-4")
        .execute_batch("UPDATE users SET age = 30 WHERE id = 30")
        .unwrap();
    apply::run(database, &folder, &Options::default(), &mut ()).unwrap();
    assert_eq!(all(&fleet.open("client-4")), all(&untouched));
}

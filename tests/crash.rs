//! `apply` killed at random moments: the database is before a migration or after it, never between.
//!
//! `RECONCILE_CRASHES=200 cargo test --test crash` kills it that often; 20 times otherwise. The process that is killed
//! is this test itself, started again as a child.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

mod project;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use project::Project;
use reconcile::apply::{self, Options};
use reconcile::database::{Database, Value};
use reconcile::introspect;
use reconcile::ledger::{self, WRANGLER_TABLE};
use reconcile::schema::Fingerprint;

/// Tells the child where its project is.
const CHILD: &str = "RECONCILE_CRASH_CHILD";

/// The schema as it grows. The third version rebuilds a referenced table, the fourth its child.
const VERSIONS: [&str; 5] = [
    "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
     CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id) ON DELETE CASCADE, body TEXT);
     CREATE INDEX posts_user ON posts(user_id);",
    "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, mail TEXT);
     CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id) ON DELETE CASCADE, body TEXT);
     CREATE INDEX posts_user ON posts(user_id);",
    "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT);
     CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id) ON DELETE CASCADE, body TEXT);
     CREATE INDEX posts_user ON posts(user_id);",
    "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT);
     CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id) ON DELETE CASCADE, body TEXT CHECK (body <> ''));
     CREATE INDEX posts_user ON posts(user_id);",
    "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT);
     CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id) ON DELETE CASCADE, body TEXT CHECK (body <> ''));
     CREATE INDEX posts_user ON posts(user_id);
     CREATE INDEX posts_body ON posts(body);
     CREATE VIEW active AS SELECT user_id, count(*) AS posts FROM posts GROUP BY user_id;",
];

const USERS: i64 = 4_000;
const POSTS: i64 = 12_000;

/// Not a test of its own: what the killed process does.
#[test]
fn child() {
    let Ok(root) = std::env::var(CHILD) else { return };
    let root = Path::new(&root);
    apply::run(
        &mut project::open(root),
        &project::folder(root),
        &Options::default(),
        &mut (),
    )
    .unwrap();
}

fn spawn(root: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "child"])
        .env(CHILD, root)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    child.spawn().unwrap()
}

/// The first version with its rows, and the migrations to all others, with the fingerprint after each.
fn prepare(journal: &str) -> (Project, Vec<Fingerprint>) {
    let project = Project::new();
    let mut fingerprints = Vec::new();
    for (version, schema) in VERSIONS.iter().enumerate() {
        project.plan(&format!("version {version}"), schema);
        project.apply().unwrap();
        fingerprints.push(project.schema().fingerprint());
    }
    // The folder stays; the database starts again with the first version and rows.
    for file in ["dev.db", "dev.db-wal", "dev.db-shm"] {
        let _ = fs::remove_file(project.root().join(file));
    }
    let later: Vec<_> = project.folder().migrations()[1..].to_vec();
    later.iter().for_each(|it| project.remove(&it.file_name));
    project.apply().unwrap();
    later.iter().for_each(|it| project.write(&it.file_name, &it.text));
    let rows = |last: i64| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last})");
    project.run(&[
        &format!("{} INSERT INTO users SELECT i, 'user ' || i FROM n", rows(USERS)),
        &format!(
            "{} INSERT INTO posts SELECT i, i % {USERS} + 1, 'body ' || i FROM n",
            rows(POSTS)
        ),
    ]);
    let connection = rusqlite::Connection::open(project.root().join("dev.db")).unwrap();
    connection.pragma_update(None, "journal_mode", journal).unwrap();
    (project, fingerprints)
}

/// Before a migration or after it: the schema is that of as many migrations as the ledger says, and no row is lost.
fn check(root: &Path, fingerprints: &[Fingerprint]) -> usize {
    let mut database = project::open(root);
    let ledger = ledger::read(&mut database, WRANGLER_TABLE).unwrap();
    let applied = ledger.entries.len();
    let live = introspect::read(&mut database).unwrap();
    assert_eq!(live.unknown, []);
    assert_eq!(
        live.schema.fingerprint(),
        fingerprints[applied - 1],
        "after {applied} migrations"
    );
    for (entry, migration) in ledger.entries.iter().zip(project::folder(root).migrations()) {
        let record = entry.record.as_ref().expect("both ledger rows or none");
        assert_eq!(
            (&entry.name, &record.checksum),
            (&migration.file_name, &migration.checksum)
        );
        assert!(record.duration_ms.is_some(), "the last statement of the batch ran too");
    }
    let answers = database
        .query_all(&[
            "SELECT count(*) FROM users".to_owned(),
            "SELECT count(*) FROM posts WHERE user_id = id % 4000 + 1 AND body = 'body ' || id".to_owned(),
            "SELECT count(*) FROM pragma_foreign_key_check".to_owned(),
            "SELECT seq FROM sqlite_sequence WHERE name = 'users'".to_owned(),
            "PRAGMA integrity_check".to_owned(),
        ])
        .unwrap();
    let answers: Vec<&Value> = answers.iter().map(|it| it.scalar().unwrap()).collect();
    let number = Value::Integer;
    assert_eq!(
        answers,
        [
            &number(USERS),
            &number(POSTS),
            &number(0),
            &number(USERS),
            &Value::Text("ok".to_owned())
        ]
    );
    applied
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to.join("migrations")).unwrap();
    for folder in ["", "migrations"] {
        for entry in fs::read_dir(from.join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), to.join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
}

/// How long it takes when nobody kills it. The first run on a machine may be slow: the faster one of two counts.
fn microseconds(template: &Path, work: &Path) -> u64 {
    let run = |_| {
        copy(template, work);
        let started = Instant::now();
        assert!(spawn(work).wait().unwrap().success());
        u64::try_from(started.elapsed().as_micros()).unwrap()
    };
    (0..2).map(run).min().unwrap()
}

/// A number below `limit`; where the process is hit is up to the machine anyway.
fn random(state: &mut u64, limit: u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state % limit
}

#[test]
fn killed_at_any_moment_it_is_before_or_after() {
    let rounds: usize = std::env::var("RECONCILE_CRASHES")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(20);
    let mut state = 0x2545_f491_4f6c_dd1d;
    let mut killed = 0;
    let mut ends = [0_usize; VERSIONS.len() + 1];
    for (turn, journal) in ["delete", "wal"].into_iter().enumerate() {
        let (template, fingerprints) = prepare(journal);
        let work = template.root().join("work");
        let whole = microseconds(template.root(), &work);
        assert_eq!(check(&work, &fingerprints), VERSIONS.len());
        for _ in (turn..rounds).step_by(2) {
            copy(template.root(), &work);
            let mut child = spawn(&work);
            std::thread::sleep(Duration::from_micros(random(&mut state, whole)));
            killed += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
            ends[check(&work, &fingerprints)] += 1;
            // And it can go on from there.
            apply::run(
                &mut project::open(&work),
                &project::folder(&work),
                &Options::default(),
                &mut (),
            )
            .unwrap();
            assert_eq!(check(&work, &fingerprints), VERSIONS.len());
        }
    }
    println!(
        "killed {killed} of {rounds} times; migrations applied by then: {:?}",
        &ends[1..]
    );
    assert!(
        killed * 4 >= rounds,
        "the kill came too late to show anything: {killed} of {rounds}"
    );
}

/// A migration in batches is many transactions: killed in the middle, some rows are done, and the next run does the rest.
#[test]
fn killed_between_batches_it_goes_on() {
    const ROWS: i64 = 6_000;
    let project = Project::new();
    project.plan(
        "first",
        "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, slug TEXT, fills INT NOT NULL DEFAULT 0);",
    );
    project.apply().unwrap();
    project.run(&[&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) INSERT INTO users SELECT i * 3, 'User ' || i, NULL, 0 FROM n"
    )]);
    project.write(
        "0002_fill.sql",
        "-- reconcile: in batches of 10\nUPDATE users SET slug = lower(name), fills = fills + 1 WHERE slug IS NULL;\n",
    );
    let work = project.root().join("work");
    let whole = microseconds(project.root(), &work);
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let mut between = 0;
    for _ in 0..12 {
        copy(project.root(), &work);
        let mut child = spawn(&work);
        std::thread::sleep(Duration::from_micros(random(&mut state, whole)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut database = project::open(&work);
        let mut number = |sql: &str| database.query(sql).unwrap().scalar().and_then(Value::as_i64).unwrap();
        let done = number("SELECT count(*) FROM users WHERE slug IS NOT NULL");
        // What is done is whole slices, and the ledger says nothing before all are.
        let recorded = number("SELECT count(*) FROM d1_migrations WHERE name = '0002_fill.sql'");
        assert!(
            done % 10 == 0 && (recorded == 0 || done == ROWS),
            "{done} rows, recorded {recorded}"
        );
        between += usize::from(done > 0 && done < ROWS);
        apply::run(
            &mut project::open(&work),
            &project::folder(&work),
            &Options::default(),
            &mut (),
        )
        .unwrap();
        let once = number(&format!(
            "SELECT count(*) = {ROWS} FROM users WHERE fills = 1 AND slug = lower(name)"
        ));
        assert_eq!(
            (
                once,
                number("SELECT count(*) FROM d1_migrations WHERE name = '0002_fill.sql'")
            ),
            (1, 1)
        );
    }
    assert!(between > 0, "no kill hit the middle: it shows nothing");
}

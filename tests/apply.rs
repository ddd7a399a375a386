//! `apply` on SQLite files: one transaction per migration, one winner, refusals that name file and remedy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod project;

use std::sync::Barrier;

use project::Project;
use reconcile::apply::{self, Error, Options, Reason, Refusal};
use reconcile::database::{Mode, SqliteFile, Value};
use reconcile::ledger::Provenance;
use reconcile::migration::Seal;
use reconcile::schema::{Fingerprint, Pair};

const USERS: (&str, &str) = (
    "0001_users.sql",
    "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);\n",
);
const POSTS: (&str, &str) = (
    "0002_posts.sql",
    "CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id));\nINSERT INTO users VALUES (1, 'ann');\n",
);

fn names(files: &[&(&str, &str)]) -> Vec<String> {
    files.iter().map(|it| it.0.to_owned()).collect()
}

fn done(outcome: &apply::Outcome) -> Vec<String> {
    outcome.applied.iter().map(|it| it.file.clone()).collect()
}

fn refused(result: Result<apply::Outcome, Error>) -> Vec<Refusal> {
    match result.unwrap_err() {
        error @ Error {
            reason: Reason::Refused(_),
            ..
        } => {
            assert!(error.is_refusal());
            let Reason::Refused(refusals) = error.reason else {
                unreachable!()
            };
            refusals
        }
        other => panic!("{other}"),
    }
}

#[test]
fn applies_what_is_pending_in_order_and_only_once() {
    let project = Project::with(&[POSTS, USERS]);
    let options = Options {
        provenance: Provenance {
            applied_by: Some("ann".to_owned()),
            git_commit: Some("abc".to_owned()),
            ..Provenance::default()
        },
        ..Options::default()
    };
    assert_eq!(done(&project.apply_with(&options).unwrap()), names(&[&USERS, &POSTS]));
    assert_eq!(project.applied(), names(&[&USERS, &POSTS]));
    let ledger = project.ledger();
    let record = ledger.entries[1].record.as_ref().unwrap();
    assert_eq!(record.provenance.applied_by.as_deref(), Some("ann"));
    assert_eq!(record.checksum, project.folder().get(POSTS.0).unwrap().checksum);
    assert_eq!(project.apply().unwrap().applied, []);
    project.write("0003_more.sql", "INSERT INTO posts VALUES (1, 1);\n");
    assert_eq!(done(&project.apply().unwrap()), ["0003_more.sql"]);
    assert_eq!(project.ask("SELECT count(*) FROM posts"), Value::Integer(1));
}

#[test]
fn a_failure_in_the_middle_leaves_the_earlier_ones_and_nothing_of_its_own() {
    let broken = (
        "0003_broken.sql",
        "-- more\nCREATE TABLE tags(a);\nINSERT INTO users VALUES (2, 'bob');\n\nINSERT INTO\n  nope VALUES (1);\n",
    );
    let never = ("0004_never.sql", "CREATE TABLE never(a);\n");
    let project = Project::with(&[USERS, POSTS, broken, never]);
    let error = project.apply().unwrap_err();
    assert!(!error.is_refusal());
    assert_eq!(
        error.applied.iter().map(|it| it.file.as_str()).collect::<Vec<_>>(),
        [USERS.0, POSTS.0]
    );
    let Reason::Failed(failure) = &error.reason else {
        panic!("{error}")
    };
    assert_eq!(failure.statement.as_deref(), Some("INSERT INTO\n  nope VALUES (1)"));
    assert!(
        error.to_string().starts_with("0003_broken.sql:5: no such table: nope"),
        "{error}"
    );
    assert_eq!(project.applied(), names(&[&USERS, &POSTS]));
    assert_eq!(
        project.ask("SELECT count(*) FROM sqlite_schema WHERE name IN ('tags', 'never')"),
        Value::Integer(0)
    );
    assert_eq!(project.ask("SELECT count(*) FROM users"), Value::Integer(1));
    assert_eq!(project.ask("SELECT count(*) FROM _reconcile_ledger"), Value::Integer(2));
}

#[test]
fn a_first_migration_that_fails_leaves_not_even_a_ledger() {
    let project = Project::with(&[("0001_a.sql", "CREATE TABLE t(a); SELECT nope;")]);
    assert!(project.apply().is_err());
    assert_eq!(project.ask("SELECT count(*) FROM sqlite_schema"), Value::Integer(0));
}

#[test]
fn foreign_keys_are_on() {
    let orphan = (
        "0003_orphan.sql",
        "PRAGMA foreign_keys = off;\nINSERT INTO posts VALUES (1, 99);\n",
    );
    let project = Project::with(&[USERS, POSTS, orphan]);
    let error = project.apply().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("0003_orphan.sql:2: FOREIGN KEY constraint failed"),
        "{error}"
    );
    // A deferred violation shows at COMMIT, where no statement is to blame.
    project.write(
        "0003_orphan.sql",
        "PRAGMA defer_foreign_keys = on;\nINSERT INTO posts VALUES (1, 99);\n",
    );
    let error = project.apply().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("0003_orphan.sql: FOREIGN KEY constraint failed"),
        "{error}"
    );
    assert_eq!(project.ask("SELECT count(*) FROM posts"), Value::Integer(0));
    assert_eq!(project.applied(), names(&[&USERS, &POSTS]));
}

#[test]
fn edited_and_missing_files_are_refused_with_their_names() {
    let project = Project::with(&[USERS, POSTS, ("0003_c.sql", "SELECT 1;\n")]);
    project.apply().unwrap();
    project.write(USERS.0, "CREATE TABLE users(id INTEGER PRIMARY KEY);\n");
    project.remove(POSTS.0);
    project.write("0004_d.sql", "CREATE TABLE d(a);\n");
    let refusals = refused(project.apply());
    assert!(
        matches!(&refusals[0], Refusal::Edited { file, .. } if file == USERS.0),
        "{refusals:?}"
    );
    assert!(
        matches!(&refusals[1], Refusal::Missing { file } if file == POSTS.0),
        "{refusals:?}"
    );
    assert!(refusals[0].to_string().contains("help: restore the file from Git"));
    assert_eq!(refusals.len(), 2);
    assert_eq!(project.applied().len(), 3, "nothing ran");
    project.write(USERS.0, &USERS.1.replace('\n', "\r\n"));
    project.write(POSTS.0, POSTS.1);
    assert_eq!(
        done(&project.apply().unwrap()),
        ["0004_d.sql"],
        "other line ends are no edit"
    );
}

#[test]
fn out_of_order_and_gaps_are_refused_until_accepted_by_name() {
    // A gap of the past is none for a database that has nothing yet.
    let past = Project::with(&[USERS, ("0003_c.sql", "CREATE TABLE c(a);\n")]);
    assert_eq!(done(&past.apply().unwrap()), [USERS.0, "0003_c.sql"]);
    let project = Project::with(&[USERS]);
    project.apply().unwrap();
    project.write("0003_c.sql", "CREATE TABLE c(a);\n");
    let refusals = refused(project.apply());
    assert_eq!(refusals.len(), 1);
    assert!(
        refusals[0]
            .to_string()
            .starts_with("number 2 is missing before 0003_c.sql\nhelp: "),
        "{}",
        refusals[0]
    );
    let accept = |name: &str| Options {
        out_of_order: [name.to_owned()].into(),
        ..Options::default()
    };
    project.apply_with(&accept("0003_c.sql")).unwrap();
    project.write(POSTS.0, POSTS.1);
    let refusals = refused(project.apply_with(&accept("0003_c.sql")));
    assert!(matches!(&refusals[0], Refusal::OutOfOrder { file, after } if file == POSTS.0 && after == "0003_c.sql"));
    assert_eq!(done(&project.apply_with(&accept("0002")).unwrap()), [POSTS.0]);
    assert_eq!(project.applied(), [USERS.0, "0003_c.sql", POSTS.0]);
}

#[test]
fn goes_on_where_wrangler_stopped() {
    let project = Project::with(&[USERS, POSTS]);
    // As wrangler 4.164 leaves it.
    project.run(&[
        "CREATE TABLE IF NOT EXISTS \"d1_migrations\"(\n\t\tid         INTEGER PRIMARY KEY AUTOINCREMENT,\n\t\tname       TEXT UNIQUE,\n\t\tapplied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL\n)",
        "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO \"d1_migrations\" (name)\nvalues ('0001_users.sql')",
    ]);
    assert_eq!(done(&project.apply().unwrap()), [POSTS.0]);
    let ledger = project.ledger();
    assert_eq!(
        (ledger.entries[0].record.is_some(), ledger.entries[1].record.is_some()),
        (false, true)
    );
    // And wrangler where we stopped: its own statement finds its own table.
    let ddl = "SELECT sql FROM sqlite_schema WHERE name = 'd1_migrations'";
    let ours = Project::with(&[USERS]);
    ours.apply().unwrap();
    assert_eq!(ours.ask(ddl), project.ask(ddl));
}

#[test]
fn of_two_at_once_one_wins() {
    let slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO users SELECT i + 10, 'x' FROM n;\n";
    for _ in 0..5 {
        let project = Project::with(&[USERS, ("0002_slow.sql", slow)]);
        drop(project.open());
        let barrier = Barrier::new(3);
        let results: Vec<_> = std::thread::scope(|scope| {
            let appliers: Vec<_> = (0..3)
                .map(|_| {
                    scope.spawn(|| {
                        let (mut database, folder) = (project.open(), project.folder());
                        barrier.wait();
                        apply::run(&mut database, &folder, &Options::default(), &mut ())
                    })
                })
                .collect();
            appliers.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let mut applied = Vec::new();
        for result in results {
            match result {
                Ok(outcome) => applied.extend(done(&outcome)),
                Err(error) => {
                    applied.extend(error.applied.iter().map(|it| it.file.clone()));
                    assert!(matches!(error.reason, Reason::AppliedElsewhere { .. }), "{error}");
                    assert!(error.to_string().contains("was applied by another process"), "{error}");
                }
            }
        }
        applied.sort();
        assert_eq!(applied, [USERS.0, "0002_slow.sql"], "each exactly once");
        assert_eq!(project.ask("SELECT count(*) FROM users"), Value::Integer(20000));
        assert_eq!(project.applied(), [USERS.0, "0002_slow.sql"]);
    }
}

#[test]
fn a_database_that_cannot_be_written_names_the_migration() {
    let project = Project::with(&[USERS]);
    drop(project.open());
    let path = project.root().join("dev.db");
    project.run(&["CREATE TABLE x(a)"]);
    let mut database = SqliteFile::open(&path, Mode::ReadOnly).unwrap();
    let error = apply::run(&mut database, &project.folder(), &Options::default(), &mut ()).unwrap_err();
    assert!(
        error.to_string().starts_with("0001_users.sql was not applied: "),
        "{error}"
    );
}

#[test]
fn a_transaction_of_its_own_is_refused_before_anything_runs() {
    let project = Project::with(&[USERS, ("0002_b.sql", "CREATE TABLE b(a);\nCOMMIT;\nSELECT nope;\n")]);
    let error = project.apply().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("0002_b.sql:2: COMMIT is not allowed in a migration"),
        "{error}"
    );
    assert_eq!(project.applied(), [""; 0]);
}

#[test]
fn a_sealed_migration_is_held_to_its_fingerprints() {
    let project = Project::new();
    let first = project.plan("users", USERS.1);
    assert_eq!(first.seal, Seal::Intact);
    let outcome = project.apply().unwrap();
    assert!(outcome.applied[0].verified);
    let ledger = project.ledger();
    let record = ledger.last().unwrap().record.as_ref().unwrap();
    assert_eq!(record.fingerprints, first.header.map(|it| it.fingerprints));
    let to = &record.fingerprints.as_ref().unwrap().to;
    assert!(project.schema().fingerprint().is_recorded_as(to));
}

#[test]
fn a_live_schema_that_was_not_reviewed_is_refused_and_told() {
    let project = Project::new();
    project.plan("users", USERS.1);
    project.apply().unwrap();
    project.plan(
        "posts",
        &format!("{} CREATE TABLE posts(id INTEGER PRIMARY KEY);", USERS.1),
    );
    project.run(&["ALTER TABLE users ADD COLUMN mail", "CREATE VIEW v AS SELECT 1 AS x"]);
    let error = project.apply().unwrap_err();
    assert!(error.is_refusal());
    let text = error.to_string();
    assert!(
        text.starts_with("0002_posts.sql: the live schema is not the reviewed one"),
        "{text}"
    );
    assert!(text.contains("\n  table users differs from the review"), "{text}");
    assert!(text.contains("\n  view v was added after the review"), "{text}");
    assert_eq!(project.applied(), ["0001_users.sql"]);
}

#[test]
fn a_result_that_was_not_reviewed_is_an_error_that_stays_in_the_ledger() {
    let project = Project::new();
    project.plan_as("users", USERS.1, |it| Pair {
        from: it.from,
        to: Fingerprint::from_hex("ab".repeat(32)),
    });
    let error = project.apply().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("0001_users.sql was applied, but the resulting schema is not the reviewed one"),
        "{error}"
    );
    assert_eq!(error.applied.len(), 1);
    assert_eq!(project.applied(), ["0001_users.sql"]);
}

#[test]
fn an_edited_header_binds_nobody() {
    let project = Project::new();
    let sealed = project.plan("users", USERS.1);
    project.write(
        "0001_users.sql",
        &sealed.text.replace("name TEXT", "name TEXT, mail TEXT"),
    );
    let outcome = project.apply().unwrap();
    assert!(!outcome.applied[0].verified);
}

//! Databases whose migrations another tool applied: its ledger is read, and taken over with its dates.

use snapbox::str;

use crate::Sandbox;

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY);\n";
const MAIL: &str = "ALTER TABLE users ADD COLUMN mail TEXT;\n";

fn sha(text: &str) -> String {
    reconcile::migration::Checksum::of(text).as_str().to_owned()
}

/// A folder of two files, both run by hand, and the ledger of a loop that ran them.
fn project(ledger: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("migrations/0001_users.sql", USERS);
    sandbox.write("migrations/0002_mail.sql", MAIL);
    sandbox.sql(&format!("{USERS}{MAIL}{ledger}"));
    assert_eq!(sandbox.run(&["init"]).code, 0);
    sandbox
}

fn hand_written(checksum_of_second: &str) -> String {
    format!(
        "CREATE TABLE _migrations (version TEXT PRIMARY KEY, name TEXT, applied_at INTEGER, checksum TEXT);
        INSERT INTO _migrations VALUES ('0001', 'users', 1714564800, '{}'), ('0002', 'mail', 1714564801, '{}');",
        sha(USERS),
        checksum_of_second
    )
}

#[test]
fn a_hand_written_ledger_is_taken_over_with_its_dates() {
    let sandbox = project(&hand_written(&sha(MAIL)));
    assert!(!sandbox.read("schema/schema.sql").contains("_migrations"));
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema
note: _migrations (hand-written) records all 2 files as applied; to take that over, with its dates: reconcile baseline dev

"#]],
        str![],
    );
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 2 of 2 applied
_migrations (hand-written) records all 2 files as applied

migration       state    applied           by
0001_users.sql  applied  NOW  hand-written
0002_mail.sql   applied  NOW  hand-written

to take that over, with its dates: reconcile baseline dev

"#]],
        str![],
    );
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
refused: _migrations (hand-written) records all 2 files as applied, so they must not run again
help: to take that over, with its dates: reconcile baseline dev

"#]],
    );
    sandbox.run(&["baseline", "--dry-run"]).is(
        0,
        str![[r#"
taken over from _migrations, with its dates
would mark as applied: 0001_users.sql
would mark as applied: 0002_mail.sql

"#]],
        str![],
    );
    sandbox.run(&["baseline"]).is(
        0,
        str![[r#"
taken over from _migrations, with its dates
marked as applied: 0001_users.sql
marked as applied: 0002_mail.sql
to see its state: reconcile status dev

"#]],
        str![],
    );
    assert_eq!(
        sandbox.count(
            "SELECT count(*) FROM d1_migrations JOIN _reconcile_ledger USING (name) WHERE \
             d1_migrations.applied_at = '2024-05-01 12:00:00' AND _reconcile_ledger.applied_at = '2024-05-01T12:00:00.000Z' \
             AND applied_by = 'hand-written' AND name = '0001_users.sql'"
        ),
        1
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM _migrations"), 2, "it is left alone");
    for words in [
        &["plan"] as &[&str],
        &["apply"],
        &["drift"],
        &["status"],
        &["history"],
        &["baseline"],
        &["verify"],
    ] {
        let done = sandbox.run(words);
        assert_eq!(done.code, 0, "{words:?}: {}{}", done.stdout, done.stderr);
        assert!(!done.stdout.contains("_migrations (hand"), "{words:?}: {}", done.stdout);
    }
}

#[test]
fn a_file_that_was_edited_since_is_said() {
    let sandbox = project(&hand_written(&sha("another text")));
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 1 of 2 applied, 1 edited
_migrations (hand-written) records all 2 files as applied
0002_mail.sql is not the text that was applied: _migrations has another checksum
0002_mail.sql was edited after it was applied (checksum 4895ecc6f0c0 then, 01e226b0fa62 now)
help: restore the file from Git and put the change into a new migration

migration       state    applied           by
0001_users.sql  applied  NOW  hand-written
0002_mail.sql   edited   NOW  hand-written

to take that over, with its dates: reconcile baseline dev

"#]],
        str![],
    );
    sandbox.run(&["baseline"]).is(
        3,
        str![[r#"
0002_mail.sql is not the text that was applied: _migrations has another checksum
nothing was marked
restore the text of 0002_mail.sql that was applied from Git, and put the change into a new migration
or accept the files as they are: reconcile baseline dev --force

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["baseline", "--force"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn what_has_no_file_or_did_not_end_is_said() {
    let sandbox = Sandbox::empty();
    sandbox.write("prisma/migrations/1_users/migration.sql", USERS);
    sandbox.write("prisma/migrations/2_mail/migration.sql", MAIL);
    sandbox.sql(&format!(
        "{USERS} CREATE TABLE _prisma_migrations (id TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, finished_at DATETIME,
            migration_name TEXT NOT NULL, logs TEXT, rolled_back_at DATETIME, started_at DATETIME, applied_steps_count INTEGER);
        INSERT INTO _prisma_migrations VALUES ('a', '{}', 1714564800000, '1_users', NULL, NULL, 1714564800000, 1),
            ('b', 'x', NULL, '2_mail', 'failed', NULL, 1714564800000, 0), ('c', 'y', 1714564800000, '0_lost', NULL, NULL, 0, 1)",
        sha(USERS)
    ));
    assert_eq!(sandbox.run(&["init"]).code, 0);
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 2_mail/migration.sql is applied
assumes 2_mail/migration.sql, which is pending
note: _prisma_migrations (Prisma) records 1 of 2 files as applied; to take that over, with its dates: reconcile baseline dev

review the migration, then: reconcile apply dev

"#]], str![]);
    sandbox.run(&["baseline"]).is(
        0,
        str![[r#"
taken over from _prisma_migrations, with its dates
2_mail is not taken for applied, since _prisma_migrations says that it began NOW and did not end
0_lost was applied according to _prisma_migrations, but no file of the folder is it
marked as applied: 1_users/migration.sql
to see its state: reconcile status dev

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0, "the one that did not end is pending");
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn drizzles_ledger_after_init() {
    let sandbox = Sandbox::empty();
    sandbox.write("drizzle/0000_users.sql", USERS);
    sandbox.write("drizzle/0001_mail.sql", MAIL);
    sandbox.write(
        "drizzle/meta/_journal.json",
        r#"{"entries": [{"tag": "0000_users", "when": 1714564800000}, {"tag": "0001_mail", "when": 1714564801000}]}"#,
    );
    sandbox.sql(&format!(
        "{USERS} CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);
        INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('{}', 1714564800000)",
        sha(USERS)
    ));
    assert_eq!(sandbox.run(&["init"]).code, 0);
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0001_mail.sql is applied
assumes 0001_mail.sql, which is pending
note: __drizzle_migrations (drizzle) records 1 of 2 files as applied; to take that over, with its dates: reconcile baseline dev

review the migration, then: reconcile apply dev

"#]], str![]);
    for words in [&["baseline"] as &[&str], &["apply"], &["plan", "--check"], &["drift"]] {
        let done = sandbox.run(words);
        assert_eq!(done.code, 0, "{words:?}: {}{}", done.stdout, done.stderr);
    }
}

#[test]
fn two_ledgers_that_say_different_things() {
    let sandbox = project(
        "CREATE TABLE kysely_migration (name TEXT, timestamp TEXT); INSERT INTO kysely_migration VALUES ('0001_users', '2024-05-01T12:00:00Z');
        CREATE TABLE schema_migrations (version TEXT); INSERT INTO schema_migrations VALUES ('0002');",
    );
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:dev.db has the ledgers kysely_migration and schema_migrations, which record different files as applied
help: name the one that is right: reconcile baseline dev --ledger kysely_migration

"#]],
    );
    sandbox.run(&["baseline", "--ledger", "nothing"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:dev.db has no ledger nothing that records a file of the folder
help: there is kysely_migration, schema_migrations

"#]],
    );
    sandbox.run(&["baseline", "--ledger", "kysely_migration"]).is(3, str![[r#"
sqlite:dev.db is not what these files create:
    differs   table users: column mail is only in the database
nothing was marked
stop at an earlier file with `--to NUMBER`, or first bring the database in line: reconcile plan dev --undo-drift
`--force` marks them anyway; `drift` will then report the difference, and migrations made for the other schema will be refused

"#]], str![]);
}

#[test]
fn without_any_ledger_plan_is_in_sync_where_the_files_made_what_is_there() {
    let sandbox = project("");
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): in sync with the schema
note: sqlite:dev.db already has table users, which 0001_users.sql creates; to mark what was run by hand as applied: reconcile baseline dev

"#]], str![]);
    sandbox.edit("mail TEXT", "mail TEXT,\n  age INTEGER");
    assert_eq!(
        sandbox.run(&["plan"]).code,
        3,
        "a migration that builds on them has to wait"
    );
    assert_eq!(sandbox.run(&["baseline"]).code, 0);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
}

//! `renumber`: two branches that took the same number, and folders whose numbers have several widths.

use snapbox::str;

use crate::Sandbox;

/// A database with one applied migration, and two branches that each made the second.
fn branches(mine: (&str, &str), theirs: (&str, &str)) -> Sandbox {
    let sandbox = Sandbox::applied();
    let schema = sandbox.read("schema/schema.sql");
    let mut texts = Vec::new();
    for (name, (from, to)) in [("mine", mine), ("theirs", theirs)] {
        sandbox.write("schema/schema.sql", &schema.replace(from, to));
        let planned = sandbox.run(&["plan", "--name", name, "--allow", "all"]);
        assert_eq!(planned.code, 0, "{}", planned.stdout);
        let file = format!("generated/0002_{name}.sql");
        texts.push((file.clone(), sandbox.read(&file)));
        std::fs::remove_file(sandbox.path(&file)).unwrap();
    }
    for (file, text) in texts {
        sandbox.write(&file, &text);
    }
    sandbox.write("schema/schema.sql", &schema);
    sandbox
}

const MINE: (&str, &str) = ("email TEXT", "age INTEGER, email TEXT");
const THEIRS: (&str, &str) = ("body TEXT", "title TEXT, body TEXT");

/// The schema with both changes.
fn merged(mine: (&str, &str), theirs: (&str, &str)) -> Sandbox {
    let sandbox = branches(mine, theirs);
    sandbox.edit(mine.0, mine.1);
    sandbox.edit(theirs.0, theirs.1);
    sandbox
}

#[test]
fn a_number_that_two_branches_took_is_given_once() {
    let sandbox = merged(MINE, THEIRS);
    let verified = sandbox.run(&["verify"]);
    assert!(verified.stdout.contains("reconcile renumber"), "{}", verified.stdout);
    let before = sandbox.files();
    sandbox.run(&["renumber", "--last", "0002_mine.sql", "--dry-run"]).is(
        0,
        str![[r#"
would be renamed: 0002_mine.sql -> 0003_mine.sql
what is applied keeps its name; ledgers read: dev, live

"#]],
        str![],
    );
    assert_eq!(sandbox.files(), before);
    sandbox.run(&["renumber", "--last", "0002_mine.sql"]).is(
        0,
        str![[r#"
renamed: 0002_mine.sql -> 0003_mine.sql
proven again and sealed: 0003_mine.sql
what is applied keeps its name; ledgers read: dev, live
to check the folder: reconcile verify

"#]],
        str![],
    );
    sandbox.run(&["renumber"]).is(
        0,
        str![[r#"
generated: every number is there once, and in order

"#]],
        str![],
    );
    assert!(
        sandbox
            .read("generated/0003_mine.sql")
            .starts_with("-- Migration 0003: mine\n")
    );
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 2);
}

#[test]
fn what_is_applied_keeps_its_number() {
    let sandbox = merged(MINE, THEIRS);
    let mine = sandbox.read("generated/0002_mine.sql");
    std::fs::remove_file(sandbox.path("generated/0002_mine.sql")).unwrap();
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.write("generated/0002_mine.sql", &mine);
    sandbox.run(&["renumber"]).is(
        0,
        str![[r#"
renamed: 0002_mine.sql -> 0003_mine.sql
proven again and sealed: 0003_mine.sql
what is applied keeps its name; ledgers read: dev, live
to check the folder: reconcile verify

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn a_file_that_does_not_fit_its_place_is_planned_again() {
    let mine = ("email TEXT", "email TEXT DEFAULT 'mine'");
    let theirs = ("email TEXT", "email TEXT DEFAULT 'theirs'");
    let sandbox = branches(mine, theirs);
    sandbox.edit(mine.0, mine.1);
    sandbox
        .run(&["renumber", "--last", "0002_mine.sql"])
        .is(2, str![[r#"
renamed: 0002_mine.sql -> 0003_mine.sql
0003_mine.sql does not fit its new place: 0003_mine.sql:14: an assertion of the migration failed: users: expected email text not null, found email text default 'theirs' not null
what is applied keeps its name; ledgers read: dev, live
to plan it again: reconcile plan --redo 0003_mine.sql
to check the folder: reconcile verify

"#]], str![""]);
    let again = sandbox.run(&["plan", "--redo", "0003_mine.sql"]);
    assert_eq!(again.code, 0, "{}{}", again.stdout, again.stderr);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn three_digits_four_and_none_become_four() {
    let sandbox = Sandbox::new();
    for (name, sql) in [
        ("001_a.sql", "CREATE TABLE a (x);\n"),
        ("0002_b.sql", "CREATE TABLE b (x);\n"),
        ("seed.sql", "INSERT INTO a VALUES (1);\n"),
        ("rollbacks/001_rollback.sql", "DROP TABLE a;\n"),
    ] {
        sandbox.write(&format!("generated/{name}"), sql);
    }
    sandbox.write("tests/migrations/001/x.sql", "-- test\n");
    sandbox.run(&["renumber"]).is(
        0,
        str![[r#"
renamed: 001_a.sql -> 0001_a.sql
renamed: seed.sql -> 0003_seed.sql
renamed: generated/rollbacks/001_rollback.sql -> generated/rollbacks/0001_rollback.sql
renamed: tests/migrations/001 -> tests/migrations/0001
what is applied keeps its name; ledgers read: dev, live
to check the folder: reconcile verify

"#]],
        str![""],
    );
    sandbox.run(&["apply"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 3 migrations in # ms
  0001_a.sql  # ms
  0002_b.sql  # ms
  0003_seed.sql  # ms

"#]],
        str![[r#"
1/3 0001_a.sql
2/3 0002_b.sql
3/3 0003_seed.sql

"#]],
    );
    assert!(sandbox.path("tests/migrations/0001/x.sql").is_file());
}

#[test]
fn a_ledger_that_cannot_be_read_is_no_empty_one() {
    let sandbox = merged(MINE, THEIRS);
    sandbox.write("live.db", "this is no database");
    let before = sandbox.files();
    sandbox.run(&["renumber"]).is(
        1,
        str![],
        str![[r#"
error: cannot renumber: live cannot be asked which migrations it has applied, and these must keep their names: sqlite:live.db: the file is not an SQLite database
help: to ask only one target, and rename whatever it has not applied: reconcile renumber --target TARGET

"#]],
    );
    sandbox.run(&["renumber", "--last", "0009_x.sql"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 0009_x.sql in generated
help: there are 0001_first_schema.sql, 0002_mine.sql, 0002_theirs.sql; a number is enough

"#]],
    );
    sandbox.run(&["renumber", "--since", "no-such"]).is(
        1,
        str![],
        str![[r#"
error: Git knows no revision no-such
help: name a branch, such as: reconcile renumber --since origin/main

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

/// Two files with one number, and a target that cannot be asked without credentials.
fn with_a_remote_target() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n      production: { at: d1:shop, protected: true }\n    default: dev\n",
    );
    sandbox.write("schema/schema.sql", "CREATE TABLE a (x);\nCREATE TABLE b (x);\n");
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write("generated/0001_b.sql", "CREATE TABLE b (x);\n");
    sandbox
}

#[test]
fn a_target_that_cannot_be_asked_is_named_with_the_reason() {
    let sandbox = with_a_remote_target();
    let before = sandbox.files();
    sandbox.run(&["renumber"]).is(1, str![], str![[r#"
error: cannot renumber: production cannot be asked which migrations it has applied, and these must keep their names: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler
help: set CLOUDFLARE_API_TOKEN to a token with the permission Account > D1 > Edit (https://dash.cloudflare.com/profile/api-tokens), or run `wrangler login`; to ask only one target, and rename whatever it has not applied: reconcile renumber --target TARGET

"#]]);
    sandbox.run(&["renumber", "--dry-run"]).is(0, str![[r#"
would be renamed: 0001_b.sql -> 0002_b.sql
what is applied keeps its name; ledgers read: dev
ledger not read: production: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler

"#]], str![]);
    assert_eq!(sandbox.files(), before);
    // One target is asked alone.
    sandbox.run(&["renumber", "--target", "dev"]).is(
        0,
        str![[r#"
renamed: 0001_b.sql -> 0002_b.sql
what is applied keeps its name; ledgers read: dev
ledger not read: production: --target names another one
to check the folder: reconcile verify

"#]],
        str![],
    );
    // Where no number has to change, nobody has to be asked.
    sandbox.run(&["renumber"]).is(
        0,
        str![[r#"
generated: every number is there once, and in order

"#]],
        str![],
    );
}

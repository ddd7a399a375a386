//! `-- reconcile: in batches of N`: a migration that `apply` runs in many small transactions.

use snapbox::str;

use crate::sandbox::Sandbox;

const FILL: &str = "\
-- reconcile: in batches of 300
UPDATE users SET email = lower(email) WHERE email <> lower(email);
";

/// A thousand users with large letters, ids with gaps and below zero.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.sql("DELETE FROM posts; DELETE FROM users;");
    sandbox.sql(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
         INSERT INTO users SELECT i * 7 - 3000, 'User' || i || '@Example.com' FROM n",
    );
    sandbox.write("generated/0002_lower.sql", FILL);
    sandbox
}

#[test]
fn runs_slice_by_slice_and_is_recorded_once() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["verify", "-q"]).code, 0);
    sandbox.run(&["apply"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 1 migration in # ms
  0002_lower.sql  1,000 rows in 4 batches  # ms

"#]],
        str![[r#"
1/1 0002_lower.sql
    300 of 1000 rows
    600 of 1000 rows
    900 of 1000 rows
    1000 of 1000 rows

"#]],
    );
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE email = lower(email)"),
        1000
    );
    assert_eq!(
        sandbox.count("SELECT count(*) FROM d1_migrations WHERE name = '0002_lower.sql'"),
        1
    );
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    assert_eq!(sandbox.run(&["status"]).code, 0);
}

#[test]
fn goes_on_where_a_slice_failed() {
    let sandbox = sandbox();
    // One row in the middle cannot be changed yet.
    sandbox.sql(
        "CREATE TRIGGER stop BEFORE UPDATE ON users WHEN OLD.id = 500 BEGIN SELECT RAISE(ABORT, 'not this one'); END",
    );
    sandbox.run(&["apply"]).is(
        1,
        str![""],
        str![[r#"
1/1 0002_lower.sql
    300 of 1000 rows
error: 0002_lower.sql:2: not this one
300 rows are done and are kept; the migration is not recorded yet
help: correct the rows or the statement, then run `reconcile apply` again: it resumes from there

"#]],
    );
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE email = lower(email)"),
        300
    );
    assert_eq!(
        sandbox.count("SELECT count(*) FROM d1_migrations WHERE name = '0002_lower.sql'"),
        0
    );
    sandbox.sql("DROP TRIGGER stop");
    let again = sandbox.run(&["apply", "--format", "json"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    let applied = &again.json()["migrations"][0];
    assert_eq!((&applied["rows"], &applied["batches"]), (&700.into(), &3.into()));
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE email = lower(email)"),
        1000
    );
}

#[test]
fn a_statement_that_cannot_be_sliced_is_told_before_anything_runs() {
    let sandbox = sandbox();
    sandbox.write(
        "generated/0002_lower.sql",
        "-- reconcile: in batches of 300\nUPDATE users SET email = '';\n",
    );
    sandbox.run(&["apply"]).is(1, str![""], str![[r#"
error: 0002_lower.sql:2: this statement cannot run in batches
help: a file that runs in batches may only have `UPDATE table SET … WHERE …` and `DELETE FROM table WHERE …`, each after a line `-- reconcile: in batches of N`; put the rest into another migration

"#]]);
    sandbox.run(&["verify"]).is(2, str![[r#"
generated: 2 migrations, 1 error; replay ends at the schema
error[not-in-batches]: 0002_lower.sql:2: this statement cannot run in batches
  fix: a file that runs in batches may only have `UPDATE table SET … WHERE …` and `DELETE FROM table WHERE …`, each after a line `-- reconcile: in batches of N`; put the rest into another migration

"#]], str![""]);
    assert_eq!(sandbox.count("SELECT count(*) FROM users WHERE email = ''"), 0);
}

#[test]
fn keys_of_every_kind() {
    let sandbox = Sandbox::empty();
    sandbox.write("generated/0001_first.sql", "CREATE TABLE pairs (a TEXT COLLATE NOCASE, b, done INT, PRIMARY KEY (a, b)) WITHOUT ROWID;\nCREATE TABLE loose (rowid TEXT, done INT);\n");
    assert_eq!(sandbox.run(&["apply", "sqlite:dev.db"]).code, 0);
    sandbox.sql("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199) INSERT INTO pairs SELECT CASE WHEN i % 2 THEN 'Key' ELSE 'key' END || (i / 9), CASE i % 3 WHEN 0 THEN i WHEN 1 THEN 'it''s' || i ELSE x'00ff' || i END, NULL FROM n");
    sandbox.sql("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199) INSERT INTO loose SELECT 'same', NULL FROM n");
    sandbox.write(
        "generated/0002_done.sql",
        "-- reconcile: in batches of 7\nUPDATE pairs SET done = 1 WHERE done IS NULL;\n-- reconcile: in batches of 1\nDELETE FROM pairs WHERE b = 'it''s1';\n-- reconcile: in batches of 64\nUPDATE loose SET done = 1 WHERE done IS NULL;\n",
    );
    assert_eq!(sandbox.run(&["apply", "sqlite:dev.db"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM pairs WHERE done = 1"), 199);
    assert_eq!(sandbox.count("SELECT count(*) FROM loose WHERE done = 1"), 200);
}

#[test]
fn new_writes_a_backfill_and_says_what_it_comes_to() {
    let sandbox = Sandbox::applied();
    sandbox.edit("  email TEXT NOT NULL", "  email TEXT NOT NULL,\n  slug TEXT");
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    sandbox.sql("DELETE FROM posts; DELETE FROM users;");
    sandbox.sql("INSERT INTO users (id, email, slug) VALUES (1, 'A', NULL), (2, 'B', 'kept'), (3, '', NULL)");
    sandbox
        .run(&["new", "slugs", "--backfill", "users.slug=nullif(lower(email), '')"])
        .is(
            0,
            str![[r#"
generated/0003_slugs.sql

"#]],
            str![[r#"
on sqlite:dev.db: 1 rows will be filled, 1 would stay NULL

"#]],
        );
    assert_eq!(sandbox.run(&["verify", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE (id, slug) IN (VALUES (1, 'a'), (2, 'kept'))"),
        2
    );
    sandbox
        .run(&["new", "slugs", "--backfill", "users.slug=lower(nothing)"])
        .is(
            1,
            str![""],
            str![[r#"
error: 0004_slugs.sql:8: near "nothing": syntax error
help: correct the expression; nothing was written

"#]],
        );
    sandbox.run(&["new", "slugs", "--backfill", "users"]).is(
        1,
        str![""],
        str![[r#"
error: users is not of the form TABLE.COLUMN=EXPRESSION
help: for example: --backfill users.slug='lower(name)'

"#]],
    );
}

#[test]
fn what_would_count_twice_is_found() {
    let sandbox = sandbox();
    sandbox.write(
        "generated/0002_lower.sql",
        "-- reconcile: in batches of 300\nUPDATE users SET email = email || '!' WHERE email IS NOT NULL;\n",
    );
    sandbox.run(&["verify"]).is(
        2,
        str![[r#"
generated: 2 migrations, 1 error; replay ends at the schema
error[not-repeatable]: 0002_lower.sql:1: a second run changes rows again
  fix: exclude finished rows in its WHERE, since an interrupted run repeats the rest

"#]],
        str![""],
    );
}

//! `-- reconcile: using …`: values that are there become others; and expressions that fail on some of them.

use crate::Sandbox;

/// A database with these rows, and then another schema.
fn changed(before: &str, rows: &str, after: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", before);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    if !rows.is_empty() {
        sandbox.sql(rows);
    }
    sandbox.write("schema/schema.sql", after);
    sandbox
}

fn runs(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let run = sandbox.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
    run.stdout + &run.stderr
}

const CARDS: &str =
    "CREATE TABLE card (id INTEGER PRIMARY KEY, status TEXT NOT NULL CHECK (status IN ('Learning', 'Learned')));";
const MORE_CARDS: &str = "CREATE TABLE card (\n  id INTEGER PRIMARY KEY,\n  \
    status TEXT NOT NULL CHECK (status IN ('learning', 'learned', 'dropped')) -- reconcile: using lower(status)\n);";

#[test]
fn values_of_an_enum_are_mapped_once() {
    let sandbox = changed(
        CARDS,
        "INSERT INTO card VALUES (1, 'Learning'), (2, 'Learned')",
        MORE_CARDS,
    );
    let refused = sandbox.run(&["plan"]);
    assert_eq!(refused.code, 3);
    assert!(refused.stdout.contains("2 rows (1, 2)"), "{}", refused.stdout);
    runs(&sandbox, &["plan", "--allow", "lossy-conversion"]);
    runs(&sandbox, &["apply"]);
    assert_eq!(
        sandbox.count("SELECT group_concat(status) = 'learning,learned' FROM card"),
        1
    );
    runs(&sandbox, &["plan", "--check"]);
    runs(&sandbox, &["verify"]);
}

#[test]
fn a_directive_that_is_done_does_not_run_with_a_later_change() {
    let column = |rest: &str| format!("CREATE TABLE item (\n  id INTEGER PRIMARY KEY,\n  {rest}\n);");
    let using = "-- reconcile: using price * 100 -- reconcile: allow lossy-conversion because cents";
    let sandbox = changed(
        &column("price TEXT"),
        "INSERT INTO item VALUES (1, '3')",
        &column(&format!("price INTEGER {using}")),
    );
    runs(&sandbox, &["plan"]);
    runs(&sandbox, &["apply"]);
    sandbox.write("schema/schema.sql", &column(&format!("price INTEGER NOT NULL {using}")));
    let told = runs(&sandbox, &["plan"]);
    assert!(told.contains("values of item.price were converted by 0002_"), "{told}");
    runs(&sandbox, &["apply"]);
    assert_eq!(sandbox.count("SELECT price FROM item"), 300);
    runs(&sandbox, &["plan", "--check"]);
}

/// It runs again once it was undone.
#[test]
fn a_directive_whose_migration_was_reverted_is_to_do_again() {
    let sandbox = changed(CARDS, "", MORE_CARDS);
    runs(&sandbox, &["plan"]);
    runs(&sandbox, &["apply"]);
    runs(&sandbox, &["revert"]);
    runs(&sandbox, &["apply"]);
    sandbox.sql("INSERT INTO card VALUES (1, 'Learning')");
    sandbox.write("schema/schema.sql", MORE_CARDS);
    runs(&sandbox, &["plan", "--allow", "lossy-conversion"]);
    runs(&sandbox, &["apply"]);
    assert_eq!(sandbox.count("SELECT status = 'learning' FROM card"), 1);
}

/// The same file runs where there are rows.
#[test]
fn a_conversion_planned_without_rows_is_asked_about_where_there_are_some() {
    let sandbox = changed(CARDS, "", MORE_CARDS);
    runs(&sandbox, &["plan"]);
    sandbox.sql("INSERT INTO card VALUES (1, 'Learning')");
    let refused = sandbox.run(&["apply"]);
    assert_eq!(refused.code, 3, "{}{}", refused.stdout, refused.stderr);
    assert!(refused.stderr.contains("lossy-conversion"), "{}", refused.stderr);
    runs(&sandbox, &["apply", "--allow", "lossy-conversion"]);
    assert_eq!(sandbox.count("SELECT status = 'learning' FROM card"), 1);
}

#[test]
fn the_last_stage_converts_a_column_that_keeps_its_name() {
    let sandbox = changed(
        CARDS,
        "INSERT INTO card VALUES (1, 'Learning'), (2, 'Learned')",
        MORE_CARDS,
    );
    runs(&sandbox, &["plan", "--expand-contract", "--allow", "lossy-conversion"]);
    runs(&sandbox, &["apply"]);
    // Old code goes on, and new code writes no value that would be converted again.
    sandbox.sql("INSERT INTO card VALUES (3, 'Learned')");
    runs(&sandbox, &["apply", "--release", "2"]);
    assert_eq!(
        sandbox.count("SELECT group_concat(status) = 'learning,learned,learned' FROM card"),
        1
    );
    runs(&sandbox, &["plan", "--check"]);
}

#[test]
fn a_new_column_has_nothing_to_convert() {
    let sandbox = changed(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, price TEXT);",
        "INSERT INTO t VALUES (1, '3')",
        "CREATE TABLE t (\n  id INTEGER PRIMARY KEY,\n  price TEXT,\n  cents INTEGER -- reconcile: using price * 100\n);",
    );
    let told = runs(&sandbox, &["plan"]);
    assert!(
        told.contains("column t.cents is new: `using` converts existing values"),
        "{told}"
    );
}

const POSTS: &str = "CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT);";

/// The rows that a proof makes are JSON where an expression asks for it.
#[test]
fn expressions_over_json_are_proven_without_rows() {
    for column in [
        "a TEXT -- reconcile: backfill json_extract(body, '$.a')",
        "a TEXT NOT NULL -- reconcile: backfill body ->> 'a'",
        "a TEXT NOT NULL CHECK (a <> '') -- reconcile: backfill json_extract(body, '$.user.name')",
        "a TEXT -- reconcile: backfill json_set(body, '$.n', id)",
        "a INTEGER NOT NULL -- reconcile: backfill (SELECT count(*) FROM json_each(body, '$.tags'))",
        "a TEXT AS (body ->> '$.a') STORED",
        "a INTEGER -- reconcile: backfill abs(id)",
        "a TEXT);\nCREATE INDEX post_a ON post (json_extract(body, '$.a')",
    ] {
        let after = format!("CREATE TABLE post (\n  id INTEGER PRIMARY KEY,\n  body TEXT,\n  {column}\n);");
        let told = runs(&changed(POSTS, "", &after), &["plan"]);
        assert!(told.contains("generated rows: 5 rows in 1 table"), "{column}: {told}");
    }
}

#[test]
fn an_index_that_fails_on_every_row_is_planned_for_none() {
    let after = "CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT, meta TEXT NOT NULL DEFAULT '');\n\
                 CREATE INDEX post_meta ON post (json_extract(meta, '$.a'));";
    let told = runs(&changed(POSTS, "", after), &["plan", "--dry-run"]);
    assert!(!told.contains("bug in reconcile"), "{told}");
    let refused = changed(POSTS, "INSERT INTO post VALUES (1, NULL), (2, '{}')", after).run(&["plan"]);
    assert_eq!(refused.code, 3);
    assert!(
        refused.stdout.contains("malformed JSON; 2 rows (1, 2)"),
        "{}",
        refused.stdout
    );
}

#[test]
fn a_backfill_in_batches_may_read_json() {
    let sandbox = changed(
        "CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT, title TEXT);",
        "INSERT INTO post (id, body) VALUES (1, '{\"title\":\"x\"}')",
        "CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT, title TEXT);",
    );
    runs(
        &sandbox,
        &[
            "new",
            "titles",
            "--backfill",
            "post.title=json_extract(body, '$.title')",
        ],
    );
    runs(&sandbox, &["verify"]);
    runs(&sandbox, &["apply"]);
    assert_eq!(sandbox.count("SELECT title = 'x' FROM post"), 1);
}

#[test]
fn c23_strict_that_goes_makes_whole_numbers_of_any() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY) STRICT;\n",
    );
    let done = |arguments: &[&str]| {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
    };
    done(&["plan", "-q"]);
    done(&["apply"]);
    sandbox.sql("INSERT INTO t VALUES (1, 3.0), (2, 2.5), (3, 'x'), (4, 7)");
    sandbox.write("schema/schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY);\n");
    done(&["plan", "-q"]);
    done(&["apply"]);
    assert_eq!(sandbox.count("SELECT count(*) FROM t WHERE (id, typeof(a), a) IN (VALUES (1, 'integer', 3), (2, 'real', 2.5), (3, 'text', 'x'), (4, 'integer', 7))"), 4);
    // A text that reads otherwise as a number is asked about.
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY) STRICT;\n",
    );
    done(&["plan", "-q"]);
    done(&["apply"]);
    sandbox.sql("INSERT INTO t VALUES (5, '007')");
    sandbox.write("schema/schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY);\n");
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("lossy-conversion"), "{}", run.stdout);
}

#[test]
fn a_conversion_that_would_never_run_is_refused_at_its_line() {
    let sandbox = changed(
        "CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);",
        "INSERT INTO docs VALUES (1, 'a')",
        "CREATE TABLE docs (\n  id INTEGER PRIMARY KEY,\n  body TEXT -- reconcile: using upper(body)\n);",
    );
    for arguments in [&["plan"][..], &["plan", "--expand-contract"], &["plan", "--check"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        for part in [
            "column docs.body does not change, so its `using` would never run",
            "schema.sql:3:13",
            "UPDATE \"docs\" SET \"body\" = upper(body)",
        ] {
            assert!(run.stderr.contains(part), "{}", run.stderr);
        }
    }
}

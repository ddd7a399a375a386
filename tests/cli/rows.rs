//! Plans that are proven on the target's own rows.

use snapbox::str;

use crate::sandbox::Sandbox;

#[test]
fn a_foreign_key_over_rows_finds_their_parents() {
    let sandbox = Sandbox::applied();
    sandbox.edit(
        "  body TEXT\n);",
        "  body TEXT\n);\nCREATE TABLE notes (id INTEGER PRIMARY KEY, post TEXT);",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO notes VALUES (1, '1'), (2, NULL)");
    sandbox.edit("post TEXT);", "post INTEGER REFERENCES posts (id) ON DELETE CASCADE);");
    let plan = sandbox.run(&["plan", "--allow", "lossy-conversion"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert_eq!(
        plan.stdout.matches("add-foreign-key").count(),
        1,
        "told once: {}",
        plan.stdout
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM notes JOIN posts ON posts.id = post"),
        1
    );
}

#[test]
fn a_row_without_a_parent_is_named() {
    let sandbox = Sandbox::applied();
    sandbox.sql("PRAGMA foreign_keys = off; INSERT INTO posts VALUES (7, 99, 'orphan')");
    sandbox.edit(
        "  body TEXT\n",
        "  body TEXT,\n  author INTEGER REFERENCES users (id) -- reconcile: backfill user_id\n",
    );
    let plan = sandbox.run(&["plan"]);
    assert_eq!(plan.code, 3, "{}{}", plan.stdout, plan.stderr);
    assert!(
        plan.stdout.contains("posts(author) must be found in users"),
        "{}",
        plan.stdout
    );
}

/// A database that was made another way, with rows, and a schema that adds to it.
fn filled(before: &str, after: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let database = rusqlite::Connection::open(sandbox.path("dev.db")).unwrap();
    database.execute_batch("PRAGMA foreign_keys = off").unwrap();
    database.execute_batch(before).unwrap();
    sandbox.write("schema/schema.sql", after);
    sandbox
}

/// Values may be longer than the longest statement: proofs bind them.
#[test]
fn large_values_are_proven_like_any() {
    for value in ["hex(zeroblob(60000))", "zeroblob(1500000)"] {
        let sandbox = filled(
            &format!("CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (1, {value})"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB NOT NULL, c);",
        );
        let run = sandbox.run(&["plan"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
        assert_eq!(sandbox.count(&format!("SELECT count(*) FROM t WHERE b = {value}")), 1);
    }
}

/// D1 gives 100 columns at most, and the rowid is one more.
#[test]
fn the_widest_table_can_be_changed() {
    let columns: Vec<String> = (1..100).map(|at| format!("c{at}")).collect();
    let columns = columns.join(", ");
    let sandbox = filled(
        &format!("CREATE TABLE t (id INTEGER PRIMARY KEY, {columns}); INSERT INTO t (c1, c99) VALUES (5, 6)"),
        &format!(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, {});",
            columns.replacen("c1,", "c1 NOT NULL,", 1)
        ),
    );
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM t WHERE c1 = 5 AND c99 = 6"), 1);
}

/// Orphans that were there before are no fault of the plan; it makes no more of them.
#[test]
fn orphans_that_were_there_stay_and_are_counted() {
    for change in ["p INT REFERENCES p, x", "p INT REFERENCES p CHECK (p <> 0)"] {
        let sandbox = filled(
            "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p);
            INSERT INTO c VALUES (1, 99)",
            &format!(
                "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (id INTEGER PRIMARY KEY, {change});\n\
                 CREATE INDEX c_p ON c (p);"
            ),
        );
        let run = sandbox.run(&["plan"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert!(
            run.stdout.contains("only the 1 row that had no parent before"),
            "{}",
            run.stdout
        );
        assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
        assert_eq!(sandbox.count("SELECT count(*) FROM c WHERE p = 99"), 1);
    }
}

/// Which rows is known before it runs.
#[test]
fn rows_that_an_expression_fails_on_are_refused() {
    let sandbox = filled(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, j); INSERT INTO t VALUES (1, 'bad')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, j); CREATE INDEX i ON t (j->>'a');",
    );
    sandbox.run(&["plan"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): 1 change refused, nothing written: failing-expression

  + index i on t

error[failing-expression]: an expression of index i must not fail on existing rows: malformed JSON; 1 row (1)
  fix: correct the rows first: reconcile new fix-rows; or make the expression skip them, as in CASE WHEN json_valid(…) THEN … END

no flag overrides this: do what the fix says, or change the rows first

"#]],
        str![],
    );
    assert!(sandbox.names().iter().all(|it| !it.contains("generated/")));
}

/// What only running it shows is told as the rows' affair, not as a bug.
#[test]
fn rows_that_fail_when_it_runs_are_refused() {
    let sandbox = filled(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, j); INSERT INTO t VALUES (1, 3000000000)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, j); CREATE INDEX i ON t (length(zeroblob(j) || 'x'));",
    );
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    let told = "refused: the change fails on a copy of the existing rows";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(sandbox.names().iter().all(|it| !it.contains("generated/")));
}

//! B8: a pending migration that no longer fits is planned again under its number; `apply --to`; refusals of two kinds.

use crate::sandbox::Sandbox;

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part}\n--- is not in\n{text}");
}

#[track_caller]
fn ok(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let run = sandbox.run(arguments);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.stdout
}

/// 0002 rebuilds a table and is pending; someone makes an index on it.
fn pending_and_by_hand() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.edit("email TEXT NOT NULL", "email TEXT NOT NULL CHECK (email <> '')");
    ok(&sandbox, &["plan"]);
    sandbox.sql("CREATE INDEX hand ON users (email)");
    sandbox
}

#[test]
fn an_index_by_hand_before_a_pending_file_is_no_dead_end() {
    let sandbox = pending_and_by_hand();
    let refused = sandbox.run(&["apply"]);
    assert_eq!(refused.code, 3);
    has(&refused.stderr, "`reconcile plan --redo 0002`");
    let told = ok(&sandbox, &["plan"]);
    has(&told, "reconcile drift dev --undo");
    has(&told, "reconcile plan dev --redo 0002");

    let schema = sandbox.read("schema/schema.sql");
    sandbox.write(
        "schema/schema.sql",
        &format!("{schema}CREATE INDEX hand ON users (email);\n"),
    );
    let told = ok(&sandbox, &["plan", "--redo", "2"]);
    has(&told, "wrote generated/0002_change_users.sql");
    has(&sandbox.read("generated/0002_change_users.sql"), "CREATE INDEX hand");
    ok(&sandbox, &["apply", "live", "--yes"]);
    ok(&sandbox, &["plan", "--undo-drift"]);
    ok(&sandbox, &["apply", "--file", "generated/drift/0001_dev.sql"]);
    ok(&sandbox, &["baseline", "--to", "0002"]);
    for target in ["dev", "live"] {
        has(
            &ok(&sandbox, &["drift", target]),
            "it matches its ledger and the schema",
        );
    }
    ok(&sandbox, &["verify"]);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 1);
}

#[test]
fn a_file_of_another_branch_came_before() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    ok(&sandbox, &["plan"]);
    let ours = sandbox.read("generated/0002_add_title_to_posts.sql");
    std::fs::remove_file(sandbox.path("generated/0002_add_title_to_posts.sql")).unwrap();
    sandbox.write(
        "generated/0002_other.sql",
        "CREATE TABLE other (id INTEGER PRIMARY KEY);\n",
    );
    sandbox.write("generated/0003_add_title_to_posts.sql", &ours);
    ok(&sandbox, &["apply", "--to", "2"]);
    let schema = sandbox.read("schema/schema.sql");
    sandbox.write(
        "schema/schema.sql",
        &format!("{schema}CREATE TABLE other (id INTEGER PRIMARY KEY);\n"),
    );
    let refused = sandbox.run(&["apply"]);
    assert_eq!(refused.code, 3);
    has(&refused.stderr, "`reconcile plan --redo 0003`");
    ok(&sandbox, &["plan", "--redo", "0003"]);
    ok(&sandbox, &["apply"]);
    ok(&sandbox, &["verify"]);
    has(&ok(&sandbox, &["plan"]), "in sync with the schema");
}

#[test]
fn what_is_not_planned_again() {
    let sandbox = pending_and_by_hand();
    let refused = |name: &str, reason: &str| {
        let run = sandbox.run(&["plan", "--redo", name]);
        assert_eq!(run.code, 1, "{}", run.stdout);
        has(&run.stderr, reason);
    };
    refused("1", "cannot plan 0001_first_schema.sql again: it is applied");
    refused(
        "9",
        "there are 0001_first_schema.sql, 0002_change_users.sql; a number is enough",
    );
    sandbox.write("generated/0003_hand.sql", "CREATE TABLE x (a);\n");
    refused("2", "0003_hand.sql comes after it and expects its schema");
    refused("3", "it was written by hand");
    std::fs::remove_file(sandbox.path("generated/0003_hand.sql")).unwrap();
    let file = "generated/0002_change_users.sql";
    let text = sandbox.read(file);
    sandbox.write(file, &format!("{text}SELECT 1;\n"));
    refused("2", "it was edited after it was proven");
    sandbox.write(file, &text);
    sandbox.edit(" CHECK (email <> '')", "");
    let told = ok(&sandbox, &["plan", "--redo", "2"]);
    has(&told, "nothing is left for it to do");
    has(&told, "delete generated/0002_change_users.sql");
}

#[test]
fn apply_to_stops_after_that_one() {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", crate::sandbox::CONFIG);
    let mut all = String::new();
    for number in 1..=40 {
        let sql = format!("CREATE TABLE t{number} (a);\n");
        sandbox.write(&format!("generated/{number:04}_t{number}.sql"), &sql);
        all.push_str(&sql);
    }
    sandbox.write("schema/schema.sql", &all);
    // D18: one line for forty files.
    has(
        &ok(&sandbox, &["plan"]),
        "dev (sqlite:dev.db): nothing to write: in sync once 40 pending migrations are applied\n",
    );
    let told = ok(&sandbox, &["apply", "--to", "0003"]);
    has(&told, "  0003_t3.sql  ");
    has(&told, "37 more migrations are pending: reconcile apply dev");
    assert!(!told.contains("0004"), "{told}");
    has(&ok(&sandbox, &["apply", "--to", "2"]), "nothing to apply");
    assert_eq!(sandbox.run(&["drift"]).code, 0, "pending is no drift");
    let unknown = sandbox.run(&["apply", "--to", "99"]);
    assert_eq!(unknown.code, 1);
    has(&unknown.stderr, "there are 0001_t1.sql to 0040_t40.sql");
    sandbox.write("generated/0042_gap.sql", "SELECT 1;\n");
    ok(&sandbox, &["apply", "--to", "0040_t40.sql"]);
    assert_eq!(sandbox.run(&["apply"]).code, 3, "the gap is behind it");
    sandbox.write("schema/schema.sql", &format!("{all}CREATE TABLE more (a);\n"));
    std::fs::remove_file(sandbox.path("generated/0042_gap.sql")).unwrap();
    assert_eq!(sandbox.run(&["drift"]).code, 2, "what no file makes is a difference");
}

#[test]
fn apply_to_a_held_one_waits_for_it() {
    let sandbox = Sandbox::new();
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write(
        "generated/0002_b.sql",
        "-- reconcile: hold until noon\nCREATE TABLE b (x);\n",
    );
    sandbox.write("generated/0003_c.sql", "CREATE TABLE c (x);\n");
    let told = ok(&sandbox, &["apply", "--to", "1"]);
    assert!(!told.contains("held"), "{told}");
    has(&ok(&sandbox, &["apply", "--to", "2"]), "0002_b.sql is held until noon");
    let told = ok(&sandbox, &["apply", "--to", "2", "--release", "2"]);
    has(&told, "  0002_b.sql  ");
    assert!(!told.contains("0003"), "{told}");
}

#[test]
fn two_kinds_of_refusal_get_a_way_out_each_and_check_says_changes() {
    let sandbox = Sandbox::applied();
    sandbox.edit("  email TEXT NOT NULL\n", "  name TEXT NOT NULL UNIQUE\n");
    sandbox.edit(",\n  body TEXT", "");
    sandbox.sql("UPDATE posts SET body = 'x'");
    let refused = sandbox.run(&["plan"]);
    assert_eq!(refused.code, 3);
    has(&refused.stdout, "required-column: no flag overrides this");
    has(&refused.stdout, "--allow drop-column");
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 2);
}

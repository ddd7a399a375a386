//! B7: a target that was changed by hand, and the others. A migration starts where the folder ends, so that it runs on all
//! of them; what was done by hand has a way back of its own, and every way ends in sync everywhere.

use crate::sandbox::{Run, Sandbox};

/// Both targets at the first migration.
fn two_targets() -> Sandbox {
    let sandbox = Sandbox::applied();
    assert_eq!(sandbox.run(&["apply", "live", "--yes"]).code, 0);
    sandbox
}

#[track_caller]
fn ok(run: Run) -> String {
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.stdout
}

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part}\n--- is not in\n{text}");
}

/// Folder, schema and both targets agree, and nothing is left to do.
#[track_caller]
fn converged(sandbox: &Sandbox) {
    ok(sandbox.run(&["apply", "live", "--yes"]));
    for target in ["dev", "live"] {
        has(
            &ok(sandbox.run(&["drift", target])),
            "it matches its ledger and the schema",
        );
        has(
            &ok(sandbox.run(&["plan", target, "--check"])),
            "in sync with the schema",
        );
    }
    ok(sandbox.run(&["verify"]));
}

/// Writes the undo, runs it on `dev`.
#[track_caller]
fn undo(sandbox: &Sandbox) -> String {
    let told = ok(sandbox.run(&["plan", "--undo-drift"]));
    ok(sandbox.run(&["apply", "--file", "generated/drift/0001_dev.sql"]));
    told
}

#[test]
fn the_undo_is_a_file_of_its_own() {
    let sandbox = two_targets();
    sandbox.sql("CREATE INDEX hand ON users (email)");
    let told = ok(sandbox.run(&["plan"]));
    has(
        &told,
        "changed by hand; nothing to write\n    by hand   index hand is only in the database",
    );
    has(
        &told,
        "to undo the changes made by hand on sqlite:dev.db: reconcile drift dev --undo",
    );
    assert!(!told.contains("in sync"), "{told}");
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 2);
    let json = sandbox.run(&["plan", "--format", "json"]).json();
    assert_eq!(
        (json["verdict"].as_str(), &json["migration"]),
        (Some("changes"), &serde_json::Value::Null)
    );
    assert_eq!(json["drift"][0], "index hand is only in the database");

    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    let told = ok(sandbox.run(&["plan"]));
    has(&told, "planned from the end of the migrations folder");
    let written = sandbox.read("generated/0002_add_title_to_posts.sql");
    assert!(!written.contains("hand"), "{written}");
    let refused = sandbox.run(&["apply"]);
    assert_eq!(refused.code, 3);
    has(&refused.stderr, "`reconcile plan --undo-drift`");
    has(&refused.stderr, "`reconcile plan --redo 0002`");

    has(
        &undo(&sandbox),
        "reconcile apply dev --file generated/drift/0001_dev.sql",
    );
    ok(sandbox.run(&["apply"]));
    converged(&sandbox);
}

#[test]
fn a_column_added_by_hand_that_is_in_the_schema_too_is_marked_and_kept() {
    let sandbox = two_targets();
    sandbox.sql("ALTER TABLE posts ADD COLUMN title TEXT; UPDATE posts SET title = 'x'");
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    // `verify` says plan, and `plan` has something to do.
    assert_eq!(sandbox.run(&["verify"]).code, 2);
    let told = ok(sandbox.run(&["plan"]));
    has(&told, "already has the schema that 0002_add_title_to_posts.sql creates");
    has(&told, "reconcile baseline dev --to 0002");
    ok(sandbox.run(&["baseline", "--to", "0002"]));
    converged(&sandbox);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts WHERE title = 'x'"), 1);
}

#[test]
fn a_part_of_what_is_wanted_is_brought_in_line() {
    let sandbox = two_targets();
    sandbox
        .sql("ALTER TABLE posts ADD COLUMN title TEXT; UPDATE posts SET title = 'x'; CREATE INDEX i ON posts (title)");
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT,\n  more TEXT");
    let told = ok(sandbox.run(&["plan"]));
    has(
        &told,
        "already has part of what 0002_add_title_to_posts_and_1_more.sql creates",
    );
    has(
        &undo(&sandbox),
        "then mark 0002_add_title_to_posts_and_1_more.sql as applied there: reconcile baseline dev --to 0002",
    );
    ok(sandbox.run(&["baseline", "--to", "0002"]));
    converged(&sandbox);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts WHERE title = 'x'"), 1);
}

#[test]
fn from_live_is_there_for_those_who_have_one_target() {
    let sandbox = two_targets();
    sandbox.sql("CREATE INDEX hand ON users (email)");
    let told = ok(sandbox.run(&["plan", "--from", "live"]));
    has(&told, "- index hand on users");
    has(&told, "note: planned from the live schema, which was changed by hand");
    ok(sandbox.run(&["apply"]));
    assert_eq!(sandbox.run(&["apply", "live", "--yes"]).code, 3);
}

#[test]
fn a_folder_that_does_not_replay_leaves_the_live_schema() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_hand.sql", "DROP TABLE nope;\n");
    sandbox.sql("CREATE INDEX hand ON users (email)");
    for arguments in [&["plan"][..], &["plan", "--from", "folder"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 1);
        has(&run.stderr, "0002_hand.sql:1: no such table: nope");
    }
}

#[test]
fn a_file_for_one_target_runs_nowhere_else() {
    let sandbox = two_targets();
    sandbox.sql("CREATE INDEX hand ON users (email)");
    ok(sandbox.run(&["plan", "--undo-drift"]));
    let file = "generated/drift/0001_dev.sql";
    let refused = sandbox.run(&["apply", "live", "--yes", "--file", file]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    has(
        &refused.stderr,
        "the live schema is not the one that the file was made for",
    );
    let migration = sandbox.run(&["apply", "--file", "generated/0001_first_schema.sql"]);
    assert_eq!(migration.code, 1);
    has(
        &migration.stderr,
        "only a file that undoes changes made by hand can run outside the migrations",
    );
    let text = sandbox.read(file);
    sandbox.write(file, &text.replace("DROP INDEX", "drop  index"));
    has(
        &sandbox.run(&["apply", "--file", file]).stderr,
        "it was edited after it was proven",
    );
    sandbox.sql("DROP INDEX hand");
    has(
        &ok(sandbox.run(&["plan", "--undo-drift"])),
        "nothing was changed by hand",
    );
}

#[test]
fn values_that_the_undo_would_lose_are_asked_about() {
    let sandbox = two_targets();
    sandbox.sql("ALTER TABLE posts ADD COLUMN mine TEXT; UPDATE posts SET mine = 'x'");
    let refused = sandbox.run(&["plan", "--undo-drift"]);
    assert_eq!(refused.code, 3);
    has(&refused.stdout, "reconcile plan --undo-drift --allow drop-column");
    ok(sandbox.run(&["plan", "--undo-drift", "--allow", "drop-column"]));
    ok(sandbox.run(&["apply", "--file", "generated/drift/0001_dev.sql"]));
    converged(&sandbox);
}

#[test]
fn stages_start_where_the_folder_ends_too() {
    let sandbox = two_targets();
    sandbox.sql("CREATE INDEX hand ON posts (user_id)");
    sandbox.edit(
        "  email TEXT NOT NULL",
        "  mail TEXT NOT NULL -- reconcile: renamed-from email",
    );
    let told = ok(sandbox.run(&["plan", "--expand-contract"]));
    has(&told, "by hand   index hand is only in the database");
    has(&told, "reconcile drift dev --undo");
    ok(sandbox.run(&["apply", "live", "--yes"]));
    undo(&sandbox);
    ok(sandbox.run(&["apply"]));
    // B8: the contract phase is no drift, and its triggers are our own.
    let drift = ok(sandbox.run(&["drift"]));
    has(&drift, "no drift, 1 pending migration");
    has(&drift, "is held until");
    assert!(!drift.contains("trigger"), "{drift}");
    ok(sandbox.run(&["apply", "--release", "4"]));
    ok(sandbox.run(&["apply", "live", "--yes", "--release", "4"]));
    converged(&sandbox);
}

#[test]
fn a_live_database_without_a_folder_begins_one() {
    let sandbox = Sandbox::new();
    sandbox.sql(crate::sandbox::SCHEMA);
    let told = ok(sandbox.run(&["plan"]));
    has(&told, "in sync with the schema");
    has(
        &told,
        "generated has no migrations, so no new database can be built from it: write the first one with reconcile plan dev --from folder",
    );
    ok(sandbox.run(&["plan", "--from", "folder"]));
    ok(sandbox.run(&["baseline"]));
    converged(&sandbox);
}

#[test]
fn a_first_migration_on_a_database_that_is_not_empty_says_so() {
    let sandbox = Sandbox::new();
    sandbox.sql(crate::sandbox::SCHEMA);
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    has(
        &ok(sandbox.run(&["plan"])),
        "note: this first migration expects the tables of sqlite:dev.db, so no new database can be built from the folder",
    );
    std::fs::remove_file(sandbox.path("generated/0001_add_title_to_posts.sql")).unwrap();
    let told = ok(sandbox.run(&["plan", "--from", "folder"]));
    has(&told, "reconcile baseline dev --to 0001");
    ok(sandbox.run(&["baseline"]));
    ok(sandbox.run(&["plan"]));
    ok(sandbox.run(&["apply"]));
    converged(&sandbox);
}

#[test]
fn an_applied_file_that_was_edited_is_named_where_plan_has_nothing_to_do() {
    let sandbox = Sandbox::applied();
    let file = "generated/0001_first_schema.sql";
    let text = sandbox.read(file);
    sandbox.write(file, &text.replace("email TEXT NOT NULL", "email TEXT"));
    let told = ok(sandbox.run(&["plan"]));
    has(
        &told,
        "`apply` will refuse: 0001_first_schema.sql was edited after it was applied",
    );
}

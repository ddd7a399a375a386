//! D17: values of NOT NULL columns that come back, the schema files after a revert, and what is said from then on.

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

const MINE: &str = "\
-- Those who write.
CREATE TABLE users (
  id INTEGER PRIMARY KEY, -- never reused
  email TEXT NOT NULL -- lower case
);

-- What they write.
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT -- Markdown
);
";

/// The schema in its author's words, changed and applied.
fn changed(from: &str, to: &str, allow: &str) -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.write("schema/schema.sql", MINE);
    sandbox.edit(from, to);
    ok(&sandbox, &["plan", "--allow", allow]);
    ok(&sandbox, &["apply"]);
    sandbox
}

const EMAIL: (&str, &str) = (
    "  id INTEGER PRIMARY KEY, -- never reused\n  email TEXT NOT NULL -- lower case\n",
    "  id INTEGER PRIMARY KEY -- never reused\n",
);

#[test]
fn a_required_column_comes_back_with_the_value_that_is_given() {
    let sandbox = changed(EMAIL.0, EMAIL.1, "drop-column");
    let refused = sandbox.run(&["revert"]);
    assert_eq!(refused.code, 3, "{}", refused.stdout);
    has(
        &refused.stdout,
        "or give the value: reconcile revert --backfill TABLE.COLUMN=EXPRESSION",
    );
    let wrong = sandbox.run(&["revert", "--backfill", "users.nope=''"]);
    assert_eq!(wrong.code, 1);
    ok(&sandbox, &["revert", "--backfill", "users.email='u' || id"]);
    ok(&sandbox, &["apply"]);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE email IN ('u1', 'u2')"),
        2
    );
}

#[test]
fn a_required_column_comes_back_with_the_value_that_the_schema_says() {
    let sandbox = changed(EMAIL.0, EMAIL.1, "drop-column");
    sandbox.edit(
        "  id INTEGER PRIMARY KEY -- never reused\n",
        "  id INTEGER PRIMARY KEY,\n  email TEXT NOT NULL -- reconcile: backfill 'none'\n",
    );
    ok(&sandbox, &["revert"]);
    ok(&sandbox, &["apply"]);
    assert_eq!(sandbox.count("SELECT count(*) FROM users WHERE email = 'none'"), 2);
    has(&ok(&sandbox, &["plan"]), "in sync with the schema");
}

#[test]
fn the_schema_files_are_patched_where_they_changed_and_nowhere_else() {
    let sandbox = changed(
        "  body TEXT -- Markdown\n",
        "  body TEXT, -- Markdown\n  title TEXT\n",
        "all",
    );
    let told = ok(&sandbox, &["revert"]);
    has(&told, "--- schema/schema.sql\n+++ schema/schema.sql\n");
    has(
        &told,
        "\n-  body TEXT, -- Markdown\n-  title TEXT\n+  body TEXT -- Markdown\n",
    );
    assert!(!told.contains("-CREATE TABLE"), "{told}");
    std::fs::remove_file(sandbox.path("generated/0003_revert_0002_add_title_to_posts.sql")).unwrap();
    let told = ok(&sandbox, &["revert", "--write-schema"]);
    has(&told, "changed schema/schema.sql");
    assert_eq!(sandbox.read("schema/schema.sql"), MINE);
    ok(&sandbox, &["apply"]);
    has(&ok(&sandbox, &["plan"]), "in sync with the schema");
    has(&ok(&sandbox, &["drift"]), "it matches its ledger and the schema");
}

#[test]
fn objects_come_and_go_as_statements() {
    let table = "\n-- Words for posts.\nCREATE TABLE tags (name TEXT);\nCREATE INDEX by_name ON tags (name);\n";
    let sandbox = changed(
        "  body TEXT -- Markdown\n);\n",
        &format!("  body TEXT -- Markdown\n);\n{table}"),
        "all",
    );
    ok(&sandbox, &["revert", "--write-schema"]);
    assert_eq!(sandbox.read("schema/schema.sql").trim_end(), MINE.trim_end());
    ok(&sandbox, &["apply"]);
    // And the other way round: what was dropped comes back as a statement.
    let sandbox = changed(MINE.split_once("\n-- What they write").unwrap().1, "", "all");
    ok(&sandbox, &["revert", "--write-schema"]);
    has(&sandbox.read("schema/schema.sql"), "CREATE TABLE posts");
    ok(&sandbox, &["apply"]);
    has(&ok(&sandbox, &["plan"]), "in sync with the schema");
}

#[test]
fn a_trigger_goes_with_its_table_once() {
    let table = "\n-- Words for posts.\nCREATE TABLE tags (name TEXT);\nCREATE TRIGGER tagged AFTER INSERT ON tags BEGIN SELECT new.name; END;\n";
    let sandbox = changed(
        "  body TEXT -- Markdown\n);\n",
        &format!("  body TEXT -- Markdown\n);\n{table}"),
        "all",
    );
    ok(&sandbox, &["revert", "--write-schema"]);
    assert_eq!(sandbox.read("schema/schema.sql").trim_end(), MINE.trim_end());
    ok(&sandbox, &["apply"]);
    has(&ok(&sandbox, &["plan"]), "in sync with the schema");
}

#[test]
fn nobody_advises_to_redo_what_was_undone() {
    let sandbox = changed(
        "  body TEXT -- Markdown\n",
        "  body TEXT, -- Markdown\n  title TEXT\n",
        "all",
    );
    ok(&sandbox, &["revert"]);
    ok(&sandbox, &["apply"]);
    let drift = sandbox.run(&["drift"]);
    assert_eq!(drift.code, 2);
    let line = "the schema files still have what 0003_revert_0002_add_title_to_posts.sql undid; to remove it from \
                them: reconcile revert 0002 --write-schema --target dev";
    has(&drift.stdout, line);
    assert!(!drift.stdout.contains("write the migration"), "{}", drift.stdout);
    has(&ok(&sandbox, &["plan", "--dry-run"]), line);
    ok(&sandbox, &["revert", "0002", "--write-schema"]);
    assert_eq!(sandbox.read("schema/schema.sql"), MINE);
    has(&ok(&sandbox, &["drift"]), "it matches its ledger and the schema");
}

#[test]
fn what_concerns_no_row_is_not_refused() {
    // Applied, and no row has a value.
    let sandbox = changed(
        "  body TEXT -- Markdown\n",
        "  body TEXT, -- Markdown\n  title TEXT\n",
        "all",
    );
    ok(&sandbox, &["revert", "--dry-run"]);
    sandbox.sql("UPDATE posts SET title = 'x'");
    assert_eq!(sandbox.run(&["revert", "--dry-run"]).code, 3);
    // Not applied yet: no target has the table.
    let sandbox = Sandbox::applied();
    let schema = sandbox.read("schema/schema.sql");
    sandbox.write(
        "schema/schema.sql",
        &format!("{schema}CREATE TABLE tags (name TEXT);\n"),
    );
    sandbox.edit("  body TEXT", "  body TEXT,\n  title TEXT DEFAULT 'none'");
    ok(&sandbox, &["plan"]);
    ok(&sandbox, &["revert"]);
    ok(&sandbox, &["apply"]);
}

#[test]
fn of_a_rename_whose_old_name_is_taken_again_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO a VALUES (1)");
    let next = "-- reconcile: renamed-from a\nCREATE TABLE b (id INTEGER PRIMARY KEY);\nCREATE TABLE a (name TEXT);\n";
    sandbox.write("schema/schema.sql", next);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    let run = sandbox.run(&["revert", "--allow", "all"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    let said = "it renames table a to b and creates another a";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

//! Search tables whose content is not there: refused where the schema says so, never in the way where they are live.

use crate::sandbox::Sandbox;

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part}\n--- is not in\n{text}");
}

const DOCS: &str = "CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);\n";
const SEARCH: &str = "CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id');\n";

/// Both applied, and then the content dropped by hand.
fn broken() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", &format!("{DOCS}{SEARCH}"));
    ok(&sandbox, &["plan"]);
    ok(&sandbox, &["apply"]);
    sandbox.sql("DROP TABLE docs");
    sandbox
}

#[track_caller]
fn ok(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let run = sandbox.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
    run.stdout
}

#[test]
fn dropping_the_content_is_refused_at_its_line() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", &format!("{DOCS}{SEARCH}"));
    ok(&sandbox, &["plan"]);
    ok(&sandbox, &["apply"]);
    sandbox.write("schema/schema.sql", SEARCH);
    let run = sandbox.run(&["plan", "--allow", "all"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    has(
        &run.stderr,
        "search table docs_fts reads docs, which is not in the schema",
    );
    has(&run.stderr, "schema/schema.sql:1:63");
    has(&run.stderr, "help: define docs, or remove docs_fts too");
}

#[test]
fn a_live_orphan_is_unknown_and_can_be_dropped() {
    let sandbox = broken();
    let inspected = sandbox.run(&["inspect"]);
    has(
        &inspected.stderr,
        "cannot parse virtual table docs_fts: it reads docs, which does not exist",
    );
    has(&inspected.stdout, "CREATE VIRTUAL TABLE docs_fts");
    sandbox.write("schema/schema.sql", "CREATE TABLE other (id INTEGER PRIMARY KEY);\n");
    let said = ok(&sandbox, &["plan", "--from", "live", "--allow", "drop-table"]);
    has(
        &said,
        "virtual table docs_fts is broken, so every search in it fails: it reads docs, which does not exist",
    );
    ok(&sandbox, &["apply"]);
    has(&ok(&sandbox, &["plan"]), "in sync");
}

#[test]
fn a_live_orphan_is_replaced_or_has_its_content_back() {
    for schema in [
        "CREATE VIRTUAL TABLE docs_fts USING fts5(title, body);\n",
        &format!("{DOCS}{SEARCH}"),
    ] {
        let sandbox = broken();
        sandbox.write("schema/schema.sql", schema);
        ok(&sandbox, &["plan", "--from", "live", "--allow", "drop-search-contents"]);
        ok(&sandbox, &["apply"]);
        has(&ok(&sandbox, &["plan"]), "in sync");
        sandbox.sql("SELECT count(*) FROM docs_fts");
    }
}

#[test]
fn the_way_back_to_an_orphan_leaves_it_as_it_was() {
    let sandbox = Sandbox::new();
    let hand = "CREATE TABLE kept (id INTEGER PRIMARY KEY);\nCREATE VIRTUAL TABLE docs_fts USING fts5(title, content='docs');\n";
    sandbox.write("generated/0001_by_hand.sql", hand);
    ok(&sandbox, &["apply", "--allow", "all"]);
    sandbox.write("schema/schema.sql", "CREATE TABLE kept (id INTEGER PRIMARY KEY);\n");
    ok(&sandbox, &["plan", "--allow", "drop-table"]);
    ok(&sandbox, &["apply"]);
    ok(&sandbox, &["revert"]);
    ok(&sandbox, &["apply"]);
    has(&sandbox.run(&["inspect"]).stdout, "content='docs'");
}

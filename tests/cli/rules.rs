//! B12: `rules: sqlite`, for files that never go to D1.

use crate::sandbox::{Run, Sandbox};

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part}\n--- is not in\n{text}");
}

#[track_caller]
fn ok(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let run = sandbox.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
    run
}

const CONFIG: &str = "\
databases:
  app:
    rules: sqlite
    functions: [REGEXP/2, slug/1]
    collations: [DE]
    targets:
      dev: sqlite:dev.db
";

const SCHEMA: &str = "\
CREATE TABLE docs (
  id INTEGER PRIMARY KEY,
  title TEXT COLLATE DE,
  code TEXT CHECK (code REGEXP '^[a-z]+$'),
  slug TEXT AS (slug(title))
);
CREATE INDEX docs_title ON docs (title);
CREATE VIRTUAL TABLE search USING fts4(title, body, tokenize=porter);
CREATE VIEW seven AS SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7;
-- reconcile: allow dangling-reference because the table went in 2019
CREATE TABLE kids (id INTEGER PRIMARY KEY, p INTEGER REFERENCES gone (id));
";

/// Applied, with a row whose parent's table is not there.
fn applied() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.write("schema/schema.sql", SCHEMA);
    ok(&sandbox, &["plan"]);
    ok(&sandbox, &["apply"]);
    sandbox.sql(
        "PRAGMA foreign_keys = off; INSERT INTO kids VALUES (1, 77);
        INSERT INTO search (docid, title, body) VALUES (3, 'hello', 'world'), (9, 'so', 'long')",
    );
    sandbox
}

#[test]
fn what_d1_refuses_is_planned_and_applied() {
    let sandbox = applied();
    has(&ok(&sandbox, &["plan"]).stdout, "in sync");
    ok(&sandbox, &["verify"]);
    ok(&sandbox, &["lint"]);
    ok(&sandbox, &["drift"]);
}

#[test]
fn the_same_schema_is_refused_under_d1s_rules() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n",
    );
    sandbox.write("schema/schema.sql", SCHEMA);
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    has(&run.stderr, "no such collation sequence: DE");
    has(&run.stderr, "not authorized");
}

#[test]
fn fts4_becomes_fts5_with_its_contents_beside_a_dangling_reference() {
    let sandbox = applied();
    sandbox.edit(
        "USING fts4(title, body, tokenize=porter)",
        "USING fts5(title, body, tokenize=porter)",
    );
    sandbox.edit("REFERENCES gone (id))", "REFERENCES gone (id), note TEXT)");
    let said = ok(&sandbox, &["plan"]).stdout;
    has(&said, "~ virtual table search  new definition");
    has(&said, "only the 1 row that had no parent before");
    ok(&sandbox, &["apply"]);
    assert_eq!(sandbox.count("SELECT rowid FROM search WHERE search MATCH 'hello'"), 3);
    assert_eq!(sandbox.count("SELECT count(*) FROM kids"), 1);
    has(&ok(&sandbox, &["plan"]).stdout, "in sync");
}

#[test]
fn what_only_the_application_can_tell_is_not_made_up() {
    let sandbox = applied();
    for (name, sql, words) in [
        (
            "index",
            "CREATE TABLE t (a TEXT COLLATE DE);\nINSERT INTO t VALUES ('a'), ('b');\nCREATE INDEX i ON t (a);\n",
            "DE is a collation of your application",
        ),
        (
            "function",
            "DELETE FROM search WHERE slug('a') = 'a';\n",
            "slug is a function of your application",
        ),
    ] {
        let file = format!("generated/0002_{name}.sql");
        sandbox.write(&file, sql);
        let run = sandbox.run(&["apply", "--yes", "--allow", "all"]);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        has(&run.stderr, words);
        assert_eq!(sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name = 't'"), 0);
        std::fs::remove_file(sandbox.path(&file)).unwrap();
    }
}

#[test]
fn a_migration_cannot_end_its_transaction_or_leave_its_database() {
    let sandbox = applied();
    for sql in [
        "COMMIT;\n",
        "ATTACH 'other.db' AS other;\n",
        "PRAGMA writable_schema = on;\n",
    ] {
        sandbox.write("generated/0002_by_hand.sql", sql);
        let run = sandbox.run(&["apply", "--yes", "--allow", "all"]);
        assert_eq!(run.code, 1, "{sql}{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_target_on_d1_contradicts_it() {
    let sandbox = applied();
    let named = sandbox.run(&["plan", "d1:app"]);
    assert_eq!(named.code, 1);
    has(
        &named.stderr,
        "d1:app is D1, and database app has `rules: sqlite`: its migrations would fail there",
    );
    sandbox.write(
        "reconcile.yaml",
        &CONFIG.replace("dev: sqlite:dev.db", "dev: sqlite:dev.db\n      live: d1:app"),
    );
    let declared = sandbox.run(&["plan", "dev"]);
    assert_eq!(declared.code, 1);
    has(
        &declared.stderr,
        "reconcile.yaml:3: target live of database app is D1, so `rules: sqlite` is not possible",
    );
    sandbox.write("reconcile.yaml", &CONFIG.replace("rules: sqlite", "rules: d1"));
    has(
        &sandbox.run(&["plan"]).stderr,
        "reconcile.yaml:4: D1 has no application-defined functions",
    );
}

#[test]
fn a_module_of_the_application_is_in_nobodys_way() {
    let sandbox = applied();
    sandbox.sql(
        "PRAGMA writable_schema = on;
        INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
        VALUES ('table', 'vec_docs', 'vec_docs', 0, 'CREATE VIRTUAL TABLE vec_docs USING vec0(embedding float[4])');",
    );
    sandbox.write(
        "reconcile.yaml",
        &CONFIG.replace("    rules:", "    ignore: ['vec_*']\n    rules:"),
    );
    has(&ok(&sandbox, &["plan"]).stdout, "in sync");
    sandbox.edit("  code TEXT", "  extra TEXT,\n  code TEXT");
    ok(&sandbox, &["plan"]);
    ok(&sandbox, &["apply"]);
    has(&ok(&sandbox, &["plan"]).stdout, "in sync");
}

const ONLY_RULES: &str = "databases:\n  app:\n    rules: sqlite\n    targets:\n      dev: sqlite:dev.db\n";
const PLAIN: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);\n";
const VECTOR: &str =
    "CREATE VIRTUAL TABLE items USING vec0(item_id integer primary key, embedding float[4], chunk_size=8)";

/// The application makes a virtual table of a module that SQLite here does not have, with the tables that the module keeps.
fn make_items(sandbox: &Sandbox, vector: &str) {
    sandbox.sql(&format!(
        "CREATE TABLE items_info (key TEXT PRIMARY KEY, value ANY); CREATE TABLE items_chunks (chunk_id INTEGER PRIMARY KEY, validity BLOB);
        CREATE TABLE items_vector_chunks00 (rowid PRIMARY KEY, vectors BLOB NOT NULL);
        PRAGMA writable_schema = on; INSERT INTO sqlite_schema VALUES ('table', 'items', 'items', 0, '{vector}');"
    ));
}

fn drop_items(sandbox: &Sandbox) {
    sandbox.sql(
        "DROP TABLE items_info; DROP TABLE items_chunks; DROP TABLE items_vector_chunks00;
        PRAGMA writable_schema = on; DELETE FROM sqlite_schema WHERE name = 'items';",
    );
}

/// A project whose schema has such a table with a view and a trigger that use it: the application ran the file that creates them.
fn with_items() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", ONLY_RULES);
    sandbox.write("schema/schema.sql", PLAIN);
    ok(&sandbox, &["plan"]);
    ok(&sandbox, &["apply", "--yes"]);
    let code = "CREATE VIEW known AS SELECT t.id, items.embedding FROM t JOIN items ON items.item_id = t.id;\n\
                CREATE TRIGGER gone AFTER DELETE ON t BEGIN DELETE FROM items WHERE item_id = old.id; END;\n";
    sandbox.write("schema/schema.sql", &format!("{PLAIN}{VECTOR};\n{code}"));
    ok(&sandbox, &["plan"]);
    make_items(&sandbox, VECTOR);
    sandbox.sql(code);
    ok(&sandbox, &["baseline"]);
    sandbox
}

/// All that reads a project finds it in order.
fn is_in_order(sandbox: &Sandbox) {
    has(&ok(sandbox, &["plan"]).stdout, "in sync");
    for verb in ["verify", "lint", "drift", "status", "inspect"] {
        ok(sandbox, &[verb]);
    }
}

#[test]
fn b12_a_live_table_of_an_absent_module_is_in_sync_with_its_kept_tables() {
    let sandbox = with_items();
    has(&ok(&sandbox, &["plan"]).stdout, "in sync");
    sandbox.write(
        "schema/schema.sql",
        &sandbox
            .read("schema/schema.sql")
            .replace("vec0(item_id", "VEC0( item_id"),
    );
    has(&ok(&sandbox, &["plan"]).stdout, "in sync");
    sandbox.edit("body TEXT", "body TEXT, n INT");
    let plan = ok(&sandbox, &["plan"]).stdout;
    has(&plan, "+ t.n");
    ok(&sandbox, &["apply", "--yes"]);
    is_in_order(&sandbox);
}

#[test]
fn b12_a_new_table_of_an_absent_module_is_run_by_the_application_and_marked() {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", ONLY_RULES);
    sandbox.write("schema/schema.sql", PLAIN);
    ok(&sandbox, &["plan"]);
    ok(&sandbox, &["apply", "--yes"]);
    sandbox.write("schema/schema.sql", &format!("{PLAIN}{VECTOR};\n"));
    let plan = ok(&sandbox, &["plan"]).stdout;
    has(&plan, "+ virtual table items");
    has(&plan, "items (module vec0) not run");
    let run = sandbox.run(&["apply", "--yes"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    has(&run.stderr, "no such module: vec0");
    has(&run.stderr, "let your application run");
    has(&run.stderr, "reconcile baseline --to 0002");
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%items%'"),
        0
    );
    make_items(&sandbox, VECTOR);
    ok(&sandbox, &["baseline", "--to", "0002"]);
    is_in_order(&sandbox);
}

#[test]
fn b12_another_text_of_an_absent_module_replaces_the_table_and_asks() {
    let sandbox = with_items();
    sandbox.edit("float[4]", "float[8]");
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    has(&format!("{}{}", run.stdout, run.stderr), "drop-search-contents");
    let plan = ok(&sandbox, &["plan", "--allow", "drop-search-contents"]).stdout;
    has(&plan, "~ virtual table items  new definition");
    has(&plan, "items (module vec0) not run");
    let is_migration = |path: &&std::path::PathBuf| {
        path.extension().is_some_and(|it| it == "sql") && path.to_string_lossy().contains("generated/")
    };
    let file = sandbox.files().keys().rfind(is_migration).unwrap().clone();
    let file = std::fs::read_to_string(sandbox.path(&file.to_string_lossy())).unwrap();
    has(&file, "DROP TABLE items;");
    assert!(!file.contains("__new_items"), "{file}");
    drop_items(&sandbox);
    make_items(&sandbox, &VECTOR.replace("float[4]", "float[8]"));
    ok(&sandbox, &["baseline"]);
    is_in_order(&sandbox);
}

#[test]
fn b12_a_table_of_an_absent_module_that_goes_is_dropped_by_the_application() {
    let sandbox = with_items();
    sandbox.write("schema/schema.sql", PLAIN);
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    has(&format!("{}{}", run.stdout, run.stderr), "drop-table");
    ok(&sandbox, &["plan", "--allow", "drop-table"]);
    let run = sandbox.run(&["apply", "--yes", "--allow", "drop-table"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    has(&run.stderr, "let your application run");
}

#[test]
fn b12_what_needs_more_of_an_absent_module_is_refused_at_its_line() {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", ONLY_RULES);
    for (code, words) in [
        (
            "CREATE VIEW odd AS SELECT command FROM items",
            "view odd cannot be used: no such column: command",
        ),
        (
            "CREATE TRIGGER r AFTER INSERT ON items BEGIN SELECT 1; END",
            "trigger r: cannot create triggers on virtual tables",
        ),
        (
            "CREATE INDEX i ON items (embedding)",
            "index i: virtual tables may not be indexed",
        ),
    ] {
        sandbox.write("schema/schema.sql", &format!("{PLAIN}{VECTOR};\n{code};\n"));
        let run = sandbox.run(&["plan"]);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        has(&run.stderr, words);
        has(&run.stderr, "schema.sql:3:");
    }
    sandbox.write(
        "schema/schema.sql",
        &format!("{PLAIN}{VECTOR};\nCREATE VIEW near AS SELECT item_id, distance FROM items;\n"),
    );
    ok(&sandbox, &["plan"]);
}

/// An absent module under D1's rules: D1 does not have it either.
#[test]
fn b12_an_absent_module_is_refused_under_d1s_rules() {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", &ONLY_RULES.replace("    rules: sqlite\n", ""));
    sandbox.write("schema/schema.sql", &format!("{PLAIN}{VECTOR};\n"));
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    has(&run.stderr, "schema.sql:2:22");
}

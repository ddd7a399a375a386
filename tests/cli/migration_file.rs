//! The file that is reviewed: whole, as a person sees it, one for each way in which a table is changed, and its size.
//!
//! `RECONCILE_BLESS=1` writes `tests/cli/files/` again; read the difference.

use std::fs;
use std::path::Path;

use super::sandbox::Sandbox;

const TABLES: &str = "\
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, plan TEXT DEFAULT 'free');
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  title TEXT
);
CREATE INDEX posts_user ON posts (user_id);
CREATE VIEW free_users AS SELECT id, email FROM users WHERE plan = 'free';
";

const ROWS: &str = "\
INSERT INTO users (id, email) VALUES (1, 'ann@example.com'), (2, 'bob@example.com');
INSERT INTO posts (id, user_id, title) VALUES (1, 1, 'a'), (2, 2, 'b');
";

/// The second migration, where the schema is changed so; held to the golden file of that name.
fn file(name: &str, changes: &[(&str, &str)], flags: &[&str]) -> String {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n",
    );
    sandbox.write("schema/schema.sql", TABLES);
    sandbox.run(&["plan", "--name", "first"]);
    sandbox.run(&["apply"]);
    sandbox.sql(ROWS);
    for (from, to) in changes {
        sandbox.edit(from, to);
    }
    let mut words = vec!["plan", "--name", "second"];
    words.extend(flags);
    let plan = sandbox.run(&words);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    let text = sandbox.read("generated/0002_second.sql");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cli/files/{name}.sql"));
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{name}");
    assert_narrow(&text);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    text
}

/// No line is wider than 120 columns, but for triggers, which D1 wants on one line.
fn assert_narrow(text: &str) {
    let wide = text
        .lines()
        .find(|it| it.chars().count() > 120 && !it.starts_with("CREATE TRIGGER "));
    assert_eq!(wide, None);
}

fn head(text: &str) -> usize {
    text.lines().take_while(|it| !it.is_empty()).count()
}

#[test]
fn an_added_column() {
    let text = file(
        "alter",
        &[("  title TEXT\n", "  title TEXT,\n  likes INTEGER NOT NULL DEFAULT 0\n")],
        &[],
    );
    assert!(text.lines().count() <= 12, "{text}");
}

#[test]
fn a_rebuild() {
    let text = file("rebuild", &[("  title TEXT\n", "  title TEXT NOT NULL\n")], &[]);
    assert!(head(&text) <= 12, "{text}");
}

#[test]
fn a_rebuild_behind_guards() {
    let text = file(
        "guarded_rebuild",
        &[("email TEXT NOT NULL", "email TEXT NOT NULL UNIQUE")],
        &[],
    );
    assert!(head(&text) <= 12, "{text}");
}

#[test]
fn a_rebuild_of_the_closure() {
    let flags = ["--strategy", "closure-rebuild"];
    file(
        "closure_rebuild",
        &[("email TEXT NOT NULL", "email TEXT NOT NULL UNIQUE")],
        &flags,
    );
}

#[test]
fn a_drop() {
    let posts = TABLES
        .split_once("CREATE TABLE posts")
        .unwrap()
        .1
        .split_once("CREATE VIEW")
        .unwrap()
        .0;
    let posts = format!("CREATE TABLE posts{posts}");
    file("drop", &[(&posts, "")], &["--allow", "drop-table"]);
}

#[test]
fn a_rename() {
    file(
        "rename",
        &[("  title TEXT\n", "  heading TEXT -- reconcile: renamed-from title\n")],
        &[],
    );
}

/// Why, in the user's words, in the file, in the ledger and in the JSON; nothing where nothing was said.
#[test]
fn because_and_ref() {
    let sandbox = Sandbox::new();
    let flags = ["--because", "search needs it", "--ref", "https://example.com/7"];
    let mut words = vec!["plan", "--format", "json"];
    words.extend(flags);
    let json = sandbox.run(&words).json();
    assert_eq!(json["because"], "search needs it");
    assert_eq!(json["ref"], "https://example.com/7");
    let file = sandbox.read("generated/0001_first_schema.sql");
    assert!(
        file.contains("-- Why: search needs it\n-- See: https://example.com/7\n"),
        "{file}"
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    let noted = "SELECT count(*) FROM _reconcile_reasons WHERE because = 'search needs it' AND reference = 'https://example.com/7'";
    assert_eq!(sandbox.count(noted), 1);
    sandbox.edit("  body TEXT\n", "  body TEXT,\n  age INTEGER\n");
    let json = sandbox.run(&["plan", "--format", "json"]).json();
    assert_eq!(json.get("because"), None);
}

/// The sample's own migrations, of which README shows one in full.
#[test]
fn the_sample() {
    let read = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("generated").join(name);
        fs::read_to_string(path).unwrap()
    };
    let check = read("0006_check_program_ids.sql");
    assert!(check.lines().count() <= 70, "{}", check.lines().count());
    assert!(check.len() <= 6_656, "{}", check.len());
    assert!(head(&check) <= 12);
    assert_narrow(&check);
    let first = read("0001_first_schema.sql");
    // Its head, and the line below it.
    assert!(head(&first) < 10, "{first}");
    assert!(
        first.lines().skip(head(&first) + 1).all(|it| !it.starts_with("--")),
        "{first}"
    );
}

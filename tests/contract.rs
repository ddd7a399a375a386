//! The command line as scripts see it: output, exit code, and what is on disk afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/memory.rs"]
mod memory;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const SCHEMA: &str = "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  email TEXT\n);\n";

/// A folder with a schema, and the program.
struct Shell {
    folder: TempDir,
}

impl Shell {
    fn new(schema: &str) -> Self {
        let folder = memory::folder();
        fs::create_dir(folder.path().join("schema")).unwrap();
        let shell = Self { folder };
        shell.schema(schema);
        shell
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn schema(&self, text: &str) {
        fs::write(self.path().join("schema/a.sql"), text).unwrap();
    }

    fn sql(&self, sql: &str) {
        rusqlite::Connection::open(self.path().join("dev.db"))
            .unwrap()
            .execute_batch(sql)
            .unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_reconcile"))
            .args(arguments)
            .current_dir(self.path())
            .env("SOURCE_DATE_EPOCH", "1767225600")
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    /// Exit code, standard output, standard error but for the line that says which target it is.
    fn told(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.run(arguments);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let error = text(output.stderr);
        let first = error.split_once('\n').filter(|(line, _)| line.starts_with("target: "));
        let error = first.map_or(error.as_str(), |(_, rest)| rest).to_owned();
        (output.status.code().unwrap(), text(output.stdout), error)
    }

    fn migrations(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path().join("generated")) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

const DEV: &str = "sqlite:dev.db";

fn applied() -> Shell {
    let shell = Shell::new(SCHEMA);
    assert_eq!(shell.run(&["plan", DEV]).status.code(), Some(0));
    assert_eq!(shell.run(&["apply", DEV]).status.code(), Some(0));
    shell
}

#[test]
fn plan_apply_and_plan_again() {
    let shell = Shell::new(SCHEMA);
    let (code, out, err) = shell.told(&["plan", DEV]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.starts_with("sqlite:dev.db: 1 change, wrote generated/0001_first_schema.sql\n\n  + table users  "),
        "{out}"
    );
    assert!(
        out.ends_with("\nreview the migration, then: reconcile apply sqlite:dev.db\n"),
        "{out}"
    );
    assert!(!shell.path().join("dev.db").exists(), "plan made the file");
    let (code, out, err) = shell.told(&["apply", DEV]);
    assert_eq!(code, 0);
    assert!(out.starts_with("sqlite:dev.db: applied 1 migration in "), "{out}");
    assert_eq!(err, "1/1 0001_first_schema.sql\n");
    assert_eq!(
        shell.told(&["plan", DEV]),
        (0, "sqlite:dev.db: in sync with the schema\n".to_owned(), String::new())
    );
    let nothing = "sqlite:dev.db: nothing to apply\n".to_owned();
    assert_eq!(shell.told(&["apply", DEV]), (0, nothing, String::new()));
    assert_eq!(shell.migrations().len(), 1);
}

#[test]
fn check_and_dry_run_write_nothing() {
    let shell = Shell::new(SCHEMA);
    assert_eq!(shell.told(&["plan", DEV, "--check"]).0, 2);
    let (code, out, _) = shell.told(&["plan", DEV, "--dry-run"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("would write generated/0001_first_schema.sql") && out.contains("CREATE TABLE users"),
        "{out}"
    );
    assert_eq!(shell.migrations(), Vec::<String>::new());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let text = || {
        let shell = Shell::new(SCHEMA);
        shell.run(&["plan", DEV]);
        fs::read_to_string(shell.path().join("generated/0001_first_schema.sql")).unwrap()
    };
    assert_eq!(text(), text());
}

#[test]
fn a_refusal_writes_nothing_and_names_the_flag() {
    let shell = applied();
    shell.sql("INSERT INTO users VALUES (1, 'a')");
    shell.schema("CREATE TABLE users (\n  id INTEGER PRIMARY KEY\n);\n");
    let (code, out, _) = shell.told(&["plan", DEV]);
    assert_eq!(code, 3);
    assert!(
        out.contains("error[drop-column]: column users.email is dropped with its values; 1 row (1)"),
        "{out}"
    );
    let end = format!("\nto allow that: reconcile plan {DEV} --allow drop-column\n");
    assert!(out.ends_with(&end), "{out}");
    assert_eq!(shell.migrations().len(), 1);
    assert_eq!(
        shell
            .told(&["plan", DEV, "--allow", "drop-column", "--name", "no email"])
            .0,
        0
    );
    assert_eq!(shell.migrations()[1], "0002_no_email.sql");
}

#[test]
fn what_no_flag_makes_succeed_stays_refused() {
    let shell = applied();
    shell.sql("INSERT INTO users VALUES (1, NULL)");
    shell.schema(&SCHEMA.replace("email TEXT", "email TEXT NOT NULL"));
    let (code, out, _) = shell.told(&["plan", DEV, "--allow", "all"]);
    assert_eq!(code, 3);
    assert!(out.contains("refused, nothing written: add-not-null"), "{out}");
    shell.schema(&SCHEMA.replace("email TEXT", "email TEXT NOT NULL -- reconcile: backfill 'u' || id"));
    assert_eq!(shell.told(&["plan", DEV]).0, 0);
    assert_eq!(shell.told(&["apply", DEV]).0, 0);
    let database = rusqlite::Connection::open(shell.path().join("dev.db")).unwrap();
    let email: String = database
        .query_row("SELECT email FROM users", [], |row| row.get(0))
        .unwrap();
    assert_eq!(email, "u1");
}

#[test]
fn a_slip_in_the_schema_shows_its_place() {
    let shell = Shell::new(&SCHEMA.replace("email TEXT", "email TEXT NOT NUL"));
    let (code, out, err) = shell.told(&["plan", DEV]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.contains("schema/a.sql:3:18") && err.contains("near \"NUL\": syntax error"),
        "{err}"
    );
}

#[test]
fn a_slip_in_a_backfill_is_told_as_one() {
    let shell = applied();
    shell.schema(&SCHEMA.replace(
        "email TEXT",
        "email TEXT,\n  slug TEXT -- reconcile: backfill lower(mail)",
    ));
    let (code, _, err) = shell.told(&["plan", DEV]);
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "error: backfill of users.slug does not compile: no such column: mail: lower(mail)\nhelp: the columns that it can use are id, email\n"
    );
}

#[test]
fn json_is_one_document() {
    let shell = Shell::new(SCHEMA);
    let (code, out, _) = shell.told(&["plan", DEV, "--format", "json"]);
    assert_eq!(code, 0);
    let plan: serde_json::Value = serde_json::from_str(&out).unwrap();
    let keys: Vec<&String> = plan.as_object().unwrap().keys().take(3).collect();
    assert_eq!(keys, ["version", "target", "verdict"]);
    assert_eq!(
        (plan["version"].as_i64(), plan["verdict"].as_str()),
        (Some(1), Some("changes"))
    );
    assert_eq!(plan["steps"][0]["verb"], "create");
    assert!(
        plan["migration"]["sql"]
            .as_str()
            .unwrap()
            .contains("CREATE TABLE users")
    );
    assert!(!plan["proof"].as_array().unwrap().is_empty());
}

#[test]
fn drift_tells_what_changed_by_hand() {
    let shell = applied();
    assert_eq!(shell.told(&["drift", DEV]).0, 0);
    shell.sql("ALTER TABLE users ADD COLUMN hotfix TEXT");
    let (code, out, _) = shell.told(&["drift", DEV]);
    assert_eq!(code, 2);
    assert!(
        out.contains("users: column hotfix is only in the database (last touched by 0001_first_schema.sql)"),
        "{out}"
    );
}

#[test]
fn apply_refuses_another_schema_than_the_reviewed_one() {
    let shell = applied();
    shell.schema(&SCHEMA.replace("email TEXT", "email TEXT,\n  name TEXT"));
    assert_eq!(shell.told(&["plan", DEV]).0, 0);
    shell.sql("CREATE TABLE surprise (x)");
    let (code, _, err) = shell.told(&["apply", DEV]);
    assert_eq!(code, 3);
    assert!(err.contains("the live schema is not the reviewed one"), "{err}");
}

#[test]
fn an_edited_file_that_is_applied_is_refused() {
    let shell = applied();
    let path = shell.path().join("generated/0001_first_schema.sql");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text + "-- later\n").unwrap();
    let (code, _, err) = shell.told(&["apply", DEV]);
    assert_eq!(code, 3);
    assert!(err.contains("was edited after it was applied"), "{err}");
    let (_, out, _) = shell.told(&["status", DEV]);
    assert!(out.contains("edited"), "{out}");
    assert_eq!(shell.told(&["verify"]).0, 2);
}

#[test]
fn a_protected_target_needs_a_word() {
    let shell = Shell::new(SCHEMA);
    let config = "databases:\n  app:\n    targets:\n      live: { at: \"sqlite:dev.db\", protected: true }\n";
    fs::write(shell.path().join("reconcile.yaml"), config).unwrap();
    assert_eq!(shell.told(&["plan"]).0, 0);
    let (code, _, err) = shell.told(&["apply"]);
    assert_eq!(code, 3);
    assert!(err.contains("live is protected"), "{err}");
    assert!(!shell.path().join("dev.db").exists());
    assert_eq!(shell.told(&["apply", "--yes"]).0, 0);
}

#[test]
fn usage_errors_are_errors() {
    let shell = Shell::new(SCHEMA);
    for arguments in [
        &["plan"][..],
        &["plan", "nowhere"],
        &["plan", DEV, "--allow", "nonsense"],
        &["plan", DEV, "--format", "xml"],
        &["explain", "nonsense"],
        &["plan", "--schema", "missing", DEV],
        &["frobnicate"],
    ] {
        let (code, out, err) = shell.told(arguments);
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}");
        assert!(err.starts_with("error"), "{arguments:?}: {err}");
    }
    assert_eq!(shell.told(&["--version"]).0, 0);
}

#[test]
fn a_file_that_is_no_database_is_told_as_such() {
    let shell = Shell::new(SCHEMA);
    fs::write(
        shell.path().join("dev.db"),
        "this is a text of some length, and no database at all",
    )
    .unwrap();
    let (code, _, err) = shell.told(&["plan", DEV]);
    assert_eq!(code, 1);
    assert!(err.contains("the file is not an SQLite database"), "{err}");
}

#[test]
fn numbers_follow_the_folder() {
    let shell = Shell::new("");
    fs::create_dir(shell.path().join("generated")).unwrap();
    fs::write(shell.path().join("generated/007_old.sql"), "SELECT 1;\n").unwrap();
    let (code, out, _) = shell.told(&["new", "fix the data"]);
    assert_eq!((code, out.as_str()), (0, "generated/008_fix_the_data.sql\n"));
}

#[test]
fn init_and_inspect_and_diff() {
    let shell = applied();
    let other = memory::folder();
    let database = shell.path().join("dev.db");
    let target = format!("sqlite:{}", database.display());
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .args(["init", "--from", &target])
        .current_dir(other.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(other.path().join("schema/schema.sql")).unwrap(),
        shell.told(&["inspect", DEV]).1
    );
    assert_eq!(shell.told(&["diff", "generated", "schema"]).1, "");
    assert!(
        shell
            .told(&["inspect", DEV, "--format", "mermaid"])
            .1
            .starts_with("erDiagram\n")
    );
}

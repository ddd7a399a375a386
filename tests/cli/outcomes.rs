//! `--format json` gives one document, whatever comes of a command; standard output is what it says, byte for byte.

use std::process::Stdio;

use crate::Sandbox;

#[test]
fn every_error_is_a_document() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "bad/a.sql",
        "CREATE TABLE t (a);\nCREATE TABLE u (a TEXT,\n  b TEXT DEFAULT);\n",
    );
    sandbox.write("broken.yaml", "databases: [\n");
    let commands: &[&[&str]] = &[
        &["plan", "--allow", "nonsense"],
        &["plan", "nowhere"],
        &["plan", "--schema", "bad"],
        &["plan", "--config", "broken.yaml"],
        &["plan", "--strategy", "cheap"],
        &["plan", "--format=json", "--no-such-flag"],
        &["apply", "--release", "0007"],
        &["status", "nowhere"],
        &["drift", "--schema", "gone"],
        &["verify", "--reseal", "0007"],
        &["lint", "--since", "0007"],
        &["diff", "schema", "nowhere"],
        &["diff", "schema"],
        &["inspect"],
        &["new"],
        &["new", "x", "--backfill", "nothing"],
        &["init"],
        &["compat", "--before", "0007"],
        &["revert"],
        &["purge", "nowhere"],
        &["baseline"],
        &["backup", "nowhere"],
        &["restore", "dev"],
        &["explain", "nonsense"],
        &[],
    ];
    for words in commands {
        let words: Vec<&str> = words.iter().copied().chain(["--format", "json"]).collect();
        let words: Vec<&str> = match words.contains(&"--format=json") {
            true => words
                .into_iter()
                .filter(|it| *it != "--format" && *it != "json")
                .collect(),
            false => words,
        };
        let run = sandbox.run(&words);
        assert_eq!(run.code, 1, "{words:?} {}{}", run.stdout, run.stderr);
        let json = run.json();
        assert_eq!(json["verdict"], "error", "{words:?}");
        assert_ne!(json["error"]["message"], "", "{words:?}");
        assert!(!run.stderr.is_empty(), "{words:?}");
    }
    let json = sandbox.run(&["plan", "--schema", "bad", "--format", "json"]).json();
    assert_eq!(json["target"], "sqlite:dev.db");
    assert_eq!(
        (&json["error"]["place"]["file"], &json["error"]["place"]["line"]),
        (&"bad/a.sql".into(), &3.into())
    );
    let run = sandbox.run(&["plan", "--schema", "bad", "--format", "github"]);
    assert!(
        run.stdout.starts_with("::error file=bad/a.sql,line=3,col="),
        "{}",
        run.stdout
    );
}

#[test]
fn everything_that_is_wrong_in_the_schema_files_is_in_one_document() {
    let sandbox = Sandbox::new();
    let text = "CREATE TABLE t (a);\nCREATE INDEX i ON t (b);\nCREATE INDEX j ON t (c);\n";
    sandbox.write("bad/a.sql", text);
    let json = sandbox.run(&["plan", "--schema", "bad", "--format", "json"]).json();
    assert_eq!(json["error"]["place"]["line"], 2, "{json}");
    let others = &json["error"]["others"];
    assert_eq!(others.as_array().map(Vec::len), Some(1), "{json}");
    assert_eq!(
        (&others[0]["place"]["file"], &others[0]["place"]["line"]),
        (&"bad/a.sql".into(), &3.into())
    );
    let run = sandbox.run(&["plan", "--schema", "bad", "--format", "github"]);
    assert_eq!(
        run.stdout.matches("::error file=bad/a.sql").count(),
        2,
        "{}",
        run.stdout
    );
}

#[test]
fn every_refusal_is_a_document() {
    let sandbox = Sandbox::applied();
    let json = |words: &[&str]| {
        let words: Vec<&str> = words.iter().copied().chain(["--format", "json"]).collect();
        let run = sandbox.run(&words);
        assert_eq!(run.code, 3, "{words:?} {}{}", run.stdout, run.stderr);
        run.json()
    };
    assert_eq!(json(&["apply", "live"])["verdict"], "refused");
    sandbox.edit(
        "email TEXT NOT NULL",
        "email TEXT NOT NULL CHECK (typeof(email) = 'integer')",
    );
    assert_eq!(json(&["plan"])["refused"][0], "add-check");
    sandbox.sql("DROP TABLE posts");
    sandbox.write("generated/0002_more.sql", "CREATE TABLE more (a);\n");
    let edited = sandbox
        .read("generated/0001_first_schema.sql")
        .replace("body TEXT", "text TEXT");
    sandbox.write("generated/0001_first_schema.sql", &edited);
    let refused = json(&["apply", "--yes"]);
    assert_eq!(
        (&refused["verdict"], &refused["target"]),
        (&"refused".into(), &"sqlite:dev.db".into())
    );
    assert!(
        refused["error"]["help"].as_str().unwrap().contains("restore the file"),
        "{refused}"
    );
}

#[test]
fn a_run_that_stops_says_what_it_applied() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_more.sql", "CREATE TABLE more (a);\n");
    sandbox.write(
        "generated/0003_fails.sql",
        "INSERT INTO more VALUES (1);\nINSERT INTO nowhere VALUES (1);\n",
    );
    let run = sandbox.run(&["apply", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let json = run.json();
    assert_eq!(json["applied"], serde_json::json!(["0002_more.sql"]));
}

#[test]
fn no_name_of_the_programs_own_language_is_in_a_document() {
    let sandbox = Sandbox::applied();
    let json = sandbox.run(&["inspect", "--format", "json"]).json();
    let key = &json["tables"][0]["foreign_keys"][0];
    assert_eq!(
        (&key["on_delete"], &key["on_update"]),
        (&"CASCADE".into(), &"NO ACTION".into())
    );
}

/// A name with an escape sequence in it, and one that reads backwards.
const NAMES: &str = "CREATE TABLE \"us\u{1b}[0mers\" (a);\nCREATE TABLE \"b\u{202e}c\u{200b}d\u{9b}\" (a);\n";

#[test]
fn results_are_bytes_and_never_filtered() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.sql", "CREATE TABLE users (a);\n");
    sandbox.write("b.sql", &format!("CREATE TABLE users (a);\n{NAMES}"));
    for words in [["diff", "b.sql", "a.sql"], ["diff", "a.sql", "b.sql"]] {
        let run = sandbox.run(&words);
        assert!(run.stdout.contains("\"us\u{1b}[0mers\""), "{:?}", run.stdout);
        assert!(run.stdout.contains("\"b\u{202e}c\u{200b}d\u{9b}\""), "{:?}", run.stdout);
        // In comments they are read by people.
        let comments: String = run.stdout.lines().filter(|it| it.starts_with("--")).collect();
        // What is only created needs none.
        assert!(
            words[2] == "b.sql"
                || comments.contains("us\\u{1b}[0mers") && comments.contains("b\\u{202e}c\\u{200b}d\\u{9b}"),
            "{comments:?}"
        );
        assert!(
            !comments.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\u{9b}']),
            "{comments:?}"
        );
    }
}

#[test]
fn names_are_escaped_where_people_read_them() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", NAMES);
    let invisible = ['\u{1b}', '\u{202e}', '\u{200b}', '\u{9b}'];
    for format in ["text", "markdown", "github"] {
        let run = sandbox.run(&["plan", "--check", "--format", format]);
        assert!(!run.stdout.contains(invisible), "{format}: {:?}", run.stdout);
    }
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    let name = sandbox
        .names()
        .into_iter()
        .find(|it| it.starts_with("generated/"))
        .unwrap();
    let comments: String = sandbox.read(&name).lines().filter(|it| it.starts_with("--")).collect();
    assert!(!comments.contains(invisible), "{comments:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let sandbox = Sandbox::applied();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = sandbox
        .command(&["inspect"])
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write to standard output"));
}

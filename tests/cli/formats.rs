//! Every format of the commands that check something, from the same findings: `formats/*.txt` and `formats/*.html`.
//!
//! `RECONCILE_BLESS=1 cargo test --test cli formats` writes what is printed now; read the diff then.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::Sandbox;
use crate::format_checks::{parse_xml, wrong_gitlab, wrong_junit, wrong_sarif};
use crate::sandbox::Run;
use crate::screens::{by_hand, changed, hand_written, planned, shop};

/// Those that are compared; `text` and `json` have tests of their own.
const FORMATS: [&str; 6] = ["markdown", "github", "github-summary", "sarif", "junit", "gitlab"];

fn golden(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli/formats")
        .join(file);
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(golden, text, "{}", path.display());
}

/// Holds each format to what it asks for, and to what it was.
fn formats(name: &str, sandbox: &Sandbox, arguments: &[&str]) {
    let mut text = String::new();
    let code = sandbox.run(arguments).code;
    for format in FORMATS {
        let run = sandbox.run(&[arguments, &["--format", format]].concat());
        assert_eq!(run.code, code, "{format}: {}", run.stderr);
        let wrong = match format {
            "sarif" => wrong_sarif(&serde_json::from_str(&run.stdout).unwrap()),
            "gitlab" => wrong_gitlab(&serde_json::from_str(&run.stdout).unwrap()),
            "junit" => wrong_junit(&run.stdout),
            _ => Vec::new(),
        };
        assert!(wrong.is_empty(), "{name} {format}: {wrong:#?}");
        // A summary differs from a comment in its limit only.
        if format == "github-summary" {
            assert!(text.contains(&run.stdout), "{name}");
            continue;
        }
        text.push_str(&format!("== {format}: exit {code}\n{}\n", run.stdout));
    }
    golden(&format!("{name}.txt"), &text);
}

#[test]
fn plan() {
    formats("plan_refused", &changed(), &["plan"]);
    let sandbox = changed();
    sandbox.edit(
        "renamed-from name",
        "renamed-from name -- reconcile: backfill 'unknown'",
    );
    formats("plan_check", &sandbox, &["plan", "--allow", "drop-column", "--check"]);
    formats("plan_in_sync", &shop(), &["plan"]);
}

#[test]
fn lint_verify_drift_and_status() {
    formats("lint", &hand_written(), &["lint"]);
    formats("verify", &hand_written(), &["verify"]);
    formats("drift", &by_hand(), &["drift"]);
    formats("status", &planned(), &["status"]);
}

#[test]
fn compat_and_failures() {
    let sandbox = planned();
    sandbox.write(
        "src/index.ts",
        "db.prepare('SELECT name FROM customers');\ndb.prepare('SELECT id FROM orders');\n",
    );
    formats("compat", &sandbox, &["compat", "src/*.ts"]);
    let sandbox = shop();
    sandbox.edit("  sku TEXT PRIMARY KEY", "  sku TEXT PRIMARY NUL");
    formats("failure", &sandbox, &["plan"]);
}

#[test]
fn a_fleet() {
    let sandbox = fleet();
    formats("fleet", &sandbox, &["status", "--fleet"]);
    assert_eq!(
        sandbox
            .run(&[
                "drift",
                "--fleet",
                "--report",
                "json=fleet.json",
                "--report",
                "html=f.html"
            ])
            .code,
        1
    );
    let lines = sandbox.read("fleet.json");
    let lines: Vec<serde_json::Value> = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines.len(), 4, "three databases and the fleet");
    for line in &lines {
        assert_eq!(crate::json_schema::wrong(line), Vec::<String>::new());
    }
}

/// Three databases: one as it should be, one changed by hand, one that cannot be read.
fn fleet() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    fleets:\n      clients: { files: 'data/*.db' }\n    targets:\n      dev: sqlite:data/a.db\n    default: dev\n",
    );
    sandbox.write("data/.keep", "");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    fs::copy(sandbox.path("data/a.db"), sandbox.path("data/b.db")).unwrap();
    sandbox.sql_in("data/b.db", "CREATE INDEX hot ON users (email)");
    sandbox.write(
        "data/c.db",
        "this is no database, though it is long enough to look like one",
    );
    sandbox
}

#[test]
fn html() {
    let sandbox = changed();
    sandbox.edit(
        "renamed-from name",
        "renamed-from name -- reconcile: backfill 'unknown'",
    );
    let run = sandbox.run(&["plan", "--allow", "drop-column", "--check", "--format", "html"]);
    golden("plan.html", &run.stdout);
    let run = sandbox.run(&["plan", "--allow", "drop-column", "--check", "--format", "html"]);
    golden("plan.html", &run.stdout);
}

/// Names are the user's: whatever they are, they are text.
#[test]
fn names_are_text_in_every_format() {
    let sandbox = Sandbox::new();
    let evil = "</script><script>alert(1)</script>\u{202e}`|]]>&\u{7}";
    sandbox.write(
        "schema/schema.sql",
        &format!("CREATE TABLE \"{evil}\" (\"{evil}\" TEXT, id INTEGER PRIMARY KEY);\n"),
    );
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    sandbox.write("schema/schema.sql", "CREATE TABLE other (id INTEGER PRIMARY KEY);\n");
    let page = sandbox.run(&["plan", "--format", "html"]).stdout;
    assert!(!page.to_lowercase().contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    for bad in ['\u{202e}', '\u{7}'] {
        for format in ["html", "markdown", "github", "junit"] {
            let run = sandbox.run(&["plan", "--format", format]);
            assert!(!run.stdout.contains(bad), "{format}: {}", run.stdout);
        }
    }
    let markdown = sandbox.run(&["plan", "--format", "markdown"]).stdout;
    assert!(!outside_code(&markdown).replace("\\<", "").contains('<'), "{markdown}");
    let junit = sandbox.run(&["plan", "--format", "junit"]).stdout;
    assert_eq!(wrong_junit(&junit), Vec::<String>::new());
    let sarif = sandbox.run(&["plan", "--format", "sarif"]).stdout;
    assert_eq!(
        wrong_sarif(&serde_json::from_str(&sarif).unwrap()),
        Vec::<String>::new()
    );
}

/// Markdown without what is between backticks, where nothing is markup, and without our own folds.
fn outside_code(markdown: &str) -> String {
    let fenced = markdown.split("```").step_by(2).collect::<String>().replace("\\`", "");
    let text: String = fenced.split('`').step_by(2).collect();
    ["<details>", "</details>", "<summary>", "</summary>"]
        .iter()
        .fold(text, |text, tag| text.replace(tag, ""))
}

#[test]
fn several_reports_beside_the_screen() {
    let sandbox = hand_written();
    let run = sandbox.run(&[
        "lint",
        "--report",
        "sarif=out/lint.sarif",
        "--report",
        "junit=out/lint.xml",
        "--report",
        "html=lint.html",
    ]);
    let plain = sandbox.run(&["lint"]);
    assert_eq!((run.code, &run.stdout, &run.stderr), (2, &plain.stdout, &plain.stderr));
    for (format, file) in [
        ("sarif", "out/lint.sarif"),
        ("junit", "out/lint.xml"),
        ("html", "lint.html"),
    ] {
        let printed = sandbox.run(&["lint", "--format", format, "-v"]).stdout;
        assert_eq!(sandbox.read(file), printed, "{file}");
    }
    // What came of an earlier run is not left for one of now.
    sandbox.write("reconcile.yaml", "databases: {}\ntargets: 1\n");
    assert_eq!(sandbox.run(&["lint", "--report", "junit=out/lint.xml"]).code, 1);
    let suite = parse_xml(&sandbox.read("out/lint.xml"));
    assert_eq!(suite.attribute("errors"), "1");
}

#[test]
fn reports_that_cannot_be() {
    let sandbox = Sandbox::applied();
    let before = sandbox.files();
    sandbox.run(&["apply", "--report", "sarif=a.sarif"]).is(
        1,
        str![],
        str![[r#"
error: this command has no format sarif
help: one of: text, json, markdown, html, github, github-summary

"#]],
    );
    sandbox.run(&["apply", "--format", "junit"]).is(
        1,
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="reconcile" tests="1" failures="0" errors="1">
  <testsuite name="run " tests="1" failures="0" errors="1" skipped="0">
    <testcase name="the command comes to a result" classname="reconcile.run">
      <error message="this command has no format junit" type="error">error[error]: this command has no format junit
  fix: one of: text, json, markdown, html, github, github-summary</error>
    </testcase>
  </testsuite>
</testsuites>

"#]],
        str![[r#"
error: this command has no format junit
help: one of: text, json, markdown, html, github, github-summary

"#]],
    );
    sandbox.run(&["plan", "--report", "html"]).is(
        1,
        str![],
        str![[r#"
error: --report html names no file
help: write it as --report html=FILE

"#]],
    );
    sandbox.run(&["lint", "--report", "html=a", "--report", "json=a"]).is(
        1,
        str![],
        str![[r#"
error: two reports would be written to a
help: give each --report a file of its own

"#]],
    );
    sandbox.run(&["new", "x", "--report", "html=a"]).is(
        1,
        str![],
        str![[r#"
error: this command writes no report files
help: --report is for plan, apply, status, drift, verify, lint and compat; redirect the output of others

"#]],
    );
    assert_eq!(sandbox.files(), before, "nothing was written");
    sandbox.write("a", "");
    sandbox.run(&["lint", "--report", "html=a/b.html"]).is(
        1,
        str![[r#"
generated and the schema: nothing found

"#]],
        str![[r#"
error: cannot write the report a/b.html: File exists (os error 17)

"#]],
    );
}

#[test]
fn the_summary_of_a_step() {
    let sandbox = hand_written();
    let run = sandbox.run(&["lint", "--report", "github-summary"]);
    assert_eq!(run.stderr, "GITHUB_STEP_SUMMARY is not set, so no summary is written\n");
    sandbox.write("summary.md", "before\n");
    for command in ["lint", "status"] {
        let mut command = sandbox.command(&[command, "--report", "github-summary"]);
        Run::of(command.env("GITHUB_STEP_SUMMARY", sandbox.path("summary.md")));
    }
    let summary = sandbox.read("summary.md");
    assert!(summary.starts_with("before\n### generated and the schema"), "{summary}");
    assert!(summary.contains("### dev (sqlite:dev.db): 1 of 2 applied"), "{summary}");
}

/// Annotations and findings name files as the repository does, wherever the command runs.
#[test]
fn paths_start_at_the_root_of_the_repository() {
    let sandbox = Sandbox::empty();
    sandbox.write("apps/api/schema/schema.sql", "CREATE TABLE a (b DEFAULT \"x\");\n");
    sandbox.write("apps/api/generated/0001_a.sql", "CREATE TABLE a (b DEFAULT \"x\")");
    for (format, file) in [
        ("github", "file=apps/api/generated/0001_a.sql"),
        ("gitlab", "\"path\": \"apps/api/"),
    ] {
        let mut command = sandbox.command(&["lint", "--format", format]);
        command
            .current_dir(sandbox.path("apps/api"))
            .env("GITHUB_WORKSPACE", sandbox.path(""));
        let run = Run::of(&mut command);
        assert!(run.stdout.contains(file), "{}", run.stdout);
    }
}

/// GitHub refuses a comment of 65,536 characters.
#[test]
fn a_comment_is_never_too_long() {
    let sandbox = Sandbox::new();
    let tables = |count: usize| -> String {
        let table = |at| format!("CREATE TABLE table_number_{at} (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n");
        (0..count).map(table).collect()
    };
    sandbox.write("schema/schema.sql", &tables(600));
    let comment = sandbox.run(&["plan", "--dry-run", "--format", "markdown"]).stdout;
    assert!(comment.encode_utf16().count() < 65_536 - 500, "{}", comment.len());
    assert!(
        comment.starts_with("### dev (sqlite:dev.db): 600 changes"),
        "{}",
        &comment[..200]
    );
    assert!(comment.contains("Cut"), "{}", &comment[comment.len() - 500..]);
    assert_eq!(
        comment.matches("<details>").count(),
        comment.matches("</details>").count()
    );
    assert_eq!(comment.matches("```").count() % 2, 0);
    sandbox.write("schema/schema.sql", &tables(250));
    let comment = sandbox.run(&["plan", "--dry-run", "--format", "markdown"]).stdout;
    assert!(comment.encode_utf16().count() < 65_536 - 500, "{}", comment.len());
}

/// A reviewer reads ten findings.
#[test]
fn a_comment_has_at_most_ten_findings() {
    let sandbox = Sandbox::applied();
    let statement = |at| format!("UPDATE users SET email = 'x{at}';\n");
    sandbox.write("generated/0002_hand.sql", &(0..14).map(statement).collect::<String>());
    let run = sandbox.run(&["lint", "--format", "markdown"]).stdout;
    assert_eq!(run.matches("\n- **").count(), 10, "{run}");
    assert!(run.contains("more findings"), "{run}");
}

//! Names and texts that try to become something else.

use crate::Sandbox;

const HOSTILE: &str = r#"CREATE TABLE "x""; DROP TABLE y; --" ("a'b" TEXT, "select" INTEGER, "col
umn" TEXT);
CREATE TABLE "<b>|`md`|</b>" (a);
CREATE TABLE "../up" (a);
CREATE TABLE "" (a);
CREATE TABLE "größe 🦀" (a);
"#;

#[test]
fn plan_and_apply_reach_a_schema_of_hostile_names() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", HOSTILE);
    for command in ["plan", "apply", "drift", "verify", "status", "inspect", "lint"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, 0, "{command}: {}{}", run.stdout, run.stderr);
    }
    let file = sandbox.names()[1].clone();
    assert!(file.starts_with("generated/0001_"), "{file}");
    sandbox.write("schema/schema.sql", &HOSTILE.replace("(a)", "(a, b TEXT)"));
    for arguments in [&["plan"][..], &["apply"], &["drift"], &["plan", "--check"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn escape_sequences_in_names_do_not_reach_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE \"\u{1b}[2J\u{1b}]0;x\u{7}y\" (a);\n");
    for arguments in [&["plan", "--check"][..], &["plan", "--check", "--color", "always"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(
            !run.stdout.contains("\u{1b}[2J") && !run.stdout.contains('\u{7}'),
            "{:?}",
            run.stdout
        );
    }
}

#[test]
fn names_are_no_markup_in_markdown() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", HOSTILE);
    let run = sandbox.run(&["plan", "--check", "--format", "markdown"]);
    assert_eq!(run.code, 2);
    let outside: Vec<&str> = run.stdout.split("```").step_by(2).collect();
    assert!(outside.iter().all(|text| !text.contains("<b>")), "{}", run.stdout);
}

//! Colours, and readers that go away.

use std::io::Read;
use std::process::Stdio;

use crate::Sandbox;
use crate::sandbox::Run;

#[test]
fn only_where_they_are_wanted() {
    let sandbox = Sandbox::new();
    let has = |run: &Run| run.stdout.contains("\u{1b}[");
    assert!(!has(&sandbox.run(&["plan", "--check"])), "a pipe is no terminal");
    assert!(has(&sandbox.run(&["plan", "--check", "--color", "always"])));
    assert!(!has(&sandbox.run(&["plan", "--check", "--color", "never"])));
    let no_color = Run::of(sandbox.command(&["plan", "--check"]).env("NO_COLOR", "1"));
    assert!(!has(&no_color));
    let both = Run::of(
        sandbox
            .command(&["plan", "--check", "--color", "always"])
            .env("NO_COLOR", "1"),
    );
    assert!(has(&both), "a flag goes before the environment");
    sandbox.edit("email TEXT NOT NULL", "email TEXT NOT NUL");
    let error = sandbox.run(&["plan"]);
    assert!(!error.stderr.contains("\u{1b}["), "{}", error.stderr);
    assert!(sandbox.run(&["plan", "--color", "always"]).stderr.contains("\u{1b}["));
}

#[test]
fn json_has_no_colours_ever() {
    let sandbox = Sandbox::new();
    sandbox
        .run(&["plan", "--check", "--format", "json", "--color", "always"])
        .json();
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let sandbox = Sandbox::new();
    let tables: String = (0..3000).map(|n| format!("CREATE TABLE t{n} (a);\n")).collect();
    sandbox.write("big.sql", &tables);
    sandbox.sql(&tables);
    let mut child = sandbox
        .command(&["inspect"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

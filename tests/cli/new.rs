//! `new`: an empty migration.

use snapbox::str;

use crate::Sandbox;

#[test]
fn writes_the_next_number() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["new", "fill the titles"]).is(
        0,
        str![[r#"
generated/0002_fill_the_titles.sql

"#]],
        str![[r#"
write the data change into it; `reconcile verify` checks it, `reconcile apply` runs it

"#]],
    );
    snapbox::assert_data_eq!(
        sandbox.read("generated/0002_fill_the_titles.sql"),
        str![[r#"
-- Migration number: 0002
-- fill the titles
-- 2023-11-14T22:13:20Z
--
-- Statements run in one transaction with foreign keys on. End each with a semicolon.

"#]]
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0, "no statement is no error");
    let json = sandbox.run(&["new", "x", "--format", "json"]).json();
    assert_eq!(json["files"], serde_json::json!(["generated/0003_x.sql"]));
}

#[test]
fn a_name_cannot_break_out_of_its_comment_or_folder() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["new", "../../x\nDROP TABLE users;"]).code, 0);
    let names = sandbox.names();
    assert!(names[0].starts_with("generated/0001_"), "{names:?}");
    let text = sandbox.read(&names[0]);
    assert!(text.lines().all(|line| line.starts_with("--")), "{text}");
}

//! `init`: a project for a beginning, or for a database that is there.

use snapbox::str;

use crate::Sandbox;

#[test]
fn from_nothing() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["init"]).is(
        0,
        str![[r#"
reconcile.yaml
schema/schema.sql

"#]],
        str![[r#"
next: edit the schema, then `reconcile plan`

"#]],
    );
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
sqlite:dev.db is in sync with the schema

"#]],
        str![],
    );
    let before = sandbox.files();
    sandbox.run(&["init"]).is(
        1,
        str![],
        str![[r#"
error: cannot write reconcile.yaml: it is there already, and nothing was changed
help: move it away, or work in another folder

"#]],
    );
    assert_eq!(sandbox.files(), before, "nothing is ever overwritten");
}

#[test]
fn from_a_database() {
    let source = Sandbox::applied();
    let sandbox = Sandbox::empty();
    std::fs::copy(source.path("dev.db"), sandbox.path("old.db")).unwrap();
    assert_eq!(sandbox.run(&["init", "--from", "sqlite:old.db"]).code, 0);
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
sqlite:old.db is in sync with the schema

"#]],
        str![],
    );
    sandbox.run(&["init", "--from", "old.db"]).is(
        1,
        str![],
        str![[r#"
error: old.db is no target
help: write it out: sqlite:PATH, d1:NAME or d1-local:BINDING

"#]],
    );
}

#[test]
fn one_json_document() {
    let sandbox = Sandbox::empty();
    let json = sandbox.run(&["init", "--format", "json"]).json();
    assert_eq!(
        json["files"],
        serde_json::json!(["reconcile.yaml", "schema/schema.sql"])
    );
}

//! `diff`: any two.

use snapbox::str;

use crate::Sandbox;

#[test]
fn two_files() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.sql", "CREATE TABLE t (a);\n");
    sandbox.write("b.sql", "CREATE TABLE t (a, b TEXT);\n");
    sandbox.run(&["diff", "a.sql", "b.sql"]).is(
        0,
        str![[r#"
-- 1/1  add column t.b
ALTER TABLE t ADD COLUMN b TEXT;

"#]],
        str![],
    );
    sandbox.run(&["diff", "a.sql", "a.sql"]).is(
        0,
        str![],
        str![[r#"
no difference

"#]],
    );
    assert_eq!(sandbox.run(&["diff", "a.sql", "a.sql", "--check"]).code, 0);
    assert_eq!(sandbox.run(&["diff", "a.sql", "b.sql", "--check"]).code, 2);
    let equal = sandbox.run(&["diff", "a.sql", "a.sql", "--format", "json"]).json();
    assert_eq!((&equal["verdict"], &equal["sql"]), (&"in-sync".into(), &"".into()));
    let json = sandbox.run(&["diff", "a.sql", "b.sql", "--format", "json"]).json();
    assert_eq!(json["verdict"], "changes");
}

#[test]
fn a_target_a_schema_and_a_folder_of_migrations() {
    let sandbox = Sandbox::applied();
    for pair in [
        ["dev", "schema"],
        ["schema", "generated"],
        ["generated", "sqlite:dev.db"],
    ] {
        let run = sandbox.run(&["diff", pair[0], pair[1]]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{pair:?}");
    }
}

#[test]
fn something_that_is_neither() {
    let sandbox = Sandbox::new();
    sandbox.run(&["diff", "schema", "nowhere"]).is(
        1,
        str![],
        str![[r#"
error: unknown target nowhere
help: name one of dev, live, or write sqlite:PATH, d1:NAME or d1-local:BINDING

"#]],
    );
}

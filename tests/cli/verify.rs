//! `verify`: the folder by itself.

use snapbox::str;

use crate::Sandbox;

#[test]
fn a_folder_that_holds_together() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["verify"]).is(
        0,
        str![[r#"
generated: 1 migration, numbered, intact, replayed, and ending at the schema

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["verify", "--format", "json"]).json()["verdict"], "ok");
}

#[test]
fn a_folder_that_does_not() {
    let sandbox = Sandbox::applied();
    let name = "generated/0001_first_schema.sql";
    sandbox.write(name, &(sandbox.read(name) + "CREATE TABLE more (a);\n"));
    sandbox.write("generated/0003_c.sql", "BEGIN;\nCREATE TABLE c (a);\nCOMMIT;\n");
    sandbox.run(&["verify"]).is(
        2,
        str![[r#"
gap: 0003_c.sql: number 2 is missing before it
    remedy    bring the missing file back, or rename this one to close the gap if it is not applied anywhere yet
broken-seal: 0001_first_schema.sql: edited since it was proven: the seal does not fit the text
    remedy    undo the edit, or have it proven and sealed again before it is applied: `reconcile verify --reseal 0001_first_schema.sql`
transaction-statement: 0003_c.sql:1: BEGIN cannot stand in a migration, which is one transaction already
    remedy    delete the line; a migration runs as a whole or not at all
transaction-statement: 0003_c.sql:3: COMMIT cannot stand in a migration, which is one transaction already
    remedy    delete the line; a migration runs as a whole or not at all
replay: 0003_c.sql:1: not authorized
    remedy    a folder must run from an empty database; correct the file if it is applied nowhere yet

"#]],
        str![],
    );
    assert_eq!(
        sandbox.run(&["verify", "--format", "json"]).json()["verdict"],
        "findings"
    );
}

#[test]
fn a_schema_that_moved_on() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    sandbox.run(&["verify"]).is(
        2,
        str![[r#"
not-desired: the migrations do not end at the desired schema: table posts: column title is new
    remedy    run `reconcile plan`

"#]],
        str![],
    );
}

//! `lint`: places and remedies.

use snapbox::str;

use crate::Sandbox;

#[test]
fn nothing_to_complain_about() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["lint"]).is(0, str![[r#"
generated and the schema: nothing to complain about

"#]], str![]);
    assert_eq!(sandbox.run(&["lint", "--format", "json"]).json()["verdict"], "ok");
}

#[test]
fn findings_with_file_line_and_remedy() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "schema/more.sql",
        "CREATE TABLE odd (\n  a TEXT DEFAULT \"x\",\n  FOREIGN KEY (a) REFERENCES nowhere (b)\n);\n",
    );
    sandbox.write(
        "generated/0003_trigger.sql",
        "CREATE TRIGGER r AFTER INSERT ON users\nbegin\n  SELECT case 1 WHEN 1 THEN 2 END;\nEND;\nSELECT 1",
    );
    sandbox.run(&["lint"]).is(2, str![], str![[r#"
error: table odd references nowhere, which is not in the schema
 --> schema/more.sql:3:30
  |
3 |   FOREIGN KEY (a) REFERENCES nowhere (b)
  |                              ^^^^^^^
  |
help: every write to odd would fail with `no such table: nowhere`; define nowhere or drop the reference

"#]]);
    let json = sandbox.run(&["lint", "--format", "json"]).json();
    assert_eq!(json["verdict"], "findings");
}

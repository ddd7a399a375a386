//! `lint`: places and remedies.

use snapbox::str;

use crate::Sandbox;

#[test]
fn nothing_to_complain_about() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["lint"]).is(
        0,
        str![[r#"
generated and the schema: nothing to complain about

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["lint", "--format", "json"]).json()["verdict"], "ok");
}

#[test]
fn findings_with_file_line_and_remedy() {
    let sandbox = Sandbox::applied();
    sandbox.write("schema/more.sql", "CREATE TABLE odd (\n  a TEXT DEFAULT \"x\"\n);\n");
    sandbox.write(
        "generated/0003_trigger.sql",
        "CREATE TRIGGER r AFTER INSERT ON users\nbegin\n  SELECT case 1 WHEN 1 THEN 2 END;\nEND;\nSELECT 1",
    );
    sandbox.run(&["lint"]).is(2, str![[r#"
schema/more.sql:2: "x" names no column of odd, so SQLite takes it for the text 'x' (schema)
    remedy    write 'x' if text is meant; else correct the name
generated/0003_trigger.sql: number 2 is missing before it (gap)
    remedy    bring the missing file back, or rename this one to close the gap if it is not applied anywhere yet
generated/0003_trigger.sql:5: the last statement has no final `;`, which breaks `wrangler d1 migrations apply` (unterminated)
    remedy    end the file with `;`
generated/0003_trigger.sql:1: D1 may cut this trigger in two, since it spans several lines (splitter)
    remedy    write the trigger on one line
generated/0003_trigger.sql:2: D1 may cut this trigger in two at its lower-case begin (splitter)
    remedy    write BEGIN and END in upper case
generated/0003_trigger.sql:3: D1 may take the END of this CASE for the end of the trigger (splitter)
    remedy    put parentheses around CASE … END

"#]], str![]);
    let json = sandbox.run(&["lint", "--format", "json"]).json();
    assert_eq!(json["verdict"], "findings");
}

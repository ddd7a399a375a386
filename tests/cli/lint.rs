//! `lint`: findings with place, caret and remedy; what allows them; the formats.

use snapbox::str;

use crate::Sandbox;

/// The textbook way to change a column, which deletes rows of another table on D1.
const REBUILD: &str = "\
PRAGMA foreign_keys=OFF;
CREATE TABLE users_new (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE
);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA foreign_keys=ON;
";

#[test]
fn nothing_to_complain_about() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["lint"]).is(
        0,
        str![[r#"
generated and the schema: nothing found

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
    sandbox.run(&["lint"]).is(
        2,
        str![[r#"
generated and the schema: 5 warnings, 1 note; run `reconcile explain CODE` for details
schema/more.sql:2:18 warning[schema]: "x" is not a column of odd, so SQLite reads it as the text 'x'
  fix: write 'x' if you mean a text; otherwise correct the name
generated/0003_trigger.sql:1:1 warning[missing-number]: number 2 is missing before it
  fix: restore the missing file, or rename this one if it is not applied anywhere yet
generated/0003_trigger.sql:1:1 note[split-trigger]: D1 may cut this trigger in two, since it spans several lines
  fix: write the trigger on one line
generated/0003_trigger.sql:2:1 warning[split-trigger]: D1 may cut this trigger in two at its lower-case begin
  fix: write BEGIN and END in upper case
generated/0003_trigger.sql:3:3 warning[split-trigger]: D1 may mistake the END of this CASE for the end of the trigger
  fix: put parentheses around CASE … END
generated/0003_trigger.sql:5:1 warning[unterminated]: the last statement has no final `;`, which breaks `wrangler d1 migrations apply`
  fix: end the file with `;`

"#]],
        str![],
    );
    let json = sandbox.run(&["lint", "--format", "json"]).json();
    assert_eq!(json["verdict"], "findings");
    assert_eq!(json["findings"][0]["file"], "schema/more.sql");
    assert_eq!(json["findings"][0]["line"], 2);
    assert_eq!(json["findings"][0]["column"], 18);
}

#[test]
fn a_rebuild_by_hand_that_deletes_rows() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_unique_mail.sql", REBUILD);
    sandbox.run(&["lint"]).is(2, str![[r#"
generated and the schema: 1 error, 2 warnings, 1 note; run `reconcile explain CODE` for details
generated/0002_unique_mail.sql:1:8 warning[foreign-keys-pragma]: foreign keys stay on: D1 ignores this inside the transaction that every file runs in
  fix: delete the line, and let `reconcile plan` write the change
generated/0002_unique_mail.sql:2:14 warning[add-unique]: users(email) becomes unique: existing rows must not share a value
  fix: the file fails on rows that violate it: correct them in an earlier statement, or write above it: -- reconcile: allow add-unique because REASON
generated/0002_unique_mail.sql:2:14 note[rewrites-table]: table users is copied row by row
  fix: no action needed if you intend this
generated/0002_unique_mail.sql:7:12 error[rows-lost]: DROP TABLE users: rows of posts are deleted
  fix: let `reconcile plan` write this: change users in the schema files, and delete the statements that rebuild it here

"#]], str![]);
    sandbox.run(&["lint", "--format", "github"]).is(2, str![[r#"
generated and the schema: 1 error, 2 warnings, 1 note; run `reconcile explain CODE` for details
::warning file=generated/0002_unique_mail.sql,line=1,col=8,title=foreign-keys-pragma::foreign keys stay on: D1 ignores this inside the transaction that every file runs in%0Adelete the line, and let `reconcile plan` write the change
::warning file=generated/0002_unique_mail.sql,line=2,col=14,title=add-unique::users(email) becomes unique: existing rows must not share a value%0Athe file fails on rows that violate it: correct them in an earlier statement, or write above it: -- reconcile: allow add-unique because REASON
::notice file=generated/0002_unique_mail.sql,line=2,col=14,title=rewrites-table::table users is copied row by row%0Ano action needed if you intend this
::error file=generated/0002_unique_mail.sql,line=7,col=12,title=rows-lost::DROP TABLE users: rows of posts are deleted%0Alet `reconcile plan` write this: change users in the schema files, and delete the statements that rebuild it here

"#]], str![]);
    sandbox.run(&["lint", "--format", "markdown"]).is(2, str![[r#"
### generated and the schema: 1 error, 2 warnings, 1 note; run `reconcile explain CODE` for details

- **warning** generated/0002\_unique\_mail.sql:1:8 foreign keys stay on: D1 ignores this inside the transaction that every file runs in (`foreign-keys-pragma`)
  - delete the line, and let `reconcile plan` write the change

- **warning** generated/0002\_unique\_mail.sql:2:14 users(email) becomes unique: existing rows must not share a value (`add-unique`)
  - the file fails on rows that violate it: correct them in an earlier statement, or write above it: -- reconcile: allow add-unique because REASON

- **note** generated/0002\_unique\_mail.sql:2:14 table users is copied row by row (`rewrites-table`)
  - no action needed if you intend this

- **error** generated/0002\_unique\_mail.sql:7:12 DROP TABLE users: rows of posts are deleted (`rows-lost`)
  - let `reconcile plan` write this: change users in the schema files, and delete the statements that rebuild it here


"#]], str![]);
    let json = sandbox.run(&["lint", "--format", "json"]).json();
    assert_eq!(json["findings"][3]["code"], "rows-lost");
    assert_eq!(json["findings"][3]["severity"], "error");
}

#[test]
fn comments_and_policy_allow() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "generated/0002_drop.sql",
        "-- reconcile: allow drop-index because of nothing\n\n\
         -- reconcile: allow drop-table because it moved to the archive\n\
         DROP TABLE posts;\n\
         ALTER TABLE users DROP COLUMN email; -- reconcile: allow drop-column\n",
    );
    sandbox.run(&["lint"]).is(2, str![[r#"
generated and the schema: 2 warnings, 1 note; 1 allowed; run `reconcile explain CODE` for details
generated/0002_drop.sql:1:1 note[unused-allow]: no drop-index is found here to allow
  fix: delete the comment, or move it to the statement's line or right above it
generated/0002_drop.sql:5:31 warning[drop-column]: column users.email is dropped with its values
  fix: to keep the values, use ALTER TABLE … RENAME; to drop them, write above it: -- reconcile: allow drop-column because REASON
generated/0002_drop.sql:5:38 warning[allow-without-reason]: `allow drop-column` has no reason, so it allows nothing
  fix: write `-- reconcile: allow drop-column because REASON`

"#]], str![]);
    let json = sandbox.run(&["lint", "--format", "json"]).json();
    assert_eq!(json["allowed"][0]["reason"], "it moved to the archive");
    let policy = "policy:\n  drop-table: deny\n  drop-column: allow\n  allow-without-reason: allow\n";
    sandbox.write("reconcile.yaml", &format!("{}{policy}", crate::sandbox::CONFIG));
    let json = sandbox.run(&["lint", "--format", "json"]).json();
    assert_eq!(json["findings"].as_array().unwrap().len(), 2, "{json}");
    assert_eq!(
        json["findings"][0]["severity"], "error",
        "denied whatever a comment says"
    );
    assert_eq!(json["findings"][1]["code"], "unused-allow");
}

#[test]
fn only_what_is_new() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_drop.sql", "DROP TABLE posts;\n");
    sandbox.write("generated/0003_add.sql", "ALTER TABLE users ADD COLUMN name TEXT;\n");
    assert_eq!(sandbox.run(&["lint"]).code, 2);
    sandbox.run(&["lint", "--since", "3"]).is(
        0,
        str![[r#"
generated: nothing found

"#]],
        str![],
    );
    sandbox.run(&["lint", "--since", "0009"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 0009 in generated
help: there are 0001_first_schema.sql, 0002_drop.sql, 0003_add.sql; a number is enough

"#]],
    );
}

#[test]
fn a_folder_without_schema_files() {
    let sandbox = Sandbox::empty();
    sandbox.write("migrations/0001_a.sql", "CREATE TABLE t (a);\n");
    assert_eq!(
        sandbox.run(&["lint", "--schema", "shcema"]).code,
        1,
        "a slip is no wish"
    );
    sandbox.run(&["lint"]).is(
        0,
        str![[r#"
migrations: nothing found

"#]],
        str![],
    );
}

#[test]
fn nothing_in_a_file_stops_it() {
    let sandbox = Sandbox::empty();
    for (name, text) in [
        ("0001_empty.sql", ""),
        ("0003_space.sql", ""),
        ("0005_marks.sql", ";;;\n"),
        ("0006_open.sql", "SELECT 'never closed"),
        (
            "0007_escape.sql",
            "DROP TABLE \"\u{1b}[31mx\"; SELECT '\u{1b}]0;title\u{7}';\n",
        ),
        (
            "0008_words.sql",
            "ALTER\n-- reconcile: allow\nCREATE; DROP; INSERT INTO; WITH; PRAGMA; UPDATE; DELETE FROM;\n",
        ),
        ("0009_wide.sql", "ALTER TABLE größe ADD COLUMN 名前 TEXT;\n"),
    ] {
        sandbox.write(&format!("migrations/{name}"), text);
    }
    let run = sandbox.run(&["lint"]);
    assert!(!run.stdout.contains(['\u{1b}', '\u{7}']), "{}", run.stdout);
    run.is(
        2,
        str![[r#"
migrations: 2 errors, 2 warnings, 2 notes; run `reconcile explain CODE` for details
migrations/0003_space.sql:1:1 note[missing-number]: number 2 is missing before it
  fix: restore the missing file, or rename this one if it is not applied anywhere yet
migrations/0005_marks.sql:1:1 note[missing-number]: number 4 is missing before it
  fix: restore the missing file, or rename this one if it is not applied anywhere yet
migrations/0006_open.sql:1:1 warning[unterminated]: the last statement has no final `;`, which breaks `wrangler d1 migrations apply`
  fix: end the file with `;`
migrations/0006_open.sql:1:8 error[does-not-run]: unrecognized token: "'never closed"
  fix: correct it if the file is not applied anywhere yet; otherwise see `reconcile explain does-not-run`
migrations/0007_escape.sql:1:12 error[does-not-run]: no such table: \u{1b}[31mx
  fix: correct it if the file is not applied anywhere yet; otherwise see `reconcile explain does-not-run`
migrations/0008_words.sql:2:1 warning[allow-without-reason]: `allow` has neither a code nor a reason, so it allows nothing
  fix: write `-- reconcile: allow CODE because REASON`

"#]],
        str![],
    );
    for format in ["json", "markdown", "github"] {
        assert_eq!(sandbox.run(&["lint", "--format", format]).code, 2);
    }
}

#[test]
fn a_rebuild_by_hand_that_forgets_a_column() {
    let sandbox = Sandbox::applied();
    let words = "CREATE TABLE words (id INTEGER PRIMARY KEY, x TEXT, y TEXT);\n";
    sandbox.write("generated/0002_words.sql", words);
    sandbox.write(
        "generated/0003_words.sql",
        "CREATE TABLE words_new (id INTEGER PRIMARY KEY, x TEXT, y TEXT);\n\
         INSERT INTO words_new (id, x) SELECT id, x FROM words;\nDROP TABLE words;\n\
         ALTER TABLE words_new RENAME TO words;\n",
    );
    sandbox.run(&["lint", "--since", "0003"]).is(
        2,
        str![[r#"
generated: 1 error; run `reconcile explain CODE` for details
generated/0003_words.sql:2:13 error[values-lost]: values of words are lost when it is dropped: the copy leaves y out
  fix: name y on both sides of the copy; if intended: -- reconcile: allow values-lost because REASON

"#]],
        str![],
    );
}

#[test]
fn conventions_of_the_project() {
    let sandbox = Sandbox::applied();
    let config = "databases:\n  app:\n    naming: { tables: snake_case, indexes: \"{table}_{columns}_idx\" }\n    targets:\n      dev: sqlite:dev.db\npolicy:\n  no-primary-key: ask\n";
    sandbox.write("reconcile.yaml", config);
    sandbox.write(
        "generated/0002_order_lines.sql",
        "CREATE TABLE OrderLines (amount INTEGER);\nCREATE INDEX OrderLines_amount_idx ON OrderLines (amount);\nCREATE INDEX by_amount ON OrderLines (amount);\n",
    );
    sandbox.run(&["lint"]).is(2, str![[r#"
generated and the schema: 2 warnings, 2 notes; run `reconcile explain CODE` for details
generated/0002_order_lines.sql:1:14 warning[naming]: table OrderLines does not follow the convention snake_case
  fix: rename it in the schema files, or change `naming` in reconcile.yaml
generated/0002_order_lines.sql:1:14 note[no-primary-key]: table OrderLines has no primary key
  fix: add `id INTEGER PRIMARY KEY`, or make the columns that identify a row the key
generated/0002_order_lines.sql:2:14 note[needless-index]: index OrderLines_amount_idx is redundant: index by_amount begins with the same columns of OrderLines
  fix: remove it
generated/0002_order_lines.sql:3:14 warning[naming]: index by_amount does not follow the convention OrderLines_amount_idx
  fix: rename it in the schema files, or change `naming` in reconcile.yaml

"#]], str![]);
}

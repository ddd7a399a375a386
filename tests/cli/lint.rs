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
    sandbox.run(&["lint"]).is(
        2,
        str![[r#"
warning: "x" names no column of odd, so SQLite takes it for the text 'x' (schema)
 --> schema/more.sql:2:18
  |
2 |   a TEXT DEFAULT "x"
  |                  ^^^
  |
help: write 'x' if text is meant; else correct the name

warning: number 2 is missing before it (gap)
 --> generated/0003_trigger.sql:1:1
  |
1 | CREATE TRIGGER r AFTER INSERT ON users
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: bring the missing file back, or rename this one to close the gap if it is not applied anywhere yet

note: D1 may cut this trigger in two, since it spans several lines (splitter)
 --> generated/0003_trigger.sql:1:1
  |
1 | CREATE TRIGGER r AFTER INSERT ON users
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: write the trigger on one line

warning: D1 may cut this trigger in two at its lower-case begin (splitter)
 --> generated/0003_trigger.sql:2:1
  |
2 | begin
  | ^^^^^
  |
help: write BEGIN and END in upper case

warning: D1 may take the END of this CASE for the end of the trigger (splitter)
 --> generated/0003_trigger.sql:3:3
  |
3 |   SELECT case 1 WHEN 1 THEN 2 END;
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: put parentheses around CASE … END

warning: the last statement has no final `;`, which breaks `wrangler d1 migrations apply` (unterminated)
 --> generated/0003_trigger.sql:5:1
  |
5 | SELECT 1
  | ^^^^^^^^
  |
help: end the file with `;`

generated and the schema: 5 warnings, 1 note; `reconcile explain CODE` says more

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
warning: foreign keys stay on: D1 ignores this inside the transaction that every file runs in (foreign-keys-pragma)
 --> generated/0002_unique_mail.sql:1:8
  |
1 | PRAGMA foreign_keys=OFF;
  |        ^^^^^^^^^^^^
  |
help: delete the line, and let `reconcile plan` write the change

warning: users(email) becomes unique over rows that are there (add-unique)
 --> generated/0002_unique_mail.sql:2:14
  |
2 | CREATE TABLE users_new (
  |              ^^^^^^^^^
  |
help: the file fails on rows that break it: correct them in a statement before, or write above it: -- reconcile: allow add-unique because REASON

note: table users is copied row by row (rewrites-table)
 --> generated/0002_unique_mail.sql:2:14
  |
2 | CREATE TABLE users_new (
  |              ^^^^^^^^^
  |
help: nothing to do, if that is known

error: DROP TABLE users: rows of posts are deleted (rows-lost)
 --> generated/0002_unique_mail.sql:7:12
  |
7 | DROP TABLE users;
  |            ^^^^^
  |
help: let `reconcile plan` write this: change users in the schema files, and delete the statements that rebuild it here

generated and the schema: 1 error, 2 warnings, 1 note; `reconcile explain CODE` says more

"#]], str![]);
    sandbox.run(&["lint", "--format", "github"]).is(2, str![[r#"
::warning file=generated/0002_unique_mail.sql,line=1,col=8,title=foreign-keys-pragma::foreign keys stay on: D1 ignores this inside the transaction that every file runs in%0Adelete the line, and let `reconcile plan` write the change
::warning file=generated/0002_unique_mail.sql,line=2,col=14,title=add-unique::users(email) becomes unique over rows that are there%0Athe file fails on rows that break it: correct them in a statement before, or write above it: -- reconcile: allow add-unique because REASON
::notice file=generated/0002_unique_mail.sql,line=2,col=14,title=rewrites-table::table users is copied row by row%0Anothing to do, if that is known
::error file=generated/0002_unique_mail.sql,line=7,col=12,title=rows-lost::DROP TABLE users: rows of posts are deleted%0Alet `reconcile plan` write this: change users in the schema files, and delete the statements that rebuild it here
generated and the schema: 1 error, 2 warnings, 1 note; `reconcile explain CODE` says more

"#]], str![]);
    sandbox.run(&["lint", "--format", "markdown"]).is(2, str![[r#"
- **warning** generated/0002\_unique\_mail.sql:1:8 foreign keys stay on: D1 ignores this inside the transaction that every file runs in (`foreign-keys-pragma`)
  - delete the line, and let \`reconcile plan\` write the change

- **warning** generated/0002\_unique\_mail.sql:2:14 users(email) becomes unique over rows that are there (`add-unique`)
  - the file fails on rows that break it: correct them in a statement before, or write above it: -- reconcile: allow add-unique because REASON

- **note** generated/0002\_unique\_mail.sql:2:14 table users is copied row by row (`rewrites-table`)
  - nothing to do, if that is known

- **error** generated/0002\_unique\_mail.sql:7:12 DROP TABLE users: rows of posts are deleted (`rows-lost`)
  - let \`reconcile plan\` write this: change users in the schema files, and delete the statements that rebuild it here

**generated and the schema: 1 error, 2 warnings, 1 note; \`reconcile explain CODE\` says more**


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
note: there is no drop-index here to allow (unused-allow)
 --> generated/0002_drop.sql:1:1
  |
1 | -- reconcile: allow drop-index because of nothing
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: delete the comment, or move it to the line of the statement or right above it

warning: column users.email is dropped with its values (drop-column)
 --> generated/0002_drop.sql:5:31
  |
5 | ALTER TABLE users DROP COLUMN email; -- reconcile: allow drop-column
  |                               ^^^^^
  |
help: to keep the values use ALTER TABLE … RENAME; if they must go, write above it: -- reconcile: allow drop-column because REASON

warning: `allow drop-column` gives no reason, and allows nothing (allow-without-reason)
 --> generated/0002_drop.sql:5:38
  |
5 | ALTER TABLE users DROP COLUMN email; -- reconcile: allow drop-column
  |                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: write `-- reconcile: allow drop-column because REASON`

generated and the schema: 2 warnings, 1 note; 1 allowed; `reconcile explain CODE` says more

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
generated: nothing to complain about

"#]],
        str![],
    );
    sandbox.run(&["lint", "--since", "0009"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 0009 in generated
help: there are 0001_first_schema.sql, 0002_drop.sql, 0003_add.sql; a number will do

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
migrations: nothing to complain about

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
note: number 2 is missing before it (gap)
 --> migrations/0003_space.sql:1:1
  |
1 |
  | ^
  |
help: bring the missing file back, or rename this one to close the gap if it is not applied anywhere yet

note: number 4 is missing before it (gap)
 --> migrations/0005_marks.sql:1:1
  |
1 | ;;;
  | ^^^
  |
help: bring the missing file back, or rename this one to close the gap if it is not applied anywhere yet

warning: the last statement has no final `;`, which breaks `wrangler d1 migrations apply` (unterminated)
 --> migrations/0006_open.sql:1:1
  |
1 | SELECT 'never closed
  | ^^^^^^^^^^^^^^^^^^^^
  |
help: end the file with `;`

error: unrecognized token: "'never closed" (does-not-run)
 --> migrations/0006_open.sql:1:8
  |
1 | SELECT 'never closed
  |        ^^^^^^^^^^^^^
  |
help: correct it, if the file is applied nowhere yet; `reconcile explain does-not-run` says what else

error: no such table: \u{1b}[31mx (does-not-run)
 --> migrations/0007_escape.sql:1:12
  |
1 | DROP TABLE "␛[31mx"; SELECT '␛]0;title␇';
  |            ^^^^^^^^
  |
help: correct it, if the file is applied nowhere yet; `reconcile explain does-not-run` says what else

warning: `allow` says neither what nor why, and allows nothing (allow-without-reason)
 --> migrations/0008_words.sql:2:1
  |
2 | -- reconcile: allow
  | ^^^^^^^^^^^^^^^^^^^
  |
help: write `-- reconcile: allow CODE because REASON`

migrations: 2 errors, 2 warnings, 2 notes; `reconcile explain CODE` says more

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
error: values of words are gone when it is dropped: the copy leaves y out (values-lost)
 --> generated/0003_words.sql:2:13
  |
2 | INSERT INTO words_new (id, x) SELECT id, x FROM words;
  |             ^^^^^^^^^
  |
help: name y on both sides of the copy; if that is meant: -- reconcile: allow values-lost because REASON

generated: 1 error; `reconcile explain CODE` says more

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
warning: table OrderLines does not follow the convention snake_case (naming)
 --> generated/0002_order_lines.sql:1:14
  |
1 | CREATE TABLE OrderLines (amount INTEGER);
  |              ^^^^^^^^^^
  |
help: rename it in the schema files, or change `naming` in reconcile.yaml

note: table OrderLines has no primary key (no-primary-key)
 --> generated/0002_order_lines.sql:1:14
  |
1 | CREATE TABLE OrderLines (amount INTEGER);
  |              ^^^^^^^^^^
  |
help: add `id INTEGER PRIMARY KEY`, or make the columns that name a row the key

note: index OrderLines_amount_idx is needless: index by_amount begins with the same columns of OrderLines (needless-index)
 --> generated/0002_order_lines.sql:2:14
  |
2 | CREATE INDEX OrderLines_amount_idx ON OrderLines (amount);
  |              ^^^^^^^^^^^^^^^^^^^^^
  |
help: leave it out

warning: index by_amount does not follow the convention OrderLines_amount_idx (naming)
 --> generated/0002_order_lines.sql:3:14
  |
3 | CREATE INDEX by_amount ON OrderLines (amount);
  |              ^^^^^^^^^
  |
help: rename it in the schema files, or change `naming` in reconcile.yaml

generated and the schema: 2 warnings, 2 notes; `reconcile explain CODE` says more

"#]], str![]);
}

//! What comments of the schema say: read whole, or refused at their place.

use snapbox::str;

use crate::Sandbox;

/// A table of two rows, one of them without a mail, and a schema in which this stands for that column.
fn with_mail(line: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE u (\n  id INTEGER PRIMARY KEY,\n  mail TEXT\n);\n",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO u VALUES (1, 'a'), (2, NULL)");
    sandbox.edit("mail TEXT", line);
    sandbox
}

fn values(sandbox: &Sandbox, column: &str) -> Vec<String> {
    let connection = sandbox.open();
    let mut rows = connection
        .prepare(&format!("SELECT {column} FROM u ORDER BY id"))
        .unwrap();
    let values = rows.query_map([], |row| row.get(0)).unwrap();
    values.map(Result::unwrap).collect()
}

#[test]
fn both_on_one_line_and_in_any_order() {
    for line in [
        "email TEXT NOT NULL -- reconcile: renamed-from mail -- reconcile: backfill 'none'",
        "email TEXT NOT NULL -- reconcile: backfill 'none' -- reconcile: renamed-from mail",
        "email TEXT NOT NULL -- reconcile: backfill 'none' /* for now */ -- old rows -- reconcile: renamed-from mail -- the same",
    ] {
        let sandbox = with_mail(line);
        let plan = sandbox.run(&["plan"]);
        assert_eq!(plan.code, 0, "{line}: {}{}", plan.stdout, plan.stderr);
        assert_eq!(sandbox.run(&["apply"]).code, 0);
        assert_eq!(values(&sandbox, "email"), ["a", "none"], "{line}");
        assert_eq!(sandbox.run(&["plan", "--check"]).code, 0, "{line}");
    }
}

#[test]
fn an_ordinary_comment_is_no_part_of_an_expression() {
    let sandbox = with_mail("mail TEXT NOT NULL -- reconcile: backfill 'none' -- old rows");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(values(&sandbox, "mail"), ["a", "none"]);
}

#[test]
fn words_that_are_no_comment() {
    let sandbox = with_mail("mail TEXT NOT NULL -- reconcile: backfill 'none' old rows");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: this is not a single SQL expression: near "old": syntax error
 --> schema/schema.sql:3:52
  |
3 |   mail TEXT NOT NULL -- reconcile: backfill 'none' old rows
  |                                                    ^^^
  |
help: put other words into a comment of their own: `-- reconcile: backfill 'none' -- words`

"#]],
    );
    sandbox.edit("backfill 'none' old rows", "backfill 'none', 'all'");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: this is not a single SQL expression: there is a comma outside parentheses
 --> schema/schema.sql:3:51
  |
3 |   mail TEXT NOT NULL -- reconcile: backfill 'none', 'all'
  |                                                   ^
  |
help: put other words into a comment of their own: `-- reconcile: backfill 'none' -- words`

"#]],
    );
}

#[test]
fn a_directive_that_would_not_be_read() {
    let sandbox = with_mail("mail TEXT NOT NULL -- the address -- reconcile: backfill 'none'");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: a directive after other words of a comment is ignored
 --> schema/schema.sql:3:37
  |
3 |   mail TEXT NOT NULL -- the address -- reconcile: backfill 'none'
  |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: put the directive first and the comment after it: `-- reconcile: … -- words`

"#]],
    );
    // What was commented out with its directive is a comment.
    sandbox.edit(
        "mail TEXT NOT NULL -- the address -- reconcile: backfill 'none'",
        "mail TEXT\n  -- , phone TEXT -- reconcile: renamed-from mail",
    );
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn the_same_directive_twice() {
    let sandbox = with_mail("mail TEXT NOT NULL -- reconcile: backfill 'a' -- reconcile: backfill 'b'");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: column mail of table u has a second `backfill`; keep one
 --> schema/schema.sql:3:49
  |
3 |   mail TEXT NOT NULL -- reconcile: backfill 'a' -- reconcile: backfill 'b'
  |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: directives are `renamed-from NAME`, `backfill EXPRESSION`, `using EXPRESSION`, `keep-order`, `allow HAZARD because REASON` and `ignore PATTERN`

"#]],
    );
}

#[test]
fn a_misspelt_hazard() {
    let sandbox = with_mail("mail TEXT -- reconcile: allow drop-colum because meant");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: unknown hazard drop-colum
 --> schema/schema.sql:3:33
  |
3 |   mail TEXT -- reconcile: allow drop-colum because meant
  |                                 ^^^^^^^^^^
  |
help: did you mean drop-column? `reconcile explain` lists all codes

"#]],
    );
    assert_eq!(sandbox.run(&["drift"]).code, 1);
    sandbox.edit("drop-colum", "unfiltered-write");
    sandbox.run(&["verify"]).is(
        1,
        str![],
        str![[r#"
error: unknown hazard unfiltered-write
 --> schema/schema.sql:3:33
  |
3 |   mail TEXT -- reconcile: allow unfiltered-write because meant
  |                                 ^^^^^^^^^^^^^^^^
  |
help: only lint reports this: allow it in the migration itself, or in policy

"#]],
    );
    // A migration of one's own is lint's to look at.
    sandbox.edit("unfiltered-write", "drop-column");
    sandbox.write(
        "generated/0002_old.sql",
        "ALTER TABLE u DROP mail; -- reconcile: allow drop-colum because meant\n",
    );
    sandbox.run(&["lint"]).is(2, str![[r#"
generated and the schema: 2 warnings; run `reconcile explain CODE` for details
generated/0002_old.sql:1:20 warning[drop-column]: column u.mail is dropped with its values
  fix: to keep the values, use ALTER TABLE … RENAME; to drop them, write above it: -- reconcile: allow drop-column because REASON
generated/0002_old.sql:1:26 warning[unused-allow]: unknown hazard or finding drop-colum
  fix: did you mean drop-column? `reconcile explain` lists all codes

"#]], str![]);
}

#[test]
fn two_that_claim_the_same_name() {
    let sandbox = with_mail(
        "email TEXT, -- reconcile: renamed-from mail\n  post TEXT,\n  phone TEXT -- reconcile: renamed-from mail",
    );
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: columns email and phone of table u are both renamed from mail, but only one can get its values
 --> schema/schema.sql:5:14
  |
3 |   email TEXT, -- reconcile: renamed-from mail
  |               ------------------------------- the first one
4 |   post TEXT,
5 |   phone TEXT -- reconcile: renamed-from mail
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: keep one of the directives; fill the other column with `backfill`

"#]],
    );
    sandbox.edit(" -- reconcile: renamed-from mail\n  post", "\n  post");
    sandbox.write("schema/a.sql", "-- reconcile: renamed-from old\nCREATE TABLE a (x);\n");
    sandbox.write("schema/b.sql", "-- reconcile: renamed-from old\nCREATE TABLE b (x);\n");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: tables a and b are both renamed from old, but only one can get its rows
 --> schema/b.sql:1:1
  |
1 | -- reconcile: renamed-from old
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: schema/a.sql:1:1
  |
1 | -- reconcile: renamed-from old
  | ------------------------------ the first one
  |
help: keep one of the directives; fill the other table in a migration: `reconcile new NAME`

"#]],
    );
}

#[test]
fn names_that_are_exchanged() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  x TEXT, -- reconcile: renamed-from y\n  y TEXT -- reconcile: renamed-from x\n);\n",
    );
    sandbox.run(&["plan"]).is(1, str![], str![[r#"
error: columns x and y of table users swap their names, which directives cannot declare: a second run would swap them back
 --> schema/schema.sql:3:11
  |
3 |   x TEXT, -- reconcile: renamed-from y
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
4 |   y TEXT -- reconcile: renamed-from x
  |          ---------------------------- and back
  |
help: use two plans: first give one of them a temporary name and apply, then its final name; delete the directives afterwards

"#]]);
    sandbox.write(
        "schema/schema.sql",
        "-- reconcile: renamed-from posts\nCREATE TABLE users (x);\n-- reconcile: renamed-from users\nCREATE TABLE posts (x);\n",
    );
    sandbox.run(&["plan"]).is(1, str![], str![[r#"
error: tables users and posts swap their names, which directives cannot declare: a second run would swap them back
 --> schema/schema.sql:1:1
  |
1 | -- reconcile: renamed-from posts
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
2 | CREATE TABLE users (x);
3 | -- reconcile: renamed-from users
  | -------------------------------- and back
  |
help: use two plans: first give one of them a temporary name and apply, then its final name; delete the directives afterwards

"#]]);
}

#[test]
fn another_spelling_of_a_name() {
    let sandbox = with_mail("Mail TEXT -- reconcile: renamed-from mail");
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): in sync with the schema
note: column u.mail keeps its spelling, as do the keys of results: to SQLite, Mail is the same name; to respell it, put ALTER TABLE "u" RENAME COLUMN "mail" TO "Mail" into a migration of your own: `reconcile new NAME`

"#]], str![]);
    // A directive that needs no respelling has nothing to say, and the way that is told leads there.
    sandbox.write(
        "generated/0002_respell.sql",
        "ALTER TABLE \"u\" RENAME COLUMN \"mail\" TO \"Mail\";\n",
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM pragma_table_info('u') WHERE name = 'Mail'"),
        1
    );
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    sandbox.edit("CREATE TABLE u", "-- reconcile: renamed-from u\nCREATE TABLE U");
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): in sync with the schema
note: table u keeps its spelling: to SQLite, U is the same name; to respell it, put ALTER TABLE … RENAME TO a third name and back into a migration of your own: `reconcile new NAME`

"#]], str![]);
    // Whatever rebuilds the table spells it as the schema does.
    sandbox.edit(
        "Mail TEXT -- reconcile: renamed-from mail",
        "Mail TEXT NOT NULL -- reconcile: backfill ''",
    );
    let plan = sandbox.run(&["plan"]);
    assert!(
        plan.code == 0 && !plan.stdout.contains("spelling"),
        "{}{}",
        plan.stdout,
        plan.stderr
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name = 'U'"), 1);
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![],
    );
}

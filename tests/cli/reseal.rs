//! A migration that a person edited: noticed, proven as it stands, sealed again.

use snapbox::str;

use crate::sandbox::Sandbox;

/// A planned migration whose index a reviewer made partial, with the schema to match or not.
fn edited() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.edit(
        "body TEXT\n);",
        "body TEXT\n);\nCREATE INDEX posts_by_user ON posts (user_id);",
    );
    assert_eq!(sandbox.run(&["plan", "--name", "index"]).code, 0);
    let file = "generated/0002_index.sql";
    let text = sandbox.read(file).replace(
        "ON posts (user_id);",
        "ON posts (user_id) /* mine */ WHERE body IS NOT NULL;",
    );
    sandbox.write(file, &text);
    sandbox
}

#[test]
fn is_proven_as_it_stands() {
    let sandbox = edited();
    sandbox.run(&["verify"]).is(
        2,
        str![[r#"
generated: 2 migrations, 1 error, 1 warning
error[not-desired]: the desired schema differs from what the migrations create: index posts_by_user has a new definition (last touched by 0002_index.sql)
  fix: run `reconcile plan`
warning[broken-seal]: 0002_index.sql: edited since it was proven: the seal does not match the text
  fix: undo the edit, or prove and seal it again before it is applied: `reconcile verify --reseal 0002_index.sql`

"#]],
        str![],
    );
    let body = |sandbox: &Sandbox| {
        let text = sandbox.read("generated/0002_index.sql");
        let (_, body) = text.split_once("\n\n").unwrap();
        body.to_owned()
    };
    let before = body(&sandbox);
    sandbox.run(&["verify", "--reseal", "2"]).is(
        0,
        str![[r#"
generated/0002_index.sql

"#]],
        str![[r#"
a database that ran it before the edit refuses it in `apply`: the ledger has its old checksum

"#]],
    );
    assert_eq!(body(&sandbox), before, "not a byte below the header changes");
    // What the migration makes is now what the schema has to say.
    assert_eq!(sandbox.run(&["verify"]).code, 2);
    sandbox.edit("(user_id);", "(user_id) WHERE body IS NOT NULL;");
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn that_loses_rows_is_not_sealed() {
    let sandbox = edited();
    let file = "generated/0002_index.sql";
    sandbox.write(file, &format!("{}\nDELETE FROM users;\n", sandbox.read(file)));
    let before = sandbox.files();
    let run = sandbox.run(&["verify", "--reseal", "0002_index.sql"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        run.stderr.contains("cannot seal 0002_index.sql: rows:"),
        "{}",
        run.stderr
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn that_is_not_there() {
    Sandbox::applied().run(&["verify", "--reseal", "7"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 7 in generated
help: there is 0001_first_schema.sql; its number is enough

"#]],
    );
}

#[test]
fn is_applied_with_a_warning() {
    let sandbox = edited();
    sandbox.run(&["status"]).is(0, str![[r#"
dev (sqlite:dev.db): 1 of 2 applied, 1 pending
0002_index.sql was edited after it was proven, so the proof no longer covers it; to prove and seal it again: reconcile verify --reseal 0002_index.sql

migration              state    applied           by
0001_first_schema.sql  applied  NOW  octocat
0002_index.sql         pending

1 migration is pending: reconcile apply dev

"#]], str![]);
    let json = sandbox.run(&["status", "--format", "json"]).json();
    assert_eq!(json["edited"][0]["name"], "0002_index.sql");
    sandbox.run(&["apply", "--dry-run"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): would apply 1 migration
  0002_index.sql: 1 statement

"#]],
        str![[r#"
warning: 0002_index.sql was edited after it was proven, so the proof no longer covers it
help: to prove and seal it again: reconcile verify --reseal 0002_index.sql

"#]],
    );
    let notes = sandbox.run(&["plan", "--dry-run"]).stdout;
    assert!(
        notes.contains("note: 0002_index.sql was edited after it was proven"),
        "{notes}"
    );
    let apply = sandbox.run(&["apply", "--quiet", "--format", "json"]);
    assert!(
        apply.stderr.starts_with("warning: 0002_index.sql was edited"),
        "{}",
        apply.stderr
    );
    let json = apply.json();
    assert_eq!(
        (&json["verdict"], &json["edited"][0]["name"]),
        (&"applied".into(), &"0002_index.sql".into())
    );
    // What is done is told no more.
    assert_eq!(sandbox.run(&["apply"]).stderr, "");
    let json = sandbox.run(&["status", "--format", "json"]).json();
    assert_eq!(
        (&json["findings"], &json["edited"]),
        (&serde_json::json!([]), &serde_json::Value::Null)
    );
}

#[test]
fn with_a_header_that_is_damaged() {
    let sandbox = edited();
    let file = "generated/0002_index.sql";
    sandbox.write(file, &sandbox.read(file).replace("-- Seal sha256:", "-- Seal: "));
    sandbox.run(&["apply"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 1 migration in # ms
  0002_index.sql  # ms

"#]],
        str![[r#"
warning: 0002_index.sql was edited after it was proven: its header can no longer be read
help: undo that edit; to keep it, delete the comment block at its head
1/1 0002_index.sql

"#]],
    );
}

#[test]
fn only_what_is_due_is_told() {
    let sandbox = edited();
    let file = "generated/0001_first_schema.sql";
    let first = sandbox.read(file);
    sandbox.write(file, &format!("{first}SELECT 1;\n"));
    let other = sandbox.run(&["apply", "sqlite:other.db", "--dry-run"]);
    assert_eq!(other.stderr.matches("warning: ").count(), 2, "{}", other.stderr);
    assert!(!sandbox.path("other.db").exists());
    // Where it is applied, its checksum says more than its seal.
    let dev = sandbox.run(&["apply"]);
    assert!(
        dev.code == 3
            && !dev
                .stderr
                .contains("0001_first_schema.sql was edited after it was proven"),
        "{}",
        dev.stderr
    );
}

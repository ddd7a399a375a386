//! `plan` where something is wrong: one message, what to do, exit code 1, and nothing written.

use snapbox::str;

use crate::Sandbox;

#[test]
fn broken_sql_is_shown_in_its_place() {
    let sandbox = Sandbox::new();
    sandbox.edit("email TEXT NOT NULL", "email TEXT NOT NUL");
    let before = sandbox.files();
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: table users: near "NUL": syntax error
 --> schema/schema.sql:3:18
  |
3 |   email TEXT NOT NUL
  |                  ^^^

"#]],
    );
    let json = sandbox.run(&["plan", "--format", "json"]).json();
    assert_eq!(json["error"]["place"]["column"], 18);
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_misspelt_create() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema/a.sql", "CREATE TABEL x (a);\n");
    sandbox.run(&["plan", "sqlite:x.db"]).is(
        1,
        str![],
        str![[r#"
error: syntax error at TABEL
 --> schema/a.sql:1:8
  |
1 | CREATE TABEL x (a);
  |        ^^^^^
  |
help: write TABLE

"#]],
    );
}

#[test]
fn a_statement_that_is_no_schema() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema/a.sql", "CREATE TABLE x (a);\nINSERT INTO x VALUES (1);\n");
    sandbox.run(&["plan", "sqlite:x.db"]).is(1, str![], str![[r#"
error: a schema file only describes objects; INSERT does not
 --> schema/a.sql:2:1
  |
2 | INSERT INTO x VALUES (1);
  | ^^^^^^
  |
help: put rows that a database begins with into a seed file (docs/seeds.md), and changes of rows into a migration: `reconcile new NAME`

"#]]);
}

#[test]
fn a_missing_schema_folder() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["plan", "sqlite:x.db"]).is(
        1,
        str![],
        str![[r#"
error: cannot read schema: No such file or directory (os error 2)
help: name the schema file or folder with --schema; `reconcile init` writes the first one

"#]],
    );
}

#[test]
fn an_empty_schema_folder_is_no_wish_to_drop_everything() {
    let sandbox = Sandbox::applied();
    std::fs::create_dir(sandbox.path("empty")).unwrap();
    sandbox.run(&["plan", "--schema", "empty", "--allow", "all"]).is(
        1,
        str![],
        str![[r#"
error: cannot read empty: the folder has no .sql, .yaml or .yml file
help: name the schema file or folder with --schema; `reconcile init` writes the first one

"#]],
    );
    sandbox.write("schema/schema.sql", "-- nothing any more\n");
    assert_eq!(
        sandbox.run(&["plan"]).code,
        3,
        "an empty file is one, and rows are at stake"
    );
}

#[test]
fn a_file_that_is_no_database() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "dev.db",
        "these are not the bytes of a database, whatever its name says\n",
    );
    let before = sandbox.files();
    for command in ["plan", "apply", "status", "drift", "inspect"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, 1, "{command}");
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(told.contains("sqlite:dev.db"), "{told}");
    }
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:dev.db: the file is not an SQLite database

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn unknown_words() {
    let sandbox = Sandbox::new();
    sandbox.run(&["plan", "--allow", "drop-tabel"]).is(
        1,
        str![],
        str![[r#"
error: unknown hazard drop-tabel
help: did you mean drop-table? `reconcile explain` lists all codes

"#]],
    );
    sandbox.run(&["plan", "staging"]).is(
        1,
        str![],
        str![[r#"
error: unknown target staging
help: name one of dev, live, or write sqlite:PATH, d1:NAME or d1-local:BINDING

"#]],
    );
    sandbox.run(&["plan", "--database", "other"]).is(
        1,
        str![],
        str![[r#"
error: the config has no database other
help: choose one with --database: app

"#]],
    );
    sandbox.run(&["plan", "--format", "dot"]).is(
        1,
        str![],
        str![[r#"
error: this command has no format dot
help: one of: text, json, markdown, html, github, github-summary, sarif, junit, gitlab

"#]],
    );
    sandbox.run(&["plan", "--config", "nope.yaml"]).is(
        1,
        str![],
        str![[r#"
error: cannot read nope.yaml: No such file or directory (os error 2)
help: check the path and its permissions

"#]],
    );
    assert_eq!(
        sandbox.names(),
        ["reconcile.yaml", "schema/schema.sql"],
        "nothing was written first"
    );
}

#[test]
fn an_unknown_key_of_the_config() {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", "databases:\n  app:\n    shema: x\n");
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("reconcile.yaml:3:") && run.stderr.contains("shema"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("\nhelp: "), "{}", run.stderr);
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_written_to() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("generated")).unwrap();
    let mode =
        |mode| std::fs::set_permissions(sandbox.path("generated"), std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    // Root may write anywhere: then there is nothing to see.
    if std::fs::write(sandbox.path("generated/probe"), "").is_err() {
        sandbox.run(&["plan"]).is(1, str![], str![]);
        assert_eq!(sandbox.names(), ["reconcile.yaml", "schema/schema.sql"]);
    }
    mode(0o755);
}

#[test]
fn a_file_where_the_folder_should_be() {
    let sandbox = Sandbox::new();
    sandbox.write("generated", "");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: cannot read generated: Not a directory (os error 20)

"#]],
    );
}

#[test]
fn a_database_in_a_folder_that_is_not_there() {
    let sandbox = Sandbox::new();
    assert_eq!(
        sandbox.run(&["plan", "sqlite:nowhere/x.db"]).code,
        0,
        "nothing is needed to plan"
    );
    sandbox.run(&["apply", "sqlite:nowhere/x.db"]).is(
        1,
        str![],
        str![[r#"
error: cannot open sqlite:nowhere/x.db: folder nowhere does not exist; create it first

"#]],
    );
}

#[test]
fn a_misspelt_code_in_a_policy() {
    let sandbox = Sandbox::new();
    let config = sandbox.read("reconcile.yaml");
    sandbox.write("reconcile.yaml", &format!("{config}policy:\n  drop-colum: deny\n"));
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:10: unknown hazard drop-colum
help: did you mean drop-column? `reconcile explain` lists all codes

"#]],
    );
    // That of another target, too: it would be found out on the day that it is needed.
    let config = config.replace("protected: true", "policy: { unfilterd-write: deny }");
    sandbox.write("reconcile.yaml", &config);
    sandbox.run(&["plan", "dev"]).is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:7: unknown hazard unfilterd-write
help: did you mean unfiltered-write? `reconcile explain` lists all codes

"#]],
    );
    sandbox.write("reconcile.yaml", &config.replace("unfilterd-write", "nothing-like-it"));
    sandbox.run(&["lint"]).is(
        1,
        str![],
        str![[r#"
error: reconcile.yaml:7: unknown hazard nothing-like-it
help: `reconcile explain` lists all codes

"#]],
    );
    sandbox.write("reconcile.yaml", &config.replace("unfilterd-write", "unfiltered-write"));
    assert_eq!(sandbox.run(&["plan"]).code, 0);
}

#[test]
fn an_unknown_key_of_a_target() {
    let sandbox = Sandbox::new();
    let config = sandbox.read("reconcile.yaml");
    sandbox.write("reconcile.yaml", &config.replace("protected", "protectd"));
    sandbox.run(&["plan"]).is(1, str![], str![[r#"
error: reconcile.yaml:7: databases.app.targets.live: unknown field `protectd`, expected one of `at`, `env`, `protected`, `approvals`, `measure`, `environment`, `policy`
help: did you mean protected? correct that line; docs/configuration.md lists every key

"#]]);
    sandbox.write(
        "reconcile.yaml",
        &config.replace("sqlite:dev.db", "{at: \"sqlite:dev.db\", protectd: true}"),
    );
    sandbox.run(&["plan"]).is(1, str![], str![[r#"
error: reconcile.yaml:4: databases.app.targets.dev: unknown field `protectd`, expected one of `at`, `env`, `protected`, `approvals`, `measure`, `environment`, `policy`
help: did you mean protected? correct that line; docs/configuration.md lists every key

"#]]);
}

#[test]
fn a_comment_that_never_ends_drops_no_table() {
    let sandbox = Sandbox::applied();
    sandbox.edit("CREATE TABLE posts", "/* of users\nCREATE TABLE posts");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: this comment is not closed
 --> schema/schema.sql:5:1
  |
5 | /* of users
  | ^^
  |
help: end it with `*/`; SQLite reads everything after it as a comment

"#]],
    );
    sandbox.edit("/* of users", "/* of users */");
    sandbox.write(
        "generated/0002_more.sql",
        "CREATE INDEX a ON users (email);\n/* and\nCREATE INDEX b ON posts (body);\n",
    );
    sandbox.run(&["lint"]).is(
        2,
        str![[r#"
generated and the schema: 1 error; run `reconcile explain CODE` for details
generated/0002_more.sql:2:1 error[endless-comment]: this comment is not closed, so nothing after it runs
  fix: write `*/` where it ends

"#]],
        str![],
    );
}

#[test]
fn a_default_that_says_nothing() {
    let sandbox = Sandbox::new();
    let config = sandbox.read("reconcile.yaml");
    sandbox.write("reconcile.yaml", &config.replace("default: dev", "default: prod"));
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: `default: prod` is not a target of the config
help: correct it in reconcile.yaml; its targets are dev, live

"#]],
    );
    sandbox.write("reconcile.yaml", &config.replace("    default: dev\n", ""));
    sandbox.run(&["status"]).is(
        1,
        str![],
        str![[r#"
error: the config has several targets and no default: dev, live
help: name one, as in `reconcile plan dev`, or set `default: dev` in reconcile.yaml

"#]],
    );
    assert_eq!(sandbox.run(&["status", "live"]).code, 0);
    sandbox.write("reconcile.yaml", "databases:\n  app:\n    default: prod\n");
    sandbox.run(&["drift"]).is(
        1,
        str![],
        str![[r#"
error: `default: prod` is not a target of the config
help: add it under `targets` in reconcile.yaml

"#]],
    );
    assert_eq!(sandbox.run(&["status", "sqlite:dev.db"]).code, 0);
}

#[test]
fn input_errors_say_what_to_write() {
    let sandbox = Sandbox::empty();
    for (text, place, help) in [
        ("CREATE VIRTUAL TABEL x USING fts5(a);", "a.sql:1:16", "write TABLE"),
        ("CREATE UNIQUE INDX i ON x (a);", "a.sql:1:15", "write INDEX"),
        ("CRAETE TABLE x (a);", "a.sql:1:1", "write CREATE"),
        (
            "CREATE TABLE x (a TEXT DEFAULT now());",
            "a.sql:1:35",
            "DEFAULT CURRENT_TIMESTAMP",
        ),
        (
            "CREATE TABLE x (a INT DEFAULT unixepoch('now'));",
            "a.sql:1:40",
            "DEFAULT (unixepoch('now'))",
        ),
    ] {
        sandbox.write("schema/a.sql", text);
        let plan = sandbox.run(&["plan", "sqlite:x.db"]);
        assert!(
            plan.code == 1 && plan.stderr.contains(place) && plan.stderr.contains(help),
            "{text}: {}",
            plan.stderr
        );
    }
    let text = "CREATE TABLE x (a);";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(sandbox.path("schema/a.sql"), [&[0xff, 0xfe], bytes.as_slice()].concat()).unwrap();
    let plan = sandbox.run(&["plan", "sqlite:x.db"]);
    assert!(
        plan.code == 1 && plan.stderr.contains("it is UTF-16"),
        "{}",
        plan.stderr
    );
}

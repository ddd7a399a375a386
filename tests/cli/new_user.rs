//! What somebody meets who types a command for the first time, or mistypes something: each message says what to do.

use snapbox::str;

use crate::Sandbox;

#[test]
fn without_a_config_init_is_named() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: no target given
help: name one, as in `reconcile plan sqlite:dev.db`, or set it in reconcile.yaml, which `reconcile init` writes

"#]],
    );
    sandbox.run(&["inspect", "dev"]).is(
        1,
        str![],
        str![[r#"
error: unknown target dev
help: write sqlite:PATH, d1:NAME or d1-local:BINDING; names are those of reconcile.yaml, which `reconcile init` writes

"#]],
    );
}

#[test]
fn misspelt_names_are_answered_with_what_was_meant() {
    let sandbox = Sandbox::new();
    sandbox.run(&["plan", "liv"]).is(
        1,
        str![],
        str![[r#"
error: unknown target liv
help: did you mean live? name one of dev, live, or write sqlite:PATH, d1:NAME or d1-local:BINDING

"#]],
    );
    let config = sandbox.read("reconcile.yaml");
    sandbox.write("reconcile.yaml", &config.replace("targets:", "target:"));
    sandbox.run(&["plan"]).is(1, str![], str![[r#"
error: reconcile.yaml:3: databases.app: unknown field `target`, expected one of `schema`, `migrations`, `pattern`, `ledger`, `wrangler`, `ignore`, `rules`, `functions`, `collations`, `naming`, `compat`, `types`, `pull`, `seeds`, `reference`, `archive`, `rollbacks`, `targets`, `fleets`, `rollout`, `promotion`, `default`
help: did you mean targets? correct that line; docs/configuration.md lists every key

"#]]);
    sandbox.write("reconcile.yaml", &config.replace("default: dev", "default: de"));
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: `default: de` is not a target of the config
help: did you mean dev? correct it in reconcile.yaml; its targets are dev, live

"#]],
    );
    sandbox.write("reconcile.yaml", &config);
    let schema = sandbox.read("schema/schema.sql");
    sandbox.edit(
        "CREATE TABLE users",
        "-- reconcile: rename-from people\nCREATE TABLE users",
    );
    sandbox.run(&["plan"]).is(1, str![], str![[r#"
error: unknown directive `rename-from`
 --> schema/schema.sql:1:1
  |
1 | -- reconcile: rename-from people
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: did you mean renamed-from? directives are `renamed-from NAME`, `backfill EXPRESSION`, `using EXPRESSION`, `keep-order`, `allow HAZARD because REASON` and `ignore PATTERN`

"#]]);
    sandbox.write("schema/schema.sql", &schema);
    sandbox.edit(
        "CREATE TABLE users",
        "-- reconcile renamed-from people\nCREATE TABLE users",
    );
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: this looks like a directive, and is read as a comment
 --> schema/schema.sql:1:4
  |
1 | -- reconcile renamed-from people
  |    ^^^^^^^^^
  |
help: write `-- reconcile: renamed-from people`

"#]],
    );
    // Prose is no directive.
    sandbox.write("schema/schema.sql", &schema);
    sandbox.edit(
        "CREATE TABLE users",
        "-- reconciled using the list of the bank\nCREATE TABLE users",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
}

#[test]
fn a_rename_of_what_is_not_there_is_noted() {
    let sandbox = Sandbox::applied();
    sandbox.edit(
        "CREATE TABLE posts",
        "-- reconcile: renamed-from pots\nCREATE TABLE articles",
    );
    sandbox
        .run(&["plan", "--allow", "all", "--check"])
        .is(2, str![[r#"
dev (sqlite:dev.db): 2 changes, would write generated/0002_create_table_articles_and_1_more.sql

  + table articles  3 columns
  - table posts       1 row lost

warning[drop-table]: table posts is dropped with all its rows; 1 row
warning[possible-rename]: table posts → articles looks like a rename: 3 of 3 columns are the same
warning[breaks-app]: the deployed code fails until its new version is live: posts is dropped
note: table articles is created, not renamed: its `renamed-from` names table pots, which is not there; did you mean posts?

Proven on a copy of your rows: 2 rows in 1 table before and after, none lost; every foreign key holds; a second plan is empty

"#]], str![]);
}

#[test]
fn a_text_that_is_no_sql_has_no_layout() {
    let sandbox = Sandbox::new();
    let good = sandbox.read("schema/schema.sql").replace("  id", "    id");
    sandbox.write("schema/schema.sql", &good);
    sandbox.write(
        "schema/tags.sql",
        "CREATE TABLE tags (id INTEGER);\n\nCREATE TABL x (id INTEGER);\n",
    );
    sandbox.run(&["fmt"]).is(
        1,
        str![],
        str![[r#"
error: syntax error at TABL
 --> schema/tags.sql:3:8
  |
3 | CREATE TABL x (id INTEGER);
  |        ^^^^
  |
help: write TABLE

"#]],
    );
    assert_eq!(sandbox.read("schema/schema.sql"), good, "nothing was written");
    sandbox.write(
        "schema/tags.sql",
        "CREATE TABLE tags (\n  id INTEGER,\n  word TEXT NOT\n);\n",
    );
    sandbox.run(&["fmt", "--check"]).is(
        1,
        str![],
        str![[r#"
error: table tags: near ")": syntax error
 --> schema/tags.sql:4:1
  |
4 | );
  | ^

"#]],
    );
    // What it refers to may be in another file.
    sandbox.write(
        "schema/tags.sql",
        "CREATE INDEX by_email ON users (email);\nCREATE VIEW v AS SELECT * FROM posts;\n",
    );
    assert_eq!(sandbox.run(&["fmt", "schema/tags.sql"]).code, 0);
}

#[test]
fn statements_that_change_something_are_answered_with_what_to_write() {
    let sandbox = Sandbox::new();
    for statement in [
        "ALTER TABLE users ADD COLUMN age INTEGER",
        "DROP TABLE users",
        "INSERT INTO users VALUES (1, 'a')",
    ] {
        sandbox.write("schema/more.sql", &format!("{statement};\n"));
        let run = sandbox.run(&["plan"]);
        assert_eq!(run.code, 1, "{}", run.stdout);
        let help = run.stderr.lines().last().unwrap_or_default();
        assert!(
            help.starts_with("help: ") && help.contains("reconcile "),
            "{}",
            run.stderr
        );
    }
    sandbox.write("schema/more.sql", "ALTER TABLE users ADD COLUMN age INTEGER;\n");
    sandbox.run(&["plan"]).is(1, str![], str![[r#"
error: a schema file only describes objects; ALTER does not
 --> schema/more.sql:1:1
  |
1 | ALTER TABLE users ADD COLUMN age INTEGER;
  | ^^^^^
  |
help: write the table as it is to be, with the column in its CREATE TABLE, and a new name as `-- reconcile: renamed-from OLD`: `reconcile plan` writes the ALTER TABLE

"#]]);
}

#[test]
fn a_constraint_that_fails_says_what_to_do() {
    let sandbox = Sandbox::applied();
    sandbox.write("generated/0002_x.sql", "INSERT INTO posts VALUES (9, 99, 'x');\n");
    sandbox.run(&["apply"]).is(
        1,
        str![],
        str![[r#"
1/1 0002_x.sql
error: 0002_x.sql:1: FOREIGN KEY constraint failed
the migration was rolled back
help: a row would refer to one that does not exist: write that one first, or change or delete the row that refers to it

"#]],
    );
}

#[test]
fn verify_names_a_file_by_hand_that_was_edited() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "generated/0002_tags.sql",
        "CREATE TABLE tags (id INTEGER PRIMARY KEY);\n",
    );
    sandbox.edit(
        "CREATE TABLE users",
        "CREATE TABLE tags (id INTEGER PRIMARY KEY);\nCREATE TABLE users",
    );
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.write(
        "generated/0002_tags.sql",
        "CREATE TABLE tags (id INTEGER PRIMARY KEY, word TEXT);\n",
    );
    sandbox.run(&["verify"]).is(2, str![[r#"
generated: 2 migrations, 1 error
error[not-desired]: the desired schema differs from what the migrations create: table tags: column word is no longer in the schema (last touched by 0002_tags.sql)
  fix: run `reconcile plan`

"#]], str![]);
}

#[test]
fn commands_about_no_database_take_no_list_of_them() {
    let sandbox = Sandbox::new();
    for words in [&["completions", "bash"] as &[&str], &["man", "out"], &["mcp"]] {
        let run = sandbox.run(&[words, &["--all"]].concat());
        assert_eq!(run.code, 1, "{words:?}");
        assert!(
            run.stderr.contains("this command is not about a database"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_database_that_has_only_fleets_says_so() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  client:\n    fleets:\n      all: { files: \"clients/*.db\" }\n",
    );
    sandbox.write("schema/schema.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: no target given, and this database has only fleets: all
help: run it on all of them with --fleet all, where the command has that flag, or name one: sqlite:PATH, d1:NAME

"#]],
    );
}

#[test]
fn migrations_in_a_usual_folder_are_found() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "db/migrations/001_users.up.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY);\n",
    );
    sandbox.write("db/migrations/001_users.down.sql", "DROP TABLE users;\n");
    sandbox.run(&["init"]).is(0, str![[r#"
reconcile.yaml
schema/schema.sql

"#]], str![[r#"
schema/schema.sql is what 1 migration in db/migrations makes: 1 table
target dev is sqlite:dev.db: no database file is here; write the path of yours into reconcile.yaml
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]]);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

//! `types`: what is printed, written and checked; hostile names; statements without types. tests/types compiles them.

use snapbox::str;

use crate::Sandbox;

const SCHEMA: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n";

fn sandbox(schema: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("schema/app.sql", schema);
    sandbox
}

#[test]
fn types_are_printed_or_written_and_checked() {
    let sandbox = sandbox(SCHEMA);
    let printed = sandbox.run(&["types"]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    sandbox.run(&["types", "--out", "src/schema.ts"]).is(
        0,
        str![[r#"
wrote src/schema.ts with the types of 1 table

"#]],
        str![[r#""#]],
    );
    assert_eq!(sandbox.read("src/schema.ts"), printed.stdout);
    sandbox.run(&["types", "--out", "src/schema.ts", "--check"]).is(
        0,
        str![[r#"
src/schema.ts is up to date, with the types of 1 table

"#]],
        str![[r#""#]],
    );
    sandbox.write("schema/app.sql", &SCHEMA.replace("name TEXT NOT NULL", "name TEXT"));
    sandbox.run(&["types", "--out", "src/schema.ts", "--check"]).is(
        2,
        str![[r#"
src/schema.ts is not what `reconcile types` writes
--- src/schema.ts
+++ reconcile types
@@ -3,13 +3,13 @@
 /** A row of users. */
 export interface UsersRow {
   id: number;
-  name: string;
+  name: string | null;
 }
 
 /** What an INSERT into users gives. */
 export interface UsersInsert {
   id?: number;
-  name: string;
+  name?: string | null;
 }
 
 /** What an UPDATE of users sets. */

"#]],
        str![[r#""#]],
    );
    assert_eq!(sandbox.read("src/schema.ts"), printed.stdout);
    sandbox.run(&["types", "--check"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: --check needs a file to compare with
help: name it with --out FILE, or as `types: { out: FILE }` in the config

"#]],
    );
}

#[test]
fn the_config_says_what_flags_do_not() {
    let sandbox = sandbox("CREATE TABLE users (id INTEGER PRIMARY KEY, settings JSON NOT NULL);\n");
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    types:\n      out: src/schema.ts\n      flavour: kysely\n      brands: true\n      \
         json: { users.settings: Settings }\n      json_from: ./settings\n",
    );
    let written = sandbox.run(&["types"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let text = sandbox.read("src/schema.ts");
    for line in [
        "import type { Settings } from \"./settings\";",
        "  id: Generated<UsersId>;",
        "  settings: ColumnType<Settings, string, string>;",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_eq!(sandbox.run(&["types", "--check"]).code, 0);
    let rust = sandbox.run(&[
        "types",
        "--flavour",
        "rust",
        "--out",
        "src/schema.rs",
        "--json-from",
        "crate::json",
    ]);
    assert_eq!(rust.code, 0, "{}", rust.stderr);
    assert!(sandbox.read("src/schema.rs").contains("pub settings: Settings,"));
}

#[test]
fn what_cannot_be_asked_for_is_refused_with_the_remedy() {
    let sandbox = sandbox(SCHEMA);
    sandbox.run(&["types", "--flavour", "go"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: there is no flavour go: d1, kysely, rust
help: choose one of them, as in --flavour kysely

"#]],
    );
    sandbox.run(&["types", "--json-type", "users.nope=Settings"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: the schema has no column users.nope, which is given a type as JSON
help: write TABLE.COLUMN, as in users.settings

"#]],
    );
    sandbox.run(&["types", "--json-type", "users.name=a b"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: "a b" is not the name of a type, which users.name is given as JSON
help: declare a type for it and give its name

"#]],
    );
    sandbox.run(&["types", "--json-type", "users.name"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: --json-type users.name names no type
help: for example: --json-type users.settings=Settings

"#]],
    );
}

#[test]
fn another_source_is_a_target_a_file_or_a_folder_of_migrations() {
    let sandbox = sandbox(SCHEMA);
    sandbox.write("other.sql", "CREATE TABLE pets (id TEXT PRIMARY KEY);\n");
    sandbox.write("old/0001_a.sql", "CREATE TABLE cats (id INTEGER PRIMARY KEY);\n");
    sandbox.sql("CREATE TABLE dogs (id INTEGER PRIMARY KEY);");
    for (source, line) in [
        ("other.sql", "export interface PetsRow {"),
        ("old", "export interface CatsRow {"),
        ("sqlite:dev.db", "export interface DogsRow {"),
    ] {
        let printed = sandbox.run(&["types", source]);
        assert_eq!(printed.code, 0, "{}", printed.stderr);
        assert!(printed.stdout.contains(line), "{source}\n{}", printed.stdout);
    }
}

#[test]
fn a_statement_without_types_is_named_with_its_place_and_reason() {
    let sandbox = sandbox(SCHEMA);
    sandbox.write(
        "src/app.ts",
        "const a = db.prepare('SELECT id, nam FROM users');\n\
         const b = db.prepare(`SELECT id FROM users WHERE name = '${name}'`);\n\
         const c = db.prepare(`SELECT id FROM users WHERE id = ${id}`);\n\
         const d = db.prepare(`SELECT ${columns} FROM users`);\n\
         const e = db.prepare('SELECT name FROM users WHERE id = ?');\n",
    );
    sandbox.run(&["types", "--queries", "--out", "src/schema.ts"]).is(
        0,
        str![[r#"
wrote src/schema.ts with the types of 1 table and 1 query
4 statements have no types
  src/app.ts:1:23: no such column: nam
  src/app.ts:2:23: ${name} becomes part of its text; write ? there and bind the value
  src/app.ts:3:23: ${id} becomes part of its text; write ? there and bind the value
  src/app.ts:4:23: ${columns} is only known when the program runs

"#]],
        str![[r#""#]],
    );
    let text = sandbox.read("src/schema.ts");
    assert!(text.contains("export type AppQuery1Params = [id: number];"), "{text}");
    let json = sandbox.run(&["types", "--queries", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        (document["verdict"].as_str(), document["queries"].as_u64()),
        (Some("printed"), Some(1))
    );
    assert_eq!(document["not_typed"].as_array().map(Vec::len), Some(4));
    assert_eq!(document["text"].as_str(), Some(text.as_str()));
}

//! What the YAML form of a schema says, and where its errors are.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use super::yaml::{on_one_line, to_sql};
use super::{Error, parse, parse_sql};
use crate::schema::Name;

const YAML: &str = "
tables:
  users:
    renamed_from: customers
    columns:
      id: INTEGER PRIMARY KEY
      email: { type: TEXT, not_null: true, collate: NOCASE, renamed_from: mail, backfill: \"'none'\" }
      age: { type: INT, default: 0, check: age >= 0, using: abs(age) }
    indexes:
      users_by_age: { columns: [age DESC, email], where: age > 0 }
  posts:
    strict: true
    columns:
      id: { type: INTEGER, primary_key: true, autoincrement: true }
      user_id: { type: INTEGER, references: users (id) ON DELETE CASCADE }
    unique: [[user_id, id]]
views:
  adults: SELECT id FROM users WHERE age > 17
triggers:
  posts_log: AFTER INSERT ON posts BEGIN SELECT 1; END
sql:
  - CREATE VIRTUAL TABLE search USING fts5(body)
";

const SQL: &str = "
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE, age INT DEFAULT 0 CHECK (age >= 0));
CREATE INDEX users_by_age ON users (age DESC, email) WHERE age > 0;
CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER REFERENCES users ON DELETE CASCADE, UNIQUE (user_id, id)) STRICT;
CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
CREATE TRIGGER posts_log AFTER INSERT ON posts BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE search USING fts5(body);
";

#[test]
fn yaml_and_sql_say_the_same() {
    let yaml = parse(vec![to_sql(Path::new("a.yaml"), YAML).unwrap()]).unwrap();
    let sql = parse_sql(Path::new("a.sql"), SQL).unwrap();
    assert_eq!(yaml.schema, sql.schema);
    let using = yaml.hints.columns.values().find_map(|hint| hint.using.as_deref());
    assert_eq!(using, Some("abs(age)"));
    let hint = yaml
        .hints
        .columns
        .get(&(Name::new("users"), Name::new("email")))
        .unwrap();
    assert_eq!(hint.renamed_from, Some(Name::new("mail")));
    assert_eq!(hint.backfill.as_deref(), Some("'none'"));
    assert_eq!(yaml.hints.renamed_tables.len(), 1);
}

#[test]
fn an_expression_over_several_lines() {
    let sql = "lower(a) -- small\n|| /* and */ '--'\n";
    assert_eq!(on_one_line(sql), "lower(a)   ||   '--'");
}

#[test]
fn an_unknown_key_names_its_line() {
    let error = to_sql(Path::new("a.yaml"), "tables:\n  users:\n    colums: {}\n").unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("a.yaml:3: tables.users: unknown field `colums`"),
        "{error}"
    );
}

#[test]
fn each_error_is_on_its_own_line() {
    let of = |text: &str| match to_sql(Path::new("a.yaml"), text).and_then(|file| parse(vec![file])) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{text}"),
    };
    let head = "tables:\n  users:\n    columns:\n      id: INTEGER PRIMARY KEY\n";
    for (rest, expected) in [
        (
            "      name: { type: TEXT, nullable: true }\n",
            "a.yaml:5: tables.users.columns.name: unknown field `nullable`",
        ),
        (
            "      1: TEXT\n",
            "a.yaml:5: tables.users.columns: invalid type: integer `1`",
        ),
        (
            "      age: INTEGER CHECK (size > 0)\n",
            "a.yaml:5: table users: no such column: size",
        ),
        (
            "      id: TEXT\n",
            "a.yaml:4: tables.users.columns: id is defined twice",
        ),
        (
            "    indexes:\n      by_name: { columns: [lower(nme)] }\n",
            "a.yaml:6: index by_name: no such column: nme",
        ),
        (
            "views:\n  all: SELECT nope FROM users\n",
            "a.yaml:6: view all cannot be used: no such column: nope",
        ),
    ] {
        let found = of(&format!("{head}{rest}"));
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn the_code_of_an_allowance_is_placed_on_its_line_of_the_yaml() {
    let yaml = "tables:\n  t:\n    columns: { id: INTEGER PRIMARY KEY }\nsql:\n  - CREATE TABLE u (id)\n  - |\n    -- reconcile: allow drop-tabel because old\n    CREATE TABLE v (id)\n  - |\n    -- reconcile: allow drop-colum because old\n    CREATE TABLE w (id)\n";
    let desired = parse(vec![to_sql(Path::new("a.yaml"), yaml).unwrap()]).unwrap();
    for (code, at) in [("drop-tabel", 7), ("drop-colum", 10)] {
        let help = |it: &str| (it == code).then(|| "did you mean another?".to_owned());
        let Error::At(problem) = desired.allowed.check(help).unwrap_err() else {
            panic!()
        };
        let line = problem.location.line;
        let shown = problem.text.get(problem.location.range.clone()).unwrap();
        assert_eq!((line, shown), (at, code), "{}", problem.text);
    }
}

//! What statements give and take, and what schemas become.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use super::{Description, Field, Insert, Kind, Options, Storage, describe, flavour};
use crate::compat::{Side, Source, find, prepare};
use crate::database::Scratch;
use crate::introspect;

const SCHEMA: &str = "
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, bio TEXT, age INTEGER,
  role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), score REAL NOT NULL, tag TEXT);
CREATE VIEW authors AS SELECT u.name, count(p.id) AS posts FROM users u LEFT JOIN posts p ON p.user_id = u.id GROUP BY u.id;
";

fn described(schema: &str, sql: &str, options: &Options) -> Description {
    let mut scratch = Scratch::new().unwrap();
    scratch.execute(schema).unwrap();
    let schema = introspect::read(&mut scratch).unwrap().schema;
    let source = Source {
        path: PathBuf::from("q.sql"),
        text: sql.to_owned(),
    };
    let mut side = Side {
        scratch: introspect::replica(&schema).unwrap(),
        schema: schema.clone(),
    };
    let (prepared, left) = prepare(&find(vec![source], &[]), &mut side);
    assert!(left.is_empty(), "{left:?}");
    describe(&schema, &prepared, options).unwrap()
}

fn shown(fields: &[Field]) -> String {
    let one = |it: &Field| {
        let kind = match &it.kind {
            Kind::Plain(Storage::NONE) => "null".to_owned(),
            Kind::Plain(Storage::ANY) => "any".to_owned(),
            Kind::Plain(Storage::INTEGER) => "integer".to_owned(),
            Kind::Plain(Storage::REAL) => "real".to_owned(),
            Kind::Plain(Storage::NUMBER) => "number".to_owned(),
            Kind::Plain(Storage::TEXT) => "text".to_owned(),
            Kind::Plain(Storage::BLOB) => "blob".to_owned(),
            Kind::Enum(name) | Kind::Id(name) => name.clone(),
            other => format!("{other:?}"),
        };
        format!("{} {kind}{}", it.name, if it.nullable { "?" } else { "" })
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// `columns < parameters`
fn of(sql: &str) -> String {
    let description = described(SCHEMA, sql, &Options::default());
    let query = description.queries.first().unwrap();
    format!("{} < {}", shown(&query.columns), shown(&query.parameters))
}

#[test]
fn what_queries_give() {
    for (sql, expected) in [
        ("SELECT id, bio FROM users", "id integer, bio text? < "),
        (
            "SELECT * FROM posts p JOIN users u ON u.id = p.user_id",
            "id integer, user_id integer, score real, tag text?, name text, bio text?, age integer?, role UsersRole < ",
        ),
        (
            "SELECT u.name, p.score FROM users u LEFT JOIN posts p ON p.user_id = u.id",
            "name text, score real? < ",
        ),
        (
            "SELECT u.name, p.score FROM users u RIGHT JOIN posts p ON p.user_id = u.id",
            "name text?, score real < ",
        ),
        (
            "SELECT u.name, p.score FROM users u LEFT JOIN posts p ON p.user_id = u.id WHERE p.score > 1",
            "name text, score real < ",
        ),
        ("SELECT name FROM users WHERE bio IS NOT NULL", "name text < "),
        ("SELECT bio FROM users WHERE bio IS NOT NULL", "bio text < "),
        ("SELECT bio FROM users WHERE bio = 'x' OR age = 1", "bio text? < "),
        (
            "SELECT count(*) AS n, max(name) AS last FROM users",
            "n integer, last text? < ",
        ),
        (
            "SELECT role, count(*) AS n, max(name) AS last FROM users GROUP BY role",
            "role UsersRole, n integer, last text < ",
        ),
        ("SELECT name, count(*) AS n FROM users", "name text?, n integer < "),
        (
            "SELECT sum(age) AS a, total(age) AS b, avg(score) AS c FROM users, posts",
            "a integer?, b real, c real? < ",
        ),
        (
            "SELECT coalesce(bio, '') AS a, coalesce(bio, age) AS b, ifnull(age, 0) AS c FROM users",
            "a text, b Plain(Storage(5))?, c integer < ",
        ),
        (
            "SELECT (SELECT count(*) FROM posts) AS a, (SELECT score FROM posts LIMIT 1) AS b",
            "a integer, b real? < ",
        ),
        (
            "SELECT EXISTS (SELECT 1 FROM posts) AS a, 1 / 0 AS b, 7 / 2 AS c, NULL AS d",
            "a integer, b number?, c integer, d null? < ",
        ),
        (
            "SELECT row_number() OVER (ORDER BY id) AS a, lag(name) OVER (ORDER BY id) AS b FROM users",
            "a integer, b text? < ",
        ),
        ("SELECT name, posts FROM authors", "name text, posts integer < "),
        (
            "SELECT name AS a FROM users UNION SELECT age FROM users",
            "a Plain(Storage(5))? < ",
        ),
        (
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n",
            "i number < ",
        ),
        (
            "SELECT CASE WHEN age > 1 THEN name END AS a, CASE role WHEN 'user' THEN 1 ELSE 2 END AS b FROM users",
            "a text?, b integer < ",
        ),
        (
            "SELECT CASE WHEN age > 1 THEN role ELSE 'admin' END AS a, nullif(role, 'x') AS b FROM users",
            "a text, b UsersRole? < ",
        ),
        (
            "SELECT date('now') AS a, date(bio) AS b, strftime('%Y', 'now', '-1 day') AS c FROM users",
            "a text, b text?, c text < ",
        ),
        ("SELECT id, id FROM users", "id integer < "),
        (
            "INSERT INTO users (name) VALUES ('x') RETURNING id, bio",
            "id integer, bio text? < ",
        ),
    ] {
        assert_eq!(of(sql), expected, "{sql}");
    }
}

#[test]
fn what_queries_take() {
    for (sql, expected) in [
        (
            "SELECT 1 AS a FROM users WHERE id = ? AND name LIKE ? AND age BETWEEN ? AND ?",
            "a integer < id integer, p2 text, age integer, age integer",
        ),
        (
            "SELECT 1 AS a FROM users WHERE role IN (?, ?) LIMIT ? OFFSET ?",
            "a integer < role UsersRole, role UsersRole, p3 integer, p4 integer",
        ),
        (
            "SELECT 1 AS a FROM users WHERE bio = ?1 OR ?1 IS NULL",
            "a integer < bio text?",
        ),
        ("SELECT 1 AS a FROM users WHERE age IS ?", "a integer < age integer?"),
        (
            "SELECT ?2 AS a FROM users WHERE id = ?1",
            "a any? < id integer, p2 any?",
        ),
        (
            "SELECT 1 AS a FROM users WHERE id = :user AND name = $name",
            "a integer < user integer, name text",
        ),
        (
            "INSERT INTO users VALUES (?, ?, ?, ?, ?)",
            " < id integer?, name text, bio text?, age integer?, role UsersRole",
        ),
        (
            "INSERT INTO posts (user_id, score) SELECT id, ? FROM users WHERE name = ?",
            " < score real, name text",
        ),
        (
            "INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, bio = ?",
            " < id integer?, name text, bio text?",
        ),
        (
            "UPDATE users SET bio = ?, role = coalesce(?, role) WHERE id = ?",
            " < bio text?, role UsersRole?, id integer",
        ),
        (
            "DELETE FROM posts WHERE score < ? AND user_id IN (SELECT id FROM users WHERE name = ?)",
            " < score real, name text",
        ),
        (
            "WITH u AS (SELECT id FROM users WHERE name = ?) UPDATE posts SET tag = ? WHERE user_id IN (SELECT id FROM u)",
            " < name text, tag text?",
        ),
        (
            "SELECT age + ? AS a, ? || name AS b FROM users",
            "a number?, b text? < p1 integer, p2 text",
        ),
    ] {
        assert_eq!(of(sql), expected, "{sql}");
    }
}

#[test]
fn keys_of_every_kind_and_what_inserts_may_leave_out() {
    let description = described(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, d TEXT NOT NULL DEFAULT 'x', g AS (n + 1));
         CREATE TABLE b (id TEXT PRIMARY KEY);
         CREATE TABLE c (id TEXT PRIMARY KEY) WITHOUT ROWID;
         CREATE TABLE d (id TEXT PRIMARY KEY) STRICT;
         CREATE TABLE e (id INTEGER PRIMARY KEY DESC);
         CREATE TABLE f (id INT PRIMARY KEY);",
        "",
        &Options::default(),
    );
    let keys = description.tables.iter().map(|it| it.fields.first().unwrap());
    let nullable: Vec<bool> = keys.map(|it| it.nullable).collect();
    assert_eq!(nullable, [false, true, false, false, true, true]);
    let inserts: Vec<Insert> = description
        .tables
        .first()
        .unwrap()
        .fields
        .iter()
        .map(|it| it.insert)
        .collect();
    let default = Insert::Optional { has_default: true };
    assert_eq!(inserts, [default, Insert::Required, default, Insert::Never]);
}

#[test]
fn every_flavour_writes_the_same_bytes_again() {
    let options = Options {
        brands: true,
        ..Options::default()
    };
    for name in super::flavours() {
        let write = || {
            flavour(name)
                .unwrap()
                .write(&described(SCHEMA, "SELECT id FROM users", &options))
        };
        assert_eq!(write(), write());
        assert!(write().starts_with("// Written by `reconcile types`."));
    }
}

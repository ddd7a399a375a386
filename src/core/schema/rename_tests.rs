//! Each rename is tried on SQLite, too: both must end in equal schemas.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use rusqlite::Connection;

use super::super::{Name, Schema};
use super::{column, table};

/// Runs `rename` on the engine and `change` on the schema, and compares.
fn agrees(before: &str, rename: &str, change: impl Fn(&mut Schema) -> bool) -> Schema {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(before).unwrap();
    let mut schema = Schema::stored(&connection);
    assert!(change(&mut schema), "{rename}");
    connection.execute_batch(rename).unwrap();
    let expected = Schema::stored(&connection);
    assert_eq!(schema.canonical(), expected.canonical(), "{rename}");
    assert!(schema == expected);
    schema
}

const SAMPLE: &str = r#"
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE, text TEXT DEFAULT 'email',
        size INT CHECK (users.size > 0 AND "users"."email" <> 'email' AND length(email) > 1),
        boss REFERENCES users, g AS (email || CAST(size AS text)), CONSTRAINT email CHECK (email <> ''),
        UNIQUE (email DESC, text), FOREIGN KEY (boss) REFERENCES users(id));
    CREATE TABLE posts (id INTEGER PRIMARY KEY, users INT REFERENCES users ON DELETE CASCADE, email TEXT,
        FOREIGN KEY (email) REFERENCES users(email));
    CREATE INDEX by_mail ON users (email, lower(email) DESC, size) WHERE email IS NOT NULL AND text = 'email';
    CREATE INDEX on_posts ON posts (email);
"#;

#[test]
fn tables_with_all_that_refers_to_them() {
    let to = Name::new("people \"x\"");
    let schema = agrees(SAMPLE, r#"ALTER TABLE users RENAME TO "people ""x""""#, |schema| {
        table(schema, &Name::new("USERS"), &to)
    });
    assert!(schema.tables[&to].indexes.contains_key(&Name::new("by_mail")));
    assert_eq!(schema.children(&to).count(), 3);
}

#[test]
fn columns_with_all_that_refers_to_them() {
    for (from, to) in [
        ("email", "e mail"),
        ("id", "key"),
        ("text", "body"),
        ("size", "end"),
        ("boss", "chief"),
    ] {
        let rename = format!("ALTER TABLE users RENAME COLUMN {from} TO \"{to}\"");
        agrees(SAMPLE, &rename, |schema| {
            column(schema, &Name::new("Users"), &Name::new(from), &Name::new(to))
        });
    }
}

#[test]
fn only_the_case_changes() {
    agrees(SAMPLE, "ALTER TABLE users RENAME COLUMN email TO EMail", |schema| {
        column(schema, &Name::new("users"), &Name::new("email"), &Name::new("EMail"))
    });
}

#[test]
fn a_key_that_is_meant_without_being_written_follows() {
    let schema = agrees(SAMPLE, "ALTER TABLE users RENAME COLUMN id TO uid", |schema| {
        column(schema, &Name::new("users"), &Name::new("id"), &Name::new("uid"))
    });
    assert_eq!(
        schema.tables[&Name::new("posts")].foreign_keys[0].parent_columns,
        ["uid".into()]
    );
}

#[test]
fn virtual_tables_are_renamed() {
    agrees(
        "CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter ascii')",
        "ALTER TABLE docs RENAME TO texts",
        |schema| table(schema, &Name::new("docs"), &Name::new("texts")),
    );
}

#[test]
fn refuses_what_it_cannot_do() {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SAMPLE).unwrap();
    let before = Schema::stored(&connection);
    let mut schema = before.clone();
    let name = Name::new;
    assert!(!table(&mut schema, &name("nope"), &name("x")));
    assert!(!table(&mut schema, &name("users"), &name("posts")));
    assert!(!column(&mut schema, &name("users"), &name("nope"), &name("x")));
    assert!(!column(&mut schema, &name("users"), &name("id"), &name("EMAIL")));
    assert!(schema == before);
}

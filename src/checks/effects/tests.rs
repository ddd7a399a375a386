//! What small migrations do to made rows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::database::Database;
use crate::introspect;
use crate::sql::split;

fn statements(text: &str) -> Vec<String> {
    split(text)
        .into_iter()
        .map(|it| text[it.range].trim_end_matches(';').to_owned())
        .collect()
}

fn effects(before: &str, migration: &str) -> Effects {
    let mut scratch = Scratch::new().unwrap();
    scratch.run(&statements(before)).unwrap();
    let schema = introspect::read(&mut scratch).unwrap().schema;
    let migration = statements(migration);
    let condition = |(statement, sql): (usize, &String)| {
        let (head, text) = sql.split_once(" WHERE ")?;
        let table = ["UPDATE ", "DELETE FROM "]
            .iter()
            .find_map(|it| head.trim().strip_prefix(it))?;
        let table = Name::new(table.split_whitespace().next()?);
        let text = text.to_owned();
        Some(Condition {
            statement,
            table,
            alias: None,
            text,
        })
    };
    let conditions: Vec<Condition> = migration.iter().enumerate().filter_map(condition).collect();
    let mut bench = bench(&schema, &migration, &conditions, Data::Hostile).unwrap();
    assert!(bench.unfilled.is_empty(), "{:?}", bench.unfilled);
    observe(&mut bench.scratch, &migration, &conditions).unwrap()
}

const SHOP: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, role TEXT);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, title TEXT);
    CREATE TABLE likes (post_id INTEGER REFERENCES posts (id) ON DELETE SET NULL, n INTEGER);
    CREATE TABLE other (a);";

#[test]
fn a_rebuild_of_a_parent_takes_the_children_along() {
    let found = effects(
        SHOP,
        "CREATE TABLE n (id INTEGER PRIMARY KEY, mail TEXT NOT NULL DEFAULT '', role TEXT);
         INSERT INTO n SELECT id, coalesce(mail, ''), role FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users;",
    );
    assert_eq!(found.failure(), None);
    let users = found.outcome(&Name::new("users")).unwrap();
    assert_eq!((users.lost, users.is_copied, users.is_renumbered), (0, true, false));
    assert!(users.columns[&Name::new("mail")].changed > 0);
    let posts = found.outcome(&Name::new("posts")).unwrap();
    assert_eq!((posts.lost, posts.after, posts.at), (posts.before, 0, Some(2)));
    let likes = found.outcome(&Name::new("likes")).unwrap();
    assert_eq!(likes.lost, 0);
    assert!(likes.columns[&Name::new("post_id")].nulled > 0);
    assert!(found.outcome(&Name::new("other")).is_none(), "out of reach");
}

#[test]
fn a_filtered_copy_loses_rows() {
    let found = effects(
        SHOP,
        "CREATE TABLE n (post_id, n UNIQUE); INSERT OR IGNORE INTO n SELECT post_id, n FROM likes WHERE n <> 7;
         DROP TABLE likes; ALTER TABLE n RENAME TO likes;",
    );
    let likes = found.outcome(&Name::new("likes")).unwrap();
    assert!(likes.lost > 0 && likes.at == Some(1), "{likes:?}");
}

#[test]
fn conditions_select_some_rows_and_miss_some() {
    let found = effects(
        SHOP,
        "UPDATE users SET role = 'admin' WHERE mail LIKE '%@example.org'; DELETE FROM users WHERE role = 'old';",
    );
    let changed = &found.statements[0].tables[0];
    assert!(
        changed.columns[&Name::new("role")].changed < changed.before,
        "{changed:?}"
    );
    let deleted = &found.statements[1].tables;
    let of = |name: &str| deleted.iter().find(|it| it.table == Name::new(name)).unwrap();
    assert!(of("users").gone > 0 && of("users").after > 0, "{deleted:?}");
    assert!(of("posts").gone > 0, "the cascade");
}

#[test]
fn columns_in_another_order_and_other_ids() {
    let swapped = effects(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, b TEXT, a TEXT); INSERT INTO n SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t",
    );
    let columns: Vec<&str> = swapped.outcomes[0].columns.keys().map(Name::as_str).collect();
    assert_eq!(columns, ["a", "b"]);
    let renumbered = effects(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT)",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT); INSERT INTO n (a, b) SELECT a, b FROM t ORDER BY b DESC;
         DROP TABLE t; ALTER TABLE n RENAME TO t",
    );
    let outcome = &renumbered.outcomes[0];
    assert!(outcome.is_renumbered && outcome.lost == 0, "{outcome:?}");
}

#[test]
fn a_swap_of_two_names_drops_nothing() {
    let found = effects(
        "CREATE TABLE a (x); CREATE TABLE b (x)",
        "ALTER TABLE a RENAME TO c; ALTER TABLE b RENAME TO a; ALTER TABLE c RENAME TO b",
    );
    let heirs: Vec<(&str, &str)> = found
        .outcomes
        .iter()
        .map(|it| (it.table.as_str(), it.heir.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(heirs, [("a", "b"), ("b", "a")]);
    assert!(found.outcomes.iter().all(|it| it.lost == 0 && it.columns.is_empty()));
}

#[test]
fn rows_without_a_key_are_not_mixed_up_and_a_copy_may_lose_rows_later() {
    let found = effects(
        "CREATE TABLE t (k TEXT PRIMARY KEY, a TEXT, b TEXT)",
        "CREATE TABLE n (k TEXT PRIMARY KEY, a TEXT, b TEXT, c); INSERT INTO n (k, a, b) SELECT k, a, b FROM t ORDER BY b DESC;
         DROP TABLE t; ALTER TABLE n RENAME TO t",
    );
    assert!(
        found.outcomes[0].lost == 0 && found.outcomes[0].columns.is_empty(),
        "{found:?}"
    );
    let text = "CREATE TABLE p2 (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, title TEXT);
         INSERT INTO p2 SELECT * FROM posts; DROP TABLE posts; ALTER TABLE p2 RENAME TO posts;
         CREATE TABLE u2 (id INTEGER PRIMARY KEY, mail TEXT, role TEXT); INSERT INTO u2 SELECT * FROM users;
         DROP TABLE users; ALTER TABLE u2 RENAME TO users";
    let found = effects(SHOP, text);
    let posts = found.outcome(&Name::new("posts")).unwrap();
    assert!(
        posts.lost == posts.before && posts.at == Some(6),
        "by the DROP of users: {posts:?}"
    );
}

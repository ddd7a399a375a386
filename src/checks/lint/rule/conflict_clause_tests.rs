//! Tests of conflict clauses, each with a neighbour that is fine.

use crate::lint::rule::tests::found;

fn of(code: &str, before: &str, text: &str) -> Vec<String> {
    found(code, &[("1.sql", before), ("2.sql", text)])
}

const NONE: [&str; 0] = [];
const FLAGS: &str = "CREATE TABLE flags (key TEXT PRIMARY KEY, enabled INTEGER NOT NULL DEFAULT 0, note TEXT);";

#[test]
fn a_replace_resets_what_it_does_not_name() {
    assert_eq!(
        of(
            "values-lost",
            FLAGS,
            "INSERT OR REPLACE INTO flags (key, enabled) VALUES ('new_ui', 1);"
        ),
        ["2.sql:1:24 warning REPLACE resets flags.note of an existing row"]
    );
    let named = "INSERT INTO flags (key, enabled) VALUES ('new_ui', 1) ON CONFLICT (key) DO UPDATE SET enabled = excluded.enabled;";
    assert_eq!(
        of("values-lost", FLAGS, named),
        ["2.sql:1:13 note an existing row of flags gets another enabled, which overwrites the stored value"]
    );
    let first = "INSERT INTO flags (key, enabled) VALUES ('new_ui', 1) ON CONFLICT (key) DO NOTHING;";
    assert_eq!(of("values-lost", FLAGS, first), NONE);
}

#[test]
fn a_replace_gives_other_ids() {
    let before = "CREATE TABLE countries (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT);";
    assert_eq!(
        of(
            "values-lost",
            before,
            "REPLACE INTO countries (code, name) VALUES ('de', 'Germany');"
        ),
        ["2.sql:1:14 warning a replaced row of countries gets a new id, so references to it dangle"]
    );
    assert_eq!(
        of(
            "values-lost",
            before,
            "REPLACE INTO countries (id, code, name) VALUES (7, 'de', 'Germany');"
        ),
        NONE
    );
}

#[test]
fn a_replace_fires_no_delete_trigger() {
    let before = "CREATE TABLE avatars (id INTEGER PRIMARY KEY, blob TEXT); CREATE TABLE garbage (blob TEXT);
        CREATE TRIGGER gone AFTER DELETE ON avatars BEGIN INSERT INTO garbage VALUES (old.blob); END;";
    assert_eq!(
        of("side-effect", before, "REPLACE INTO avatars VALUES (1, 'new');"),
        ["2.sql:1:14 warning REPLACE deletes rows of avatars without firing trigger gone"]
    );
    assert_eq!(
        of("side-effect", before, "INSERT INTO avatars VALUES (99, 'new');"),
        NONE
    );
}

#[test]
fn or_ignore_without_a_key_doubles() {
    let without = "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);";
    let text = "INSERT OR IGNORE INTO tags (name) VALUES ('news'), ('help');";
    assert_eq!(
        of("no-effect", without, text),
        ["2.sql:1:23 warning OR IGNORE has no effect: no key of tags includes name, so a row may be duplicated"]
    );
    let with = "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT UNIQUE);";
    assert_eq!(of("no-effect", with, text), NONE);
    assert_eq!(
        of(
            "no-effect",
            without,
            "INSERT OR IGNORE INTO tags (id, name) VALUES (7, 'news');"
        ),
        NONE
    );
}

#[test]
fn an_upsert_that_writes_what_is_there() {
    let before = "CREATE TABLE stock (sku TEXT PRIMARY KEY, qty INTEGER);";
    let text = |value: &str| {
        format!("INSERT INTO stock (sku, qty) VALUES ('a', 9) ON CONFLICT (sku) DO UPDATE SET qty = {value};")
    };
    assert_eq!(
        of("no-effect", before, &text("qty")),
        ["2.sql:1:13 warning DO UPDATE does not change the rows of stock"]
    );
    assert_eq!(of("no-effect", before, &text("excluded.qty")), NONE);
}

#[test]
fn an_update_that_skips_or_deletes_rows() {
    let before = "CREATE TABLE people (id INTEGER PRIMARY KEY, handle TEXT UNIQUE);";
    assert_eq!(
        of(
            "no-effect",
            before,
            "UPDATE OR IGNORE people SET handle = lower(handle);"
        ),
        ["2.sql:1:18 warning UPDATE OR IGNORE skips rows of people whose new handle is taken"]
    );
    assert_eq!(
        of(
            "no-effect",
            before,
            "UPDATE OR IGNORE people SET handle = handle || id;"
        ),
        NONE
    );
    assert_eq!(
        of(
            "rows-lost",
            before,
            "UPDATE OR REPLACE people SET handle = lower(handle);"
        ),
        ["2.sql:1:19 warning UPDATE OR REPLACE deletes rows of people: those whose handle another row gets"]
    );
    assert_eq!(
        of(
            "rows-lost",
            before,
            "UPDATE OR REPLACE people SET handle = handle || id;"
        ),
        NONE
    );
}

//! `init`: the schema that it writes, from whatever a project has, is tidy, and `plan` is in sync with it at once.

use snapbox::str;

use crate::Sandbox;

/// `init`, then `plan` without an edit; what `init` says.
fn taken_over(sandbox: &Sandbox) -> String {
    let init = sandbox.run(&["init"]);
    assert_eq!(init.code, 0, "{}", init.stderr);
    let before = sandbox.files();
    for words in [&["plan"] as &[&str], &["plan", "--check"], &["verify"]] {
        let done = sandbox.run(words);
        assert_eq!(done.code, 0, "{words:?}: {}{}", done.stdout, done.stderr);
        assert!(
            words == ["verify"] || done.stdout.contains("in sync"),
            "{words:?}: {}",
            done.stdout
        );
    }
    assert_eq!(sandbox.files(), before);
    init.stderr
}

#[test]
fn one_file_per_area_with_columns_in_place_and_comments_kept() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "migrations/0001_init.sql",
        "-- Migration number: 0001 \t 2025-01-31T10:00:00.000Z\n\n-- People who log in.\nCREATE TABLE users (\n    id INTEGER PRIMARY KEY,\n    \
         mail TEXT NOT NULL -- lower case\n);\nCREATE TABLE user_roles (user_id INTEGER REFERENCES users (id), role TEXT);\n\
         -- What they buy.\nCREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id));\n\
         CREATE TABLE order_items (order_id INTEGER NOT NULL REFERENCES orders (id), sku TEXT);\nCREATE TABLE settings (name TEXT);\n\
         CREATE TABLE audit_log (what TEXT);\n",
    );
    sandbox.write(
        "migrations/0002_names.sql",
        "ALTER TABLE users ADD COLUMN name TEXT; -- as on the card\nALTER TABLE users ADD COLUMN age INTEGER;\n\
         -- Found by the one who packs.\nCREATE INDEX items_by_sku ON order_items (sku);\n\
         CREATE VIEW buyers AS SELECT users.mail FROM users JOIN orders ON orders.user_id = users.id;\n",
    );
    let said = taken_over(&sandbox);
    assert!(
        said.contains("schema is what 2 migrations in migrations make: 6 tables, 1 view"),
        "{said}"
    );
    let names: Vec<String> = sandbox
        .names()
        .into_iter()
        .filter(|it| it.starts_with("schema/"))
        .collect();
    assert_eq!(
        names,
        [
            "schema/audit_log.sql",
            "schema/orders.sql",
            "schema/settings.sql",
            "schema/users.sql",
            "schema/views.sql"
        ]
    );
    snapbox::assert_data_eq!(
        sandbox.read("schema/users.sql"),
        str![[r#"
-- People who log in.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    mail TEXT NOT NULL, -- lower case
    name TEXT, -- as on the card
    age INTEGER
);

CREATE TABLE user_roles (
  user_id INTEGER REFERENCES users (id),
  role TEXT
);

"#]]
    );
    snapbox::assert_data_eq!(
        sandbox.read("schema/orders.sql"),
        str![[r#"
-- What they buy.
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id)
);

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  sku TEXT
);

-- Found by the one who packs.
CREATE INDEX items_by_sku ON order_items (sku);

"#]]
    );
}

#[test]
fn a_schema_file_for_new_databases_becomes_the_schema() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "schema.sql",
        "DROP TABLE IF EXISTS customers;\n-- Who buys.\nCREATE TABLE IF NOT EXISTS customers (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO customers VALUES (1, 'a');\n",
    );
    let said = taken_over(&sandbox);
    assert!(
        said.contains("schema/schema.sql is what schema.sql makes: 1 table") && said.contains("`reconcile new rows`"),
        "{said}"
    );
    assert_eq!(
        sandbox.read("schema/schema.sql"),
        "-- Who buys.\nCREATE TABLE customers (\n  id INTEGER PRIMARY KEY,\n  name TEXT\n);\n"
    );
    for command in ["apply", "drift", "plan"] {
        let done = sandbox.run(&[command]);
        assert_eq!(done.code, 0, "{command}: {}{}", done.stdout, done.stderr);
    }
    let other = Sandbox::empty();
    other.write(
        "schema.sql",
        "CREATE TABLE t (id INT AUTO_INCREMENT);\nCREATE DATABASE x;\n",
    );
    let said = other.run(&["init"]);
    assert!(
        said.code == 0
            && said
                .stderr
                .contains("schema.sql is not used, since it does not run on SQLite: schema.sql:2: "),
        "{}",
        said.stderr
    );
}

#[test]
fn only_the_way_up_of_files_with_both_ways() {
    for (up, down) in [
        ("-- +goose Up", "-- +goose Down"),
        ("-- migrate:up", "-- migrate:down"),
        ("-- +migrate Up", "-- +migrate Down"),
    ] {
        let sandbox = Sandbox::empty();
        let file = format!("{up}\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n\n{down}\nDROP TABLE users;\n");
        sandbox.write("migrations/20240101000000_users.sql", &file);
        let said = taken_over(&sandbox);
        assert!(
            said.contains("makes: 1 table") && said.contains("their down parts are left out"),
            "{said}"
        );
        for command in ["lint", "apply", "drift"] {
            let done = sandbox.run(&[command]);
            assert_eq!(done.code, 0, "{command}: {}{}", done.stdout, done.stderr);
        }
        assert_eq!(sandbox.count("SELECT count(*) FROM users"), 0);
    }
    let sandbox = Sandbox::empty();
    sandbox.write("migrations/0001_a.up.sql", "CREATE TABLE a (x);\n");
    sandbox.write("migrations/0001_a.down.sql", "DROP TABLE a;\n");
    taken_over(&sandbox);
    assert!(sandbox.read("reconcile.yaml").contains("pattern: '*.up.sql'"));
}

#[test]
fn a_journal_that_names_a_file_which_is_not_there() {
    let sandbox = Sandbox::empty();
    sandbox.write("drizzle/0000_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write(
        "drizzle/meta/_journal.json",
        r#"{"entries": [{"idx": 0, "tag": "0000_a", "when": 1}, {"idx": 1, "tag": "0001_b", "when": 2}]}"#,
    );
    sandbox.run(&["init"]).is(
        1,
        str![],
        str![[r#"
error: drizzle/meta/_journal.json names drizzle/0001_b.sql, which is not there
help: restore it from Git, or take the schema from a database where it ran: reconcile init --from TARGET

"#]],
    );
    assert!(!sandbox.path("reconcile.yaml").exists());
}

#[test]
fn tools_without_migrations_have_a_command_for_their_sql() {
    let sandbox = Sandbox::empty();
    sandbox.write("drizzle.config.ts", "export default {};\n");
    sandbox.write("prisma/schema.prisma", "model User { id Int @id }\n");
    let said = sandbox.run(&["init"]).stderr;
    assert!(
        said.contains("`npx drizzle-kit export > schema/schema.sql`")
            && said.contains("--to-schema prisma/schema.prisma --script > schema/schema.sql`"),
        "{said}"
    );
}

#[test]
fn files_without_numbers_run_in_the_order_of_their_names() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "migrations/a_users.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY);\n",
    );
    sandbox.write("migrations/b_mail.sql", "ALTER TABLE users ADD COLUMN mail TEXT;\n");
    taken_over(&sandbox);
}

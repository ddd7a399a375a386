//! `archive: true`: what a migration drops is kept aside, comes back with `revert`, and goes with `purge`.

use snapbox::str;

use crate::sandbox::Sandbox;

const CONFIG: &str = "\
databases:
  app:
    archive: true
    targets:
      dev: sqlite:dev.db
";

const ROWS: &str = "
INSERT INTO users VALUES (1, 'ann@example.com'), (2, 'it''s bob'), (9, '');
INSERT INTO posts VALUES (1, 1, 'first'), (5, 9, x'00ff'), (6, 9, NULL);
";

/// The usual project with rows; `posts` is dropped, and so is `users.email`.
fn dropped() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.sql("DELETE FROM posts; DELETE FROM users;");
    sandbox.sql(ROWS);
    sandbox.write("schema/schema.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    sandbox
}

fn contents(sandbox: &Sandbox) -> Vec<i64> {
    vec![
        sandbox.count("SELECT count(*) FROM users"),
        sandbox.count("SELECT count(*) FROM users WHERE (id, email) IN (VALUES (1, 'ann@example.com'), (2, 'it''s bob'), (9, ''))"),
        sandbox.count("SELECT count(*) FROM posts"),
        sandbox.count("SELECT count(*) FROM posts WHERE id = 5 AND user_id = 9 AND body = x'00ff'"),
    ]
}

#[test]
fn what_is_dropped_is_kept_and_comes_back() {
    let sandbox = dropped();
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): 2 changes, wrote generated/0002_drop_email_from_users_and_1_more.sql

  - users.email    3 values archived
  - table posts    3 rows archived

warning[drop-column]: column users.email is dropped; its values are kept in _reconcile_trash_0002_users; 3 rows (1, 2, 9)
warning[drop-table]: table posts is dropped; its rows are kept in _reconcile_trash_0002_posts; 3 rows
warning[breaks-app]: the deployed code fails until its new version is live: users.email is dropped, posts is dropped

Proven on a copy of your rows: 3 rows in 1 table before and after, none lost; every foreign key holds; a second plan is empty

review the migration, then: reconcile apply dev

"#]], str![""]);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM _reconcile_trash_0002_posts"), 3);
    // What is kept aside is no difference, to anyone.
    for command in [["plan", "--check"], ["drift", "-q"], ["verify", "-q"], ["status", "-q"]] {
        let run = sandbox.run(&command);
        assert_eq!(run.code, 0, "{command:?}\n{}{}", run.stdout, run.stderr);
    }
    sandbox.sql("INSERT INTO users VALUES (10)");
    sandbox.run(&["revert", "--allow", "all"]).is(3, str![[r#"
dev (sqlite:dev.db): 4 changes refused, nothing written: add-not-null

  + table posts                        3 columns
  + users.email                        TEXT NOT NULL, filled with (SELECT "_reconcile_trash_0002_users"."email" FROM "_reconcile_trash_0002_users" WHERE "_reconcile_trash_0002_users"."id" IS "users"."id")  rebuild, 4 rows
  - table _reconcile_trash_0002_posts
  - table _reconcile_trash_0002_users

error[add-not-null]: column users.email must not be NULL in existing rows; 1 row (10)
  fix: write `-- reconcile: backfill EXPRESSION` on the line of column email; the expression must never give NULL
warning[breaks-app]: the deployed code fails until its new version is live: users.email is required

no flag overrides this: do what the fix says, or change the rows first

"#]], str![""]);
    sandbox.sql("DELETE FROM users WHERE id = 10");
    let revert = sandbox.run(&["revert"]);
    assert_eq!(revert.code, 0, "{}{}", revert.stdout, revert.stderr);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(contents(&sandbox), [3, 3, 3, 1]);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE '\\_reconcile\\_trash%' ESCAPE '\\'"),
        0
    );
}

#[test]
fn a_purge_deletes_it_for_good() {
    let sandbox = dropped();
    sandbox.run(&["purge"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to purge

"#]],
        str![""],
    );
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.run(&["purge", "--before", "2"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to purge

"#]],
        str![""],
    );
    sandbox.run(&["purge"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 2 changes, wrote generated/0003_purge_the_archive.sql

  - table _reconcile_trash_0002_posts    3 rows lost
  - table _reconcile_trash_0002_users    3 rows lost

warning[drop-table]: what is kept in table _reconcile_trash_0002_posts is deleted for good; 3 rows
warning[drop-table]: what is kept in table _reconcile_trash_0002_users is deleted for good; 3 rows

Proven: it produces the desired schema, and a second plan is empty

review the migration, then: reconcile apply dev

"#]],
        str![""],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE '\\_reconcile\\_trash%' ESCAPE '\\'"),
        0
    );
    // The schema comes back, and it is said that the rows do not.
    sandbox.run(&["revert", "2", "--allow", "all"]).is(3, str![[r#"
dev (sqlite:dev.db): 2 changes refused, nothing written: required-column

  + table posts  3 columns
  + users.email  TEXT NOT NULL  rebuild, 3 rows

error[required-column]: column users.email is NOT NULL and has no value for existing rows; 3 rows
  fix: write `-- reconcile: backfill EXPRESSION` on the line of column email, or give it a DEFAULT
warning[breaks-app]: the deployed code fails until its new version is live: users.email is required
note: table posts is restored without its rows: restore them from a bookmark (`reconcile restore`) or an earlier backup
note: column users.email is restored without its values: restore them from a bookmark (`reconcile restore`) or an earlier backup

no flag overrides this: do what the fix says, or change the rows first
or give the value: reconcile revert 2 --backfill TABLE.COLUMN=EXPRESSION

"#]], str![""]);
}

#[test]
fn the_schema_cannot_name_it() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/trash.sql", "CREATE TABLE _reconcile_trash_0001_users (id);\n");
    sandbox.run(&["plan"]).is(1, str![""], str![[r#"
error: the name _reconcile_trash_0001_users is reserved
 --> schema/trash.sql:1:14
  |
1 | CREATE TABLE _reconcile_trash_0001_users (id);
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: names that begin with sqlite_, _cf_ or _reconcile_, and d1_migrations, belong to SQLite, D1, reconcile and wrangler

"#]]);
}

/// A schema with rows, less of it, and back.
fn there_and_back(before: &str, rows: &str, after: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.write("schema/schema.sql", before);
    for command in ["plan", "apply"] {
        assert_eq!(sandbox.run(&[command, "-q"]).code, 0);
    }
    sandbox.sql(rows);
    sandbox.write("schema/schema.sql", after);
    for command in ["plan", "apply", "revert", "apply"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, 0, "{command}: {}{}", run.stdout, run.stderr);
    }
    sandbox
}

/// The rows that a foreign key asks for are in the trash, and come back before it does.
#[test]
fn a_parent_comes_back_to_children_that_stayed() {
    let before = "CREATE TABLE p (id TEXT PRIMARY KEY, n TEXT);
        CREATE TABLE c (id INTEGER PRIMARY KEY, p TEXT NOT NULL REFERENCES p (id) ON DELETE CASCADE);
        CREATE TABLE g (id INTEGER PRIMARY KEY, c INTEGER REFERENCES c (id) ON DELETE CASCADE);";
    let rows = "INSERT INTO p VALUES ('a', 'x'); INSERT INTO c VALUES (7, 'a'); INSERT INTO g VALUES (1, 7);";
    for after in [
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p TEXT NOT NULL);
        CREATE TABLE g (id INTEGER PRIMARY KEY, c INTEGER REFERENCES c (id) ON DELETE CASCADE);",
        "CREATE TABLE c (id INTEGER PRIMARY KEY);
        CREATE TABLE g (id INTEGER PRIMARY KEY, c INTEGER REFERENCES c (id) ON DELETE CASCADE);",
    ] {
        let sandbox = there_and_back(before, rows, after);
        let all = "SELECT count(*) FROM g JOIN c ON c.id = g.c JOIN p ON p.id = c.p WHERE p.n = 'x'";
        assert_eq!(sandbox.count(all), 1);
    }
}

#[test]
fn rows_whose_key_is_null_get_their_own_values() {
    let sandbox = there_and_back(
        "CREATE TABLE d (k TEXT PRIMARY KEY, b TEXT);",
        "INSERT INTO d VALUES ('x', '1'), (NULL, '2'), (NULL, '3')",
        "CREATE TABLE d (k TEXT PRIMARY KEY);",
    );
    assert_eq!(sandbox.count("SELECT group_concat(b) = '1,2,3' FROM d"), 1);
}

#[test]
fn numbers_of_deleted_rows_are_not_given_again() {
    for rows in [
        "INSERT INTO u VALUES (1, 'a'), (900, 'x'); DELETE FROM u WHERE id = 900",
        "INSERT INTO u VALUES (900, 'x'); DELETE FROM u",
    ] {
        let sandbox = there_and_back(
            "CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT);",
            rows,
            "CREATE TABLE k (id INTEGER PRIMARY KEY);",
        );
        sandbox.sql("INSERT INTO u (n) VALUES ('next')");
        assert_eq!(sandbox.count("SELECT max(id) FROM u"), 901);
        let trash = "SELECT count(*) FROM sqlite_sequence WHERE name LIKE '!_reconcile%' ESCAPE '!'";
        assert_eq!(sandbox.count(trash), 0);
    }
}

/// A rename that also fills NULLs goes back as a rename, and what else was kept comes with it.
#[test]
fn a_renamed_and_filled_column_goes_back() {
    let sandbox = there_and_back(
        "CREATE TABLE u (id INTEGER PRIMARY KEY, email TEXT, fax TEXT);",
        "INSERT INTO u VALUES (1, 'a', '11'), (2, NULL, '22')",
        "CREATE TABLE u (id INTEGER PRIMARY KEY,\nmail TEXT NOT NULL -- reconcile: renamed-from email -- reconcile: backfill 'none-' || id\n);",
    );
    assert_eq!(
        sandbox.count("SELECT group_concat(email || fax) = 'a11,none-222' FROM u"),
        1
    );
}

/// Drops all but `users` with `archive: true`, reverts, and compares the rows.
fn dropped_and_back(schema: &str, rows: &str, tables: &[&str]) {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", CONFIG);
    let kept = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n";
    sandbox.write("schema/schema.sql", &format!("{kept}{schema}"));
    let done = |arguments: &[&str]| {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
    };
    done(&["plan", "-q"]);
    done(&["apply"]);
    sandbox.sql(rows);
    let content = || -> Vec<i64> {
        let ask = |table: &&str| sandbox.count(&format!("SELECT coalesce(sum(id * 10 + next), 0) FROM {table}"));
        tables.iter().map(ask).collect()
    };
    let before = content();
    sandbox.write("schema/schema.sql", kept);
    done(&["plan", "-q"]);
    done(&["apply"]);
    done(&["revert", "-q"]);
    done(&["apply"]);
    assert_eq!(content(), before);
    assert!(before.iter().all(|sum| *sum > 0));
    assert_eq!(sandbox.count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name GLOB '_reconcile_trash*'"),
        0
    );
}

#[test]
fn c19_tables_that_reference_each_other_come_back() {
    dropped_and_back(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, next INT REFERENCES b (id));\n\
         CREATE TABLE b (id INTEGER PRIMARY KEY, next INT REFERENCES a (id));\n",
        "INSERT INTO a VALUES (1, NULL), (2, NULL); INSERT INTO b VALUES (1, 1), (2, 2); UPDATE a SET next = 3 - id",
        &["a", "b"],
    );
}

#[test]
fn c19_a_circle_of_three_with_actions_and_keys_of_their_own_comes_back() {
    dropped_and_back(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, next INT REFERENCES b (code) ON DELETE CASCADE, up INT REFERENCES a ON DELETE CASCADE);\n\
         CREATE TABLE b (id INTEGER PRIMARY KEY, next INT REFERENCES c ON DELETE SET NULL, code INT);\n\
         CREATE UNIQUE INDEX b_code ON b (code);\n\
         CREATE TABLE c (id INTEGER PRIMARY KEY, next INT NOT NULL REFERENCES a DEFERRABLE INITIALLY DEFERRED);\n",
        "BEGIN; PRAGMA defer_foreign_keys = on; INSERT INTO c VALUES (1, 1), (2, 2); INSERT INTO b VALUES (1, 1, 70), (2, 2, 80); \
         INSERT INTO a VALUES (1, 70, 2), (2, 80, 1); COMMIT",
        &["a", "b", "c"],
    );
}

#[test]
fn c19_a_table_that_acts_on_itself_within_a_circle_comes_back() {
    dropped_and_back(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, next INT REFERENCES b, up INT REFERENCES a);\n\
         CREATE TABLE b (id INTEGER PRIMARY KEY, next INT REFERENCES a, up INT REFERENCES b ON DELETE SET NULL);\n",
        "INSERT INTO a VALUES (1, NULL, 1), (2, NULL, 1); INSERT INTO b VALUES (1, 1, NULL), (2, 2, 1); UPDATE a SET next = 3 - id",
        &["a", "b"],
    );
}

#[test]
fn c19_a_table_whose_key_was_an_index_of_a_table_that_stays_comes_back() {
    dropped_and_back(
        "CREATE UNIQUE INDEX users_email ON users (email);\n\
         CREATE TABLE a (id INTEGER PRIMARY KEY, next INT, email TEXT REFERENCES users (email));\n",
        "INSERT INTO users VALUES (1, 'ann'); INSERT INTO a VALUES (1, 2, 'ann')",
        &["a"],
    );
}

//! `plan --expand-contract`: a breaking change in stages, and `apply --release`.

use snapbox::str;

use crate::sandbox::Sandbox;

const WANTED: &str = "\
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  mail TEXT NOT NULL -- reconcile: renamed-from email
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.sql("DELETE FROM posts; DELETE FROM users;");
    sandbox.sql("INSERT INTO users VALUES (1, 'ann@example.com'), (2, 'bob@example.com')");
    sandbox.sql("INSERT INTO posts VALUES (1, 1, 'first'), (2, 2, NULL)");
    sandbox.write("schema/schema.sql", WANTED);
    sandbox
}

#[test]
fn a_rename_goes_out_in_stages_and_both_codes_work() {
    let sandbox = sandbox();
    sandbox.run(&["plan", "--expand-contract"]).is(
        0,
        str![[r#"
stage 1 of 3, expand: now, before the new code
dev (sqlite:dev.db): 6 changes, wrote generated/0002_expand_rename_users_email_to_mail.sql

  ~ users.email  becomes nullable  guarded rebuild, 2 rows
  + users.mail   TEXT              guarded rebuild, 2 rows
  + trigger users_mail_follows_email_insert_new on users
  + trigger users_mail_follows_email_insert_old on users
  + trigger users_mail_follows_email_update_new on users
  + trigger users_mail_follows_email_update_old on users

note: until contract, triggers write a changed row of users once more to keep its columns in sync: D1's meta.changes counts that too, and is 2 where code expects 1

stage 2 of 3, backfill: right after expand, before the new code; it can be rerun
dev (sqlite:dev.db): wrote generated/0003_backfill_rename_users_email_to_mail.sql
note: users.mail is filled with "email"

stage 3 of 3, contract: once no old code is running
dev (sqlite:dev.db): 6 changes, wrote generated/0004_contract_rename_users_email_to_mail.sql

  ~ users.mail   becomes NOT NULL, NULL filled with "email"  guarded rebuild, 2 rows
  - users.email
  - trigger users_mail_follows_email_insert_new on users
  - trigger users_mail_follows_email_insert_old on users
  - trigger users_mail_follows_email_update_new on users
  - trigger users_mail_follows_email_update_old on users

warning[drop-view]: trigger users_mail_follows_email_insert_new no longer runs on users
warning[drop-view]: trigger users_mail_follows_email_insert_old no longer runs on users
warning[drop-view]: trigger users_mail_follows_email_update_new no longer runs on users
warning[drop-view]: trigger users_mail_follows_email_update_old no longer runs on users
warning[drop-column]: column users.email is dropped with its values
warning[add-not-null]: column users.mail must not be NULL in existing rows
warning[breaks-app]: the deployed code fails until its new version is live: users.mail is required, users.email is dropped

review the migrations, then: reconcile apply dev
`apply` leaves held stages pending; to release one: reconcile apply dev --release NNNN

"#]],
        str![""],
    );
    assert_eq!(
        sandbox.names().iter().filter(|it| it.starts_with("generated/")).count(),
        4,
        "{:?}",
        sandbox.names()
    );
    sandbox.run(&["apply"]).is(0, str![[r#"
dev (sqlite:dev.db): applied 2 migrations in # ms
  0002_expand_rename_users_email_to_mail.sql  # ms
  0003_backfill_rename_users_email_to_mail.sql  2 rows in 1 batch  # ms
0004_contract_rename_users_email_to_mail.sql is held until no running code uses users.email; then run: apply --release 0004

"#]], str![[r#"
1/2 0002_expand_rename_users_email_to_mail.sql
2/2 0003_backfill_rename_users_email_to_mail.sql
    2 of 2 rows

"#]]);
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 3 of 4 applied, 1 pending
0004_contract_rename_users_email_to_mail.sql is held until no running code uses users.email

migration                                     state    applied           by
0001_first_schema.sql                         applied  NOW  octocat
0002_expand_rename_users_email_to_mail.sql    applied  NOW  octocat
0003_backfill_rename_users_email_to_mail.sql  applied  NOW  octocat
0004_contract_rename_users_email_to_mail.sql  pending

to release it: reconcile apply dev --release 0004

"#]],
        str![""],
    );
    // Old and new code, side by side.
    sandbox.sql("INSERT INTO users (id, email) VALUES (3, 'old@example.com')");
    sandbox.sql("INSERT INTO users (id, mail) VALUES (4, 'new@example.com')");
    sandbox.sql("UPDATE users SET email = 'anna@example.com' WHERE id = 1");
    sandbox.sql("UPDATE users SET mail = 'bobby@example.com' WHERE id = 2");
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE mail IS email AND mail IS NOT NULL"),
        4
    );
    // Both are whole for everyone who looks on.
    for command in [["verify", "-q"], ["lint", "-q"], ["plan", "--check"]] {
        let run = sandbox.run(&command);
        assert_eq!(run.code, 0, "{command:?}\n{}{}", run.stdout, run.stderr);
    }
    // Nothing else releases it.
    assert_eq!(sandbox.run(&["apply", "--yes", "-q"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM pragma_table_info('users') WHERE name = 'email'"),
        1
    );
    sandbox.run(&["apply", "--release", "4"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 1 migration in # ms
  0004_contract_rename_users_email_to_mail.sql  # ms
0004_contract_rename_users_email_to_mail.sql is released, but no sources were checked for code that still uses what it drops; name them under `compat` in reconcile.yaml

"#]],
        str![[r#"
1/1 0004_contract_rename_users_email_to_mail.sql

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM users WHERE mail IN ('anna@example.com', 'bobby@example.com', 'old@example.com', 'new@example.com')"), 4);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 2);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn a_renamed_table_is_read_and_written_under_both_names() {
    let sandbox = sandbox();
    sandbox.write(
        "schema/schema.sql",
        "\
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
-- reconcile: renamed-from posts
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
",
    );
    let plan = sandbox.run(&["plan", "--expand-contract"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql(
        "INSERT INTO articles (id, user_id, body) VALUES (30, 1, 'new'); UPDATE articles SET body = 'changed' WHERE id = 1",
    );
    sandbox.sql("INSERT INTO posts (user_id, body) VALUES (2, 'old'); DELETE FROM articles WHERE id = 2");
    assert_eq!(
        sandbox.count("SELECT count(*) FROM posts WHERE body IN ('changed', 'new', 'old')"),
        3
    );
    assert_eq!(sandbox.run(&["apply", "--release", "0003"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM articles WHERE body IN ('changed', 'new', 'old')"),
        3
    );
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn one_refused_stage_keeps_all_of_them_back() {
    let sandbox = sandbox();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, nick TEXT);\n",
    );
    sandbox.run(&["plan", "--expand-contract"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): 2 changes refused, nothing written: drop-table

  + users.nick   TEXT
  - table posts    2 rows lost

error[drop-table]: table posts is dropped with all its rows; 2 rows
  fix: if it was renamed, write `-- reconcile: renamed-from posts` above the new table; otherwise pass --allow drop-table
warning[breaks-app]: the deployed code fails until its new version is live: posts is dropped

to allow that: reconcile plan --expand-contract --allow drop-table

"#]],
        str![""],
    );
    assert_eq!(
        sandbox.names().iter().filter(|it| it.starts_with("generated/")).count(),
        1
    );
    assert_eq!(
        sandbox
            .run(&["plan", "--expand-contract", "--check", "--allow", "drop-table"])
            .code,
        2
    );
    assert_eq!(
        sandbox.names().iter().filter(|it| it.starts_with("generated/")).count(),
        1
    );
}

#[test]
fn in_sync_needs_no_stages() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["plan", "--expand-contract"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![""],
    );
}

/// A database of one table that holds rows, and the schema that is wanted of it.
fn one_table(before: &str, rows: &str, after: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", before);
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    sandbox.sql(rows);
    sandbox.write("schema/schema.sql", after);
    sandbox
}

fn staged(sandbox: &Sandbox) {
    let run = sandbox.run(&["plan", "--expand-contract"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let run = sandbox.run(&["apply"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_column_converted_under_a_new_name_leaves_the_old_one_alone() {
    let sandbox = one_table(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, price TEXT NOT NULL);",
        "INSERT INTO d VALUES (1, '1.50')",
        "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from price\n\
         -- reconcile: using CAST(round(CAST(price AS REAL) * 100) AS INTEGER)\n\
         -- reconcile: allow lossy-conversion because cents are exact\ncents INTEGER NOT NULL);",
    );
    let run = sandbox.run(&["plan", "--expand-contract", "--dry-run"]);
    let note = "note: d.cents follows d.price, but not the other way round: old code does not see what new code writes";
    assert!(run.stdout.contains(note), "{}", run.stdout);
    staged(&sandbox);
    sandbox.sql("INSERT INTO d (price) VALUES ('3.25')");
    let both = "SELECT group_concat(price || '=' || cents) = '1.50=150,3.25=325' FROM d";
    assert_eq!(sandbox.count(both), 1);
    sandbox.sql("UPDATE d SET cents = 175 WHERE id = 1");
    assert_eq!(sandbox.run(&["apply", "--release", "4"]).code, 0);
    assert_eq!(sandbox.count("SELECT group_concat(cents) = '175,325' FROM d"), 1);
}

#[test]
fn a_rename_and_a_backfill_in_one_step_keep_the_values() {
    let sandbox = one_table(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, mail TEXT);",
        "INSERT INTO d VALUES (1, 'Ann'), (2, NULL)",
        "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from mail\n-- reconcile: backfill 'none'\nemail TEXT NOT NULL);",
    );
    staged(&sandbox);
    let both = "SELECT group_concat(coalesce(mail, '') || '=' || email) = 'Ann=Ann,=none' FROM d";
    assert_eq!(sandbox.count(both), 1);
    assert_eq!(sandbox.run(&["apply", "--release", "4"]).code, 0);
    assert_eq!(sandbox.count("SELECT group_concat(email) = 'Ann,none' FROM d"), 1);
}

/// What would fail or lose values at the last stage is known before the first.
#[test]
fn what_one_step_refuses_stages_refuse_too() {
    let table =
        |column: &str| format!("CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from zip\n{column});");
    for (column, code) in [
        ("postal INTEGER", "lossy-conversion"),
        ("postal TEXT NOT NULL", "add-not-null"),
    ] {
        let before = "CREATE TABLE d (id INTEGER PRIMARY KEY, zip TEXT);";
        let sandbox = one_table(before, "INSERT INTO d VALUES (1, '00123'), (2, NULL)", &table(column));
        let run = sandbox.run(&["plan", "--expand-contract"]);
        assert_eq!(run.code, 3, "{}", run.stdout);
        assert!(
            run.stdout.contains(&format!("refused, nothing written: {code}")),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn names_that_are_passed_on_are_not_divided() {
    let sandbox = one_table(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT, b TEXT);",
        "INSERT INTO d VALUES (1, 'A', 'B')",
        "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from a\nb TEXT,\n-- reconcile: renamed-from b\nc TEXT);",
    );
    sandbox.run(&["plan", "--expand-contract"]).is(
        1,
        str![],
        str![[r#"
error: d.b is the new name of one column and the old name of another, so stages cannot keep both
help: write it as one migration with reconcile plan; or rename one column, deploy, then rename the other

"#]],
    );
}

/// Code that clears the new column leaves nothing to follow it: the last stage notices, and takes nothing away.
#[test]
fn the_last_stage_stops_where_a_value_was_not_carried() {
    let sandbox = one_table(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT);",
        "INSERT INTO d VALUES (1, 'precious')",
        "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from a\n-- reconcile: using upper(a)\nb TEXT);",
    );
    let run = sandbox.run(&["plan", "--expand-contract", "--allow", "lossy-conversion"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("UPDATE d SET b = NULL");
    let run = sandbox.run(&["apply", "--release", "4"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("d.b does not hold every value of d.a"),
        "{}",
        run.stderr
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM d WHERE a = 'precious'"), 1);
}

/// A trigger that keeps code from changing rows is no matter for what fills them and keeps them in step.
#[test]
fn triggers_of_the_schema_pass_over_followers_and_backfills() {
    let guard = "CREATE TRIGGER g BEFORE UPDATE ON d WHEN OLD.locked = 42 BEGIN SELECT RAISE(IGNORE); END;";
    let sandbox = one_table(
        &format!("CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT, locked INT);\n{guard}"),
        "INSERT INTO d VALUES (1, 'precious', 42)",
        &format!(
            "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from a\nb TEXT, locked INT);\n{guard}"
        ),
    );
    staged(&sandbox);
    sandbox.sql("INSERT INTO d (b, locked) VALUES ('new', 42); UPDATE d SET b = 'changed'");
    assert_eq!(
        sandbox.count("SELECT group_concat(a || b) = 'preciousprecious,newnew' FROM d"),
        1
    );
    assert_eq!(sandbox.run(&["apply", "--release", "4"]).code, 0);
    assert_eq!(sandbox.count("SELECT group_concat(b) = 'precious,new' FROM d"), 1);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

/// A default in every row is no value that a backfill leaves: as in one step.
#[test]
fn a_column_with_a_default_is_filled_as_in_one_step() {
    let sandbox = one_table(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT);",
        "INSERT INTO d VALUES (1, 'Ann')",
        "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT,\nb TEXT NOT NULL DEFAULT 'new' -- reconcile: backfill lower(a)\n);",
    );
    let run = sandbox.run(&["plan", "--expand-contract", "--dry-run"]);
    let note = "d.b is 'new' in rows that old code inserts";
    assert!(run.stdout.contains(note), "{}", run.stdout);
    staged(&sandbox);
    assert_eq!(sandbox.count("SELECT group_concat(b) = 'ann' FROM d"), 1);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

/// A column that is there is filled with the schema's own triggers set aside, and searches read what it holds then.
#[test]
fn a_backfill_fires_no_trigger_of_the_schema() {
    let rest = "CREATE VIRTUAL TABLE f USING fts5(c, content='d', content_rowid='id');
        CREATE TRIGGER i AFTER INSERT ON d BEGIN INSERT INTO f (rowid, c) VALUES (NEW.id, NEW.c); END;
        CREATE TRIGGER touch AFTER UPDATE ON d BEGIN UPDATE d SET at = 'touched' WHERE id = NEW.id; END;";
    let sandbox = one_table(
        &format!("CREATE TABLE d (id INTEGER PRIMARY KEY, c TEXT, at TEXT);\n{rest}"),
        "INSERT INTO d (id, c) VALUES (1, NULL), (2, 'set')",
        &format!(
            "CREATE TABLE d (id INTEGER PRIMARY KEY, c TEXT NOT NULL, -- reconcile: backfill 'none'\n at TEXT);\n{rest}"
        ),
    );
    staged(&sandbox);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM d WHERE at IS NULL AND c IN ('none', 'set')"),
        2
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM f WHERE f MATCH 'none'"), 1);
    sandbox.sql("UPDATE d SET c = 'other' WHERE id = 2");
    assert_eq!(sandbox.count("SELECT count(*) FROM d WHERE at = 'touched'"), 1);
}

/// Each stage is judged by what it does itself; a released one by what the sources still use.
#[test]
fn sources_are_checked_against_each_stage_and_before_a_release() {
    let sandbox = sandbox();
    let config = sandbox.read("reconcile.yaml");
    let config = config.replace("    targets:\n", "    compat: [src]\n    targets:\n");
    sandbox.write("reconcile.yaml", &config);
    sandbox.write("src/old.ts", "db.prepare(`SELECT email FROM users`);\n");
    sandbox.write("src/new.ts", "db.prepare(`SELECT mail FROM users`);\n");
    let run = sandbox.run(&["plan", "--expand-contract", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = run.json();
    let places = |stage: usize| {
        let breaks = report["stages"][stage]["compat"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        breaks.iter().map(ToString::to_string).collect::<String>()
    };
    assert!(
        places(0).contains("new.ts") && !places(0).contains("old.ts"),
        "{report}"
    );
    assert!(
        places(2).contains("old.ts") && !places(2).contains("new.ts"),
        "{report}"
    );
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    let run = sandbox.run(&["apply", "--release", "4"]);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("old.ts"), "{}", run.stderr);
    std::fs::remove_file(sandbox.path("src/old.ts")).unwrap();
    let run = sandbox.run(&["apply", "--release", "4"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("none uses what it drops"), "{}", run.stdout);
}

/// Each statement of new code works from the first stage on, and each of old code until the last.
#[test]
fn keys_checks_and_references_serve_both_codes() {
    let renamed =
        |column: &str| format!("CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from a\n{column});");
    for (before, after, statements) in [
        (
            "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE);",
            renamed("b TEXT NOT NULL UNIQUE"),
            [
                "INSERT INTO d (b) VALUES ('n') ON CONFLICT (b) DO NOTHING",
                "INSERT INTO d (a) VALUES ('o') ON CONFLICT (a) DO NOTHING",
            ],
        ),
        (
            "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT UNIQUE, z);",
            "CREATE TABLE d (id INTEGER PRIMARY KEY, z, c TEXT UNIQUE);".to_owned(),
            [
                "INSERT INTO d (a) VALUES ('o') ON CONFLICT (a) DO NOTHING",
                "INSERT INTO d (c) VALUES ('n') ON CONFLICT (c) DO NOTHING",
            ],
        ),
        (
            "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT CHECK (a IS NOT NULL));",
            renamed("b TEXT CHECK (b IS NOT NULL)"),
            ["INSERT INTO d (b) VALUES ('n')", "INSERT INTO d (a) VALUES ('o')"],
        ),
        (
            "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT);",
            "-- reconcile: renamed-from d\nCREATE TABLE e (id INTEGER PRIMARY KEY, a TEXT);\n\
             CREATE TABLE f (d INTEGER NOT NULL REFERENCES e (id));\nCREATE INDEX f_d ON f (d);"
                .to_owned(),
            ["INSERT INTO e (id, a) VALUES (1, 'n')", "INSERT INTO f (d) VALUES (1)"],
        ),
    ] {
        let sandbox = one_table(before, "SELECT 1", &after);
        staged(&sandbox);
        statements.iter().for_each(|it| sandbox.sql(it));
        let held = sandbox.run(&["apply", "--dry-run", "--format", "json"]).json();
        let held = held["held"][0]["name"].as_str().unwrap().to_owned();
        let run = sandbox.run(&["apply", "--release", &held]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    }
}

/// A collation calls values equal that are not the same, and a key may be NULL in several rows.
#[test]
fn what_looks_equal_is_told_apart() {
    let sandbox = one_table(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE);",
        "INSERT INTO d VALUES (1, 'ann')",
        "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from a\nb TEXT COLLATE NOCASE);",
    );
    staged(&sandbox);
    sandbox.sql("UPDATE d SET a = 'Ann'");
    assert_eq!(
        sandbox.count("SELECT count(*) FROM d WHERE b = 'Ann' COLLATE BINARY"),
        1
    );
    let sandbox = one_table(
        "CREATE TABLE d (k TEXT PRIMARY KEY, a TEXT);",
        "INSERT INTO d VALUES ('x', '1'), (NULL, '2'), (NULL, '3')",
        "-- reconcile: renamed-from d\nCREATE TABLE e (k TEXT PRIMARY KEY, a TEXT);",
    );
    staged(&sandbox);
    sandbox.sql("DELETE FROM e WHERE a = '2'; UPDATE e SET a = '4' WHERE a = '3'");
    assert_eq!(sandbox.count("SELECT group_concat(a) = '1,4' FROM d"), 1);
}

#[test]
fn a_number_that_no_migration_has_releases_nothing() {
    let sandbox = sandbox();
    staged(&sandbox);
    sandbox.run(&["apply", "--release", "0009"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 0009 in generated
help: there are 0001_first_schema.sql, 0002_expand_rename_users_email_to_mail.sql, 0003_backfill_rename_users_email_to_mail.sql, 0004_contract_rename_users_email_to_mail.sql; a number is enough

"#]],
    );
}

/// The old column comes back with what was written under the new name since.
#[test]
fn the_last_stage_is_undone_with_its_values() {
    for archive in ["", "    archive: true\n"] {
        let sandbox = sandbox();
        let config = sandbox.read("reconcile.yaml");
        let config = config.replace("    targets:\n", &format!("{archive}    targets:\n"));
        sandbox.write("reconcile.yaml", &config);
        staged(&sandbox);
        assert_eq!(sandbox.run(&["apply", "--release", "4"]).code, 0);
        sandbox.sql("UPDATE users SET mail = 'since' WHERE id = 1; INSERT INTO users (mail) VALUES ('new')");
        let run = sandbox.run(&["revert"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
        assert_eq!(
            sandbox
                .count("SELECT count(*) FROM users WHERE email = mail AND mail IN ('since', 'new', 'bob@example.com')"),
            3
        );
        let run = sandbox.run(&["revert", "2", "--allow", "all"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
        assert_eq!(
            sandbox.count("SELECT count(*) FROM users WHERE email IN ('since', 'new', 'bob@example.com')"),
            3
        );
    }
}

#[test]
fn a_table_and_its_column_come_back_under_their_old_names() {
    for null in ["", " NOT NULL"] {
        let sandbox = one_table(
            &format!("CREATE TABLE u (id INTEGER PRIMARY KEY, mail TEXT{null});"),
            "INSERT INTO u VALUES (1, 'a')",
            &format!(
                "-- reconcile: renamed-from u\nCREATE TABLE v (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from mail\nemail TEXT{null});"
            ),
        );
        staged(&sandbox);
        assert_eq!(sandbox.run(&["apply", "--release", "4"]).code, 0);
        sandbox.sql("INSERT INTO v (email) VALUES ('since')");
        for number in ["4", "2"] {
            let run = sandbox.run(&["revert", number, "--allow", "all"]);
            assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
            assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
            assert_eq!(sandbox.count("SELECT group_concat(mail) = 'a,since' FROM u"), 1);
        }
    }
}

#[test]
fn a_trigger_reads_what_either_code_wrote() {
    let trigger = |name: &str| {
        format!("CREATE TRIGGER t AFTER INSERT ON d BEGIN INSERT INTO l VALUES ('new ' || NEW.{name}); END;")
    };
    let sandbox = one_table(
        &format!(
            "CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE l (x TEXT);\n{}",
            trigger("a")
        ),
        "SELECT 1",
        &format!(
            "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from a\nb TEXT);\nCREATE TABLE l (x TEXT);\n{}",
            trigger("b")
        ),
    );
    staged(&sandbox);
    sandbox.sql("INSERT INTO d (a) VALUES ('one'); INSERT INTO d (b) VALUES ('two')");
    assert_eq!(sandbox.run(&["apply", "--release", "4"]).code, 0);
    sandbox.sql("INSERT INTO d (b) VALUES ('three')");
    let all = "SELECT group_concat(x) = 'new one,new two,new three' FROM l";
    assert_eq!(sandbox.count(all), 1);
}

/// Two followers of one value would undo each other.
#[test]
fn a_trigger_that_sets_a_renamed_column_is_refused() {
    let normaliser = |name: &str| {
        format!(
            "CREATE TRIGGER t AFTER INSERT ON d BEGIN UPDATE d SET {name} = lower(NEW.{name}) WHERE id = NEW.id; END;"
        )
    };
    let sandbox = one_table(
        &format!("CREATE TABLE d (id INTEGER PRIMARY KEY, a TEXT);\n{}", normaliser("a")),
        "SELECT 1",
        &format!(
            "CREATE TABLE d (id INTEGER PRIMARY KEY,\n-- reconcile: renamed-from a\nb TEXT);\n{}",
            normaliser("b")
        ),
    );
    sandbox.run(&["plan", "--expand-contract"]).is(1, str![], str![[r#"
error: this change cannot be split into stages: trigger t sets d.a itself, as do the triggers that keep it in sync with its other name
help: write it as one migration with reconcile plan; or first write that value in the code and drop trigger t

"#]]);
}

/// Rows that a proof or a rehearsal makes are in the index of the search table, as they would be on a target.
#[test]
fn a_search_table_follows_a_backfill() {
    let sandbox = one_table(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
        CREATE VIRTUAL TABLE f USING fts5(title, content='d', content_rowid='id');
        CREATE TRIGGER i AFTER INSERT ON d BEGIN INSERT INTO f (rowid, title) VALUES (NEW.id, NEW.title); END;
        CREATE TRIGGER u AFTER UPDATE ON d BEGIN
          INSERT INTO f (f, rowid, title) VALUES ('delete', OLD.id, OLD.title);
          INSERT INTO f (rowid, title) VALUES (NEW.id, NEW.title);
        END;",
        "INSERT INTO d VALUES (1, 'Hello')",
        "CREATE TABLE d (id INTEGER PRIMARY KEY, title TEXT NOT NULL, slug TEXT NOT NULL -- reconcile: backfill lower(title)
        );
        CREATE VIRTUAL TABLE f USING fts5(title, content='d', content_rowid='id');
        CREATE TRIGGER i AFTER INSERT ON d BEGIN INSERT INTO f (rowid, title) VALUES (NEW.id, NEW.title); END;
        CREATE TRIGGER u AFTER UPDATE ON d BEGIN
          INSERT INTO f (f, rowid, title) VALUES ('delete', OLD.id, OLD.title);
          INSERT INTO f (rowid, title) VALUES (NEW.id, NEW.title);
        END;",
    );
    staged(&sandbox);
    assert_eq!(sandbox.count("SELECT count(*) FROM f WHERE f MATCH 'hello'"), 1);
    assert_eq!(sandbox.count("SELECT slug = 'hello' FROM d"), 1);
}

/// A UNIQUE that gets another conflict clause holds as it is until the last stage: a foreign key rests on it.
#[test]
fn a_referenced_unique_keeps_its_old_conflict_clause_until_contract() {
    let sandbox = Sandbox::new();
    let schema = |unique: &str| {
        format!(
            "CREATE TABLE plans (id INTEGER PRIMARY KEY, code TEXT {unique});\n\
             CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT REFERENCES plans (code) ON DELETE CASCADE);\n"
        )
    };
    sandbox.write("schema/schema.sql", &schema("UNIQUE"));
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "--yes"]).code, 0);
    sandbox.sql("INSERT INTO plans VALUES (1, 'free'); INSERT INTO users VALUES (1, 'free')");
    sandbox.write("schema/schema.sql", &schema("UNIQUE ON CONFLICT REPLACE"));
    let planned = sandbox.run(&["plan", "--expand-contract"]);
    assert!(
        planned.stdout.starts_with("stage 1 of 1, contract"),
        "{}",
        planned.stdout
    );
    assert_eq!(sandbox.run(&["apply", "--release", "0002", "--yes"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 1);
}

/// The stages after one that is refused are told, too; none is written.
#[test]
fn a_refused_first_stage_is_told_as_such() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE d (\n  a NUMERIC NOT NULL,\n  UNIQUE (a)\n);\n",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO d VALUES ('5'), ('q')");
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE d (\n  b INTEGER, -- reconcile: renamed-from a\n  UNIQUE (b)\n) STRICT;\n",
    );
    let run = sandbox.run(&["plan", "--expand-contract", "--allow", "all"]);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert_eq!(
        sandbox.names().iter().filter(|it| it.starts_with("generated/")).count(),
        1
    );
}

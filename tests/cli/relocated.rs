//! Applied files that were renamed, moved or merged (squashed): what is said of it, and `baseline`.

use snapbox::str;

use crate::Sandbox;

const FILES: [(&str, &str); 3] = [
    ("0001_a", "CREATE TABLE a (x);\n"),
    ("0002_y", "ALTER TABLE a ADD COLUMN y;\n"),
    ("0003_b", "CREATE TABLE b (x);\n"),
];

/// Three migrations, applied by us.
fn applied() -> Sandbox {
    let sandbox = unapplied();
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox
}

/// The same, applied by wrangler, which records names alone.
fn applied_by_wrangler() -> Sandbox {
    let sandbox = unapplied();
    sandbox.sql(
        "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, \
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
    );
    for (name, text) in FILES {
        sandbox.sql(text);
        sandbox.sql(&format!(
            "INSERT INTO d1_migrations (name, applied_at) VALUES ('{name}.sql', '2026-01-02 03:04:05')"
        ));
    }
    sandbox
}

fn unapplied() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE a (x, y);\nCREATE TABLE b (x);\n");
    for (name, text) in FILES {
        sandbox.write(&format!("generated/{name}.sql"), text);
    }
    sandbox
}

fn rename(sandbox: &Sandbox, from: &str, to: &str) {
    let to = sandbox.path(&format!("generated/{to}"));
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::rename(sandbox.path(&format!("generated/{from}")), to).unwrap();
}

fn remove(sandbox: &Sandbox, names: &[&str]) {
    for name in names {
        std::fs::remove_file(sandbox.path(&format!("generated/{name}"))).unwrap();
    }
}

/// Puts the files of this name into `0001_all.sql`.
fn merge(sandbox: &Sandbox, names: &[&str]) {
    let texts: String = names
        .iter()
        .map(|it| sandbox.read(&format!("generated/{it}")))
        .collect();
    remove(sandbox, names);
    sandbox.write("generated/0001_all.sql", &texts);
}

fn names(sandbox: &Sandbox) -> Vec<String> {
    let connection = sandbox.open();
    let mut query = connection
        .prepare("SELECT id || ' ' || name FROM d1_migrations ORDER BY id")
        .unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(|it| it.unwrap()).collect()
}

/// Every verb goes on, and the ledger has nothing left to say.
fn is_well(sandbox: &Sandbox) {
    for command in ["apply", "drift", "plan"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, 0, "{command}: {}{}", run.stdout, run.stderr);
        assert!(!run.stdout.contains("baseline"), "{command}: {}", run.stdout);
    }
    assert_eq!(
        sandbox.run(&["status", "--format", "json"]).json()["verdict"],
        "in-sync"
    );
}

#[test]
fn b5_a_renamed_file_is_recognised_everywhere_and_baseline_writes_its_name() {
    let sandbox = applied();
    rename(&sandbox, "0003_b.sql", "0004_b.sql");
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 2 of 3 applied, 1 renamed
0003_b.sql is applied and was renamed to 0004_b.sql

migration   state    applied           by
0001_a.sql  applied  NOW  octocat
0002_y.sql  applied  NOW  octocat
0004_b.sql  renamed  NOW  octocat

to write the new names into the ledger: reconcile baseline dev

"#]],
        str![],
    );
    let line = "0003_b.sql is applied and was renamed to 0004_b.sql";
    for command in ["plan", "drift"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, 0, "{command}: {}", run.stdout);
        assert!(run.stdout.contains(line), "{command}: {}", run.stdout);
        assert!(
            run.stdout.contains("reconcile baseline dev"),
            "{command}: {}",
            run.stdout
        );
    }
    for words in [
        &["apply"] as &[&str],
        &["apply", "--dry-run"],
        &["apply", "--out-of-order", "4"],
    ] {
        sandbox.run(words).is(
            3,
            str![],
            str![[r#"
refused: 0003_b.sql is applied and was renamed to 0004_b.sql
help: to write the new names into the ledger: reconcile baseline dev

"#]],
        );
    }
    let before = sandbox.files();
    sandbox.run(&["baseline", "--dry-run"]).is(
        0,
        str![[r#"
would be renamed: 0003_b.sql -> 0004_b.sql

"#]],
        str![],
    );
    assert_eq!(sandbox.files(), before);
    let by = "SELECT count(*) FROM _reconcile_ledger WHERE name = '0004_b.sql' AND duration_ms IS NOT NULL";
    sandbox.run(&["baseline"]).is(
        0,
        str![[r#"
renamed: 0003_b.sql -> 0004_b.sql
to see its state: reconcile status dev

"#]],
        str![],
    );
    assert_eq!(names(&sandbox), ["1 0001_a.sql", "2 0002_y.sql", "3 0004_b.sql"]);
    assert_eq!(sandbox.count(by), 1, "what was noted of it stays");
    is_well(&sandbox);
}

#[test]
fn b5_moved_into_folders_with_a_pattern() {
    for sandbox in [applied(), applied_by_wrangler()] {
        for (name, _) in FILES {
            rename(&sandbox, &format!("{name}.sql"), &format!("{name}/migration.sql"));
        }
        sandbox.write(
            "wrangler.jsonc",
            "{ \"d1_databases\": [{ \"binding\": \"DB\", \"database_name\": \"app\", \"database_id\": \
             \"11111111-2222-3333-4444-555555555555\", \"migrations_dir\": \"generated\", \
             \"migrations_pattern\": \"generated/*/migration.sql\" }] }",
        );
        std::fs::remove_file(sandbox.path("reconcile.yaml")).unwrap();
        let run = sandbox.run(&["baseline", "sqlite:dev.db"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(
            names(&sandbox),
            [
                "1 0001_a/migration.sql",
                "2 0002_y/migration.sql",
                "3 0003_b/migration.sql"
            ]
        );
        for command in ["apply", "drift", "plan"] {
            assert_eq!(sandbox.run(&[command, "sqlite:dev.db"]).code, 0, "{command}");
        }
    }
}

#[test]
fn b5_names_without_their_ending() {
    let sandbox = applied_by_wrangler();
    sandbox.sql("UPDATE d1_migrations SET name = replace(name, '.sql', '')");
    let run = sandbox.run(&["apply"]);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr
            .contains("3 applied files were renamed: 0001_a is 0001_a.sql"),
        "{}",
        run.stderr
    );
    assert_eq!(sandbox.run(&["baseline"]).code, 0);
    is_well(&sandbox);
}

#[test]
fn b5_a_rename_while_another_branch_took_the_number() {
    let sandbox = applied();
    rename(&sandbox, "0003_b.sql", "0004_b.sql");
    sandbox.write("generated/0003_c.sql", "CREATE TABLE c (x);\n");
    sandbox.write("generated/0005_d.sql", "CREATE TABLE d (x);\n");
    assert_eq!(sandbox.run(&["baseline"]).code, 0);
    assert_eq!(
        names(&sandbox),
        ["1 0001_a.sql", "2 0002_y.sql", "3 0004_b.sql"],
        "pending ones stay pending"
    );
    let run = sandbox.run(&["apply", "--out-of-order", "3"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
}

#[test]
fn b5_squashed_into_one() {
    for sandbox in [applied(), applied_by_wrangler()] {
        merge(&sandbox, &["0001_a.sql", "0002_y.sql", "0003_b.sql"]);
        let run = sandbox.run(&["apply"]);
        assert_eq!(run.code, 3);
        assert_eq!(
            run.stderr,
            "refused: 3 files (0001_a.sql to 0003_b.sql) are applied, but missing from the folder, and 0001_all.sql replaced them\n\
             help: to write the new names into the ledger: reconcile baseline dev\n"
        );
        assert_eq!(sandbox.run(&["plan"]).code, 0);
        sandbox.run(&["baseline"]).is(
            0,
            str![[r#"
removed: 0001_a.sql
removed: 0002_y.sql
removed: 0003_b.sql
added:   0001_all.sql
to see its state: reconcile status dev

"#]],
            str![],
        );
        assert_eq!(names(&sandbox), ["1 0001_all.sql"]);
        is_well(&sandbox);
    }
}

#[test]
fn b5_squashed_into_the_first_of_them() {
    for sandbox in [applied(), applied_by_wrangler()] {
        merge(&sandbox, &["0001_a.sql", "0002_y.sql", "0003_b.sql"]);
        rename(&sandbox, "0001_all.sql", "0001_a.sql");
        let run = sandbox.run(&["baseline"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(names(&sandbox), ["1 0001_a.sql"]);
        is_well(&sandbox);
    }
}

#[test]
fn b5_squashed_in_part_with_more_pending() {
    for sandbox in [applied(), applied_by_wrangler()] {
        merge(&sandbox, &["0001_a.sql", "0002_y.sql"]);
        sandbox.write("generated/0004_c.sql", "CREATE TABLE c (x);\n");
        sandbox.edit("CREATE TABLE b", "CREATE TABLE c (x);\nCREATE TABLE b");
        let run = sandbox.run(&["baseline"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(names(&sandbox), ["1 0001_all.sql", "3 0003_b.sql"]);
        // The gap that the squash left is behind what is applied.
        let run = sandbox.run(&["apply"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        is_well(&sandbox);
    }
}

#[test]
fn b5_one_file_split_into_several() {
    let sandbox = applied();
    remove(&sandbox, &["0001_a.sql"]);
    sandbox.write("generated/0001_1.sql", "CREATE TABLE gone (x);\n");
    sandbox.write("generated/0001_2.sql", "DROP TABLE gone;\n");
    sandbox.write("generated/0001_3.sql", "CREATE TABLE a\n(x);\n");
    let run = sandbox.run(&["baseline"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(
        names(&sandbox),
        [
            "1 0001_1.sql",
            "2 0001_2.sql",
            "3 0001_3.sql",
            "4 0002_y.sql",
            "5 0003_b.sql"
        ]
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn b5_renamed_and_edited_is_not_recognised_and_says_why() {
    let sandbox = applied();
    rename(&sandbox, "0003_b.sql", "0004_b.sql");
    sandbox.write("generated/0004_b.sql", "CREATE TABLE b (x); -- other\n");
    sandbox.run(&["apply"]).is(3, str![], str![[r#"
refused: 0003_b.sql is applied; 0004_b.sql looks like its new name, but its text differs
help: restore the text of 0003_b.sql from Git into 0004_b.sql, and put the change into a new migration; or accept it as it is: reconcile baseline dev --force

"#]]);
    sandbox.run(&["baseline"]).is(3, str![], str![[r#"
refused: 0003_b.sql is applied; 0004_b.sql looks like its new name, but its text differs
help: restore the text of 0003_b.sql from Git into 0004_b.sql, and put the change into a new migration; or accept it as it is: reconcile baseline dev --force

"#]]);
    assert_eq!(sandbox.run(&["baseline", "--force"]).code, 0);
    is_well(&sandbox);
}

#[test]
fn b5_rows_alone_do_not_tell_which_file_was_the_last() {
    let sandbox = applied();
    merge(&sandbox, &["0001_a.sql", "0002_y.sql", "0003_b.sql"]);
    sandbox.write("generated/0002_seed.sql", "INSERT INTO b VALUES (1);\n");
    sandbox.run(&["apply"]).is(3, str![], str![[r#"
refused: 3 files (0001_a.sql to 0003_b.sql) are applied, but missing from the folder, and several files of the folder end at the live schema, so it is unclear which ran instead
help: to name the last one that ran: reconcile baseline dev --to 0001, or reconcile baseline dev --to 0002

"#]]);
    assert_eq!(sandbox.run(&["baseline"]).code, 3);
    assert_eq!(sandbox.run(&["baseline", "--to", "1"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM b"), 1);
}

#[test]
fn b5_a_database_that_was_behind_when_files_were_squashed() {
    let sandbox = unapplied();
    remove(&sandbox, &["0003_b.sql"]);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.write("generated/0003_b.sql", FILES[2].1);
    merge(&sandbox, &["0001_a.sql", "0002_y.sql", "0003_b.sql"]);
    for command in ["apply", "plan", "baseline"] {
        sandbox.run(&[command]).is(3, str![], str![[r#"
refused: 0001_a.sql and 0002_y.sql are applied, but missing from the folder, and the existing files do not create the live schema: table b is missing in the database
help: restore them from Git; if files were merged before this database was up to date, apply the old ones first, from the earlier commit, then: reconcile baseline dev

"#]]);
    }
    // As the help says.
    remove(&sandbox, &["0001_all.sql"]);
    for (name, text) in FILES {
        sandbox.write(&format!("generated/{name}.sql"), text);
    }
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    merge(&sandbox, &["0001_a.sql", "0002_y.sql", "0003_b.sql"]);
    assert_eq!(sandbox.run(&["baseline"]).code, 0);
    is_well(&sandbox);
}

#[test]
fn b5_an_order_in_which_the_files_do_not_run() {
    let sandbox = applied();
    rename(&sandbox, "0002_y.sql", "0000_y.sql");
    sandbox.run(&["baseline"]).is(3, str![[r#"
sqlite:dev.db is not what these files create:
    differs   the files cannot be replayed on an empty database: 0000_y.sql:1: no such table: a
nothing was marked
stop at an earlier file with `--to NUMBER`, or first bring the database in line: reconcile plan dev --undo-drift
`--force` marks them anyway; `drift` will then report the difference, and migrations made for the other schema will be refused

"#]], str![]);
    assert_eq!(names(&sandbox), ["1 0001_a.sql", "2 0002_y.sql", "3 0003_b.sql"]);
}

#[test]
fn b5_a_changed_database_is_not_taken_for_what_the_files_make() {
    let sandbox = applied();
    rename(&sandbox, "0003_b.sql", "0004_b.sql");
    sandbox.sql("CREATE INDEX hot ON a (x)");
    let run = sandbox.run(&["baseline"]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(
        run.stdout.contains("index hot is only in the database"),
        "{}",
        run.stdout
    );
    assert_eq!(sandbox.run(&["drift"]).code, 2);
    assert_eq!(sandbox.run(&["baseline", "--force"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 2, "the change by hand is still there");
}

#[test]
fn b5_a_file_that_was_deleted_on_purpose() {
    let sandbox = applied();
    sandbox.write("generated/0004_fill.sql", "UPDATE a SET y = 1 WHERE y IS NULL;\n");
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    remove(&sandbox, &["0004_fill.sql"]);
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
refused: 0004_fill.sql is applied, but missing from the folder, and the existing files create the live schema
help: restore it from Git; if it was deleted on purpose, remove it from the ledger: reconcile baseline dev

"#]],
    );
    sandbox.run(&["baseline"]).is(
        0,
        str![[r#"
removed: 0004_fill.sql
to see its state: reconcile status dev

"#]],
        str![],
    );
    is_well(&sandbox);
}
